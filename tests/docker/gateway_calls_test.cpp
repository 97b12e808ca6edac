#include "docker/gateway_calls.hpp"

#include <optional>

#include <gmock/gmock.h>

#include "tests/docker/direct_port.hpp"

namespace spin::docker {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const std::string engine_id(64, 'e');

constexpr run_state every_state[] = {run_state::created,  run_state::running,
                                     run_state::paused,   run_state::restarting,
                                     run_state::removing, run_state::exited,
                                     run_state::dead};

constexpr errc every_error[] = {errc::engine_refused, errc::no_such_container,
                                errc::conflict,       errc::engine_down,
                                errc::timed_out,      errc::malformed};

/// An engine with one container, or none, that answers at once.
class one_container final : public engine {
public:
  std::optional<container_info> truth; ///< none = gone
  std::vector<std::string> calls;
  /// The verb to fail, how, and whether it takes effect all the same.
  std::string failing;
  errc how = errc::none;
  bool lost = false;
  bool refuses_frozen = false; ///< As Podman does to stop.

  explicit one_container(std::optional<run_state> state) {
    if (!state)
      return;
    truth.emplace();
    truth->state = *state;
    truth->started = incarnation{1};
  }

  void start(std::string, callback<done> then) override {
    change("start", run_state::running, true, then);
  }
  void stop(std::string, std::chrono::seconds, callback<done> then) override {
    const bool frozen = truth && truth->state == run_state::paused;
    change("stop", run_state::exited, !(refuses_frozen && frozen), then);
  }
  void pause(std::string, callback<done> then) override {
    change("pause", run_state::paused, in(run_state::running), then);
  }
  void resume(std::string, callback<done> then) override {
    change("resume", run_state::running, in(run_state::paused), then);
  }
  void remove(std::string, callback<done> then) override {
    calls.push_back("remove");
    truth.reset();
    then(done{});
  }
  void inspect(std::string, callback<container_info> then) override {
    calls.push_back("inspect");
    if (failing == "inspect")
      then(fail(how, "inspect"));
    else if (truth)
      then(*truth);
    else
      then(fail(errc::no_such_container, "gone"));
  }

  void probe(std::uint16_t, callback<bool>) override {}
  void version(callback<engine_version>) override {}
  void images(callback<std::vector<std::string>>) override {}
  void inspect_image(std::string, callback<image_info>) override {}
  void create(container_spec, callback<std::string>) override {}
  void join_network(std::string, network_join, callback<done>) override {}
  void put_files(std::string, std::vector<new_file>, callback<done>) override {}
  void info(callback<engine_info>) override {}
  void logs(std::string, log_query, bool, log_reader,
            callback<done>) override {}
  void stats(std::string, callback<container_stats>) override {}
  void follow_stats(std::string, stats_reader, callback<done>) override {}
  void list(std::string, callback<std::vector<container_summary>>) override {}
  void watch(std::string, std::int64_t, event_listener) override {}
  void bridge_gateway(callback<std::string>) override {}

private:
  bool in(run_state state) const { return truth && truth->state == state; }

  void change(const std::string& verb, run_state to, bool possible,
              const callback<done>& then) {
    calls.push_back(verb);
    const bool fails = verb == failing;
    if (truth && possible && (!fails || lost))
      truth->state = to;
    if (fails)
      then(fail(how, verb));
    else if (!truth)
      then(fail(errc::no_such_container, "gone"));
    else if (!possible)
      then(fail(errc::engine_refused, verb));
    else
      then(done{});
  }
};

using call = std::function<void(calls_port&, callback<container_info>)>;

void stop_any(calls_port& port, callback<container_info> then) {
  stop(port, "x", incarnation::none, 1s, std::move(then));
}

call named(const std::string& verb) {
  if (verb == "stop")
    return stop_any;
  return [verb](calls_port& port, callback<container_info> then) {
    (verb == "start"   ? start
     : verb == "pause" ? pause
                       : resume)(port, "x", std::move(then));
  };
}

outcome<container_info> made(one_container& e, const call& what) {
  direct_port port(e);
  outcome<container_info> result = fail(errc::internal, "never answered");
  int answers = 0;
  what(port, [&](outcome<container_info> got) {
    ++answers;
    result = std::move(got);
  });
  EXPECT_EQ(answers, 1);
  return result;
}

/// Whether a container in that state is as if the verb had done nothing. One
/// that has ended is neither that nor what was wanted: who asked goes on by it.
bool unchanged(const std::string& verb, run_state state) {
  if (verb == "resume")
    return state == run_state::paused;
  return is_up(state) && (verb == "stop" || state != run_state::paused);
}

} // namespace

// The law of every call: one answer, and that is how the container is.
TEST(GatewayCalls, WhateverFailsTheAnswerIsTrueOrAFailure) {
  for (const std::string verb : {"pause", "resume", "stop"})
    for (int n = -1; n < static_cast<int>(std::size(every_state)); ++n)
      for (const std::string failing :
           {"", "inspect", "pause", "resume", "stop"})
        for (const auto how : every_error)
          for (const bool lost : {false, true}) {
            one_container e(n < 0 ? std::nullopt
                                  : std::optional{every_state[n]});
            e.failing = failing;
            e.how = how;
            e.lost = lost;
            const auto got = made(e, named(verb));
            SCOPED_TRACE(verb + " of state " + std::to_string(n) + ", "
                         + failing + ": " + std::string(to_string(how)));
            if (got) {
              ASSERT_TRUE(e.truth);
              EXPECT_EQ(got->state, e.truth->state);
              EXPECT_FALSE(unchanged(verb, got->state));
            } else if (got.error().code == errc::no_such_container) {
              EXPECT_TRUE(
                  !e.truth
                  || (failing == "inspect" && how == errc::no_such_container));
            }
          }
}

TEST(GatewayCalls, ARefusalCountsOnlyIfNothingHasChanged) {
  for (const std::string verb : {"pause", "resume"})
    for (const auto state : every_state) {
      one_container e(state);
      e.failing = verb;
      e.how = errc::engine_refused;
      const auto got = made(e, named(verb));
      EXPECT_EQ(got.has_value(), !unchanged(verb, state)) << to_string(state);
      if (!got) {
        EXPECT_EQ(got.error(), (failure{errc::engine_refused, verb}));
      }
      EXPECT_THAT(e.calls, ElementsAre(verb, "inspect"));
    }
}

TEST(GatewayCalls, OnlyInspectTellsThatItIsGone) {
  for (const std::string verb : {"pause", "resume", "stop"}) {
    one_container e(verb == "resume" ? run_state::paused : run_state::running);
    e.failing = verb;
    e.how = errc::no_such_container;
    EXPECT_EQ(made(e, named(verb)).error().code, errc::engine_refused) << verb;
    e.truth.reset();
    EXPECT_EQ(made(e, named(verb)).error().code, errc::no_such_container);
  }
}

TEST(GatewayCalls, DoneButNotInspectedIsInDoubt) {
  for (const std::string verb : {"pause", "resume"}) {
    one_container e(verb == "resume" ? run_state::paused : run_state::running);
    e.failing = "inspect";
    e.how = errc::engine_refused;
    EXPECT_EQ(made(e, named(verb)).error().code, errc::timed_out) << verb;
  }
}

TEST(GatewayCalls, AnAnswerThatIsLostIsPassedOnAtOnce) {
  for (const auto how : every_error) {
    if (!outcome_unknown(how))
      continue;
    one_container e(run_state::running);
    e.failing = "pause";
    e.how = how;
    EXPECT_EQ(made(e, named("pause")).error(), (failure{how, "pause"}));
    EXPECT_THAT(e.calls, ElementsAre("pause"));
  }
}

TEST(GatewayCalls, StopLooksFirstAndLeavesAloneWhatIsDown) {
  for (const auto state : every_state) {
    one_container e(state);
    EXPECT_FALSE(is_up(made(e, stop_any)->state));
    if (!is_up(state)) {
      EXPECT_THAT(e.calls, ElementsAre("inspect"));
    } else if (state == run_state::paused) {
      EXPECT_THAT(e.calls, ElementsAre("inspect", "resume", "stop", "inspect"));
    } else {
      EXPECT_THAT(e.calls, ElementsAre("inspect", "stop", "inspect"));
    }
  }
}

TEST(GatewayCalls, StopNeitherResumesNorStopsAnotherRun) {
  for (const auto state : {run_state::running, run_state::paused})
    for (const auto only : {incarnation{1}, incarnation{2}}) {
      one_container e(state);
      const auto got = made(e, [only](calls_port& port, auto then) {
        stop(port, "x", only, 1s, then);
      });
      EXPECT_EQ(is_up(got->state), only == incarnation{2});
      if (only == incarnation{2}) {
        EXPECT_THAT(e.calls, ElementsAre("inspect"));
      }
    }
}

TEST(GatewayCalls, AStopThatIsNoLongerWantedChangesNothing) {
  for (const auto state : {run_state::running, run_state::paused}) {
    one_container e(state);
    const auto got = made(e, [](calls_port& port, auto then) {
      stop(port, "x", incarnation::none, 1s, then, [] { return false; });
    });
    EXPECT_EQ(got->state, state);
    EXPECT_THAT(e.calls, ElementsAre("inspect"));
  }
}

TEST(GatewayCalls, AStopIsAskedAboutAfterTheLookRightBeforeTheCall) {
  one_container e(run_state::running);
  std::vector<std::string> before;
  made(e, [&](calls_port& port, auto then) {
    stop(port, "x", incarnation::none, 1s, then, [&] {
      before = e.calls;
      return true;
    });
  });
  EXPECT_THAT(before, ElementsAre("inspect"));
  EXPECT_FALSE(is_up(e.truth->state));
}

TEST(GatewayCalls, OneThatWasResumedInVainIsToldAsItIsNow) {
  one_container e(run_state::paused);
  int asked = 0;
  const auto got = made(e, [&](calls_port& port, auto then) {
    stop(port, "x", incarnation::none, 1s, then, [&] { return ++asked == 1; });
  });
  EXPECT_EQ(got->state, run_state::running);
  EXPECT_THAT(e.calls, ElementsAre("inspect", "resume", "inspect"));
}

TEST(GatewayCalls, RemoveStopsAFrozenOneWithGraceToo) {
  for (const bool refuses : {false, true}) {
    one_container e(run_state::paused);
    e.refuses_frozen = refuses;
    direct_port port(e);
    outcome<done> got = fail(errc::internal, "never answered");
    remove(port, "id", engine_id, 1s,
           [&](const outcome<done>& how) { got = how; });
    EXPECT_TRUE(got);
    if (refuses) {
      EXPECT_THAT(e.calls, ElementsAre("stop", "resume", "stop", "remove"));
    } else {
      EXPECT_THAT(e.calls, ElementsAre("stop", "remove"));
    }
  }
}

TEST(GatewayCalls, RemoveGoesByForceUnlessTheEngineIsAway) {
  for (const auto how : every_error)
    for (const auto state : {run_state::running, run_state::paused}) {
      one_container e(state);
      e.failing = "stop";
      e.how = how;
      direct_port port(e);
      int answers = 0;
      remove(port, "id", engine_id, 1s, [&](const outcome<done>& got) {
        ++answers;
        EXPECT_EQ(got.has_value(), how != errc::engine_down);
      });
      EXPECT_EQ(answers, 1);
      EXPECT_EQ(e.truth.has_value(), how == errc::engine_down);
    }
}

} // namespace spin::docker
