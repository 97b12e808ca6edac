#include "tests/bench/scale_fleet.hpp"

#include <stdexcept>

#include "actors/container_actor.hpp"
#include "actors/alarm_clock.hpp"
#include "actors/event_watcher.hpp"
#include "actors/observed.hpp"
#include "actors/registry.hpp"
#include "actors/token.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"

namespace spin::bench {

namespace {

using namespace std::chrono_literals;

const std::string image = "spin-docker/hello-ssh";
const std::vector<docker::exposed_port> ports{{22, transport::tcp},
                                              {80, transport::tcp}};

/// How many records are written at once.
constexpr std::size_t group_size = 1000;

template <class T>
T need(outcome<T> what) {
  if (!what)
    throw std::runtime_error(what.error().what);
  return std::move(*what);
}

docker::container_spec spec_of(const identity& who) {
  docker::container_spec spec;
  spec.name = who.name;
  spec.image = who.image;
  spec.labels = {{docker::label::id, who.id},
                 {docker::label::instance, fleet_instance},
                 {docker::label::image, who.image},
                 {docker::label::token_sha256, to_hex(who.token_digest)}};
  spec.publish = ports;
  return spec;
}

/// Returns a container that the engine made and started; the double answers at
/// once.
docker::container_info run(test::simulated_engine& engine,
                           const identity& who) {
  outcome<docker::container_info> result = fail(errc::internal, "no answer");
  engine.create(spec_of(who), [](const auto& made) { need(made); });
  engine.start(who.name, [](const auto& started) { need(started); });
  engine.inspect(who.name, [&result](auto info) { result = std::move(info); });
  return need(std::move(result));
}

bool has(test::simulated_engine& engine, const std::string& name) {
  bool result = false;
  engine.inspect(name, [&result](const auto& info) { result = bool{info}; });
  return result;
}

snapshot running_record(test::simulated_engine& engine, utc due,
                        const fleet_plan& plan) {
  snapshot record;
  do {
    record.who.id = make_id();
    record.who.name = name_of(record.who.id);
  } while (has(engine, record.who.name)); // among so many, two may be the same
  record.who.image = image;
  const auto token = make_token(record.who.id);
  plan.on_token(token);
  record.who.token_digest = digest_of(token);
  record.who.created_at = utc_now();
  const auto info = run(engine, record.who);
  record.who.container_id = info.id;
  record.run = info.run;
  record.run_id = info.started;
  record.answers = true;
  record.began = utc_now();
  record.now = phase::running;
  record.next_check = due;
  record.last_chance = true;
  return record;
}

std::shared_ptr<container_context>
make_context(gateway_handle gateway, alarm_clock_handle alarms,
             std::shared_ptr<directory> containers) {
  auto context = std::make_shared<container_context>();
  context->gateway = std::move(gateway);
  context->alarms = std::move(alarms);
  context->containers = std::move(containers);
  // Soon enough to be said while the deadlines are measured, not before.
  context->policy.defaults.warn_before = 5s;
  context->wall_clock = utc_now;
  context->instance = fleet_instance;
  context->publish_address = "127.0.0.1";
  context->check_in_url = [] { return "http://172.17.0.1/v1/check-in"; };
  return context;
}

/// Asks `whom` and waits for its answer.
template <class Handle, class... Parts>
void ask(caf::actor_system& system, const Handle& whom, Parts... what) {
  caf::scoped_actor self{system};
  self->request(whom, caf::infinite, what...)
      .receive([](done) {},
               [](const caf::error& why) {
                 throw std::runtime_error(to_failure(why).what);
               });
}

} // namespace

utc utc_now() {
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
}

void make_fleet(test::simulated_engine& engine, store::store& target,
                const fleet_plan& plan) {
  engine.remembers = false;
  engine.add_image(image, ports);
  std::vector<store::change> group;
  for (std::size_t i = 0; i < plan.size; ++i) {
    const auto due = plan.first_due + i * plan.apart;
    const auto record = running_record(
        engine, std::chrono::floor<std::chrono::milliseconds>(due), plan);
    group.push_back({record.who.id, encode(record)});
    if (group.size() == group_size || i + 1 == plan.size) {
      need(target.apply(group));
      group.clear();
    }
  }
}

scale_server::scale_server(std::shared_ptr<test::simulated_engine> engine,
                           const std::string& store_uri, bool counts)
    : meters_(std::make_shared<telemetry>(counts)) {
  const auto observe = [this](actor_kind kind, auto run) {
    return observed(meters_, kind, run);
  };
  writer_ = system_.spawn<caf::detached>(
      observe(actor_kind::store_writer, docker::store_writer_actor),
      need(store::make_store(store_uri, fleet_instance)), health_, meters_);
  docker::gateway_config doors;
  doors.instance = fleet_instance;
  doors.meters = meters_;
  gateway_ =
      system_.spawn(observe(actor_kind::gateway, docker::gateway_actor),
                    std::move(engine), writer_, doors);
  alarms_ = system_.spawn(observe(actor_kind::alarm_clock, alarm_clock_actor),
                          std::size_t{0});
  const auto context = make_context(gateway_, alarms_, containers_);
  context->meters = meters_;
  registry_ = system_.spawn(observe(actor_kind::registry, registry_actor),
                            context_ptr{context}, span{60s});
  watcher_ =
      system_.spawn(observe(actor_kind::event_watcher, event_watcher_actor),
                    gateway_, registry_, health_);
}

scale_server::~scale_server() {
  caf::scoped_actor self{system_};
  const auto end = [&self](const auto& whom) {
    self->send_exit(whom, caf::exit_reason::user_shutdown);
    self->wait_for(whom);
  };
  end(watcher_);
  end(registry_);
  for (const auto& entry : containers_->all())
    end(entry.actor);
  end(alarms_);
  end(gateway_);
  end(writer_);
}

void scale_server::recover() {
  ask(system_, registry_, atom::recover_v);
  caf::anon_send(watcher_, atom::watch_v);
}

void scale_server::audit() {
  ask(system_, registry_, atom::audit_v, cause{trigger::pass});
}

void scale_server::sync() {
  ask(system_, gateway_, atom::sync_v);
}

} // namespace spin::bench
