#include "config/load.hpp"

#include <gtest/gtest.h>

#include "config/options.hpp"
#include "samples.hpp"
#include "scratch_dir.hpp"

namespace spin::config {

namespace {

/// The four places where a key can be set, the weakest first.
enum place { in_file, in_old_name, in_environment, in_flag, places };

/// Quotes a text for YAML.
std::string quoted_text(std::string text) {
  for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos;)
    text.insert(std::exchange(at, at + 2), 1, '\'');
  return '\'' + text + '\'';
}

class PrecedenceTest : public testing::Test {
protected:
  /// Sets `key` in the place of each bit of `where` to that place's sample.
  sources set(const sample& one, unsigned where) const {
    const auto& row = *find_option(one.key);
    sources result;
    result.default_file = dir.file("absent.yml");
    if (where & 1u << in_file)
      result.config_file =
          dir.write("sd.yml", one.key + ": " + quoted_text(one.good[in_file]) + '\n');
    if (where & 1u << in_old_name)
      result.environment[row.old_name] = one.good[in_old_name];
    if (where & 1u << in_environment)
      result.environment[row.environment_name()] = one.good[in_environment];
    if (where & 1u << in_flag)
      result.sets.push_back(one.key + '=' + one.good[in_flag]);
    // Production needs a password of its own.
    if (one.key == "sd_environment")
      result.sets.push_back("sd_password_file="
                            + dir.write("pw", "unguessable\n"));
    return result;
  }

  scratch_dir dir;
};

TEST_F(PrecedenceTest, TheStrongestPlaceWinsForEveryKey) {
  for (const auto& one : samples()) {
    const auto& row = *find_option(one.key);
    for (unsigned where = 1; where < 1u << places; ++where) {
      if (row.old_name.empty() && (where & 1u << in_old_name))
        continue;
      auto strongest = places - 1;
      while (!(where & 1u << strongest))
        --strongest;
      const auto loaded = load(set(one, where));
      ASSERT_TRUE(loaded) << loaded.error().line();
      EXPECT_EQ(row.show(loaded->values),
                one.good[static_cast<std::size_t>(strongest)])
          << one.key << " in places " << where;
    }
  }
}

TEST_F(PrecedenceTest, TheOriginOfAValueIsKnown) {
  const auto& one =
      *std::find_if(samples().begin(), samples().end(), [](const auto& s) {
        return s.key == "sd_timeout_interval";
      });
  const auto origin = [&](place where) {
    return load(set(one, 1u << where))->origins.at(one.key);
  };
  EXPECT_EQ(origin(in_file), dir.file("sd.yml") + ":1");
  EXPECT_EQ(origin(in_old_name), "environment TIMEOUT_INTERVAL");
  EXPECT_EQ(origin(in_environment), "environment SD_TIMEOUT_INTERVAL");
  EXPECT_EQ(origin(in_flag), "--set");
  EXPECT_TRUE(load(set(one, 0))->origins.empty());
}

TEST_F(PrecedenceTest, TheOriginalsFiveVariablesWork) {
  sources from;
  from.default_file = dir.file("absent.yml");
  from.environment = {{"ENVIRONMENT", "production"},
                      {"SPIN_DOCKER_PASSWORD", "pw"},
                      {"DISABLE_TIMEOUTS", "True"},
                      {"INITIAL_TIMEOUT_INTERVAL", "60"},
                      {"TIMEOUT_INTERVAL", "30"}};
  const auto loaded = load(from);
  ASSERT_TRUE(loaded) << loaded.error().line();
  EXPECT_EQ(loaded->values.sd_environment, environment::production);
  EXPECT_EQ(loaded->values.sd_password, "pw");
  EXPECT_TRUE(loaded->values.sd_disable_timeouts);
  EXPECT_EQ(loaded->values.sd_initial_timeout_interval.count(), 60);
  EXPECT_EQ(loaded->values.sd_timeout_interval.count(), 30);
}

TEST_F(PrecedenceTest, AnEmptyVariableIsNotSet) {
  auto from = set(samples()[1], 1u << in_file);
  from.environment["SD_PASSWORD"] = "";
  from.environment["SPIN_DOCKER_PASSWORD"] = "";
  from.environment["SPIN_DOCKER_CONFIG"] = "";
  EXPECT_EQ(load(from)->values.sd_password, samples()[1].good[in_file]);
}

TEST_F(PrecedenceTest, TheLastOfTwoFlagsWins) {
  sources from;
  from.default_file = dir.file("absent.yml");
  from.sets = {"sd_stop_grace=1", "sd_stop_grace=2"};
  EXPECT_EQ(load(from)->values.sd_stop_grace.count(), 2);
}

TEST_F(PrecedenceTest, TheFlagNamesTheFileBeforeTheEnvironmentDoes) {
  const auto a = dir.write("a.yml", "sd_stop_grace: 1\n");
  const auto b = dir.write("b.yml", "sd_stop_grace: 2\n");
  const auto c = dir.write("c.yml", "sd_stop_grace: 3\n");
  sources from;
  from.default_file = c;
  EXPECT_EQ(load(from)->values.sd_stop_grace.count(), 3);
  from.environment["SPIN_DOCKER_CONFIG"] = b;
  EXPECT_EQ(load(from)->values.sd_stop_grace.count(), 2);
  from.config_file = a;
  EXPECT_EQ(load(from)->values.sd_stop_grace.count(), 1);
}

} // namespace

} // namespace spin::config
