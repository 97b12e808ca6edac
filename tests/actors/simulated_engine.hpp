#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "docker/engine.hpp"

namespace spin::test {

/// A container engine in memory, with the manners of the real one: new ports
/// and a new incarnation at every start, the lowest free address again at once.
/// A double for faults and scale that the real engine cannot produce on
/// command. Answers at once, unless held.
class simulated_engine : public docker::engine {
public:
  struct container {
    docker::container_info info;
    docker::container_spec spec;
  };

  // -- what a test can do -------------------------------------------------------

  void add_image(const std::string& name,
                 std::vector<docker::exposed_port> ports
                 = {{22, transport::tcp}, {80, transport::tcp}}) {
    images_[name] = {"sha256:" + name, std::move(ports), {}};
  }

  /// The next calls of `verb` fail so, one for each failure given.
  void fail_next(const std::string& verb, errc code) {
    faults_[verb].push_back({code, false});
  }

  /// The next call of `verb` takes effect, but its answer is lost.
  void lose_answer(const std::string& verb, errc code = errc::timed_out) {
    faults_[verb].push_back({code, true});
  }

  void forget_faults() { faults_.clear(); }

  /// Every call fails with engine_down until told otherwise.
  void set_down(bool down) { down_ = down; }

  /// Calls of `verb` take effect and answer only at `release`.
  void hold(const std::string& verb) { held_.insert(verb); }
  void release() {
    held_.clear();
    for (auto& go : std::exchange(waiting_, {}))
      go();
  }

  /// As `docker stop`, `docker start`, `docker rm -f`, or a process that ends.
  void end_by_itself(const std::string& id, int code) {
    auto& c = containers_.at(id);
    c.info.state = docker::run_state::exited;
    c.info.exit_code = code;
    c.info.run = {};
  }
  void start_by_hand(const std::string& id) { run(containers_.at(id)); }
  void rename_by_hand(const std::string& id, const std::string& name) {
    containers_.at(id).info.name = name;
  }
  void remove_by_hand(const std::string& id) { containers_.erase(id); }

  const std::map<std::string, container>& containers() const {
    return containers_;
  }
  const container& only() const { return containers_.begin()->second; }

  /// Every call so far: "start <name>".
  std::vector<std::string> calls;

  std::size_t count(const std::string& verb) const {
    std::size_t result = 0;
    for (const auto& call : calls)
      result += call.rfind(verb + ' ', 0) == 0 ? 1 : 0;
    return result;
  }

  // -- docker::engine -------------------------------------------------------------

  void version(docker::callback<docker::engine_version> then) override {
    answer<docker::engine_version>("version", "", then, [] {
      return outcome<docker::engine_version>{{"simulated", "1.41"}};
    });
  }

  void images(docker::callback<std::vector<std::string>> then) override {
    answer<std::vector<std::string>>("images", "", then, [this] {
      std::vector<std::string> tags;
      for (const auto& [name, image] : images_)
        tags.push_back(name + ":latest");
      return outcome<std::vector<std::string>>{tags};
    });
  }

  void inspect_image(std::string reference,
                     docker::callback<docker::image_info> then) override {
    answer<docker::image_info>(
      "image", reference, then, [&]() -> outcome<docker::image_info> {
        const auto i = images_.find(reference);
        if (i == images_.end())
          return fail(errc::no_such_image, "no such image: " + reference);
        return i->second;
      });
  }

  void create(docker::container_spec what,
              docker::callback<std::string> then) override {
    answer<std::string>("create", what.name, then, [&]() -> outcome<std::string> {
      if (find(what.name))
        return fail(errc::conflict, "name in use: " + what.name);
      container made;
      made.spec = what;
      made.info.id = new_id();
      made.info.name = what.name;
      made.info.image = what.image;
      made.info.labels = what.labels;
      const auto id = made.info.id;
      containers_.emplace(id, std::move(made));
      return id;
    });
  }

  void start(std::string what, docker::callback<done> then) override {
    answer<done>("start", what, then, [&]() -> outcome<done> {
      auto* c = find(what);
      if (!c)
        return gone(what);
      if (!docker::is_up(c->info.state))
        run(*c);
      return done{};
    });
  }

  void stop(std::string what, std::chrono::seconds,
            docker::callback<done> then) override {
    answer<done>("stop", what, then, [&]() -> outcome<done> {
      auto* c = find(what);
      if (!c)
        return gone(what);
      if (docker::is_up(c->info.state))
        end_by_itself(c->info.id, 137);
      return done{};
    });
  }

  void remove(std::string what, docker::callback<done> then) override {
    answer<done>("remove", what, then, [&]() -> outcome<done> {
      if (auto* c = find(what))
        containers_.erase(c->info.id);
      return done{};
    });
  }

  void inspect(std::string what,
               docker::callback<docker::container_info> then) override {
    answer<docker::container_info>(
      "inspect", what, then, [&]() -> outcome<docker::container_info> {
        const auto* c = find(what);
        if (!c)
          return gone(what);
        return c->info;
      });
  }

  void list(std::string label,
            docker::callback<std::vector<docker::container_summary>> then)
    override {
    using summaries = std::vector<docker::container_summary>;
    answer<summaries>("list", label, then, [&] {
      summaries result;
      const auto equals = label.find('=');
      for (const auto& [id, c] : containers_) {
        const auto i = c.info.labels.find(label.substr(0, equals));
        if (i != c.info.labels.end() && i->second == label.substr(equals + 1))
          result.push_back({id, c.info.name, c.info.image, c.info.labels,
                            c.info.state, c.info.run});
      }
      return outcome<summaries>{result};
    });
  }

  void bridge_gateway(docker::callback<std::string> then) override {
    answer<std::string>("bridge", "", then,
                        [] { return outcome<std::string>{"172.17.0.1"}; });
  }

private:
  struct fault {
    errc code;
    bool takes_effect;
  };

  static tl::unexpected<failure> gone(const std::string& what) {
    return fail(errc::no_such_container, "No such container: " + what);
  }

  container* find(const std::string& what) {
    for (auto& [id, c] : containers_)
      if (id == what || c.info.name == what)
        return &c;
    return nullptr;
  }

  std::string new_id() {
    auto digits = std::to_string(++made_);
    return std::string(64 - digits.size(), 'a') + digits;
  }

  void run(container& c) {
    c.info.state = docker::run_state::running;
    c.info.started = incarnation{++runs_};
    c.info.exit_code = 0;
    c.info.run = {};
    for (const auto& port : c.spec.publish)
      c.info.run.ports.push_back({port.port, port.protocol, ++host_port_});
    std::set<std::string> taken;
    for (const auto& [id, other] : containers_)
      for (const auto& address : other.info.run.addresses)
        taken.insert(address);
    for (int i = 2;; ++i)
      if (const auto address = "172.17.0." + std::to_string(i);
          !taken.count(address)) {
        c.info.run.addresses = {address};
        break;
      }
  }

  template <class T, class Effect>
  void answer(const std::string& verb, const std::string& what,
              docker::callback<T> then, Effect effect) {
    calls.push_back(verb + ' ' + what);
    auto& faults = faults_[verb];
    outcome<T> how = fail(errc::engine_down, "the engine is away");
    if (!faults.empty()) {
      const auto [code, takes_effect] = faults.front();
      faults.pop_front();
      if (takes_effect)
        static_cast<void>(effect());
      how = fail(code, verb + " failed on purpose");
    } else if (!down_) {
      how = effect();
    }
    if (held_.count(verb))
      waiting_.push_back([then, how] { then(how); });
    else
      then(how);
  }

  std::map<std::string, docker::image_info> images_;
  std::map<std::string, container> containers_;
  std::map<std::string, std::deque<fault>> faults_;
  std::set<std::string> held_;
  std::vector<std::function<void()>> waiting_;
  bool down_ = false;
  std::int64_t runs_ = 1'700'000'000'000'000'000;
  std::uint16_t host_port_ = 32767;
  std::size_t made_ = 0;
};

} // namespace spin::test
