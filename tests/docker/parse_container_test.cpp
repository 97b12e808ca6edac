#include "docker/parse_container.hpp"

#include <algorithm>

#include <gmock/gmock.h>

#include "tests/docker/recorded.hpp"

namespace spin::docker {

namespace {

using test::recorded;
using test::recorded_apis;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto tcp = transport::tcp;
constexpr auto udp = transport::udp;

container_info inspected(const std::string& name,
                         const std::string& api = "1.41") {
  const auto result = parse_container(recorded(api, name + ".json"));
  EXPECT_TRUE(result) << result.error().what;
  return result.value_or(container_info{});
}

/// Returns the recorded list's container of that name.
container_summary listed(const std::string& name,
                         const std::string& api = "1.41") {
  const auto all = parse_list(recorded(api, "list.json"));
  EXPECT_TRUE(all) << all.error().what;
  for (const auto& one : all.value_or(std::vector<container_summary>{}))
    if (one.name == name)
      return one;
  ADD_FAILURE() << name << " is not in the list";
  return {};
}

std::string replaced(std::string text, const std::string& from,
                     const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

} // namespace

TEST(ParseContainer, EveryFieldOfARunningOneIsRead) {
  const auto c = inspected("container_running");
  EXPECT_EQ(c.id, "82a5389ca9fc614bb0bf5dbc18dd30cc"
                  "fc5d0b13170a899daf7d738442234bc1");
  EXPECT_EQ(c.name, "sdt-run"); // the engine says "/sdt-run"
  EXPECT_EQ(c.image, "spin-docker-test/recorded");
  EXPECT_EQ(c.labels.at(label::id), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(c.state, run_state::running);
  EXPECT_EQ(c.started, incarnation{1795368580300183302}); // to the last digit
  EXPECT_EQ(c.exit_code, 0);
  EXPECT_FALSE(c.oom_killed);
  EXPECT_EQ(c.error, "");
  EXPECT_THAT(
      c.run.ports,
      ElementsAre(port_binding{22, tcp, 32772}, port_binding{53, udp, 32769},
                  port_binding{80, tcp, 32771}, port_binding{443, tcp, 0},
                  port_binding{8080, tcp, 0}, port_binding{9000, tcp, 0}));
  EXPECT_THAT(c.run.addresses, ElementsAre("172.17.0.3"));
}

TEST(ParseContainer, AllVersionsTellTheSame) {
  for (const auto* name : {"container_running", "container_two_networks",
                           "container_created", "container_exited"})
    for (const auto& api : recorded_apis) {
      const auto old = inspected(name);
      const auto now = inspected(name, api);
      EXPECT_EQ(now.run, old.run) << api << name;
      EXPECT_EQ(now.started, old.started) << api << name;
      EXPECT_EQ(now.state, old.state) << api << name;
    }
}

// S4: the address at the top is that of the default bridge only, if any.
TEST(ParseContainer, AddressesOfAllNetworksAreKnown) {
  EXPECT_THAT(inspected("container_two_networks").run.addresses,
              ElementsAre("172.17.0.2", "172.18.0.2"));
  const auto moved = replaced(recorded("1.41", "container_running.json"),
                              R"("IPAddress":"172.17.0.3")",
                              R"("IPAddress":"9.9.9.9")"); // the top one
  EXPECT_THAT(parse_container(moved).value().run.addresses,
              ElementsAre("172.17.0.3"));
}

// S23: each port comes twice, and its IPv6 half at another host port.
TEST(ParseContainer, TheIpv4BindingIsTaken) {
  const auto ports = inspected("container_two_networks").run.ports;
  EXPECT_EQ(ports[0], (port_binding{22, tcp, 32774}));
  EXPECT_EQ(ports[2], (port_binding{80, tcp, 32773}));
  const auto text = recorded("1.41", "container_running.json");
  const auto turned =
      replaced(text, R"([{"HostIp":"127.0.0.1","HostPort":"32772"}])",
               R"([{"HostIp":"::","HostPort":"1"},)"
               R"({"HostIp":"0.0.0.0","HostPort":"32772"}])");
  EXPECT_EQ(parse_container(turned)->run.ports[0].host_port, 32772);
  const auto only_v6 =
      replaced(text, R"("HostIp":"127.0.0.1")", R"("HostIp":"::1")");
  EXPECT_EQ(parse_container(only_v6)->run.ports[0].host_port, 32772);
}

TEST(ParseContainer, NoNetworkIsKeptOfOneThatDoesNotRun) {
  const auto running = recorded("1.41", "container_running.json");
  for (const auto* state :
       {"created", "restarting", "removing", "exited", "dead"}) {
    const auto stale =
        parse_container(replaced(running, R"("Status":"running")",
                                 R"("Status":")" + std::string(state) + '"'));
    ASSERT_TRUE(stale) << stale.error().what;
    EXPECT_EQ(stale->run, run_facts{}) << state;
  }
}

TEST(ParseContainer, WhatItsHealthcheckSaysIsReadWhileItIsUp) {
  const auto with = [](const std::string& file, const std::string& health) {
    return parse_container(replaced(recorded("1.41", file + ".json"),
                                    R"("Dead":false)",
                                    R"("Dead":false,"Health":)" + health));
  };
  const auto says = [](const std::string& word) {
    return R"({"Status":")" + word + R"(","FailingStreak":0})";
  };
  for (const auto health : {health_status::starting, health_status::healthy,
                            health_status::unhealthy}) {
    const auto word = says(std::string{to_string(health)});
    EXPECT_EQ(with("container_running", word).value().health, health);
    EXPECT_EQ(with("container_exited", word).value().health,
              health_status::none);
  }
  for (const auto& other : {says("none"), says(""), says("a word of tomorrow"),
                            std::string{"{}"}, std::string{"null"}})
    EXPECT_EQ(with("container_running", other).value().health,
              health_status::none)
        << other;
  EXPECT_FALSE(with("container_running", R"({"Status":7})"));
}

TEST(ParseContainer, OneThatNeverRanHasNoIncarnation) {
  const auto fresh = inspected("container_created");
  EXPECT_EQ(fresh.state, run_state::created);
  EXPECT_EQ(fresh.started, incarnation::none);
  const auto failed = inspected("container_failed_start");
  EXPECT_EQ(failed.state, run_state::created);
  EXPECT_EQ(failed.started, incarnation::none);
  EXPECT_EQ(failed.exit_code, 127);
  EXPECT_THAT(failed.error, HasSubstr("/bin/nothing"));
}

TEST(ParseContainer, ARunningOneWithoutStartTimeIsMalformed) {
  const auto text =
      replaced(recorded("1.41", "container_running.json"),
               "2026-11-22T17:29:40.300183302Z", "0001-01-01T00:00:00Z");
  EXPECT_THAT(parse_container(text).error().what, HasSubstr("StartedAt"));
}

TEST(ParseContainer, EndedAndPausedOnesKeepTheirFacts) {
  EXPECT_EQ(inspected("container_exited").exit_code, 7);
  EXPECT_EQ(inspected("container_exited").state, run_state::exited);
  EXPECT_THAT(inspected("container_stopped").run.ports, IsEmpty());
  EXPECT_EQ(inspected("container_paused").state, run_state::paused);
  EXPECT_THAT(inspected("container_paused").run.addresses,
              ElementsAre("172.17.0.4"));
}

TEST(ParseContainer, UnknownStatesAreMalformedAndNamed) {
  const auto odd = parse_container(
      replaced(recorded("1.41", "container_running.json"),
               R"("Status":"running")", R"("Status":"dreaming")"));
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().code, errc::malformed);
  EXPECT_EQ(odd.error().what,
            R"(State.Status is an unknown state: "dreaming")");
}

TEST(ParseList, TellsOfEachWhatInspectTells) {
  for (const auto& api : recorded_apis)
    for (const auto& [file, name] :
         {std::pair{"container_running", "sdt-run"},
          std::pair{"container_two_networks", "sdt-all"},
          std::pair{"container_created", "sdt-new"},
          std::pair{"container_exited", "sdt-exit"}}) {
      const auto one = inspected(file, api);
      const auto same = listed(name, api);
      EXPECT_EQ(same.id, one.id) << api << name;
      EXPECT_EQ(same.image, one.image) << api << name;
      EXPECT_EQ(same.labels, one.labels) << api << name;
      EXPECT_EQ(same.state, one.state) << api << name;
      EXPECT_EQ(same.run, one.run) << api << name;
    }
}

TEST(ParseList, TheNameIsNotThatOfALink) {
  const auto text = replaced(recorded("1.41", "list.json"), R"(["/sdt-run"])",
                             R"(["/other/alias","/sdt-run"])");
  const auto all = parse_list(text).value();
  EXPECT_EQ(std::count_if(all.begin(), all.end(),
                          [](auto& c) { return c.name == "sdt-run"; }),
            1);
}

TEST(ParseList, NothingToListIsNoError) {
  EXPECT_THAT(parse_list("[]").value(), IsEmpty());
  EXPECT_EQ(parse_list("null").error().code, errc::malformed);
}

TEST(ParseCreated, OnlyAWholeIdWillDo) {
  EXPECT_EQ(parse_created(recorded("1.41", "created.json")),
            inspected("container_running").id);
  for (const auto* text :
       {"{}", R"({"Id":null})", R"({"Id":"82a5"})", R"({"Id":7})", "[]", ""})
    EXPECT_EQ(parse_created(text).error().code, errc::malformed) << text;
}

TEST(ParseList, TellsWhatAHealthcheckSaysAtTheEndOfTheStatus) {
  const auto health = [](const std::string& status) {
    const auto all =
        parse_list(replaced(recorded("1.41", "list.json"),
                            "Up Less than a second", status));
    EXPECT_TRUE(all) << all.error().what;
    for (const auto& one : *all)
      if (one.health != health_status::none)
        return one.health;
    return health_status::none;
  };
  EXPECT_EQ(health("Up 5 seconds (health: starting)"), health_status::starting);
  EXPECT_EQ(health("Up 5 seconds (healthy)"), health_status::healthy);
  EXPECT_EQ(health("Up 5 seconds (unhealthy)"), health_status::unhealthy);
  for (const auto* other : {"", "()", "(", ")", "Up (Paused)", "(healthy) no",
                            "(health: )", "healthy)"})
    EXPECT_EQ(health(other), health_status::none) << other;
}

} // namespace spin::docker
