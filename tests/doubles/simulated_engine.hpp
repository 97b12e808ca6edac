#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "docker/engine.hpp"

namespace spin::test {

/// The engine's answer about a container that it does not have.
inline tl::unexpected<failure> gone(const std::string& what) {
  return fail(errc::no_such_container, "No such container: " + what);
}

/// What becomes of one call.
struct fate {
  /// Other than `none`: it is answered so.
  errc code = errc::none;
  /// It does what it says, even if it is answered with an error.
  bool takes_effect = true;
  /// When it does that, and when it is answered.
  enum class moment { now, answer_later, all_later, never } when = moment::now;
};

/// A container engine in memory, with the manners of the real one: new ports
/// and a new incarnation at every start, the lowest free address again at once,
/// an event for everything. A double for faults and scale that the real engine
/// cannot produce on command. Not thread-safe.
class simulated_engine : public docker::engine {
public:
  struct container {
    docker::container_info info;
    docker::container_spec spec;
    /// The number of its address while it runs.
    int address = 0;
    /// Its log: lines with their ends.
    std::vector<std::pair<docker::log_channel, std::string>> written = {};
    docker::container_stats uses = {};
    /// What was asked of it beside its create.
    std::vector<network_join> joined = {};
    std::vector<docker::new_file> files = {};
  };

  // -- what a test can do -------------------------------------------------------

  void add_image(const std::string& name,
                 std::vector<docker::exposed_port> ports
                 = {{22, transport::tcp}, {80, transport::tcp}});

  /// The next call of `verb` fails so.
  void fail_next(const std::string& verb, errc code);

  /// The next call of `verb` takes effect, but its answer is lost.
  void lose_answer(const std::string& verb, errc code = errc::timed_out);

  void forget_faults() { faults_.clear(); }

  /// Decides about every call for which no fault was planned.
  std::function<fate(const std::string& verb)> on_call;

  /// Every call fails with engine_down until told otherwise.
  void set_down(bool down);

  /// Calls of `verb` take effect and answer only at `release`.
  void hold(const std::string& verb) { held_.insert(verb); }
  void release();

  /// Lets the `i`th of the calls that wait go on; i < waiting().
  void release_one(std::size_t i);
  std::size_t waiting() const { return waiting_.size(); }
  /// Nobody is there any more to be answered.
  void forget_waiting() { waiting_.clear(); }
  /// Nobody is there to be answered, but the engine goes on with stops.
  void forget_all_but_stops();

  // As somebody beside us, or the process itself.
  void end_by_itself(const std::string& id, int code);
  void stop_by_hand(const std::string& id);
  void start_by_hand(const std::string& id);
  void pause_by_hand(const std::string& id);
  void resume_by_hand(const std::string& id);
  /// Its HEALTHCHECK says so from now on.
  void find_health(const std::string& id, health_status what);
  /// Whether containers serve at their ports as soon as they run.
  bool serves = true;
  void rename_by_hand(const std::string& id, const std::string& name);
  void remove_by_hand(const std::string& id);
  /// As an engine that has its data again: one that was removed is there.
  void put_back(const container& what);
  /// As a restart of the daemon: everything that runs ends, nobody is told.
  void restart();

  // -- the event stream ---------------------------------------------------------

  /// Whether the stream, once asked for, opens.
  bool streams = true;
  /// Takes an event on its way: returns whether it is told now.
  std::function<bool(const docker::engine_event&)> on_event;
  /// Told of each call that is to change a container, when it is made.
  std::function<void(const std::string& verb, const container&)> on_asked;

  void tell_listener(const docker::engine_event& what);
  void break_stream();
  /// Forgets who listens, as after a crash of theirs.
  void drop_listener() { listener_.reset(); }

  // -- logs and statistics ------------------------------------------------------

  void print(const std::string& id, docker::log_channel where,
             const std::string& line);
  void use(const std::string& id, const docker::container_stats& what);
  /// Tells the readers of streams what is new, as far as they take it; forgets
  /// those who left.
  void tell_readers();
  std::size_t readers() const {
    return log_readers_.size() + stats_readers_.size();
  }

  // -- what a test can see --------------------------------------------------------

  const std::map<std::string, container>& containers() const {
    return containers_;
  }
  const container& only() const { return containers_.begin()->second; }

  /// Every call so far, "start <name>"; kept only while `remembers`.
  std::vector<std::string> calls;
  bool remembers = true;
  std::size_t count(const std::string& verb) const;

  // -- docker::engine -------------------------------------------------------------

  void version(docker::callback<docker::engine_version> then) override;
  void images(docker::callback<std::vector<std::string>> then) override;
  void inspect_image(std::string reference,
                     docker::callback<docker::image_info> then) override;
  void create(docker::container_spec what,
              docker::callback<std::string> then) override;
  void join_network(std::string what, network_join network,
                    docker::callback<done> then) override;
  void put_files(std::string what, std::vector<docker::new_file> files,
                 docker::callback<done> then) override;
  void info(docker::callback<docker::engine_info> then) override;
  void start(std::string what, docker::callback<done> then) override;
  void stop(std::string what, std::chrono::seconds grace,
            docker::callback<done> then) override;
  void pause(std::string what, docker::callback<done> then) override;
  void resume(std::string what, docker::callback<done> then) override;
  void remove(std::string what, docker::callback<done> then) override;
  void inspect(std::string what,
               docker::callback<docker::container_info> then) override;
  void probe(std::uint16_t host_port, docker::callback<bool> then) override;
  void logs(std::string what, docker::log_query which, bool terminal,
            docker::log_reader whom, docker::callback<done> then) override;
  void stats(std::string what,
             docker::callback<docker::container_stats> then) override;
  void follow_stats(std::string what, docker::stats_reader whom,
                    docker::callback<done> then) override;
  void list(std::string label,
            docker::callback<std::vector<docker::container_summary>> then)
    override;
  void watch(std::string label, std::int64_t since,
             docker::event_listener whom) override;
  void bridge_gateway(docker::callback<std::string> then) override;

private:
  container* find(const std::string& what);
  bool has_port_taken(const container& c) const;
  void run(container& c);
  void end(container& c, int code);
  void erase(std::string id);
  void announce(const std::string& verb, const std::string& what);
  void tell(const std::string& id, docker::happening what);
  void switch_state(const std::string& verb, const std::string& what,
                    docker::run_state from, docker::run_state to,
                    docker::happening event, docker::callback<done> then);
  fate fate_of(const std::string& verb);
  template <class T, class Effect>
  void answer(const std::string& verb, const std::string& what,
              docker::callback<T> then, Effect effect);

  std::map<std::string, docker::image_info> images_;
  std::map<std::string, container> containers_;
  std::map<std::string, std::string> by_name_;
  std::set<int> free_addresses_;
  std::map<std::string, std::deque<fate>> faults_;
  std::set<std::string> held_;
  struct waiting_call {
    std::string verb;
    std::function<void()> go;
  };
  std::vector<waiting_call> waiting_;
  std::optional<docker::event_listener> listener_;
  struct log_place {
    std::string id;
    bool follow;
    docker::log_reader whom;
    std::size_t next;
  };
  std::vector<log_place> log_readers_;
  std::vector<std::pair<std::string, docker::stats_reader>> stats_readers_;
  bool down_ = false;
  std::int64_t moment_ = 1'700'000'000'000'000'000;
  std::uint16_t host_port_ = 32767;
  std::size_t made_ = 0;
  int addresses_ = 1;
};

template <class T, class Effect>
void simulated_engine::answer(const std::string& verb, const std::string& what,
                              docker::callback<T> then, Effect effect) {
  if (remembers)
    calls.push_back(verb + ' ' + what);
  auto how = fate_of(verb);
  if (held_.count(verb) && how.when == fate::moment::now)
    how.when = fate::moment::answer_later;
  const auto act = [how, effect, verb]() -> outcome<T> {
    outcome<T> result = fail(how.code, verb + " failed on purpose");
    if (how.takes_effect)
      if (auto real = effect(); how.code == errc::none)
        result = std::move(real);
    return result;
  };
  switch (how.when) {
    case fate::moment::now:
      return then(act());
    case fate::moment::answer_later:
      return waiting_.push_back(
        {verb, [then, result = act()] { then(result); }});
    case fate::moment::all_later:
      return waiting_.push_back({verb, [then, act] { then(act()); }});
    case fate::moment::never:
      static_cast<void>(act());
  }
}

} // namespace spin::test
