// What monitoring gets: metrics, health and savings, from whom.
#include <gmock/gmock.h>

#include "access_server.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST_F(ServerTest, TheMonitoringListenerNeedsNoLoginAndServesNothingElse) {
  const auto open = listen(surface::metrics);
  for (auto path : {"/metrics", "/healthz"})
    EXPECT_EQ(ask_openly(*open, "GET", path).status, 200) << path;
  EXPECT_NE(ask_openly(*open, "GET", "/readyz").status, 404);
  EXPECT_EQ(ask_openly(*open, "POST", "/metrics").status, 405);
  for (const auto& path :
       {std::string{"/v1/containers"}, std::string{"/v1/images"}, path_of('a'),
        std::string{"/v1/savings"}, std::string{"/v1/tokens"},
        std::string{"/v1/check-in"}, std::string{"/"}})
    for (auto method : {"GET", "POST", "DELETE"})
      EXPECT_EQ(ask_openly(*open, method, path).status, 404) << path;
  expect_told({});
}

TEST_F(ServerTest, TheCheckInListenerServesNoMetrics) {
  const auto reports = listen(surface::check_in);
  for (auto path : {"/metrics", "/healthz", "/readyz", "/v1/savings"})
    EXPECT_EQ(ask_openly(*reports, "GET", path).status, 404) << path;
}

TEST_F(ServerTest, ReadinessTellsNoReasonsWithoutALoginThereEither) {
  signs->ill(vital::store, "secret.example refused");
  const auto open = listen(surface::metrics);
  EXPECT_THAT(ask_openly(*open, "GET", "/readyz").body,
              Not(HasSubstr("secret.example")));
  EXPECT_THAT(ask("GET", "/readyz").body, HasSubstr("secret.example"));
}

TEST_F(ServerTest, RequestsAreCountedByTheirRoute) {
  ask("GET", path_of('a'));
  ask("GET", path_of('a'));
  ask("GET", "/nonsense");
  const auto text = ask("GET", "/metrics").body;
  EXPECT_THAT(text, HasSubstr("http_requests_total{route=\"GET "
                              "/v1/containers/:id\",status=\"200\"} 2"));
  EXPECT_THAT(
      text, HasSubstr("http_requests_total{route=\"none\",status=\"404\"} 1"));
  EXPECT_THAT(text, HasSubstr("http_connections{listener=\"api\"} "));
}

TEST_F(ServerTest, ReplyActorsAreCounted) {
  ask("GET", "/v1/images");
  EXPECT_TRUE(eventually([this] {
    auto& meter = meters->of(actor_kind::reply);
    return meter.spawned.read() >= 1 && meter.alive() == 0;
  }));
}

TEST_F(ServerTest, SavingsAreTheStoredOnesAndThoseThatGoOn) {
  const auto now = some_time();
  savings->note_stop("old", now.wall - 48h);
  savings->note_saved("old", now.wall - 48h, now.wall - 46h);
  auto idle = in_phase(phase::stopped, 'b');
  idle.life.why = stop_reason::idle;
  idle.life.ended = ended_run{now.steady - 10min, 0, stop_reason::idle, false};
  containers.publish(shared(idle));
  const auto answer = ask("GET", "/v1/savings");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("saving_now"), "1");
  EXPECT_EQ(answer.field("total"), R"({"container_seconds":7800,"stops":1,"byte_seconds":0})");
  EXPECT_EQ(answer.field("last_24h"),
            R"({"container_seconds":600,"stops":0,"byte_seconds":0})");
  EXPECT_EQ(answer.field("last_7d"),
            R"({"container_seconds":7800,"stops":1,"byte_seconds":0})");
  const auto all = answer.json();
  ASSERT_EQ(all["images"].Size(), 2u);
  EXPECT_STREQ(all["images"][0]["image"].GetString(), "old");
  EXPECT_THAT(ask("GET", "/metrics").body,
              HasSubstr("saved_container_seconds_total 7800\n"));
}

TEST_F(ServerTest, AContainerThatIsPausedForIdlenessSavesSinceThen) {
  const auto now = some_time();
  auto idle = in_phase(phase::paused, 'b');
  idle.life.why = stop_reason::idle;
  past->note(idle.who->id,
             transition{now.wall - 5min, phase::paused, stop_reason::idle, {}});
  containers.publish(shared(idle));
  EXPECT_EQ(ask("GET", "/v1/savings").field("total"),
            R"({"container_seconds":300,"stops":0,"byte_seconds":0})");
}

TEST_F(AccessServer, SavingsTellOfAllSoThatUsersDoNotSeeThem) {
  EXPECT_EQ(status_as("eve:e", "GET", "/v1/savings"), 200);
  EXPECT_EQ(status_as("ann:a", "GET", "/v1/savings"), 403);
  EXPECT_EQ(ask_openly(*api, "GET", "/v1/savings").status, 401);
}
