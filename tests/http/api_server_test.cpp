// Every route of the API, answered by made-up actors.
#include <future>

#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

constexpr auto json_header = "Content-Type: application/json";

class ApiServer : public ServerTest {};

} // namespace

TEST_F(ApiServer, ListsImages) {
  const auto answer = ask("GET", "/v1/images");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"(["a/b:1","c:latest"])");
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
}

TEST_F(ApiServer, ListsContainersWithoutAskingAnybody) {
  const auto answer = ask("GET", "/v1/containers");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json().Size(), 2u);
  expect_told({});
}

// S29: both forms of the audit call.
TEST_F(ApiServer, AuditsOnDemandFromQueryAndBody) {
  EXPECT_EQ(ask("GET", "/v1/containers?audit=true").status, 200);
  EXPECT_EQ(ask("GET", "/v1/containers", "audit=true").json().Size(), 2u);
  expect_told({"audit", "audit"});
}

TEST_F(ApiServer, CreatesFromFormAndJsonAlike) {
  const auto form = ask("POST", "/v1/containers", "image=a/b");
  EXPECT_EQ(form.status, 201);
  EXPECT_EQ(form.field("status"), "running");
  EXPECT_EQ(form.headers.at("location"), path_of('c'));
  EXPECT_EQ(form.field("uri"), path_of('c'));
  const auto json =
      ask("POST", "/v1/containers", R"({"image":"a/b"})", {json_header});
  EXPECT_EQ(json.status, 201);
  EXPECT_EQ(json.body, form.body);
  expect_told({"create a/b", "create a/b"});
}

TEST_F(ApiServer, ShowsOneByIdAndByPrefix) {
  const auto whole = ask("GET", path_of('a'));
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.field("ssh_port"), "49155");
  EXPECT_EQ(ask("GET", "/v1/containers/aaaaaaaaaaaa").body, whole.body);
  EXPECT_EQ(ask("GET", "/v1/containers/aaaaaaaaaaa").status, 404);
  expect_told({});
}

TEST_F(ApiServer, AnAmbiguousPrefixIsAConflict) {
  auto twin = some_container('d');
  auto who = *twin.who;
  who.container_id = std::string(63, 'a') + "0";
  twin.who = std::make_shared<const identity>(who);
  containers.enter({}, shared(twin));
  EXPECT_EQ(ask("GET", "/v1/containers/aaaaaaaaaaaa").status, 409);
  EXPECT_EQ(ask("DELETE", "/v1/containers/aaaaaaaaaaaa").status, 409);
  expect_told({});
}

TEST_F(ApiServer, StopsAndStarts) {
  const auto stopped = ask("PATCH", path_of('a'), "status=stopped");
  EXPECT_EQ(stopped.status, 200);
  EXPECT_EQ(stopped.field("status"), "stopping");
  const auto running =
      ask("PATCH", path_of('b'), R"({"status":"running"})", {json_header});
  EXPECT_EQ(running.status, 200);
  EXPECT_EQ(running.field("status"), "running");
  expect_told({"stop a", "start b"});
}

TEST_F(ApiServer, DeletesWithAnEmptyAnswer) {
  const auto answer = ask("DELETE", path_of('b'));
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  expect_told({"remove b"});
}

TEST_F(ApiServer, IsHealthyWithoutAPassword) {
  const auto answer = ask_openly(*api, "GET", "/healthz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("status"), "ok");
}

TEST_F(ApiServer, IsReadyWithoutAPasswordWhileEngineAndStoreAreWell) {
  for (auto part : health_board::all)
    signs->well(part);
  const auto ready = ask_openly(*api, "GET", "/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_THAT(ready.body, HasSubstr(R"("ready":true)"));
  signs->ill(vital::store, "at /secret/path");
  const auto away = ask_openly(*api, "GET", "/readyz");
  EXPECT_EQ(away.status, 503);
  EXPECT_THAT(away.body, HasSubstr(R"("ready":false)"));
  EXPECT_THAT(away.body, testing::Not(HasSubstr("secret")));
  EXPECT_EQ(ask_openly(*api, "GET", "/healthz").status, 200);
}

// Whoever asks does so every few seconds; the log has one line for each change.
TEST_F(ApiServer, IsNotReadyWithoutALineInTheLog) {
  testing::internal::CaptureStderr();
  const auto away = ask_openly(*api, "GET", "/readyz");
  around->fails = {errc::engine_down, "refused"};
  ask("GET", "/v1/images");
  const auto text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(away.status, 503);
  EXPECT_THAT(text, HasSubstr("GET /v1/images"));
  EXPECT_THAT(text, testing::Not(HasSubstr("readyz")));
}

TEST_F(ApiServer, CountsWhatItAnswered) {
  ask("GET", "/v1/images");
  ask("GET", "/nowhere");
  const auto text = ask("GET", "/metrics").body;
  EXPECT_THAT(text, HasSubstr(R"({route="GET /v1/images",status="200"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"({route="none",status="404"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(spin_docker_containers{status="running"} 1)"));
}

TEST_F(ApiServer, PassesTheActorsRefusalOnInItsWords) {
  around->fails = {errc::no_ports, "c:latest exposes no TCP port"};
  const auto answer = ask("POST", "/v1/containers", "image=c:latest");
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.field("message"), "c:latest exposes no TCP port");
  around->fails = {errc::engine_down, "no answer from the engine"};
  EXPECT_EQ(ask("GET", "/v1/images").status, 503);
  EXPECT_EQ(ask("DELETE", path_of('a')).status, 503);
}

TEST_F(ApiServer, Answers200RequestsAtOnce) {
  std::vector<std::future<bool>> all;
  for (int client = 0; client < 20; ++client)
    all.push_back(std::async(std::launch::async, [this, client] {
      bool right = true;
      for (int i = 0; i < 5; ++i) {
        const auto image = std::to_string(client * 10 + i);
        right &= ask("POST", "/v1/containers", "image=" + image).status == 201;
        right &= ask("GET", path_of('a')).field("name") == "/hungry_bell_a";
      }
      return right;
    }));
  for (auto& each : all)
    EXPECT_TRUE(each.get());
  EXPECT_EQ(around->notes().size(), 100u);
}
