#include "tests/doubles/server_fixture.hpp"

// Answers of the engine that come after a wish and were true before it.

namespace spin::test {

class LateAnswer : public server_fixture {};

// An answer that was late says what was true when the engine gave it.
TEST_F(LateAnswer, AStartIsNotAnsweredByALookFromBeforeIt) {
  const auto id = running();
  engine->on_call = [](const std::string&) {
    return fate{.when = fate::moment::answer_later};
  };
  wish(id, event::start_asked{}); // looks, and it runs
  engine->on_call = nullptr;
  engine->end_by_itself(id, 1);
  const auto how = wish(id, event::start_asked{});
  engine->release();
  time.settle();
  ASSERT_TRUE(how->here() && **how);
  EXPECT_TRUE(docker::is_up(engine->only().info.state));
}

TEST_F(LateAnswer, AStartIsNotAnsweredByARunThatEndedBeforeIt) {
  const auto id = running();
  wish(id, event::stop_asked{});
  engine->on_call = [](const std::string& verb) {
    fate how;
    if (verb == "start")
      how.when = fate::moment::answer_later;
    return how;
  };
  wish(id, event::start_asked{});
  engine->on_call = nullptr;
  engine->end_by_itself(id, 1);
  const auto how = wish(id, event::start_asked{});
  engine->release();
  time.settle();
  ASSERT_TRUE(how->here() && **how);
  EXPECT_TRUE(docker::is_up(engine->only().info.state));
}

// Somebody started it between a look that was late and the wish.
TEST_F(LateAnswer, AStopIsNotAnsweredByALookFromBeforeIt) {
  const auto id = running();
  const auto engine_id = engine->only().info.id;
  engine->end_by_itself(engine_id, 1);
  engine->on_call = [](const std::string& verb) {
    fate how;
    if (verb == "inspect")
      how.when = fate::moment::answer_later;
    return how;
  };
  audit(); // it has ended
  engine->on_call = nullptr;
  engine->start_by_hand(engine_id);
  ASSERT_TRUE(**wish(id, event::stop_asked{}));
  engine->release();
  time.settle();
  audit();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_FALSE(docker::is_up(engine->only().info.state));
}

} // namespace spin::test
