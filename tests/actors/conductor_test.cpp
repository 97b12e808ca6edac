#include "tests/actors/group_test.hpp"

#include <gmock/gmock.h>

// Containers that depend on each other are started and stopped in order.

namespace spin::test {

using ::testing::ElementsAre;

class Conductor : public Group {
protected:
  /// A page, what it needs, and what prepared that and has ended.
  void make_shop() {
    sql = made({"sql"});
    web = made({"web", {"sql"}});
  }

  void stop_all() {
    for (const auto& entry : containers->all())
      wish(entry.view->who->container_id, event::stop_asked{});
    listen();
  }

  /// One that has done its work before it served anything.
  std::string ended(const std::string& name, int code) {
    engine->serves = false;
    const auto id = made({name});
    engine->end_by_itself(id, code);
    audit();
    engine->serves = true;
    return id;
  }

  std::string sql;
  std::string web;
  bool failing = false;
};

TEST_F(Conductor, StartsWhatIsNeededBefore) {
  make_shop();
  stop_all();
  const auto how = conduct(web, event::start_asked{});
  ASSERT_TRUE(how->here() && **how);
  EXPECT_EQ((**how).value()->who->container_id, web);
  EXPECT_THAT(asked, ElementsAre("start sql", "start web"));
}

TEST_F(Conductor, StartsTheWholeGroup) {
  make_shop();
  stop_all();
  EXPECT_TRUE(**conduct(sql, event::start_asked{}));
  EXPECT_EQ(status(web), "running");
}

TEST_F(Conductor, WaitsUntilWhatIsNeededIsReady) {
  make_shop();
  stop_all();
  engine->serves = false;
  const auto how = conduct(web, event::start_asked{});
  time.advance(5s);
  EXPECT_THAT(asked, ElementsAre("start sql"));
  EXPECT_FALSE(how->here());
  engine->serves = true;
  time.advance(1s);
  EXPECT_TRUE(how->here() && **how);
  EXPECT_EQ(status(web), "running");
}

TEST_F(Conductor, GivesUpIfThatIsNeverReady) {
  make_shop();
  stop_all();
  engine->serves = false;
  const auto how = conduct(web, event::start_asked{});
  time.advance(61s);
  ASSERT_TRUE(how->here());
  EXPECT_EQ((**how).error().code, errc::timed_out);
  EXPECT_EQ((**how).error().what,
            "container sql: it did not become ready in time");
  EXPECT_EQ(status(web), "stopped");
}

TEST_F(Conductor, TellsWhichOneFailed) {
  make_shop();
  stop_all();
  engine->fail_next("start", errc::engine_refused);
  const auto how = conduct(web, event::start_asked{});
  ASSERT_TRUE(how->here());
  EXPECT_EQ((**how).error().code, errc::engine_refused);
  EXPECT_TRUE((**how).error().what.starts_with("container sql: "))
      << (**how).error().what;
  EXPECT_EQ(status(web), "stopped");
}

TEST_F(Conductor, DoesNotRepeatWhatHasCompleted) {
  const auto setup = ended("setup", 0);
  sql = made({"sql", {"setup"}});
  ASSERT_TRUE(is_completed(*view(setup)));
  wish(sql, event::stop_asked{});
  listen();
  EXPECT_TRUE(**conduct(sql, event::start_asked{}));
  EXPECT_THAT(asked, ElementsAre("start sql"));
  EXPECT_TRUE(**conduct(setup, event::start_asked{})) << "but if it is asked to";
  EXPECT_EQ(status(setup), "running");
}

TEST_F(Conductor, RepeatsWhatHasFailed) {
  ended("setup", 1);
  sql = made({"sql", {"setup"}});
  wish(sql, event::stop_asked{});
  listen();
  EXPECT_TRUE(**conduct(sql, event::start_asked{}));
  EXPECT_THAT(asked, ElementsAre("start setup", "start sql"));
}

TEST_F(Conductor, NamesWhatIsMissing) {
  make_shop();
  remove(sql);
  time.settle();
  const auto order = order_of_start(*containers, view(web));
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().code, errc::conflict);
  EXPECT_EQ(order.error().what, "depends_on: there is no container sql, on which "
                                "web depends");
}

TEST_F(Conductor, RefusesACircle) {
  const auto a = made({"a", {"b"}});
  made({"b", {"c"}});
  made({"c", {"a"}});
  const auto order = order_of_start(*containers, view(a));
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().what, "depends_on: a and c depend on each other");
}

TEST_F(Conductor, NeedsNoOrderForMoreThanItMay) {
  std::vector<std::string> before;
  for (std::size_t i = 0; i <= most_at_once; ++i) {
    made({"m" + std::to_string(i), before, ""});
    before = {"m" + std::to_string(i)};
  }
  const auto order = order_before(*containers, "ann", before);
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().what,
            "depends_on: at most 128 containers are started at once");
}

TEST_F(Conductor, TakesANameThatIsSaidTwice) {
  sql = made({"sql"});
  web = made({"web", {"sql", "sql"}});
  stop_all();
  EXPECT_TRUE(conduct(web, event::start_asked{})->here());
  EXPECT_TRUE(conduct(web, event::stop_asked{})->here());
}

TEST_F(Conductor, StopsManyThatAllDependOnEachOther) {
  std::vector<std::string> before;
  for (std::size_t i = 0; i < most_in_group; ++i) {
    web = made({"m" + std::to_string(i), before});
    before.push_back("m" + std::to_string(i));
  }
  listen();
  const auto how = conduct(web, event::stop_asked{});
  ASSERT_TRUE(how->here() && **how);
  EXPECT_EQ(asked.size(), most_in_group);
  EXPECT_EQ(asked.back(), "stop m0");
}

TEST_F(Conductor, BeginsWhatDoesNotNeedTheOneThatFailed) {
  make_shop();
  const auto worker = made({"worker"});
  wish(web, event::stop_asked{});
  wish(sql, event::stop_asked{});
  wish(worker, event::stop_asked{});
  engine->on_call = [this](const std::string& verb) {
    fate how;
    if (verb == "start" && std::exchange(failing, false))
      how.code = errc::engine_refused;
    return how;
  };
  failing = true; // the first that is asked is one that needs no other
  const auto how = conduct(web, event::start_asked{});
  ASSERT_TRUE(how->here());
  EXPECT_FALSE(**how);
  const bool others = status(worker) == "running" || status(web) == "running";
  EXPECT_TRUE(others);
}

TEST_F(Conductor, AFaultOfOneIsTold) {
  make_shop();
  stop_all();
  engine->hold("start");
  const auto how = conduct(web, event::start_asked{});
  caf::anon_send_exit(actor(sql), caf::exit_reason::unhandled_exception);
  time.settle();
  ASSERT_TRUE(how->here());
  EXPECT_EQ((**how).error().what, "container sql: it met a fault; try again");
}

TEST_F(Conductor, CallsOffAStopWithoutWaiting) {
  sql = made({"sql", {}, ""}); // no group, which would hold it, too
  web = made({"web", {"sql"}, ""});
  wish(sql, event::keep_alive_asked{1h});
  engine->on_call = [](const std::string& verb) {
    fate how;
    if (verb == "inspect")
      how.when = fate::moment::answer_later;
    return how;
  };
  time.advance(110s);
  ASSERT_EQ(status(web), "stopping");
  engine->on_call = nullptr;
  wish(sql, event::stop_asked{}); // it is started anew, and never ready
  ASSERT_EQ(status(sql), "stopped");
  engine->serves = false;
  listen();
  conduct(web, event::start_asked{});
  engine->release();
  time.settle();
  EXPECT_THAT(asked, ElementsAre("start sql"));
  EXPECT_EQ(status(web), "running");
}

// One whose port has answered is a service, whatever its exit code.
TEST_F(Conductor, StartsAServiceThatTheEngineEnded) {
  make_shop();
  engine->end_by_itself(sql, 0);
  audit();
  wish(web, event::stop_asked{});
  listen();
  EXPECT_TRUE(**conduct(web, event::start_asked{}));
  EXPECT_THAT(asked, ElementsAre("start sql", "start web"));
}

TEST_F(Conductor, FindsThoseOfTheSameUserOnly) {
  made({"sql", {}, "", "bob"});
  EXPECT_FALSE(order_before(*containers, "ann", {"sql"}));
  EXPECT_EQ(order_before(*containers, "bob", {"sql"})->size(), 1u);
}

TEST_F(Conductor, StopsWhatNeedsItBefore) {
  make_shop();
  listen();
  engine->hold("stop");
  const auto how = conduct(sql, event::stop_asked{});
  EXPECT_THAT(asked, ElementsAre("stop web"));
  EXPECT_EQ(status(sql), "running");
  engine->release();
  time.settle();
  ASSERT_TRUE(how->here() && **how);
  EXPECT_THAT(asked, ElementsAre("stop web", "stop sql"));
  EXPECT_EQ(status(sql), "stopped");
}

TEST_F(Conductor, StopsAllTheSameIfOneDoesNotEnd) {
  make_shop();
  engine->hold("stop");
  const auto how = conduct(sql, event::stop_asked{});
  time.advance(61s);
  EXPECT_TRUE(how->here() && **how);
  EXPECT_EQ(status(sql), "stopping");
}

} // namespace spin::test
