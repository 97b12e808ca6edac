#include "config/load.hpp"
#include "config/password_hash.hpp"

#include <gmock/gmock.h>

#include "scratch_dir.hpp"

namespace spin::config {

namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class LoadTest : public testing::Test {
protected:
  LoadTest() { from.default_file = dir.file("absent.yml"); }

  settings loaded() const {
    const auto got = load(from);
    EXPECT_TRUE(got) << got.error().line();
    return got ? got->values : settings{};
  }

  settings loaded_file(const std::string& text) {
    from.config_file = dir.write("sd.yml", text);
    return loaded();
  }

  std::string refusal() const {
    const auto got = load(from);
    EXPECT_FALSE(got);
    return got ? std::string{} : got.error().line();
  }

  scratch_dir dir;
  sources from;
};

// -- the file -----------------------------------------------------------------

TEST_F(LoadTest, TheFileOfTheManualLoads) {
  const auto got = loaded_file("# Spin-docker configuration settings\n"
                               "sd_environment: 'development'\n"
                               "sd_password: 'spindocker'\n"
                               "sd_disable_timeouts: False\n"
                               "sd_initial_timeout_interval: 7200\n"
                               "sd_timeout_interval: 1800\n");
  EXPECT_EQ(got, load(sources{{}, {}, {}, dir.file("absent.yml")})->values);
}

TEST_F(LoadTest, TheWordFalseInQuotesMeansFalse) {
  // S13: any text that was not empty disabled the timeouts, "False" too.
  for (const auto word : {"False", "'False'", "\"false\"", "no", "off", "0"})
    EXPECT_FALSE(loaded_file(std::string{"sd_disable_timeouts: "} + word + '\n')
                     .sd_disable_timeouts)
        << word;
  from.config_file.reset();
  from.environment["DISABLE_TIMEOUTS"] = "False";
  EXPECT_FALSE(loaded().sd_disable_timeouts);
}

TEST_F(LoadTest, AnEmptyFileSetsNothing) {
  const auto defaults = loaded();
  for (const auto text : {"", "\n", "# nothing\n", "---\n", "{}\n"})
    EXPECT_EQ(loaded_file(text), defaults) << text;
}

TEST_F(LoadTest, ProxiesComeAsAListOrWithCommas) {
  const auto both = ElementsAre("10.0.0.0/8", "::1");
  for (const auto text :
       {"[10.0.0.0/8, '::1']", "10.0.0.0/8, ::1", "\n  - 10.0.0.0/8\n  - ::1"})
    EXPECT_THAT(loaded_file(std::string{"sd_trusted_proxies: "} + text + '\n')
                    .sd_trusted_proxies,
                both)
        << text;
}

TEST_F(LoadTest, ANumberCanBeAPassword) {
  EXPECT_EQ(loaded_file("sd_password: 0123\n").sd_password, "0123");
  EXPECT_EQ(loaded_file("sd_password: 'null'\n").sd_password, "null");
}

// -- the password -------------------------------------------------------------

TEST_F(LoadTest, TheFileOfThePasswordWinsWithoutItsNewline) {
  from.environment["SD_PASSWORD"] = "weak";
  const auto with = [&](const std::string& text) {
    from.sets = {"sd_password_file=" + dir.write("pw", text)};
    return loaded().sd_password;
  };
  EXPECT_EQ(with("strong\n"), "strong");
  EXPECT_EQ(with("strong\r\n"), "strong");
  EXPECT_EQ(with("strong"), "strong");
  EXPECT_EQ(with(" with blanks "), " with blanks ");
}

TEST_F(LoadTest, AFileWithoutAPasswordIsRefused) {
  const auto with = [&](const std::string& path) {
    from.sets = {"sd_password_file=" + path};
    return refusal();
  };
  const auto told = AllOf(StartsWith("--set: sd_password_file: "),
                          HasSubstr("; allowed: a readable file"));
  EXPECT_THAT(with(dir.file("gone")), AllOf(told, HasSubstr("No such file")));
  EXPECT_THAT(with(dir.file("")), told);
  EXPECT_THAT(with(dir.write("pw", "")), AllOf(told, HasSubstr("is empty")));
  EXPECT_THAT(with(dir.write("pw", "\n")), AllOf(told, HasSubstr("is empty")));
  EXPECT_THAT(with(dir.write("pw", "a\nb\n")), told);
  EXPECT_THAT(with(dir.write("pw", std::string(9000, 'x'))), told);
}

TEST_F(LoadTest, ProductionRefusesTheDefaultPasswordAndAnEmptyOne) {
  // S26: the original ran with a password that everybody knows.
  from.environment["SD_ENVIRONMENT"] = "production";
  EXPECT_THAT(refusal(),
              AllOf(StartsWith("environment SD_ENVIRONMENT: sd_password: "),
                    HasSubstr("; allowed: a password of your own")));
  from.sets = {"sd_password=spindocker"};
  EXPECT_THAT(refusal(), StartsWith("--set: sd_password: is the default"));
  from.sets = {"sd_password="};
  EXPECT_THAT(refusal(), StartsWith("--set: sd_password: is empty"));
  from.sets = {"sd_password_file=" + dir.write("pw", "spindocker\n")};
  EXPECT_THAT(refusal(), StartsWith("sd_password_file: sd_password: "));
  from.sets = {"sd_password_file=" + dir.write("pw", "mine\n")};
  EXPECT_EQ(loaded().sd_password, "mine");
}

TEST_F(LoadTest, ACertificateAndItsKeyComeTogether) {
  from.sets = {"sd_tls_certificate=/c", "sd_tls_key=/k"};
  EXPECT_EQ(loaded().sd_tls_key, "/k");
  from.sets = {"sd_tls_certificate=/c"};
  EXPECT_THAT(refusal(), StartsWith("--set: sd_tls_certificate: is set, "
                                    "sd_tls_key is not"));
  from.sets = {"sd_tls_key=/k"};
  EXPECT_THAT(refusal(), StartsWith("--set: sd_tls_key: is set, "
                                    "sd_tls_certificate is not"));
}

TEST_F(LoadTest, AHashStandsForThePasswordWhereverOneMay) {
  from.environment["SD_ENVIRONMENT"] = "production";
  const auto hash = hash_password("mine");
  from.sets = {"sd_password=" + hash};
  EXPECT_EQ(loaded().sd_password, hash);
  from.sets = {"sd_password_file=" + dir.write("pw", hash + '\n')};
  EXPECT_EQ(loaded().sd_password, hash);
}

TEST_F(LoadTest, ABrokenHashIsNotTakenForAPassword) {
  from.sets = {"sd_password=$argon2id$v=19$m=65536,t=2,p=1$c2FsdA"};
  EXPECT_THAT(refusal(), StartsWith("--set: sd_password: begins as a hash"));
}

TEST_F(LoadTest, DevelopmentRunsWithTheDefaultPassword) {
  EXPECT_EQ(loaded().sd_password, "spindocker");
}

// -- values that depend on others ---------------------------------------------

TEST_F(LoadTest, AutoTtlIsFourIntervals) {
  EXPECT_EQ(loaded().sd_report_ttl, 2h);
  from.sets = {"sd_timeout_interval=1m", "sd_report_ttl=Auto"};
  EXPECT_EQ(loaded().sd_report_ttl, 4min);
  from.sets = {"sd_timeout_interval=1m", "sd_report_ttl=0"};
  EXPECT_EQ(loaded().sd_report_ttl, 0s);
}

TEST_F(LoadTest, TheTimeoutsOfClientsHaveRoomBetweenTheirBounds) {
  const auto with = [&](const char* least, const char* most) {
    from.sets = {std::string{"sd_timeout_min="} + least,
                 std::string{"sd_timeout_max="} + most};
  };
  with("1h", "60m");
  EXPECT_EQ(loaded().sd_timeout_min, loaded().sd_timeout_max);
  with("365d", "365d");
  EXPECT_EQ(loaded().sd_timeout_min, 24h * 365);
  with("1s", "1s");
  EXPECT_EQ(loaded().sd_timeout_max, 1s);
  with("61m", "1h");
  EXPECT_EQ(refusal(), "--set: sd_timeout_min: 61m is more than "
                       "sd_timeout_max (1h); allowed: at most sd_timeout_max");
}

TEST_F(LoadTest, BoundsThatCrossAreShownWhereTheyAreSet) {
  from.environment["SD_TIMEOUT_MAX"] = "1m";
  EXPECT_EQ(loaded().sd_timeout_max, 1min);
  from.config_file = dir.write("sd.yml", "\nsd_timeout_min: 2m\n");
  EXPECT_THAT(refusal(), StartsWith(dir.file("sd.yml") + ":2: sd_timeout_min"));
}

TEST_F(LoadTest, TheEngineIsThatOfDockerUnlessSet) {
  // S27: the engine's address stood in the code.
  EXPECT_EQ(loaded().sd_engine, "unix:///var/run/docker.sock");
  from.environment["DOCKER_HOST"] = "tcp://127.0.0.1:2375";
  EXPECT_EQ(loaded().sd_engine, "tcp://127.0.0.1:2375");
  from.environment["DOCKER_HOST"] = "";
  EXPECT_EQ(loaded().sd_engine, "unix:///var/run/docker.sock");
  from.environment["DOCKER_HOST"] = "ssh://somewhere";
  from.sets = {"sd_engine=unix:///a.sock"};
  EXPECT_EQ(loaded().sd_engine, "unix:///a.sock");
}

TEST_F(LoadTest, TheEnvironmentIsReadFromItsBlock) {
  const char* block[] = {"A=1", "B=x=y", "C=", "broken", nullptr};
  const environment_variables expected{{"A", "1"}, {"B", "x=y"}, {"C", ""}};
  EXPECT_EQ(environment_of(block), expected);
  EXPECT_TRUE(environment_of(nullptr).empty());
}

} // namespace

} // namespace spin::config
