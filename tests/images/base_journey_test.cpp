#include "tests/images/journey_test.hpp"

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
    EXPECT_TRUE(reports_itself(made, "1")) << check_in(made).output;
  }
  EXPECT_TRUE(reports_itself(made, "0")) << check_in(made).output;
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

/// systemd wants rights that the operator gives by a profile.
class SystemdBase : public ImageJourney {};

TEST_F(SystemdBase, ReportsByItsTimerAndKeepsItsHostKey) {
  auto made = start_one("sd-base-systemd", R"("profile":"systemd")");
  ASSERT_TRUE(lets_us_in(made)) << docker({"logs", made.id}).output;
  {
    const auto me = ssh_session(made);
    EXPECT_TRUE(reports_itself(made, "1"))
        << exec(made, {"journalctl", "-u", "check-in"}).output;
  }
  EXPECT_TRUE(reports_itself(made, "0")) << check_in(made).output;
  const auto key_before = host_key(made);
  await_idle_stop(made);
  made = start_again(made);
  ASSERT_TRUE(lets_us_in(made));
  EXPECT_EQ(host_key(made), key_before);
  remove(made);
}

} // namespace spin::test
