// Bad input gets its error and changes nothing.
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

struct bad_request {
  const char* what;
  std::string method;
  std::string path;
  std::string body;
  int status;
  /// Part of the message.
  std::string says;
  std::vector<std::string> headers{};
};

const std::vector<std::string> as_json{"Content-Type: application/json"};
const std::string there = "/v1/containers/" + std::string(64, 'a');
const std::string nowhere = "/v1/containers/" + std::string(64, 'f');
const std::string list = "/v1/containers";
const std::string hold_path = there + "/keep-alive";
const std::string report = "/v1/check-in";

const std::vector<bad_request> bad_requests{
    {"NoImage", "POST", list, "", 400, "image: is required"},
    {"OtherField", "POST", list, "immage=x", 400, "allowed: image"},
    {"EmptyImage", "POST", list, "image=", 400, "image: must not be empty"},
    {"LongImage", "POST", list, "image=" + std::string(300, 'x'), 400,
     "image: at most 255"},
    {"ImageIsAPath", "POST", list, "image=../../x", 400, "image: must be ["},
    {"ControlInImage", "POST", list, "image=a%00", 400, "image: must not hold"},
    {"BrokenJson", "POST", list, R"({"image":)", 400, "broken JSON", as_json},
    {"NestedJson", "POST", list, R"({"image":{}})", 400, "image: must",
     as_json},
    {"NullImage", "POST", list, R"({"image":null})", 400, "image: must",
     as_json},
    {"OtherType",
     "POST",
     list,
     "image=x",
     415,
     "content-type",
     {"Content-Type: text/plain"}},
    {"BrokenEscape", "POST", list, "image=%zz", 400, "image: '%'"},
    {"NoStatus", "PATCH", there, "", 400, "status: is required"},
    {"TwoStatuses", "PATCH", there, "status=running&status=stopped", 400,
     "status: given twice"},
    {"UnknownStatus", "PATCH", there, "status=paused", 400,
     "running or stopped"},
    {"StatusIsANumber", "PATCH", there, R"({"status":1})", 400,
     "running or stopped", as_json},
    // S15: in the original this made a record that broke the list for everyone.
    {"PatchUnknownId", "PATCH", nowhere, "status=stopped", 404, "container"},
    {"DeleteUnknownId", "DELETE", nowhere, "", 404, "container"},
    {"GetUnknownId", "GET", nowhere, "", 404, "container"},
    {"EscapedId", "DELETE", "/v1/containers/" + std::string(11, 'a') + "%61",
     "", 404, "container"},
    {"PathBehindId", "DELETE", there + "/x", "", 404, "path"},
    {"OddAudit", "GET", list + "?audit=perhaps", "", 400, "audit: must be"},
    {"UnknownPath", "GET", "/v1/nothing", "", 404, "path"},
    {"WrongMethod", "PUT", there, "status=stopped", 405, "GET, HEAD, PATCH"},
    {"Options", "OPTIONS", list, "", 405, "GET, HEAD, POST"},
    // S6: the original took all of these for activity.
    {"NegativeReport", "POST", "/v1/check-in", "active=-1", 400,
     "active: must"},
    {"WordAsReport", "POST", "/v1/check-in", "active=x", 400, "active: must"},
    {"NoReport", "POST", "/v1/check-in", "", 400, "active: is required"},
    {"NoHold", "POST", hold_path, "", 400, "for: is required"},
    {"EmptyHold", "POST", hold_path, "for=", 400, "for: must be"},
    {"NegativeHold", "POST", hold_path, "for=-1", 400, "for: must be"},
    {"LongHold", "POST", hold_path, "for=86401", 400, "from 0 to 86400"},
    {"EndlessHold", "POST", hold_path, "for=9223372036854775807", 400, "for: must"},
    {"WordAsHold", "POST", hold_path, "for=ever", 400, "for: must be"},
    {"HoldTwice", "POST", hold_path, "for=1&for=1", 400, "for: given twice"},
    {"OtherHold", "POST", hold_path, "fro=1", 400, "fro: unknown field"},
    {"NullHold", "POST", hold_path, R"({"for":null})", 400, "for: must", as_json},
    {"EmptyBusy", "POST", report, "busy_for=", 400, "busy_for: must be"},
    {"NegativeBusy", "POST", report, "active=1&busy_for=-1", 400,
     "busy_for: must be"},
    {"LongBusy", "POST", report, "active=1&busy_for=86401", 400,
     "from 0 to 86400"},
    {"WordAsBusy", "POST", report, "busy_for=long", 400, "busy_for: must be"},
    {"BusyTwice", "POST", report, "busy_for=1&busy_for=1", 400,
     "busy_for: given twice"},
    {"BusyWithoutANumber", "POST", report, "active=x&busy_for=1", 400,
     "active: must"},
    {"EndlessReport", "POST", "/v1/check-in", "active=9223372036854775808", 400,
     "9223372036854775807"},
};

/// A field of POST and PATCH, and what it must not be.
struct bad_setting {
  std::string name;
  std::vector<std::string> values;
};

const std::vector<std::string> bad_lengths{
    "", "-1", "x", "1.5", "31536001", "9223372036854775807"};

const std::vector<bad_setting> bad_settings{
    {"initial_timeout", bad_lengths},
    {"timeout", bad_lengths},
    {"max_age", bad_lengths},
    {"disable_timeouts", {"", "-1", "x", "2"}},
    {"on_idle", {"", "-1", "x", "Stop"}},
};

class BadSetting : public ServerTest,
                   public testing::WithParamInterface<bad_setting> {
protected:
  void expect_refused(const std::string& method, const std::string& path,
                      const std::string& body) {
    const auto answer = ask(method, path, body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.field("message"), StartsWith(GetParam().name + ": "))
        << body;
  }
};

class BadInput : public ServerTest,
                 public testing::WithParamInterface<bad_request> {};

class Login : public ServerTest {};

} // namespace

TEST_P(BadInput, GetsItsErrorAndReachesNobody) {
  const auto& bad = GetParam();
  const auto answer = ask(bad.method, bad.path, bad.body, bad.headers);
  EXPECT_EQ(answer.status, bad.status) << answer.body;
  EXPECT_THAT(answer.field("message"), HasSubstr(bad.says));
  EXPECT_EQ(answer.headers.at("content-type"), "application/json");
  expect_told({});
}

TEST_P(BadSetting, GetsItsErrorAndReachesNobody) {
  const auto& bad = GetParam();
  for (const auto& value : bad.values) {
    const auto field = bad.name + "=" + value;
    expect_refused("PATCH", there, field);
    expect_refused("PATCH", there, "status=stopped&" + field);
    expect_refused("POST", list, "image=x&" + field);
  }
  const auto twice = bad.name + "=1&" + bad.name + "=1";
  expect_refused("PATCH", there, twice);
  expect_refused("POST", list, "image=x&" + twice);
  expect_refused("PATCH", there, "{\"" + bad.name + "\":null}");
  expect_refused("POST", list, "{\"image\":\"x\",\"" + bad.name + "\":[1]}");
  expect_told({});
}

INSTANTIATE_TEST_SUITE_P(Fields, BadSetting, testing::ValuesIn(bad_settings),
                         [](const auto& each) { return each.param.name; });

INSTANTIATE_TEST_SUITE_P(Requests, BadInput, testing::ValuesIn(bad_requests),
                         [](const auto& each) { return each.param.what; });

TEST_F(Login, EveryOtherPasswordIsRefused) {
  for (auto auth : {"admin:wrong", "admin:", "root:pass:word", "admin:pass"}) {
    const auto answer =
        spin::test::send({.method = "DELETE",
                          .url = "http://" + api->address() + path_of('a'),
                          .auth = auth});
    EXPECT_EQ(answer.status, 401) << auth;
    EXPECT_EQ(answer.headers.at("www-authenticate"),
              R"(Basic realm="spin-docker")");
    EXPECT_EQ(answer.field("message"), "wrong user or password");
  }
  EXPECT_EQ(ask_openly(*api, "GET", "/v1/images").field("message"),
            "user and password are required");
  expect_told({});
}

TEST_F(Login, AFailedOneIsLoggedAtMostOnceASecond) {
  testing::internal::CaptureStderr();
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i)
    spin::test::send({.url = "http://" + api->address() + "/v1/images",
                      .auth = "ad\nmin:wrong"});
  ask_openly(*api, "GET", "/v1/images");
  const auto took = std::chrono::steady_clock::now() - begin;
  const auto text = testing::internal::GetCapturedStderr();
  EXPECT_THAT(text, HasSubstr("warning"));
  EXPECT_THAT(text, HasSubstr(R"(login failed user="ad\nmin" peer=127.0.0.1)"));
  EXPECT_THAT(text, testing::Not(HasSubstr("wrong")));
  const auto lines = std::count(text.begin(), text.end(), '\n');
  EXPECT_LE(lines, 1 + took / std::chrono::seconds{1});
}

TEST_F(Login, NoPasswordIsRefusedOnEveryRouteThatNeedsOne) {
  for (auto path : {"/v1/images", "/v1/containers", "/metrics"})
    EXPECT_EQ(ask_openly(*api, "GET", path).status, 401) << path;
  EXPECT_EQ(ask_openly(*api, "POST", "/v1/containers", "image=x").status, 401);
  EXPECT_EQ(ask_openly(*api, "PATCH", path_of('a'), "status=stopped").status,
            401);
  expect_told({});
}

TEST_F(Login, AWrongMethodNamesTheRightOnesInAllow) {
  const auto answer = ask("PUT", "/v1/check-in");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers.at("allow"), "POST");
}

TEST_F(Login, AnAddressThatCannotBeBoundIsAnError) {
  services with{*system,   containers,      {},    {},
                some_time, server_policy{}, signs};
  auto config = test_config();
  for (auto text : {"", "8080", "somewhere:80", "127.0.0.1:99999"}) {
    config.listen = text;
    const auto made = server::listen(surface::api, config, with);
    ASSERT_FALSE(made) << text;
    EXPECT_EQ(made.error().code, errc::bad_request) << text;
  }
  config.listen = api->address();
  const auto taken = server::listen(surface::api, config, with);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, errc::internal);
  EXPECT_THAT(taken.error().what, HasSubstr(api->address()));
}
