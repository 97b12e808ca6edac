#include "http/create_rules.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gmock/gmock.h>

#include "http/option_table.hpp"

using namespace spin;
using namespace spin::http;
using testing::HasSubstr;

namespace {

principal user(const std::string& name, role may = role::user) {
  return {name, may};
}

constexpr std::int64_t mebibyte = 1024 * 1024;

/// Rules that allow a little of everything.
create_rules some_rules() {
  create_rules rules;
  rules.images = {"spin-docker/*", "debian"};
  rules.volumes = {"{user}.*", "shared"};
  rules.networks = {"class", "{user}-net"};
  rules.binds = {{"/srv/data", false}, {"/srv/read", true}};
  rules.ports = {{20000, 20009}, {443, 443}};
  rules.capabilities = {"NET_ADMIN"};
  rules.devices = {"/dev/dri/*"};
  rules.ulimits = {{"nofile", 1024}};
  rules.memory = {64 * mebibyte, 128 * mebibyte};
  rules.nano_cpus = {0, 2'000'000'000};
  rules.pids = {100, 200};
  rules.shm_most = 4096;
  rules.stop_timeout_most = std::chrono::seconds{60};
  rules.users = {"admin", "ann", "ann.b", "bob"};
  rules.engine_socket = "/run/engine/docker.sock";
  rules.profiles["systemd"].users = {"admin"};
  rules.profiles["systemd"].rights.systemd = true;
  rules.profiles["systemd"].usual.stop_signal = "SIGRTMIN+3";
  rules.profiles["systemd"].usual.env = {{"container", "docker"}};
  rules.profiles["builder"].users = {"bob"};
  rules.profiles["builder"].engine_socket = true;
  rules.profiles["free"].users = {"user"};
  rules.profiles["free"].rights.no_new_privileges = false;
  return rules;
}

/// A machine on which each path is what it is called, but for two links.
std::optional<std::string> resolve(const std::string& path) {
  if (path == "/srv/data/link")
    return "/etc";
  if (path == "/srv/data/socket")
    return "/run/engine/docker.sock";
  if (path == "/nowhere")
    return std::nullopt;
  return path;
}

reading<allowed_create> ask(create_options wish,
                            const std::string& image = "debian",
                            const principal& who = user("ann")) {
  return allow(std::move(wish), image, who, some_rules(), resolve);
}

std::string rule_error(create_options wish, const std::string& image = "debian",
                     const principal& who = user("ann")) {
  const auto got = ask(std::move(wish), image, who);
  return got ? "(none)"
             : std::to_string(got.error().status) + ' ' + got.error().message;
}

template <class T>
create_options with_one(T create_options::*field, T value) {
  create_options result;
  result.*field = std::move(value);
  return result;
}

using o = create_options;

} // namespace

TEST(CreateRules, ARefusalNamesTheOptionTheRuleAndWhereItIsSet) {
  EXPECT_EQ(rule_error(with_one(&o::ports, {{80, transport::tcp, 8080}})),
            "403 ports: 8080 is not allowed; allowed: 20000-20009, 443-443 "
            "(policy.ports in the configuration)");
  EXPECT_EQ(rule_error(with_one(&o::memory, std::optional{256 * mebibyte})),
            "403 memory: 268435456 is more than the 134217728 that are allowed "
            "(policy.memory_max in the configuration)");
  EXPECT_EQ(rule_error(with_one(&o::volumes, {mount{"bob.data", "/d", false}})),
            "403 volumes: bob.data is not allowed; allowed: ann.*, shared "
            "(policy.volumes in the configuration)");
}

TEST(CreateRules, WhoAsksForNothingGetsWhatIsUsual) {
  const auto got = ask({});
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->options.memory, 64 * mebibyte);
  EXPECT_EQ(got->options.pids, 100);
  EXPECT_EQ(got->options.nano_cpus, 2'000'000'000) << "no more than there may be";
  EXPECT_TRUE(got->rights.no_new_privileges);
  EXPECT_EQ(got->options.ports, std::vector<port_binding>{});
}

TEST(CreateRules, NoLimitIsMoreThanAny) {
  for (const auto field : {&o::memory, &o::nano_cpus, &o::pids})
    EXPECT_THAT(rule_error(with_one(field, std::optional<std::int64_t>{0})),
                HasSubstr(": no limit is more than"));
  EXPECT_THAT(rule_error(with_one(&o::ulimits, {{"nofile", ulimit{-1, -1}}})),
              HasSubstr("ulimits.nofile: no limit is more"));
  create_rules free;
  const auto got = allow(with_one(&o::memory, std::optional<std::int64_t>{0}), "x",
                         user("ann"), free, resolve);
  EXPECT_EQ(got->options.memory, 0);
}

TEST(CreateRules, WhatIsWithinThemIsAllowed) {
  o wish;
  wish.volumes = {{"ann.data", "/d", false}, {"shared", "/s", true}};
  wish.networks = {{"class", {}}, {"ann-net", {}}};
  wish.binds = {{"/srv/data/x", "/x", false}, {"/srv/read", "/r", true}};
  wish.ports = {{80, transport::tcp, 20009}};
  wish.cap_add = {"NET_ADMIN"};
  wish.cap_drop = {"ALL"};
  wish.devices = {"/dev/dri/card0"};
  wish.ulimits = {{"nofile", {10, 1024}}};
  wish.memory = 128 * mebibyte;
  wish.pids = 200;
  wish.shm_size = 4096;
  wish.stop_timeout = std::chrono::seconds{60};
  EXPECT_EQ(rule_error(wish), "(none)");
}

TEST(CreateRules, ImagesGoByNameWithAndWithoutTag) {
  EXPECT_EQ(rule_error({}, "debian:12"), "(none)");
  EXPECT_EQ(rule_error({}, "debian@sha256:ab"), "(none)");
  EXPECT_EQ(rule_error({}, "spin-docker/hello"), "(none)");
  EXPECT_THAT(rule_error({}, "evil/debian"), HasSubstr("403 image: evil/debian"));
  EXPECT_THAT(rule_error({}, "debian2"), HasSubstr("403 image"));
  EXPECT_THAT(rule_error({}, "localhost:5000/debian"), HasSubstr("403 image"));
  // By its id it could be any.
  EXPECT_THAT(rule_error({}, "deb1a2"), HasSubstr("403 image"));
}

// "ann.b.data" is a volume of the user ann.b, and ann has no way to it.
TEST(CreateRules, OneUserIsNotTheBeginningOfAnother) {
  const auto volume = with_one(&o::volumes, {mount{"ann.b.data", "/d", false}});
  EXPECT_THAT(rule_error(volume), HasSubstr("403 volumes"));
  EXPECT_FALSE(fits_any({"*-{user}"}, "data-x-ann", "ann", {"ann", "x-ann"}));
  EXPECT_TRUE(fits_any({"*-{user}"}, "data-ann", "ann", {"ann", "x-ann"}));
  EXPECT_EQ(rule_error(volume, "debian", user("ann.b")), "(none)");
}

TEST(CreateRules, NothingLeadsToTheHost) {
  // The engine's socket, by itself, by a link, or within what holds it.
  for (const auto* path : {"/run/engine/docker.sock", "/run/engine", "/run", "/",
                           "/srv/data/socket"})
    EXPECT_THAT(rule_error(with_one(&o::binds, {mount{path, "/x", true}})),
                HasSubstr("holds the engine's socket"))
        << path;
  for (const auto* path : {"/etc", "/srv", "/srv/data2", "/srv/data/link",
                           "/nowhere", "/proc"})
    EXPECT_THAT(rule_error(with_one(&o::binds, {mount{path, "/x", true}})),
                HasSubstr("403 binds: "))
        << path;
  EXPECT_THAT(rule_error(with_one(&o::binds, {mount{"/srv/read/x", "/x", false}})),
              HasSubstr("read-only alone"));
  for (const auto* name : {"SYS_ADMIN", "ALL", "SYS_PTRACE"})
    EXPECT_THAT(rule_error(with_one(&o::cap_add, {std::string{name}})),
                HasSubstr("403 cap_add: "));
  for (const auto* name : {"host", "none", "bridge", "ab12", "other", "bob-net"})
    EXPECT_THAT(rule_error(with_one(&o::networks, {network_join{name, {}}})),
                HasSubstr("403 networks: "))
        << name;
  for (const auto* path : {"/dev/sda", "/dev/mem", "/dev/../etc"})
    EXPECT_THAT(rule_error(with_one(&o::devices, {std::string{path}})),
                HasSubstr("403 devices: "));
}

// Even an operator who allows everything gives these by profiles only.
TEST(CreateRules, SomeThingsNoPatternAllows) {
  auto rules = some_rules();
  rules.binds = {{"/", false}};
  rules.networks = {"*"};
  rules.capabilities = {"SYS_ADMIN", "ALL"};
  const auto refused = [&](o wish) {
    return !allow(std::move(wish), "debian", user("admin", role::admin), rules,
                  resolve);
  };
  EXPECT_TRUE(refused(with_one(&o::binds, {mount{"/run", "/x", true}})));
  EXPECT_TRUE(refused(with_one(&o::networks, {network_join{"host", {}}})));
  EXPECT_TRUE(refused(with_one(&o::networks, {network_join{"0123abcd", {}}})));
  EXPECT_TRUE(refused(with_one(&o::cap_add, {std::string{"SYS_ADMIN"}})));
  EXPECT_TRUE(refused(with_one(&o::cap_add, {std::string{"ALL"}})));
  EXPECT_FALSE(refused(with_one(&o::binds, {mount{"/etc", "/x", true}})));
}

TEST(CreateRules, TheRealPathIsWhatIsMounted) {
  const auto folder = std::filesystem::temp_directory_path()
                      / ("spin-rules-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder / "in");
  std::filesystem::create_symlink("in", folder / "link");
  std::filesystem::create_symlink("/etc", folder / "out");
  auto rules = some_rules();
  rules.binds = {{real_path(folder).value(), false}};
  const auto ask_for = [&](const std::string& name) {
    return allow(with_one(&o::binds, {mount{folder / name, "/x", false}}), "debian",
                 user("ann"), rules, real_path);
  };
  EXPECT_EQ(ask_for("link")->options.binds.at(0).source,
            real_path(folder / "in"));
  EXPECT_FALSE(ask_for("out"));
  EXPECT_FALSE(ask_for("nothing"));
  std::filesystem::remove_all(folder);
}

TEST(CreateRules, BindsAreOffWhereTheEngineIsElsewhere) {
  auto rules = some_rules();
  rules.engine_socket.clear();
  const auto got = allow(with_one(&o::binds, {mount{"/srv/data", "/x", false}}),
                         "debian", user("ann"), rules, resolve);
  EXPECT_THAT(got.error().message, HasSubstr("on another machine"));
}

TEST(CreateRules, AProfileGivesItsRightsToThoseItIsFor) {
  const auto systemd = with_one(&o::profile, std::string{"systemd"});
  EXPECT_EQ(rule_error(systemd),
            "403 profile: systemd is not allowed; allowed: free "
            "(policy.profiles in the configuration)");
  EXPECT_THAT(rule_error(with_one(&o::profile, std::string{"none-such"})),
              HasSubstr("403 profile: none-such is not allowed"));
  const auto got = ask(systemd, "debian", user("root", role::admin));
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_TRUE(got->rights.systemd);
  EXPECT_EQ(got->options.stop_signal, "SIGRTMIN+3");
  EXPECT_EQ(got->options.env.at("container"), "docker");
  const auto builder =
      ask(with_one(&o::profile, std::string{"builder"}), "debian", user("bob"));
  EXPECT_EQ(builder->rights.binds,
            (std::vector<mount>{{"/run/engine/docker.sock",
                                 "/var/run/docker.sock", false}}));
}

// A token of a lesser role has the name of its user.
TEST(CreateRules, AnAdminsTokenOfALesserRoleIsNotForWhatAdminsMay) {
  const auto systemd = with_one(&o::profile, std::string{"systemd"});
  EXPECT_THAT(rule_error(systemd, "debian", user("admin", role::user)),
              HasSubstr("403 profile"));
}

// What was allowed is read again from its record after a restart.
TEST(CreateRules, WhatIsAllowedCanBeReadAgain) {
  auto rules = some_rules();
  auto& profile = rules.profiles["systemd"];
  profile.usual.tmpfs = {{"/run", 0, true}, {"/tmp", 0, true}};
  auto wish = with_one(&o::profile, std::string{"systemd"});
  wish.volumes = {{"admin.data", "/tmp", false}};
  const auto got =
      allow(wish, "debian", user("admin", role::admin), rules, resolve);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->options.tmpfs, (std::vector<tmpfs_mount>{{"/run", 0, true}}));
  EXPECT_EQ(decode_options(encode(got->options)), got->options);
  profile.usual.tmpfs = {{"/run/", 0, true}};
  const auto bad =
      allow(wish, "debian", user("admin", role::admin), rules, resolve);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().status, 400);
}

TEST(CreateRules, ReadOnlyFoldersStaySoWithinOthers) {
  auto rules = some_rules();
  rules.binds = {{"/srv", false}, {"/srv/secret", true}};
  const auto error = [&](const std::string& path, bool read_only) {
    const auto got = allow(with_one(&o::binds, {mount{path, "/x", read_only}}),
                           "debian", user("ann"), rules, resolve);
    return got ? "" : got.error().message;
  };
  EXPECT_EQ(error("/srv/other", false), "");
  EXPECT_EQ(error("/srv/secret/x", true), "");
  EXPECT_THAT(error("/srv/secret/x", false), HasSubstr("read-only alone"));
  EXPECT_THAT(error("/srv", false), HasSubstr("read-only alone"));
}

TEST(CreateRules, WhereNothingIsAllowedNoPathIsLookedAt) {
  auto rules = some_rules();
  rules.binds.clear();
  rules.devices.clear();
  const path_resolver hangs = [](const std::string&) -> std::optional<std::string> {
    throw std::logic_error("looked");
  };
  EXPECT_FALSE(allow(with_one(&o::binds, {mount{"/a", "/x", true}}), "debian",
                     user("ann"), rules, hangs));
  EXPECT_FALSE(allow(with_one(&o::devices, {std::string{"/dev/a"}}), "debian",
                     user("ann"), rules, hangs));
}

TEST(CreateRules, WhatTheClientSaysComesBeforeWhatAProfileHas) {
  auto wish = with_one(&o::profile, std::string{"systemd"});
  wish.stop_signal = "SIGTERM";
  wish.env = {{"container", "other"}};
  const auto got = ask(wish, "debian", user("root", role::admin));
  EXPECT_EQ(got->options.stop_signal, "SIGTERM");
  EXPECT_EQ(got->options.env.at("container"), "other");
}

// What the manual says of the operator's rules is what there is.
TEST(CreateRules, EachOptionUnderARuleIsRefusedByDefault) {
  const create_rules none;
  const std::map<std::string, create_options> wishes{
      {"volumes", with_one(&o::volumes, {mount{"x.y", "/d", false}})},
      {"binds", with_one(&o::binds, {mount{"/srv", "/d", false}})},
      {"shm_size", with_one(&o::shm_size, std::optional<std::int64_t>{1})},
      {"ulimits", with_one(&o::ulimits, {{"nofile", ulimit{1, 1}}})},
      {"networks", with_one(&o::networks, {network_join{"class", {}}})},
      {"cap_add", with_one(&o::cap_add, {std::string{"NET_ADMIN"}})},
      {"devices", with_one(&o::devices, {std::string{"/dev/null"}})},
      {"stop_timeout",
       with_one(&o::stop_timeout, std::optional{std::chrono::seconds{1}})},
      {"ports", with_one(&o::ports, {port_binding{80, transport::tcp, 80}})},
      {"profile", with_one(&o::profile, std::string{"systemd"})},
  };
  for (const auto& row : option_rows()) {
    const auto at = wishes.find(std::string{row.name});
    const bool has_limit = row.name == "memory" || row.name == "cpus"
                           || row.name == "pids";
    EXPECT_EQ(at != wishes.end() || has_limit, !row.rules.empty()) << row.name;
    if (at != wishes.end()) {
      EXPECT_FALSE(allow(at->second, "x", user("ann"), none, resolve))
          << row.name;
    }
  }
}
