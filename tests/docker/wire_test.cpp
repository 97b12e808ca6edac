#include "docker/wire.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <rapidjson/document.h>

namespace spin::docker {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

container_spec sample() {
  container_spec what;
  what.name = "sd-1";
  what.image = "a/b:1";
  what.env = {"K=v", "Q=\"quoted\"\n"};
  what.labels = {{label::id, "0f"}, {"x", "ü"}};
  what.publish = {{22, transport::tcp}, {53, transport::udp}};
  what.publish_address = "127.0.0.1";
  return what;
}

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document doc;
  doc.Parse(text.c_str());
  EXPECT_FALSE(doc.HasParseError()) << text;
  return doc;
}

} // namespace

TEST(Wire, EveryVerbHasItsMethodAndPath) {
  const auto line = [](const wire::request& r) {
    return r.http.method + ' ' + r.http.target;
  };
  EXPECT_EQ(line(wire::version()), "GET /version");
  EXPECT_EQ(line(wire::images()), "GET /images/json");
  EXPECT_EQ(line(wire::inspect_image("a/b:1")), "GET /images/a%2Fb%3A1/json");
  EXPECT_EQ(line(wire::create(sample())), "POST /containers/create?name=sd-1");
  EXPECT_EQ(line(wire::start("x")), "POST /containers/x/start");
  EXPECT_EQ(line(wire::stop("x", 7s)), "POST /containers/x/stop?t=7");
  EXPECT_EQ(line(wire::pause("x")), "POST /containers/x/pause");
  EXPECT_EQ(line(wire::resume("x")), "POST /containers/x/unpause");
  EXPECT_EQ(line(wire::remove("x")), "DELETE /containers/x?force=1&v=1");
  EXPECT_EQ(line(wire::inspect("x")), "GET /containers/x/json");
  EXPECT_EQ(line(wire::bridge_gateway()), "GET /networks/bridge");
  EXPECT_EQ(line(wire::list("a=b")), "GET /containers/json?all=1&filters="
                                     "%7B%22label%22%3A%5B%22a%3Db%22%5D%7D");
}

TEST(Wire, ALabelCannotBreakOutOfTheFilter) {
  EXPECT_THAT(wire::list("\"]}").http.target, HasSubstr("%5C%22%5D%7D%22"));
}

/// Returns `text` as it was before its encoding.
std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '%') {
      const std::string digits(text.substr(i + 1, 2));
      result += static_cast<char>(std::stoi(digits, nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  return result;
}

TEST(Wire, WatchAsksForWhatConcernsItsContainersOnly) {
  EXPECT_EQ(decoded(wire::watch("a=b", 0).http.target),
            R"(/events?filters={"type":["container"],"label":["a=b"],)"
            R"("event":["start","die","stop","pause","unpause","rename","oom",)"
            R"("destroy","remove","health_status"]})");
  EXPECT_THAT(wire::watch("\"]}", 0).http.target, HasSubstr("%5C%22%5D%7D%22"));
}

TEST(Wire, WatchSaysSinceWhenToTheNanosecond) {
  const auto since = [](std::int64_t moment) {
    const auto target = wire::watch("x", moment).http.target;
    const auto at = target.find("&since=");
    return at == target.npos ? "" : target.substr(at + 7);
  };
  EXPECT_EQ(since(0), "");
  EXPECT_EQ(since(-1), "");
  EXPECT_EQ(since(1), "0.000000001");
  EXPECT_EQ(since(1'795'379'862'049'423'531), "1795379862.049423531");
  EXPECT_EQ(since(5'000'000'000), "5.000000000");
}

TEST(Wire, NoNameCanLeaveItsSegment) {
  for (int byte = 0; byte < 256; ++byte) {
    const auto text =
        wire::percent_encoded(std::string(1, static_cast<char>(byte)));
    EXPECT_EQ(text.find_first_of("/?#&+% \r\n\"<>\\^`{|}", text[0] == '%'),
              text.npos)
        << byte;
    EXPECT_EQ(text.size(), text[0] == '%' ? 3u : 1u) << byte;
  }
  EXPECT_EQ(wire::start("../x?y").http.target, "/containers/..%2Fx%3Fy/start");
}

TEST(Wire, VersionGoesInFront) {
  EXPECT_EQ(wire::versioned({1, 41}, "/images/json"), "/v1.41/images/json");
}

TEST(Wire, StopMayTakeItsGraceOnTop) {
  EXPECT_EQ(wire::stop("x", 0s).http.limit, 20s);
  EXPECT_EQ(wire::stop("x", 600s).http.limit, 620s);
  EXPECT_EQ(wire::stop("x", -5s).http.target, wire::stop("x", 0s).http.target);
}

TEST(Wire, EveryVerbHasALimitAndOnlyCreateMustNotBeRepeated) {
  for (const auto& r :
       {wire::version(), wire::images(), wire::inspect_image("x"),
        wire::create(sample()), wire::start("x"), wire::stop("x", 0s),
        wire::pause("x"), wire::resume("x"), wire::watch("x", 0),
        wire::remove("x"), wire::inspect("x"), wire::list("x"),
        wire::bridge_gateway()}) {
    EXPECT_EQ(r.http.limit, time_limit(r.what));
    EXPECT_GE(r.http.limit, 2s);
    EXPECT_EQ(r.http.repeatable, r.what != verb::create);
  }
}

TEST(Wire, CreateSaysAllThatTheSpecSays) {
  const auto doc = parsed(wire::create_body(sample()));
  EXPECT_STREQ(doc["Image"].GetString(), "a/b:1");
  EXPECT_STREQ(doc["Env"][1].GetString(), "Q=\"quoted\"\n");
  EXPECT_STREQ(doc["Labels"][label::id].GetString(), "0f");
  EXPECT_STREQ(doc["Labels"]["x"].GetString(), "ü");
  EXPECT_TRUE(doc["ExposedPorts"]["22/tcp"].IsObject());
  const auto& host = doc["HostConfig"];
  EXPECT_STREQ(host["RestartPolicy"]["Name"].GetString(), "no");
  EXPECT_FALSE(host.HasMember("PublishAllPorts"));
  for (const auto* port : {"22/tcp", "53/udp"}) {
    const auto& bindings = host["PortBindings"][port];
    ASSERT_EQ(bindings.Size(), 1u) << port;
    EXPECT_STREQ(bindings[0]["HostIp"].GetString(), "127.0.0.1");
    EXPECT_STREQ(bindings[0]["HostPort"].GetString(), "");
  }
}

TEST(Wire, CreateNeverSendsAnEmptyBindingList) {
  auto what = sample();
  EXPECT_THAT(wire::create_body(what), Not(HasSubstr("[]")));
  what.publish.clear();
  const auto doc = parsed(wire::create_body(what));
  EXPECT_EQ(doc["HostConfig"]["PortBindings"].MemberCount(), 0u);
}

TEST(Wire, APortAskedForTwiceIsPublishedOnce) {
  auto what = sample();
  what.publish.push_back(what.publish.front());
  const auto doc = parsed(wire::create_body(what));
  EXPECT_EQ(doc["HostConfig"]["PortBindings"].MemberCount(), 2u);
}

} // namespace spin::docker
