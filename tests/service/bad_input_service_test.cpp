#include "tests/service/service_test.hpp"

namespace spin::test {

namespace {

/// A request that must be refused, and how.
struct refusal {
  const char* name;
  const char* method;
  const char* path;
  const char* body;
  int status;
  const char* content_type = "application/x-www-form-urlencoded";
};

// "{id}" stands for the id of a container that runs meanwhile.
constexpr auto containers = "/v1/containers";
constexpr auto one = "/v1/containers/{id}";
constexpr auto nobody =
    "/v1/containers/"
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
constexpr auto json = "application/json";

const refusal refusals[] = {
    {"NoImage", "POST", containers, "imag=x", 400},
    {"EmptyImage", "POST", containers, "image=", 400},
    {"EmptyBody", "POST", containers, "", 400},
    {"ImageTwice", "POST", containers, "image=a&image=b", 400},
    {"ImageWithControlCharacter", "POST", containers, "image=a%0ab", 400},
    {"UnknownImage", "POST", containers, "image=spin-docker/no-such-thing",
     404},
    {"ImageWithoutPorts", "POST", containers,
     "image=spin-docker/hello-no-ports", 422},
    {"BrokenJson", "POST", containers, "{\"image\":", 400, json},
    {"JsonOfAnotherShape", "POST", containers, "[1]", 400, json},
    {"JsonImageIsNoText", "POST", containers, "{\"image\":{}}", 400, json},
    {"NoStatus", "PATCH", one, "x=y", 400},
    {"TwoStatuses", "PATCH", one, "status=stopped&status=running", 400},
    {"UnknownStatus", "PATCH", one, "status=paused", 400},
    {"PatchOfNobody", "PATCH", nobody, "status=stopped", 404},
    {"DeleteOfNobody", "DELETE", nobody, "", 404},
    {"GetOfNobody", "GET", nobody, "", 404},
    {"GetByTooShortAPrefix", "GET", "/v1/containers/0123", "", 404},
    {"CheckInFromNowhere", "POST", "/v1/check-in", "active=1", 404},
    {"UnknownPath", "GET", "/v2/containers", "", 404},
    {"WrongMethodOnList", "DELETE", containers, "", 405},
    {"WrongMethodOnOne", "POST", one, "status=stopped", 405},
    {"WrongMethodOnImages", "POST", "/v1/images", "a=b", 405},
};

std::string with_id(std::string path, const std::string& id) {
  if (const auto at = path.find("{id}"); at != std::string::npos)
    path.replace(at, 4, id);
  return path;
}

} // namespace

/// Bad input gets its error and changes nothing, neither in GET nor on the
/// engine.
class BadInputService : public ServiceTest {
protected:
  void SetUp() override {
    start();
    witness.emplace(create());
    before = shown_now();
  }

  /// The manual's fields of every container: all that bad input could change
  /// and that a cron job of the container meanwhile does not.
  std::string shown_now() const {
    std::string text;
    const auto list = server->get("/v1/containers").json();
    for (const auto& each : list.GetArray())
      for (const auto* name : {"container_id", "name", "image", "status",
                               "active", "ssh_port", "app_port", "uri"})
        text += field_of(each, name) + " ";
    return text;
  }

  void nothing_changed(const std::string& after) {
    EXPECT_EQ(shown_now(), before) << after;
    EXPECT_EQ(on_engine(), std::set{witness->id}) << after;
  }

  std::optional<container> witness;
  std::string before;
};

// S15, S24: each with its own code and a message, and no record of it left.
TEST_F(BadInputService, IsRefusedWithItsOwnCodeAndAMessage) {
  for (const auto& each : refusals) {
    const auto answer =
        server->call(each.method, with_id(each.path, witness->id), each.body,
                     {std::string{"Content-Type: "} + each.content_type});
    EXPECT_EQ(answer.status, each.status) << each.name << ": " << answer.body;
    EXPECT_NE(answer.field("message"), "(none)") << each.name;
    nothing_changed(each.name);
  }
}

TEST_F(BadInputService, NamesTheMethodsThatAPathHas) {
  const auto answer = server->remove("/v1/containers");
  ASSERT_EQ(answer.status, 405);
  EXPECT_NE(answer.headers.at("allow").find("POST"), std::string::npos);
}

TEST_F(BadInputService, RefusesAWrongPasswordAndSaysHowToAuthenticate) {
  for (const auto* auth : {"", "admin:wrong", "root:spindocker", "admin:"}) {
    const auto answer = send({.method = "POST",
                              .url = server->url("/v1/containers"),
                              .body = "image=spin-docker/hello",
                              .auth = auth});
    EXPECT_EQ(answer.status, 401) << auth;
    EXPECT_TRUE(answer.headers.at("www-authenticate").starts_with("Basic"));
    nothing_changed(auth);
  }
}

TEST_F(BadInputService, RefusesABodyOfAMegabyteOnceAndGoesOn) {
  const auto answer =
      server->post("/v1/containers", "image=" + std::string(1 << 20, 'a'));
  // The server may close before all was sent; then curl has no answer.
  EXPECT_TRUE(answer.status == 413 || answer.status == 0) << answer.status;
  nothing_changed("1 MB");
}

TEST_F(BadInputService, RefusesReportsOfAContainerThatAreNoNumbers) {
  for (const auto* bad : {"active=-1", "active=x"}) {
    const auto sent = exec(*witness, {"wget", "-q", "-O", "-", "--post-data",
                                      bad, check_in_url()});
    EXPECT_NE(sent.output.find("400"), std::string::npos) << sent.output;
    nothing_changed(bad);
  }
}

// S3: the header counts only from proxies that the operator named.
TEST_F(BadInputService, DoesNotBelieveAForwardedAddress) {
  const auto address = inspect(witness->id, "{{.NetworkSettings.IPAddress}}");
  for (const auto* header : {"X-Forwarded-For: ", "X-Real-IP: "}) {
    const auto answer = send({.method = "POST",
                              .url = server->url("/v1/check-in"),
                              .body = "active=9",
                              .headers = {header + address}});
    EXPECT_EQ(answer.status, 404) << header;
    nothing_changed(header);
  }
}

TEST_F(BadInputService, AnswersHealthWithoutAPassword) {
  EXPECT_EQ(send({.url = server->url("/healthz")}).status, 200);
  EXPECT_EQ(send({.url = server->url("/v1/images")}).status, 401);
}

} // namespace spin::test
