// What a container costs us in memory while it runs and waits for its alarm:
// the real actors, contexts and directory, on CAF's real scheduler.
//
// usage: bench_actor_memory [ACTORS]

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <malloc.h>
#include <unistd.h>

#include "actors/alarm_clock.hpp"
#include "actors/container_actor.hpp"
#include "actors/record.hpp"
#include "actors/token.hpp"
#include "tests/bench/table.hpp"

namespace {

using namespace spin;
using namespace std::chrono_literals;

/// The most that one container may take.
constexpr double bytes_allowed = 2500;

/// Returns our resident memory, without what the allocator only keeps for
/// later.
double resident() {
  malloc_trim(0);
  std::size_t all = 0;
  std::size_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> all >> pages;
  return static_cast<double>(pages)
         * static_cast<double>(sysconf(_SC_PAGESIZE));
}

utc utc_now() {
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
}

clock_pair now() {
  return {std::chrono::steady_clock::now(), utc_now()};
}

/// The door to an engine and a store that nothing is asked of: a container
/// that simply runs needs neither. Takes what it refuses with, since CAF binds
/// a null reference for a spawn without arguments.
gateway_handle::behavior_type silent_gateway(caf::sec never) {
  return {
      [=](atom::load) -> caf::result<store::contents> { return never; },
      [=](atom::commit, const snapshot&) -> caf::result<done> { return never; },
      [](atom::save, const snapshot&) {},
      [=](atom::commit, const store::change&) -> caf::result<done> {
        return never;
      },
      [](atom::save, const store::change&) {},
      [](atom::forget, const std::string&) {},
      [=](atom::sync) -> caf::result<done> { return never; },
      [](atom::resave, const registry_handle&) {},
      [=](atom::images, const cause&) -> caf::result<std::vector<std::string>> {
        return never;
      },
      [=](atom::image, const std::string&,
          const cause&) -> caf::result<docker::image_info> { return never; },
      [=](atom::create, const std::string&, const docker::container_spec&,
          const cause&) -> caf::result<std::string> { return never; },
      [=](atom::start, const std::string&, const std::string&, const cause&)
          -> caf::result<docker::container_info> { return never; },
      [=](atom::stop, const std::string&, const stop_order&)
          -> caf::result<docker::container_info> { return never; },
      [=](atom::pause, const std::string&, const std::string&, const cause&)
          -> caf::result<docker::container_info> { return never; },
      [=](atom::resume, const std::string&, const std::string&, const cause&)
          -> caf::result<docker::container_info> { return never; },
      [=](atom::remove, const std::string&, const stop_order&) -> caf::result<done> { return never; },
      [=](atom::inspect, const std::string&, const std::string&, const cause&)
          -> caf::result<docker::container_info> { return never; },
      [=](atom::logs, const std::string&, const docker::log_order&,
          const cause&) -> caf::result<done> { return never; },
      [=](atom::stats, const std::string&, const std::string&,
          const cause&) -> caf::result<docker::container_stats> {
        return never;
      },
      [=](atom::stats, const std::string&, const docker::stats_order&,
          const cause&) -> caf::result<done> { return never; },
      [=](atom::list,
          const cause&) -> caf::result<std::vector<docker::container_summary>> {
        return never;
      },
      [=](atom::probe, const std::string&, std::uint16_t,
          const cause&) -> caf::result<bool> { return never; },
      [=](atom::ping) -> caf::result<docker::engine_version> { return never; },
      [](atom::watch, std::int64_t, const event_watcher_handle&) {},
      [](atom::answered, const continuation&) {},
      [](atom::alarm) {},
  };
}

context_ptr make_context(caf::actor_system& system,
                         std::shared_ptr<directory> containers,
                         std::size_t expected) {
  auto context = std::make_shared<container_context>();
  context->gateway = system.spawn(silent_gateway, caf::sec::unexpected_message);
  context->alarms = system.spawn(alarm_clock_actor, expected);
  context->containers = std::move(containers);
  context->wall_clock = utc_now;
  context->instance = "default";
  context->publish_address = "127.0.0.1";
  context->check_in_url = [] { return "http://172.17.0.1/v1/check-in"; };
  return context;
}

/// The `n`th container as its record tells of it: running, with two published
/// ports and an address, its next look an hour away.
snapshot running_record(std::size_t n) {
  snapshot record;
  record.who.id = make_id();
  record.who.container_id = make_id() + make_id();
  record.who.name = name_of(record.who.id);
  record.who.image = "spin-docker/hello-ssh";
  record.who.token_digest = digest_of(record.who.id);
  record.who.created_at = utc_now();
  const auto port = static_cast<std::uint16_t>(32768 + 2 * n % 28000);
  record.run.ports = {
      {22, transport::tcp, port},
      {80, transport::tcp, static_cast<std::uint16_t>(port + 1)}};
  record.run.addresses = {"172.17." + std::to_string(n / 250 % 250) + '.'
                          + std::to_string(2 + n % 250)};
  record.now = phase::running;
  record.run_id =
      incarnation{1'700'000'000'000'000'000 + static_cast<std::int64_t>(n)};
  record.answers = true;
  record.next_check = utc_now() + 1h;
  return record;
}

docker::container_summary listed(const container_view& view) {
  return {view.who->container_id,     view.who->name, view.who->image, {},
          docker::run_state::running, health_status::none, *view.run};
}

/// Container actors, each with its alarm armed.
class crowd {
public:
  crowd(caf::actor_system& system, std::size_t expected)
      : system_(system), containers_(std::make_shared<directory>()),
        context_(make_context(system, containers_, expected)) {
    // nop
  }

  ~crowd() {
    for (const auto& actor : actors_)
      caf::anon_send_exit(actor, caf::exit_reason::kill);
    caf::anon_send_exit(context_->gateway, caf::exit_reason::kill);
    caf::anon_send_exit(context_->alarms, caf::exit_reason::kill);
  }

  /// Spawns `count` more and waits until each has looked around once.
  void grow(std::size_t count) {
    caf::scoped_actor self{system_};
    for (std::size_t i = 0; i < count; ++i) {
      container_start begin;
      begin.view = from_record(running_record(actors_.size()), context_->policy,
                               {now(), {}});
      const auto view = begin.view;
      actors_.push_back(
          system_.spawn(container_actor, context_, std::move(begin)));
      self->send(actors_.back(), any_event{event::recovered{}});
      views_.push_back(std::make_shared<const container_view>(view));
      look(self, i_last());
    }
  }

  /// Enters them all into the directory, as their registry would have, and lets
  /// each publish its view.
  void publish() {
    caf::scoped_actor self{system_};
    for (std::size_t i = 0; i < actors_.size(); ++i) {
      containers_->enter(actors_[i], views_[i]);
      look(self, i);
    }
    views_.clear();
    views_.shrink_to_fit();
  }

  /// Makes room for what only this program needs.
  void expect(std::size_t count) {
    actors_.reserve(count);
    views_.reserve(count);
    // Touched, or it would be counted with the actors.
    for (std::size_t i = 0; i < count; ++i) {
      actors_.emplace_back();
      views_.emplace_back();
    }
    actors_.clear();
    views_.clear();
  }

private:
  std::size_t i_last() const { return actors_.size() - 1; }

  /// Shows the `i`th what the engine lists of it, and waits for it.
  void look(caf::scoped_actor& self, std::size_t i) {
    self->request(actors_[i], caf::infinite, atom::list_v,
                  sighting{listed(*views_[i])}, cause{trigger::pass})
        .receive([](done) {},
                 [](const caf::error& why) {
                   std::fputs(caf::to_string(why).c_str(), stderr);
                   std::abort();
                 });
  }

  caf::actor_system& system_;
  std::shared_ptr<directory> containers_;
  context_ptr context_;
  std::vector<container_handle> actors_;
  std::vector<view_ptr> views_;
};

void measure(std::size_t count) {
  caf::actor_system_config config;
  caf::actor_system system{config};
  constexpr std::size_t warm_up = 100; // threads and their heaps
  crowd all{system, 0};
  all.expect(count + warm_up);
  all.grow(warm_up);
  const auto before = resident();
  all.grow(count);
  const auto actors = resident();
  all.publish();
  const auto lines = resident();
  const auto each = [count](double bytes) {
    return bytes / static_cast<double>(count);
  };
  bench::print({"memory of a container actor",
                bench::with_unit(each(actors - before), "B", 0),
                bench::with_unit(bytes_allowed, "B", 0),
                each(actors - before) / bytes_allowed});
  bench::print_note("its line in the directory",
                    "+ " + bench::with_unit(each(lines - actors), "B", 0));
}

} // namespace

int main(int argc, char** argv) {
  const auto count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
  if (count == 0) {
    std::fputs("usage: bench_actor_memory [ACTORS]\n", stderr);
    return EXIT_FAILURE;
  }
  measure(count);
}
