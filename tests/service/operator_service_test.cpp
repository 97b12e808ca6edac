#include <array>
#include <csignal>
#include <regex>

#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

// The questions of an operator that the README names, one test each: what it says
// to look at has the answer.

namespace spin::test {

class Operator : public ServiceTest {
protected:
  void SetUp() override {
    settings["sd_audit_interval"] = "1";
    start();
  }

  /// The value of a line of /metrics that begins so; none: there is no such line.
  std::optional<double> metric(const std::string& name) const {
    const auto text = '\n' + server->get("/metrics").body;
    const auto at = text.find('\n' + name + ' ');
    if (at == text.npos)
      return std::nullopt;
    return std::stod(text.substr(at + name.size() + 2));
  }

  bool shows(const std::string& name, double value) const {
    return eventually([&] { return metric(name) == value; });
  }

  void stop_soon(const container& which, const std::string& within = "1") const {
    const auto times = "initial_timeout=" + within + "&timeout=" + within;
    EXPECT_EQ(server->patch(which.uri, times).status, 200);
  }
};

TEST_F(Operator, SeesWhatRunsAndForWhom) {
  const auto made = create();
  const auto list = server->get("/v1/containers").json();
  ASSERT_EQ(list.Size(), 1u);
  EXPECT_STREQ(list[0]["status"].GetString(), "running");
  EXPECT_STREQ(list[0]["owner"].GetString(), "admin");
  EXPECT_TRUE(shows(R"(spin_docker_containers{status="running"})", 1));
  EXPECT_TRUE(
      shows(R"(spin_docker_image_containers{image="spin-docker/hello",)"
            R"(status="running"})",
            1));
}

TEST_F(Operator, SeesWhenThisOneStopsAndWhyThatOneDid) {
  const auto made = create();
  const auto before = server->get(made.uri + "/idle").json();
  EXPECT_TRUE(std::regex_search(
      before["sentence"].GetString(),
      std::regex{"will be stopped at [0-9:]+ UTC"}))
      << before["sentence"].GetString();
  EXPECT_TRUE(before["stops_at"].IsString());
  EXPECT_GT(metric("spin_docker_next_stop_timestamp_seconds").value_or(0), 1e9);
  stop_soon(made);
  ASSERT_TRUE(becomes(made, "stopped"));
  EXPECT_EQ(shown(made, "stop_reason"), "idle");
  const auto past = server->get(made.uri + "/history").body;
  EXPECT_NE(past.find(R"("reason":"idle")"), std::string::npos) << past;
  EXPECT_TRUE(shows(R"(spin_docker_stops_total{reason="idle"})", 1));
}

TEST_F(Operator, SeesWhoReportsNothing) {
  const auto quiet = create();
  const auto said = create();
  ASSERT_TRUE(shows("spin_docker_silent_containers", 2));
  EXPECT_EQ(exec(said, {"wget", "-qO-", "--post-data=active=1", check_in_url()})
                .exit_code,
            0);
  EXPECT_TRUE(shows("spin_docker_silent_containers", 1));
  EXPECT_TRUE(server->get(quiet.uri).json()["reported_at"].IsNull());
  EXPECT_TRUE(server->get(said.uri).json()["reported_at"].IsString());
}

TEST_F(Operator, SeesHowMuchIdleStopsSavedThisWeek) {
  const auto made = create();
  // The engine takes a second or two to measure, from the first look that found
  // it idle; the next look stops it.
  stop_soon(made, "4");
  ASSERT_TRUE(becomes(made, "stopped"));
  const auto week = [this](const char* what) {
    return server->get("/v1/savings").json()["last_7d"][what].GetInt64();
  };
  EXPECT_TRUE(eventually([&] { return week("container_seconds") >= 2; }));
  EXPECT_EQ(week("stops"), 1);
  EXPECT_GT(week("byte_seconds"), 0) << "its memory was measured before";
  EXPECT_GE(metric("spin_docker_saved_container_seconds_total").value_or(0), 2);
  EXPECT_GT(metric("spin_docker_saved_byte_seconds_total").value_or(0), 0);
}

/// What is wrong with a store is done to a Redis of its own.
class OperatorOfRedis : public Operator {
protected:
  void SetUp() override {
    use_redis();
    Operator::SetUp();
  }

  /// How long a message waits for `actor`, if that is told.
  std::optional<double> age(const std::string& actor) const {
    return metric("spin_docker_actor_oldest_message_seconds{actor=\"" + actor
                  + "\"}");
  }

  bool on_time(const std::string& actor) const {
    const auto waits = age(actor);
    return waits && *waits < 2;
  }

  bool behind(const std::string& actor) const {
    const auto waits = age(actor);
    return waits && *waits >= 2;
  }
};

TEST_F(OperatorOfRedis, SeesWhichActorIsBehind) {
  create();
  constexpr std::array others{"registry",    "gateway",      "event-watcher",
                              "alarm-clock", "token-keeper", "health-watch"};
  EXPECT_TRUE(eventually([&] { return on_time("store-writer"); }));
  redis->freeze();
  EXPECT_TRUE(eventually([&] { return behind("store-writer"); }));
  for (const auto* actor : others)
    EXPECT_TRUE(on_time(actor)) << actor;
  redis->thaw();
  EXPECT_TRUE(eventually([&] { return on_time("store-writer"); }));
  EXPECT_TRUE(metric(
      R"(spin_docker_actor_mailbox_longest_messages{actor="container"})"));
}

/// What is wrong with an engine is done to one of its own.
class OperatorInTrouble : public Operator {
protected:
  void SetUp() override {
    use_own_engine();
    Operator::SetUp();
  }
};

TEST_F(OperatorInTrouble, SeesWhatIsStuckAndWhichPartIsIllSinceWhen) {
  const auto made = create();
  const auto part = [this] { return server->get("/readyz").json(); };
  EXPECT_TRUE(part()["parts"]["engine"]["ok"].GetBool());
  engine->signal(SIGKILL);
  EXPECT_TRUE(eventually([&] { return server->get("/readyz").status == 503; }));
  const auto ill = part();
  EXPECT_FALSE(ill["parts"]["engine"]["ok"].GetBool());
  EXPECT_TRUE(ill["parts"]["store"]["ok"].GetBool());
  EXPECT_GT(std::string{ill["parts"]["engine"]["since"].GetString()},
            shown(made, "created_at"));
  EXPECT_TRUE(ill["parts"]["engine"]["last_error"].IsString());
  EXPECT_TRUE(shows(R"(spin_docker_part_up{part="engine"})", 0));
  EXPECT_TRUE(shows(R"(spin_docker_part_up{part="store"})", 1));
  // What it was asked is not done, and shows as such.
  server->patch(made.uri, "status=stopped");
  EXPECT_TRUE(shows(R"(spin_docker_failing_containers{phase="stopping"})", 1));
  engine->revive();
  EXPECT_TRUE(eventually([&] { return server->get("/readyz").status == 200; }));
  EXPECT_TRUE(becomes(made, "stopped"));
  EXPECT_TRUE(shows(R"(spin_docker_failing_containers{phase="stopping"})", 0));
}

} // namespace spin::test
