#include "tests/images/journey_test.hpp"

#include <algorithm>

using namespace std::chrono_literals;

namespace spin::test {

/// The base by each process 1: the same promises of all.
class BaseJourney : public ImageJourney,
                    public ::testing::WithParamInterface<const char*> {
protected:
  void SetUp() override {
    ImageJourney::SetUp();
    if (GetParam() != std::string{"sd-base"})
      return;
    // So few seconds before the kill: exit code 0 then says that it was faster.
    settings["sd_stop_grace"] = "2";
    restart();
  }

  /// The first number of a process of that name inside.
  std::string pid_of(const container& in, const std::string& name) const {
    return exec(in, {"sh", "-c",
                     "grep -lx '" + name
                         + "' /proc/[0-9]*/comm | head -n 1 | tr -dc 0-9"})
        .output;
  }
};

INSTANTIATE_TEST_SUITE_P(ByEach, BaseJourney,
                         testing::Values("sd-base", "sd-base-runit",
                                         "sd-base-supervisord"),
                         [](const auto& each) {
                           std::string name;
                           for (const char c : std::string{each.param})
                             if (c != '-')
                               name += c;
                           return name;
                         });

TEST_P(BaseJourney, CountsWhoIsLoggedInAndKeepsItsHostKey) {
  auto made = start_one(GetParam());
  EXPECT_EQ(made.app_port, "");
  ASSERT_TRUE(lets_us_in(made));
  ASSERT_TRUE(reports(made, "0")) << check_in(made).output;
  {
    const auto me = ssh_session(made);
    EXPECT_TRUE(reports(made, "1")) << check_in(made).output;
  }
  EXPECT_TRUE(reports(made, "0")) << check_in(made).output;
  const auto key_before = host_key(made);
  ASSERT_NE(key_before, "");
  await_idle_stop(made);
  made = start_again(made);
  ASSERT_TRUE(lets_us_in(made));
  EXPECT_EQ(host_key(made), key_before);
  remove(made);
}

TEST_P(BaseJourney, StartsAServiceAgainThatDied) {
  const auto made = start_one(GetParam());
  ASSERT_TRUE(lets_us_in(made));
  const auto before = pid_of(made, "sshd");
  ASSERT_NE(before, "");
  ASSERT_EQ(exec(made, {"kill", "-9", before}).exit_code, 0);
  EXPECT_TRUE(lets_us_in(made));
  EXPECT_NE(pid_of(made, "sshd"), before);
}

TEST_P(BaseJourney, LetsNobodyInWhoseKeyItWasNotGiven) {
  const auto made = create("spin-docker/" + std::string{GetParam()});
  ASSERT_NE(host_key(made), "");
  const auto said = ssh(made, "true");
  EXPECT_EQ(said.exit_code, 255);
  EXPECT_NE(said.output.find("Permission denied (publickey)"),
            std::string::npos)
      << said.output;
}

/// What holds for the base that the others build on.
class SharedImage : public ImageJourney {};

// Whoever has the image must not be able to pose as a container of it; and an
// image made of a container carries that one's key.
TEST_F(SharedImage, GivesEachContainerAHostKeyOfItsOwn) {
  const auto first = start_one("sd-base");
  const auto second = start_one("sd-base");
  const auto key = host_key(first);
  ASSERT_NE(key, "");
  EXPECT_NE(key, host_key(second));

  const auto copy = "spin-docker/" + instance;
  ASSERT_EQ(docker({"commit", first.id, copy}).exit_code, 0);
  {
    const auto third = create(copy);
    EXPECT_NE(host_key(third), key);
    EXPECT_NE(host_key(third), "");
    remove(third);
  }
  EXPECT_EQ(docker({"rmi", copy}).exit_code, 0);
}

/// systemd wants rights that no create of ours gives: this container is made by
/// hand with our labels, and the server takes it up as its own.
class SystemdBase : public ImageJourney {
protected:
  /// What process 1 gets on this engine. On cgroup v2 it takes an engine 28.
  static std::vector<std::string> rights() {
    const auto version = docker({"info", "-f", "{{.CgroupVersion}}"}).output;
    if (version == "1\n")
      return {"--cap-add", "SYS_ADMIN", "--cgroupns", "private"};
    return {"--security-opt", "writable-cgroups=true"};
  }

  container start_by_hand() {
    auto own_id = instance;
    std::replace(own_id.begin(), own_id.end(), '.', '-');
    const auto token = own_id + ".secret"; // as the server makes them
    const auto digest =
        run({"sh", "-c", "printf %s '" + token + "' | sha256sum | cut -c1-64"})
            .output.substr(0, 64);
    std::vector<std::string> words{"create", "-P"};
    for (const auto& each : rights())
      words.push_back(each);
    for (const auto& each :
         {"spin-docker.id=" + own_id, "spin-docker.instance=" + instance,
          std::string{"spin-docker.image=spin-docker/sd-base-systemd"},
          "spin-docker.token-sha256=" + digest})
      words.insert(words.end(), {"--label", each});
    words.insert(words.end(), {"-e", "SPIN_DOCKER_TOKEN=" + token, "-e",
                               "SPIN_DOCKER_URL=" + check_in_url(),
                               "spin-docker/sd-base-systemd"});
    auto id = docker(words).output;
    id = id.substr(0, 64);
    docker({"cp", key() + ".pub", id + ":/private/ssh/authorized_keys"});
    const auto started = docker({"start", id});
    EXPECT_EQ(started.exit_code, 0) << started.output;
    EXPECT_TRUE(eventually([&] {
      return server->get("/v1/containers?audit=true").status == 200
             && listed().count(id) == 1;
    }));
    return container{server->get("/v1/containers/" + id)};
  }
};

TEST_F(SystemdBase, ReportsByItsTimerAndKeepsItsHostKey) {
  auto made = start_by_hand();
  ASSERT_TRUE(lets_us_in(made)) << docker({"logs", made.id}).output;
  {
    const auto me = ssh_session(made);
    EXPECT_TRUE(eventually([&] { return shown(made, "active") == "1"; }, 100s))
        << exec(made, {"journalctl", "-u", "check-in"}).output;
  }
  EXPECT_TRUE(reports(made, "0")) << check_in(made).output;
  const auto key_before = host_key(made);
  await_idle_stop(made);
  made = start_again(made);
  ASSERT_TRUE(lets_us_in(made));
  EXPECT_EQ(host_key(made), key_before);
  remove(made);
}

} // namespace spin::test
