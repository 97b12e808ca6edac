#include "config/logging.hpp"
#include "actors/triggers.hpp"

#include <sstream>

#include <gmock/gmock.h>

#include "tests/doubles/server_fixture.hpp"

// What a change comes from: in the log of a whole server.

namespace spin::test {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Trigger : public server_fixture {
protected:
  Trigger() { log::init(config::log_level::debug, config::log_format::text); }
  ~Trigger() override {
    log::init(config::log_level::error, config::log_format::text);
  }

  /// Returns the lines about containers and engine calls that `f` causes; passes
  /// go on all the time and are left out.
  template <class F>
  std::vector<std::string> lines_of(F f) {
    testing::internal::CaptureStderr();
    f();
    time.settle();
    std::istringstream in{testing::internal::GetCapturedStderr()};
    std::vector<std::string> result;
    for (std::string one; std::getline(in, one);)
      if (one.find(" container ") != std::string::npos
          || (one.find(" engine call") != std::string::npos
              && one.find(" call=list ") == std::string::npos))
        result.push_back(one);
    return result;
  }

  void expect_all(const std::vector<std::string>& lines, const char* what) {
    EXPECT_FALSE(lines.empty());
    for (const auto& one : lines)
      EXPECT_THAT(one, HasSubstr(what));
  }
};

TEST_F(Trigger, TheIdOfARequestIsInEveryLineThatItCauses) {
  std::string id;
  by = {trigger::request, "make"};
  const auto made = lines_of([&] { id = running(); });
  expect_all(made, " request=make");
  EXPECT_THAT(made, Contains(HasSubstr("call=image")));
  EXPECT_THAT(made, Contains(HasSubstr("call=create")));
  EXPECT_THAT(made, Contains(HasSubstr("call=start")));
  EXPECT_THAT(made, Contains(HasSubstr("container running")));
  by = {trigger::request, "halt"};
  expect_all(lines_of([&] { wish(id, event::stop_asked{}); }),
             " request=halt");
  by = {trigger::request, "drop"};
  const auto dropped = lines_of([&] { remove(id); });
  expect_all(dropped, " request=drop");
  EXPECT_THAT(dropped, Contains(HasSubstr("container gone")));
}

// Also when it fails and is tried again a minute later.
TEST_F(Trigger, ARetryGoesOnAsWhatItWas) {
  const auto id = running();
  for (int i = 0; i < 3; ++i)
    engine->fail_next("stop", errc::engine_refused);
  by = {trigger::request, "halt"};
  const auto lines = lines_of([&] {
    wish(id, event::stop_asked{});
    time.advance(1min);
  });
  expect_all(lines, " request=halt");
  EXPECT_THAT(lines, Contains(HasSubstr("engine call failed")));
  EXPECT_THAT(lines, Contains(HasSubstr("container stopped")));
}

TEST_F(Trigger, TheLaterOfTwoWishesIsWhatFollowsFromBoth) {
  const auto id = running();
  engine->hold("stop");
  by = {trigger::request, "halt"};
  wish(id, event::stop_asked{});
  by = {trigger::request, "again"};
  wish(id, event::start_asked{});
  const auto lines = lines_of([&] { engine->release(); });
  EXPECT_THAT(lines, Contains(testing::AllOf(HasSubstr("call=start"),
                                             HasSubstr(" request=again"))));
  EXPECT_THAT(lines, Contains(testing::AllOf(HasSubstr("container running"),
                                             HasSubstr(" request=again"))));
}

TEST_F(Trigger, WhatNoRequestAskedForHasAWord) {
  const auto id = running();
  const auto idle = lines_of([&] { time.advance(3min); });
  EXPECT_THAT(idle, Contains(testing::AllOf(HasSubstr("container stopped"),
                                            HasSubstr("reason=idle"),
                                            HasSubstr(" cause=idle-check"))));
  engine->start_by_hand(id);
  const auto seen = lines_of([&] { audit(); });
  EXPECT_THAT(seen, Contains(testing::AllOf(HasSubstr("container running"),
                                            HasSubstr(" cause=pass"))));
  EXPECT_THAT(seen, Not(Contains(HasSubstr("request="))));
  engine->hold("stop");
  wish(id, event::stop_asked{});
  crash();
  engine->release();
  const auto back = lines_of([&] { boot(); });
  expect_all(back, " cause=recovery");
}

TEST_F(Trigger, AStopForAgeSaysSo) {
  policy.max_age = 30s;
  crash();
  boot();
  running();
  const auto lines = lines_of([&] { time.advance(40s); });
  EXPECT_THAT(lines, Contains(testing::AllOf(HasSubstr("container stopping"),
                                             HasSubstr("reason=max_age"),
                                             HasSubstr(" cause=age-check"))));
}

TEST_F(Trigger, WhatTheEventStreamTellsIsAnEvent) {
  follows_events = true;
  crash();
  boot();
  const auto id = running();
  const auto lines = lines_of([&] { engine->end_by_itself(id, 3); });
  EXPECT_THAT(lines, Contains(testing::AllOf(HasSubstr("container stopped"),
                                             HasSubstr("reason=died"),
                                             HasSubstr(" cause=event"))));
}

} // namespace spin::test
