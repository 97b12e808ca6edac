#include "tests/doubles/server_fixture.hpp"

// Answers of the engine that come after a wish and were true before it.

namespace spin::test {

class LateAnswer : public server_fixture {
public:
  /// Every call of `verb` is done at once and answered at `release`, until all
  /// are `prompt` again.
  void delay(const std::string& verb) {
    engine->on_call = [verb](const std::string& called) {
      fate how;
      if (called == verb)
        how.when = fate::moment::answer_later;
      return how;
    };
  }

  void prompt() { engine->on_call = nullptr; }
};

// An answer that was late says what was true when the engine gave it.
TEST_F(LateAnswer, AStartIsNotAnsweredByALookFromBeforeIt) {
  const auto id = running();
  delay("inspect");
  wish(id, event::start_asked{}); // looks, and it runs
  prompt();
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
  delay("start");
  wish(id, event::start_asked{});
  prompt();
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
  delay("inspect");
  audit(); // it has ended
  prompt();
  engine->start_by_hand(engine_id);
  ASSERT_TRUE(**wish(id, event::stop_asked{}));
  engine->release();
  time.settle();
  audit();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_FALSE(docker::is_up(engine->only().info.state));
}

} // namespace spin::test
