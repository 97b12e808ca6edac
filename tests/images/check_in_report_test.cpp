#include "tests/images/check_in_rig.hpp"

#include <gmock/gmock.h>

#include "tests/support/eventually.hpp"

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace spin::test {

namespace {

const auto name_of = [](const auto& info) {
  return (info.param.shell.size() > 1 ? "Busybox" : "Dash")
         + std::string{"With"} + info.param.client;
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Everywhere, CheckInScript,
                         testing::ValuesIn(every_surroundings()), name_of);

TEST_P(CheckInScript, ReportsTheNumberAndPrintsTheAnswer) {
  const auto done = check_in();
  EXPECT_EQ(done.exit_code, 0) << done.output;
  EXPECT_EQ(done.output, "{\"active\":\"2\"}\n");
  ASSERT_THAT(bodies(), ElementsAre("active=2"));
  EXPECT_EQ(requests()[0].method, "POST");
  EXPECT_EQ(requests()[0].target, "/v1/check-in");
  EXPECT_THAT(requests()[0].head, Not(HasSubstr("Authorization")));
}

TEST_P(CheckInScript, TakesTheTokenFromTheEnvironmentOfProcess1) {
  put_environment({"NOTE=a\nSPIN_DOCKER_TOKEN=false",
                   "SPIN_DOCKER_URL=" + url(),
                   "SPIN_DOCKER_TOKEN=a \"b\" 'c' $d"});
  const auto done = check_in();
  ASSERT_EQ(done.exit_code, 0) << done.output;
  EXPECT_THAT(requests()[0].head,
              HasSubstr("Authorization: Bearer a \"b\" 'c' $d\r\n"));
}

TEST_P(CheckInScript, PrefersItsOwnEnvironmentToThatOfProcess1) {
  put_environment({"SPIN_DOCKER_URL=http://127.0.0.1:1/"});
  EXPECT_EQ(check_in({}, {{"SPIN_DOCKER_URL", url()}}).exit_code, 0);
}

TEST_P(CheckInScript, PrefersTheFileOfSettingsToAll) {
  put("private/check-in/vars", "SPIN_DOCKER_TOKEN=filed\nCHECK_IN_PORTS=22\n");
  const auto done = check_in({}, {{"SPIN_DOCKER_TOKEN", "mine"}});
  ASSERT_THAT(bodies(), ElementsAre("active=0")) << done.output;
  EXPECT_THAT(requests()[0].head, HasSubstr("Bearer filed\r\n"));
}

TEST_P(CheckInScript, SendsInEverySpellingWhatItIsTold) {
  const std::vector<std::string> spellings{"active=1", "active-connections=1",
                                           "active_connections=1"};
  for (const auto& each : spellings)
    EXPECT_EQ(check_in({each}).exit_code, 0) << each;
  EXPECT_EQ(check_in({"active=1", "busy_for=2h"}).exit_code, 0);
  EXPECT_THAT(bodies(), ElementsAre(spellings[0], spellings[1], spellings[2],
                                    "active=1&busy_for=2h"));
}

TEST_P(CheckInScript, GoesPastEveryProxy) {
  const std::string dead = "http://127.0.0.1:1";
  const auto done = check_in({}, {{"http_proxy", dead}, {"all_proxy", dead}});
  EXPECT_EQ(done.exit_code, 0) << done.output;
}

TEST_P(CheckInScript, AsksOnlyOnceWhenItIsRefused) {
  for (const int status : {400, 401, 404}) {
    respond = [=](auto&) { return answer(status, R"({"message":"no"})"); };
    const auto before = requests().size();
    const auto done = check_in();
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_THAT(done.output, HasSubstr(url() + ": " + std::to_string(status)));
    EXPECT_EQ(requests().size(), before + 1);
  }
  EXPECT_EQ(waits(), "");
}

TEST_P(CheckInScript, TriesAgainAfterLongerAndLongerPauses) {
  for (const int status : {503, 429}) {
    respond = [=](auto&) { return answer(status, "{}"); };
    const auto before = requests().size();
    put("waits", "");
    EXPECT_EQ(check_in().exit_code, 1);
    EXPECT_EQ(requests().size(), before + 6) << status;
    EXPECT_EQ(waits(), "1 2 4 8 16 ") << status;
  }
}

TEST_P(CheckInScript, ReportsTheNumberOfNowWhenTheServerIsBack) {
  respond = [this, failures = 0](const fake_request&) mutable {
    put_clients(7);
    return ++failures < 3 ? hang_up() : answer(200, "{}");
  };
  const auto done = check_in();
  EXPECT_EQ(done.exit_code, 0) << done.output;
  EXPECT_THAT(bodies(), ElementsAre("active=2", "active=7", "active=7"));
  EXPECT_EQ(waits(), "1 2 ");
}

TEST_P(CheckInScript, LeavesWhileAnotherIsAtIt) {
  respond = [](auto&) { return hang(); };
  process first{{words({}, {}), {}, {}}};
  ASSERT_TRUE(eventually([&] { return requests().size() == 1; }));
  EXPECT_EQ(check_in().exit_code, 0);
  EXPECT_EQ(requests().size(), 1u);
}

TEST_P(CheckInScript, TakesTheLockOfOneThatWasKilled) {
  respond = [](auto&) { return hang(); };
  {
    process first{{words({}, {}), {}, {}}};
    ASSERT_TRUE(eventually([&] { return requests().size() == 1; }));
  }
  respond = {};
  EXPECT_EQ(check_in().exit_code, 0);
  ASSERT_EQ(requests().size(), 2u);
  EXPECT_EQ(check_in().exit_code, 0); // and the next finds it free again
  EXPECT_EQ(requests().size(), 3u);
}

} // namespace spin::test
