#include "tests/doubles/simulated_engine.hpp"

#include <algorithm>
#include <utility>

namespace spin::test {

namespace {

/// The `n`th address of a network that is large enough for any test.
std::string address_of(int n) {
  return "10." + std::to_string(n / 65'536) + '.'
         + std::to_string(n / 256 % 256) + '.' + std::to_string(n % 256);
}

/// Whether a container runs, and publishes at that port of the host.
bool has_port(const docker::container_info& what, std::uint16_t host_port) {
  return what.state == docker::run_state::running
         && std::ranges::any_of(what.run.ports, [&](const port_binding& port) {
              return port.host_port == host_port;
            });
}

} // namespace

// -- what a test can do ---------------------------------------------------------

void simulated_engine::add_image(const std::string& name,
                                 std::vector<docker::exposed_port> ports) {
  images_[name] = {"sha256:" + name, std::move(ports), {}};
}

void simulated_engine::fail_next(const std::string& verb, errc code) {
  faults_[verb].push_back({code, false, fate::moment::now});
}

void simulated_engine::lose_answer(const std::string& verb, errc code) {
  faults_[verb].push_back({code, true, fate::moment::now});
}

void simulated_engine::set_down(bool down) {
  down_ = down;
  if (down)
    break_stream();
}

void simulated_engine::release() {
  held_.clear();
  for (auto& call : std::exchange(waiting_, {}))
    call.go();
}

void simulated_engine::forget_all_but_stops() {
  std::erase_if(waiting_,
                [](const auto& call) { return call.verb != "stop"; });
}

void simulated_engine::release_one(std::size_t i) {
  const auto where = waiting_.begin() + static_cast<std::ptrdiff_t>(i);
  const auto call = std::move(*where);
  waiting_.erase(where);
  call.go();
}

// -- the event stream -----------------------------------------------------------

void simulated_engine::tell_listener(const docker::engine_event& what) {
  if (listener_)
    listener_->happened(what);
}

void simulated_engine::break_stream() {
  if (const auto last = std::exchange(listener_, std::nullopt))
    last->ended({errc::engine_down, "the stream broke"});
}

std::size_t simulated_engine::count(const std::string& verb) const {
  return static_cast<std::size_t>(
    std::count_if(calls.begin(), calls.end(), [&](const std::string& call) {
      return call.rfind(verb + ' ', 0) == 0;
    }));
}

void simulated_engine::watch(std::string, std::int64_t,
                             docker::event_listener whom) {
  if (remembers)
    calls.push_back("watch ");
  if (down_ || !streams)
    return whom.ended({errc::engine_down, "the engine is away"});
  listener_ = std::move(whom);
  listener_->opened();
}

// -- the verbs --------------------------------------------------------------------

fate simulated_engine::fate_of(const std::string& verb) {
  auto& planned = faults_[verb];
  if (!planned.empty()) {
    const auto next = planned.front();
    planned.pop_front();
    return next;
  }
  if (down_)
    return {errc::engine_down, false, fate::moment::now};
  return on_call ? on_call(verb) : fate{};
}

void simulated_engine::version(docker::callback<docker::engine_version> then) {
  answer<docker::engine_version>("version", "", std::move(then), [] {
    return outcome<docker::engine_version>{{"simulated", "1.41"}};
  });
}

void simulated_engine::images(
  docker::callback<std::vector<std::string>> then) {
  answer<std::vector<std::string>>("images", "", std::move(then), [this] {
    std::vector<std::string> tags;
    for (const auto& [name, image] : images_)
      tags.push_back(name + ":latest");
    return outcome<std::vector<std::string>>{tags};
  });
}

void simulated_engine::inspect_image(
  std::string reference, docker::callback<docker::image_info> then) {
  answer<docker::image_info>(
    "image", reference, std::move(then),
    [this, reference]() -> outcome<docker::image_info> {
      const auto i = images_.find(reference);
      if (i == images_.end())
        return fail(errc::no_such_image, "no such image: " + reference);
      return i->second;
    });
}

void simulated_engine::start(std::string what, docker::callback<done> then) {
  announce("start", what);
  answer<done>("start", what, std::move(then),
               [this, what]() -> outcome<done> {
                 auto* c = find(what);
                 if (!c)
                   return gone(what);
                 if (c->info.state == docker::run_state::paused)
                   return fail(errc::engine_refused, "it is paused");
                 if (docker::is_up(c->info.state))
                   return done{};
                 if (has_port_taken(*c))
                   return fail(errc::port_taken, "port is already allocated");
                 run(*c);
                 return done{};
               });
}

void simulated_engine::stop(std::string what, std::chrono::seconds,
                            docker::callback<done> then) {
  announce("stop", what);
  const auto* now = find(what);
  const auto run = now ? now->info.started : incarnation::none;
  answer<done>("stop", what, std::move(then), [this, what, run]() -> outcome<done> {
    auto* c = find(what);
    if (!c)
      return gone(what);
    // It waits for the end of that run, also if it is late.
    if (docker::is_up(c->info.state) && c->info.started == run) {
      end(*c, 137);
      tell(c->info.id, docker::happening::stopped);
    }
    return done{};
  });
}

void simulated_engine::pause(std::string what, docker::callback<done> then) {
  switch_state("pause", what, docker::run_state::running,
               docker::run_state::paused, docker::happening::paused,
               std::move(then));
}

void simulated_engine::resume(std::string what, docker::callback<done> then) {
  switch_state("resume", what, docker::run_state::paused,
               docker::run_state::running, docker::happening::unpaused,
               std::move(then));
}

void simulated_engine::remove(std::string what, docker::callback<done> then) {
  announce("remove", what);
  answer<done>("remove", what, std::move(then),
               [this, what]() -> outcome<done> {
                 if (const auto* c = find(what)) {
                   erase(c->info.id);
                 }
                 return done{};
               });
}

void simulated_engine::inspect(
  std::string what, docker::callback<docker::container_info> then) {
  answer<docker::container_info>(
    "inspect", what, std::move(then),
    [this, what]() -> outcome<docker::container_info> {
      const auto* c = find(what);
      if (!c)
        return gone(what);
      return c->info;
    });
}

void simulated_engine::probe(std::uint16_t host_port,
                             docker::callback<bool> then) {
  answer<bool>("probe", std::to_string(host_port), std::move(then),
               [this, host_port]() -> outcome<bool> {
                 return serves
                        && std::ranges::any_of(containers_, [&](const auto& c) {
                             return has_port(c.second.info, host_port);
                           });
               });
}

void simulated_engine::list(
  std::string label,
  docker::callback<std::vector<docker::container_summary>> then) {
  using summaries = std::vector<docker::container_summary>;
  answer<summaries>("list", label, std::move(then), [this, label] {
    summaries result;
    const auto equals = label.find('=');
    const auto key = label.substr(0, equals);
    const auto value = label.substr(equals + 1);
    for (const auto& [id, c] : containers_) {
      const auto i = c.info.labels.find(key);
      if (i != c.info.labels.end() && i->second == value)
        result.push_back({id, c.info.name, c.info.image, c.info.labels,
                          c.info.state,
                          c.info.state == docker::run_state::running
                            ? c.info.health
                            : health_status::none,
                          c.info.run});
    }
    return outcome<summaries>{result};
  });
}

void simulated_engine::bridge_gateway(docker::callback<std::string> then) {
  answer<std::string>("bridge", "", std::move(then),
                      [] { return outcome<std::string>{"172.17.0.1"}; });
}

// -- its inside -------------------------------------------------------------------

simulated_engine::container* simulated_engine::find(const std::string& what) {
  const auto named = by_name_.find(what);
  const auto i = containers_.find(named == by_name_.end() ? what
                                                          : named->second);
  return i == containers_.end() ? nullptr : &i->second;
}

void simulated_engine::announce(const std::string& verb,
                                const std::string& what) {
  if (!on_asked)
    return;
  if (const auto* c = find(what))
    on_asked(verb, *c);
}

void simulated_engine::tell(const std::string& id, docker::happening what) {
  const docker::engine_event event{id, what, ++moment_};
  if (listener_ && (!on_event || on_event(event)))
    listener_->happened(event);
}

void simulated_engine::run(container& c) {
  c.info.state = docker::run_state::running;
  c.info.started = incarnation{++moment_};
  c.info.exit_code = 0;
  c.info.run = {};
  for (const auto& port : c.spec.publish)
    c.info.run.ports.push_back({port.port, port.protocol, ++host_port_});
  for (const auto& wanted : c.spec.options.ports) {
    std::erase_if(c.info.run.ports, [&](const port_binding& each) {
      return each.container_port == wanted.container_port
             && each.protocol == wanted.protocol;
    });
    c.info.run.ports.push_back(wanted);
  }
  if (free_addresses_.empty())
    free_addresses_.insert(++addresses_);
  c.address = free_addresses_.extract(free_addresses_.begin()).value();
  c.info.run.addresses = {address_of(c.address)};
  tell(c.info.id, docker::happening::started);
}

void simulated_engine::end(container& c, int code) {
  c.info.state = docker::run_state::exited;
  c.info.exit_code = code;
  if (!c.info.run.addresses.empty())
    free_addresses_.insert(c.address); // handed out again at once
  c.info.run = {};
  c.info.health = health_status::none;
  tell(c.info.id, docker::happening::died);
}

void simulated_engine::erase(std::string id) {
  auto& c = containers_.at(id);
  if (docker::is_up(c.info.state))
    end(c, 137);
  by_name_.erase(c.info.name);
  containers_.erase(id);
  tell(id, docker::happening::destroyed);
}

void simulated_engine::switch_state(const std::string& verb,
                                    const std::string& what,
                                    docker::run_state from,
                                    docker::run_state to,
                                    docker::happening event,
                                    docker::callback<done> then) {
  announce(verb, what);
  answer<done>(verb, what, std::move(then),
               [this, verb, what, from, to, event]() -> outcome<done> {
                 auto* c = find(what);
                 if (!c)
                   return gone(what);
                 if (c->info.state != from)
                   return fail(errc::engine_refused, "it is not so");
                 c->info.state = to;
                 tell(c->info.id, event);
                 return done{};
               });
}

} // namespace spin::test
