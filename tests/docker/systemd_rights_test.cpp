#include "docker/systemd_rights.hpp"

#include <gtest/gtest.h>

namespace spin::docker {

TEST(SystemdRights, AreTheLeastThatTheEngineNeeds) {
  const auto old_groups = with_systemd({}, {20, 1});
  EXPECT_EQ(old_groups.cap_add, std::vector<std::string>{"SYS_ADMIN"});
  EXPECT_EQ(old_groups.cgroupns, "private");
  EXPECT_TRUE(old_groups.binds.empty());
  EXPECT_FALSE(old_groups.privileged);

  const auto new_engine = with_systemd({}, {28, 2});
  EXPECT_EQ(new_engine.security_opt,
            std::vector<std::string>{"writable-cgroups=true"});
  EXPECT_TRUE(new_engine.cap_add.empty());
  EXPECT_TRUE(new_engine.binds.empty());

  const auto old_engine = with_systemd({}, {27, 2});
  EXPECT_EQ(old_engine.binds,
            (std::vector<mount>{{"/sys/fs/cgroup", "/sys/fs/cgroup", false}}));
  EXPECT_TRUE(old_engine.cap_add.empty());
}

TEST(SystemdRights, KeepWhatElseTheProfileHas) {
  host_rights before;
  before.no_new_privileges = false;
  before.cap_add = {"NET_ADMIN"};
  const auto after = with_systemd(before, {20, 1});
  EXPECT_FALSE(after.no_new_privileges);
  EXPECT_EQ(after.cap_add,
            (std::vector<std::string>{"NET_ADMIN", "SYS_ADMIN"}));
}

} // namespace spin::docker
