#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

namespace {

/// A network of the engine beside the default one; a container moves there for
/// as long as this lives.
class other_network {
public:
  other_network(std::string name, std::string container)
      : name_(std::move(name)), container_(std::move(container)) {
    docker({"network", "create", name_});
    docker({"network", "disconnect", "bridge", container_});
    docker({"network", "connect", name_, container_});
  }

  ~other_network() {
    docker({"network", "disconnect", "-f", name_, container_});
    docker({"network", "rm", name_});
  }

  other_network(const other_network&) = delete;
  other_network& operator=(const other_network&) = delete;

  /// The container's only way out now.
  std::string gateway() const {
    return inspect(container_, "{{(index .NetworkSettings.Networks \"" + name_
                                   + "\").Gateway}}");
  }

private:
  std::string name_;
  std::string container_;
};

} // namespace

/// Reports from inside real containers.
class CheckInService : public ServiceTest {
  void SetUp() override { start(); }

protected:
  /// What a client of old does: no token, only the address it has.
  finished post_as_old_client(const container& from, const std::string& body) {
    return exec(from,
                {"wget", "-q", "-O", "-", "--post-data", body, check_in_url()});
  }
};

TEST_F(CheckInService, CreditsTheImagesOwnScript) {
  const auto made = create();
  const auto other = create();
  const auto port = static_cast<std::uint16_t>(std::stoi(made.app_port));
  ASSERT_TRUE(page_answers(made.app_port)); // else nobody can be connected
  const silent_client somebody{port};
  // The engine's proxy takes a moment to pass the connection on.
  EXPECT_TRUE(eventually([&] {
    const auto script = exec(made, {"check-in"});
    EXPECT_EQ(script.exit_code, 0) << script.output;
    return shown(made, "active") == "1";
  }));
  EXPECT_EQ(shown(other, "active"), "0");
}

TEST_F(CheckInService, CreditsACronJobThatHasNoEnvironment) {
  const auto made = create();
  ASSERT_EQ(server->call("POST", "/v1/check-in", "active=0").status, 404);
  ASSERT_EQ(post_as_old_client(made, "active=7").exit_code, 0);
  ASSERT_EQ(shown(made, "active"), "7");
  // Its crond runs the script on the next minute; nobody is connected, so the
  // number goes back to 0.
  EXPECT_TRUE(eventually([&] { return shown(made, "active") == "0"; }, 90s));
}

TEST_F(CheckInService, FindsTheServerOnTheGatewayWhenTheUrlOfOldIsDead) {
  const auto made = create();
  const other_network moved{instance, made.id};
  settings["sd_check_in_listen"] = moved.gateway() + ":80";
  restart();
  ASSERT_NE(exec(made, {"sh", "-c", "wget -q --post-data x $SPIN_DOCKER_URL"})
                .exit_code,
            0);
  const auto script = exec(made, {"check-in"});
  EXPECT_EQ(script.exit_code, 0) << script.output;
}

// S1: the manual, the images and the original's code each spell it otherwise.
TEST_F(CheckInService, CreditsUnmodifiedClientsInAllSpellings) {
  const auto made = create();
  int number = 1;
  for (const auto* name :
       {"active", "active-connections", "active_connections"}) {
    const auto value = std::to_string(number++);
    const auto sent = post_as_old_client(made, name + ("=" + value));
    EXPECT_EQ(sent.exit_code, 0) << sent.output;
    EXPECT_EQ(shown(made, "active"), value) << name;
  }
}

// S2: a report that counts for nobody must not look like success.
TEST_F(CheckInService, RefusesAReportFromAnUnknownAddress) {
  const auto answer = send({.method = "POST",
                            .url = server->url("/v1/check-in"),
                            .body = "active=1"});
  EXPECT_EQ(answer.status, 404);
  EXPECT_NE(answer.field("message"), "(none)");
}

// S4: a container that is not of ours has an address on the same bridge.
TEST_F(CheckInService, RefusesAForeignContainerOnTheSameBridge) {
  const auto stranger = docker({"run", "--rm", "--label",
                                "spin-docker.instance=" + instance + "x",
                                "spin-docker/hello", "wget", "-q", "-O", "-",
                                "--post-data", "active=1", check_in_url()});
  EXPECT_NE(stranger.exit_code, 0);
  EXPECT_NE(stranger.output.find("404"), std::string::npos) << stranger.output;
}

// S5: the address of a container that has ended goes to the next one.
TEST_F(CheckInService, CreditsTheNewOwnerOfAReusedAddress) {
  const auto first = create();
  const auto address = inspect(first.id, "{{.NetworkSettings.IPAddress}}");
  ASSERT_EQ(docker({"kill", first.id}).exit_code, 0);
  ASSERT_TRUE(eventually(
      [&] { return inspect(first.id, "{{.State.Running}}") == "false"; }));
  // Another test may have got it meanwhile: then once more.
  std::optional<container> second;
  ASSERT_TRUE(eventually([&] {
    second.emplace(create());
    if (inspect(second->id, "{{.NetworkSettings.IPAddress}}") == address)
      return true;
    server->remove(second->uri);
    return false;
  }));
  ASSERT_EQ(post_as_old_client(*second, "active=5").exit_code, 0);
  EXPECT_EQ(shown(*second, "active"), "5");
  EXPECT_EQ(shown(first, "active"), "0");
}

// S6: only whole numbers from 0 up; anything else changes nothing.
TEST_F(CheckInService, RefusesWhatIsNoWholeNumber) {
  const auto made = create();
  ASSERT_EQ(post_as_old_client(made, "active=3").exit_code, 0);
  for (const auto* bad : {"active=-1", "active=x", "active=", "active=1.5",
                          "active=99999999999999999999999", "busy=1"}) {
    const auto sent = post_as_old_client(made, bad);
    EXPECT_NE(sent.exit_code, 0) << bad;
    EXPECT_NE(sent.output.find("400"), std::string::npos) << sent.output;
    EXPECT_EQ(shown(made, "active"), "3") << bad;
  }
}

TEST_F(CheckInService, ServesNothingElseWhereContainersReachIt) {
  const auto made = create();
  const auto base = "http://" + settings.at("sd_check_in_listen");
  for (const auto* path : {"/v1/containers", "/v1/images", "/metrics"})
    EXPECT_EQ(send({.url = base + path, .auth = "admin:spindocker"}).status,
              404)
        << path;
}

} // namespace spin::test
