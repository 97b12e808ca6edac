#include <random>

#include <gmock/gmock.h>

#include "config/command_line.hpp"
#include "config/options.hpp"
#include "samples.hpp"
#include "scratch_dir.hpp"

namespace spin::config {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class BadInputTest : public testing::Test {
protected:
  /// Expects a refusal with exit code 78 and returns its one line.
  std::string refusal(const std::vector<std::string>& arguments,
                      const environment_variables& environment = {}) const {
    const auto got =
        parse_command_line(arguments, environment, dir.file("absent.yml"));
    const auto* refused = std::get_if<answer>(&got);
    if (refused == nullptr) {
      ADD_FAILURE() << "the server would run";
      return {};
    }
    EXPECT_EQ(refused->exit_code, 78) << refused->out;
    EXPECT_EQ(refused->out, "");
    EXPECT_EQ(std::count(refused->err.begin(), refused->err.end(), '\n'), 1);
    EXPECT_TRUE(refused->err.ends_with('\n'));
    return refused->err.substr(0, refused->err.size() - 1);
  }

  std::string refused_file(const std::string& text) const {
    return refusal({"--config", dir.write("sd.yml", text)});
  }

  /// Returns "FILE:LINE: " of the file that `refused_file` writes.
  std::string at_line(int line) const {
    return dir.file("sd.yml") + ':' + std::to_string(line) + ": ";
  }

  scratch_dir dir;
};

/// Quotes any bytes for YAML.
std::string yaml(const std::string& text) {
  std::string result = "\"";
  for (const auto c : text)
    if (c == '\n')
      result += "\\n";
    else if (c == '"' || c == '\\')
      result += std::string{'\\'} + c;
    else
      result += c;
  return result + '"';
}

// -- every key, every bad value, every source ---------------------------------

TEST_F(BadInputTest, EveryBadValueNamesPlaceKeyAndLimit) {
  for (const auto& one : samples()) {
    const auto& row = *find_option(one.key);
    for (const auto& value : one.bad) {
      SCOPED_TRACE(one.key + '=' + value);
      const auto told = AllOf(HasSubstr(one.key + ": "),
                              HasSubstr("; allowed: "), HasSubstr(one.limit));
      EXPECT_THAT(refused_file("# head\n" + one.key + ": " + yaml(value)),
                  AllOf(StartsWith(at_line(2)), told));
      EXPECT_THAT(refusal({"--set", one.key + '=' + value}),
                  AllOf(StartsWith("--set: "), told));
      if (value.empty())
        continue; // an empty variable is not set
      const auto name = row.environment_name();
      EXPECT_THAT(refusal({}, {{name, value}}),
                  AllOf(StartsWith("environment " + name + ": "), told));
      if (!row.old_name.empty()) {
        EXPECT_THAT(refusal({}, {{row.old_name, value}}),
                    StartsWith("environment " + row.old_name + ": " + one.key));
      }
    }
  }
}

TEST_F(BadInputTest, AWeakerSourceIsCheckedThoughItIsReplaced) {
  EXPECT_THAT(refusal({"--set", "sd_stop_grace=1"}, {{"SD_STOP_GRACE", "x"}}),
              StartsWith("environment SD_STOP_GRACE: sd_stop_grace: "));
}

TEST_F(BadInputTest, BoundsThatCrossAreRefusedNamingBoth) {
  EXPECT_THAT(refused_file("sd_timeout_max: 1h\nsd_timeout_min: 2h\n"),
              AllOf(StartsWith(at_line(2) + "sd_timeout_min: "),
                    HasSubstr("sd_timeout_max")));
}

// -- the shape of the file ----------------------------------------------------

TEST_F(BadInputTest, AKeyOfTheWrongKindIsNamed) {
  for (const auto& row : options()) {
    EXPECT_THAT(refused_file(row.key + ":\n"),
                StartsWith(at_line(1) + row.key + ": has no value; allowed"));
    EXPECT_THAT(refused_file(row.key + ": {a: 1}\n"),
                StartsWith(at_line(1) + row.key + ": is a map; allowed"));
    if (!row.is_list) {
      EXPECT_THAT(refused_file(row.key + ": [a]\n"),
                  StartsWith(at_line(1) + row.key + ": is a list; allowed"));
    }
  }
}

TEST_F(BadInputTest, AnUnknownKeyIsAnsweredWithTheNearestOne) {
  const auto meant = "did you mean sd_timeout_interval?; allowed: ";
  EXPECT_THAT(refused_file("sd_listen: 127.0.0.1:1\nsd_timout_interval: 5\n"),
              AllOf(StartsWith(at_line(2) + "sd_timout_interval: unknown key"),
                    HasSubstr(meant)));
  EXPECT_THAT(refusal({"--set", "sd_timout_interval=5"}), HasSubstr(meant));
  EXPECT_THAT(
      refusal({}, {{"SD_TIMOUT_INTERVAL", "5"}}),
      AllOf(StartsWith("environment SD_TIMOUT_INTERVAL: "), HasSubstr(meant)));
  EXPECT_THAT(refused_file("colour: red\n"), Not(HasSubstr("did you mean")));
}

TEST_F(BadInputTest, ADuplicateKeyIsRefusedAtItsSecondLine) {
  EXPECT_THAT(refused_file("sd_stop_grace: 1\n\nsd_stop_grace: 1\n"),
              StartsWith(at_line(3) + "sd_stop_grace: is set twice"));
}

TEST_F(BadInputTest, AFileThatIsNoMapIsRefused) {
  for (const auto text :
       {"just text\n", "- a\n- b\n", "a: [\n", "\ta: b\n", "a: b: c\n",
        "a: 1\n---\nb: 2\n", "? [x]\n: y\n", "sd_password: *gone\n", "{", ",",
        "[:", "{:", "a: 1\n---\n"})
    EXPECT_THAT(refused_file(text), AllOf(StartsWith(dir.file("sd.yml") + ':'),
                                          HasSubstr("; allowed: one YAML map")))
        << text;
}

TEST_F(BadInputTest, OnlyTheDefaultFileMayBeAbsent) {
  const auto absent = dir.file("absent.yml");
  const auto told = AllOf(StartsWith(absent + ": cannot be read: No such file"),
                          HasSubstr("; allowed: "));
  EXPECT_THAT(refusal({"--config", absent}), told);
  EXPECT_THAT(refusal({}, {{"SPIN_DOCKER_CONFIG", absent}}), told);
  EXPECT_TRUE(std::holds_alternative<settings>(
      parse_command_line(std::vector<std::string>{}, {}, absent)));
  EXPECT_THAT(refusal({"--config", dir.file("")}), HasSubstr("cannot be read"));
  EXPECT_THAT(refusal({"--config", "/dev/zero"}), HasSubstr("cannot be read"));
}

TEST_F(BadInputTest, AListWithABadItemIsRefused) {
  for (const auto list : {"['']", "[~]", "[[::1]]", "[{a: b}]", "[::1, x]"})
    EXPECT_THAT(refused_file(std::string{"sd_trusted_proxies: "} + list + '\n'),
                StartsWith(at_line(1) + "sd_trusted_proxies: "))
        << list;
}

// -- secrets ------------------------------------------------------------------

TEST_F(BadInputTest, ASecretIsNeverShown) {
  const std::string secret = "hunter2";
  const std::vector<std::string> files{
      "sd_password: [hunter2]\n",
      "sd_password: {hunter2: 1}\n",
      "sd_password: *hunter2\n",
      "sd_password: \"hunter2\\n\"\n",
      "sd_password: @hunter2\n",
      "sd_password: \"\\hunter2\"\n",
      "sd_password:hunter2\n",
      "{sd_password:hunter2}\n",
      "sd_store: rediss://:hunter2@h",
      "sd_engine: tcp://me:hunter2@h\n",
      "sd_store: redis://me:hunter2@h:0",
      "sd_password: !<hunter2\n",
      "sd_password: hunter2\nsd_password: hunter2\n"};
  for (const auto& text : files)
    EXPECT_THAT(refused_file(text), Not(HasSubstr(secret))) << text;
  EXPECT_THAT(refusal({"--set", secret}), Not(HasSubstr(secret)));
  EXPECT_THAT(refusal({"--set", "sd_pasword=hunter2"}), Not(HasSubstr(secret)));
  EXPECT_THAT(refusal({}, {{"SD_PASWORD", secret}}), Not(HasSubstr(secret)));
  EXPECT_THAT(refusal({}, {{"DOCKER_HOST", "ssh://me:hunter2@host"}}),
              AllOf(StartsWith("environment DOCKER_HOST: sd_engine: "),
                    Not(HasSubstr(secret))));
}

// -- anything at all ----------------------------------------------------------

TEST_F(BadInputTest, ADamagedFileIsRefusedInOneLineOrLoaded) {
  std::mt19937 random{2024};
  const auto whole = example_file();
  for (int i = 0; i < 500; ++i) {
    auto text = whole.substr(random() % whole.size(), 400);
    for (auto& c : text)
      if (random() % 8 == 0)
        c = static_cast<char>(
            "\n\n\t :#-[]{}'\"&*!|>%@\\,?\x80\xff"[random() % 24]);
    sources from;
    from.config_file = dir.write("f.yml", text);
    const auto got = load(from);
    if (got)
      continue;
    EXPECT_THAT(got.error().line(),
                AllOf(StartsWith(dir.file("f.yml")), HasSubstr("; allowed: "),
                      Not(HasSubstr("\n"))))
        << text;
  }
}

} // namespace

} // namespace spin::config
