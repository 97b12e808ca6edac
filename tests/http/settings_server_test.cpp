// The settings of one container and its keep-alive, from the wire to the actor.
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

class SettingsServer : public ServerTest {};

class KeepAliveServer : public ServerTest {
protected:
  static std::string path(char digit) { return path_of(digit) + "/keep-alive"; }
};

std::string of_policy(const spin::test::response& answer, const char* name) {
  const auto doc = answer.json();
  return spin::test::field_of(doc["policy"], name);
}

} // namespace

TEST_F(SettingsServer, AreGivenAtTheCreation) {
  const auto form = ask("POST", "/v1/containers",
                        "image=a/b&timeout=1m&initial_timeout=90&max_age=1d&"
                        "disable_timeouts=yes&on_idle=remove");
  EXPECT_EQ(form.status, 201);
  const auto json =
      ask("POST", "/v1/containers", R"({"image":"a/b","on_idle":"pause"})");
  EXPECT_EQ(json.status, 201);
  expect_told({"create a/b initial_timeout=90 timeout=60 max_age=86400 "
               "disabled on_idle=remove",
               "create a/b on_idle=pause"});
}

TEST_F(SettingsServer, AreChangedAndShown) {
  const auto answer = ask("PATCH", path_of('a'), "timeout=45s&on_idle=pause");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(of_policy(answer, "timeout"), "45");
  EXPECT_EQ(of_policy(answer, "on_idle"), "pause");
  EXPECT_EQ(of_policy(answer, "initial_timeout"), "7200");
  expect_told({"change a timeout=45 on_idle=pause"});
}

TEST_F(SettingsServer, AreStoredBeforeTheStatusIsAskedFor) {
  const auto started = ask("PATCH", path_of('b'), "status=running&timeout=45");
  EXPECT_EQ(started.field("status"), "running");
  const auto stopped =
      ask("PATCH", path_of('a'), R"({"max_age":60,"status":"stopped"})");
  EXPECT_EQ(stopped.field("status"), "stopping");
  expect_told(
      {"change b timeout=45", "start b", "change a max_age=60", "stop a"});
}

TEST_F(SettingsServer, WithoutThemTheStatusIsNotAskedFor) {
  around->fails = {errc::store_down, "no store"};
  around->failing = "change";
  EXPECT_EQ(ask("PATCH", path_of('a'), "status=stopped&timeout=45").status,
            503);
  expect_told({"change a timeout=45"});
}

TEST_F(SettingsServer, AStatusThatIsRefusedAfterwardsIsTold) {
  around->fails = {errc::conflict, "it is being stopped"};
  around->failing = "start";
  const auto answer = ask("PATCH", path_of('b'), "status=running&timeout=45");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.field("message"), "it is being stopped");
  expect_told({"change b timeout=45", "start b"});
}

TEST_F(SettingsServer, AChangeThatIsNeverAnsweredDoesNotOutliveTheServer) {
  around->holds = true;
  const auto start = std::chrono::steady_clock::now();
  server_config config;
  config.times.answer = 1s;
  api = listen(surface::api, config);
  EXPECT_EQ(ask("PATCH", path_of('a'), "status=stopped&timeout=45").status,
            504);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
  api.reset();
  release();
  EXPECT_TRUE(eventually(
      [&] { return system->registry().running() <= actors.size(); }));
  expect_told({"change a timeout=45"});
}

TEST_F(SettingsServer, KeepWithinWhatTheOperatorAllows) {
  rules.bounds.timeout_max = 60s;
  rules.defaults.max_age = 1h;
  api = listen(surface::api);
  for (std::string field : {"timeout=61", "initial_timeout=2m", "max_age=0"}) {
    const auto name = field.substr(0, field.find('='));
    for (const auto& answer :
         {ask("PATCH", path_of('a'), field),
          ask("POST", "/v1/containers", "image=x&" + field)}) {
      EXPECT_EQ(answer.status, 400) << field;
      EXPECT_THAT(answer.field("message"), HasSubstr(name + ": must be from"));
    }
  }
  expect_told({});
}

// -- keep-alive ---------------------------------------------------------------

TEST_F(KeepAliveServer, HoldsAContainerAndShowsUntilWhen) {
  const auto answer = ask("POST", path('a'), "for=2h");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("container_id"), std::string(64, 'a'));
  EXPECT_EQ(answer.field("keep_alive_until"), "2014-05-01T14:00:00.000Z");
  const auto ended = ask("POST", path('a'), R"({"for":0})");
  EXPECT_EQ(ended.status, 200);
  EXPECT_EQ(ended.field("keep_alive_until"), "null");
  expect_told({"keep alive a 7200", "keep alive a 0"});
}

TEST_F(KeepAliveServer, TheActorsRefusalIsAConflict) {
  around->fails = {errc::conflict, "it does not run"};
  const auto answer = ask("POST", path('b'), "for=60");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.field("message"), "it does not run");
}

TEST_F(KeepAliveServer, IsBoundedByTheOperator) {
  rules.bounds.keep_alive_max = 1min;
  api = listen(surface::api);
  const auto answer = ask("POST", path('a'), "for=61");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.field("message"), HasSubstr("for: must be"));
  EXPECT_THAT(answer.field("message"), HasSubstr("from 0 to 60"));
  expect_told({});
  EXPECT_EQ(ask("POST", path('a'), "for=1m").status, 200);
}

TEST_F(KeepAliveServer, NeedsThePasswordAndIsNotForContainers) {
  EXPECT_EQ(ask_openly(*api, "POST", path('a'), "for=60").status, 401);
  const auto narrow = listen(surface::check_in);
  EXPECT_EQ(ask_openly(*narrow, "POST", path('a'), "for=60").status, 404);
  EXPECT_EQ(ask("GET", path('a')).status, 405);
  EXPECT_EQ(ask("POST", path('f'), "for=60").status, 404);
  expect_told({});
}
