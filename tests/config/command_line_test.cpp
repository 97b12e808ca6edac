#include "config/command_line.hpp"

#include <gmock/gmock.h>

#include "config/options.hpp"
#include "scratch_dir.hpp"

namespace spin::config {

namespace {

using testing::HasSubstr;
using testing::Not;

using arguments = std::vector<std::string>;

class CommandLineTest : public testing::Test {
protected:
  command parse(const arguments& given,
                const environment_variables& environment = {}) const {
    return parse_command_line(given, environment, dir.file("absent.yml"));
  }

  /// Expects an answer instead of a server.
  answer answered(const arguments& given,
                  const environment_variables& environment = {}) const {
    const auto got = parse(given, environment);
    const auto* found = std::get_if<answer>(&got);
    EXPECT_NE(found, nullptr);
    return found == nullptr ? answer{} : *found;
  }

  scratch_dir dir;
};

TEST_F(CommandLineTest, NoFlagsMeanTheDefaults) {
  const auto got = parse({});
  ASSERT_TRUE(std::holds_alternative<settings>(got));
  EXPECT_EQ(std::get<settings>(got).sd_listen, "127.0.0.1:8080");
}

TEST_F(CommandLineTest, SetMayBeRepeatedInBothSpellings) {
  const auto got = parse({"--set", "sd_listen=127.0.0.1:1", "--set",
                          "sd_stop_grace=3", "--set=sd_password=a=b"});
  ASSERT_TRUE(std::holds_alternative<settings>(got));
  const auto& values = std::get<settings>(got);
  EXPECT_EQ(values.sd_listen, "127.0.0.1:1");
  EXPECT_EQ(values.sd_stop_grace.count(), 3);
  EXPECT_EQ(values.sd_password, "a=b");
}

TEST_F(CommandLineTest, AValueReachesItsKeyUnchanged) {
  for (const std::string value : {"", " ", "[a,b]", "{}", "-x", "--y", "a,b",
                                  "\"q\"", "$HOME", "%%", "\\n"}) {
    const auto got = parse({"--set", "sd_password=" + value});
    ASSERT_TRUE(std::holds_alternative<settings>(got)) << value;
    EXPECT_EQ(std::get<settings>(got).sd_password, value);
  }
}

TEST_F(CommandLineTest, HelpNamesEveryKeyAndFlag) {
  const auto help = answered({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const auto& row : options())
    EXPECT_THAT(help.out, HasSubstr("  " + row.key + ": "));
  for (const auto& one : flags()) {
    EXPECT_THAT(help.out, HasSubstr("  " + one.name + ' '));
    EXPECT_THAT(help.out, HasSubstr(' ' + one.help + '\n'));
  }
}

TEST_F(CommandLineTest, HelpAndVersionNeedNoGoodConfiguration) {
  for (const auto flag :
       {"--help", "--version", "--print-example", "--print-manual"}) {
    const auto got = answered({flag, "--set", "nonsense"}, {{"SD_X", "1"}});
    EXPECT_EQ(got.exit_code, 0) << flag;
    EXPECT_FALSE(got.out.empty()) << flag;
  }
  EXPECT_EQ(answered({"--version"}).out, "spin-docker " SPIN_VERSION "\n");
}

TEST_F(CommandLineTest, CheckConfigSaysThatAllIsWell) {
  const auto got = answered({"--check-config"});
  EXPECT_EQ(got.exit_code, 0);
  EXPECT_EQ(got.out, "the configuration is valid\n");
  EXPECT_EQ(got.err, "");
}

TEST_F(CommandLineTest, CheckAndPrintRefuseWhatTheStartWouldRefuse) {
  for (const auto flag : {"--check-config", "--print-config"}) {
    const auto got = answered({flag, "--set", "sd_stop_grace=x"});
    EXPECT_EQ(got.exit_code, 78) << flag;
    EXPECT_EQ(got.out, "") << flag;
  }
}

TEST_F(CommandLineTest, PrintConfigHidesThePassword) {
  const auto got = answered({"--print-config"}, {{"SD_PASSWORD", "hunter2"}});
  EXPECT_EQ(got.exit_code, 0);
  EXPECT_THAT(got.out, Not(HasSubstr("hunter2")));
  EXPECT_THAT(got.out, HasSubstr("# sd_password: ***  # environment "));
}

TEST_F(CommandLineTest, AWrongFlagIsOneLineThatShowsNoValue) {
  for (const auto& given :
       {arguments{"--sd_password=hunter2"}, arguments{"--password", "hunter2"},
        arguments{"hunter2"}, arguments{"-phunter2"}, arguments{"--set"},
        arguments{"--set", "sd_password", "hunter2"},
        arguments{"--config", "a", "--config", "hunter2"},
        arguments{"--check-config=hunter2"}, arguments{"--", "hunter2"}}) {
    const auto got = answered(given);
    EXPECT_EQ(got.exit_code, 64) << given[0];
    EXPECT_EQ(got.err.find('\n'), got.err.size() - 1) << got.err;
    EXPECT_THAT(got.err, Not(HasSubstr("hunter2")));
  }
}

TEST_F(CommandLineTest, MainsArgumentsAreRead) {
  const auto file = dir.write("sd.yml", "sd_stop_grace: 9\n");
  const char* argv[] = {"spin-docker", "--config", file.c_str()};
  const char* block[] = {"SD_LOG_FORMAT=json", nullptr};
  const auto got = parse_command_line(3, argv, block);
  ASSERT_TRUE(std::holds_alternative<settings>(got));
  EXPECT_EQ(std::get<settings>(got).sd_stop_grace.count(), 9);
  EXPECT_EQ(std::get<settings>(got).sd_log_format, log_format::json);
}

} // namespace

} // namespace spin::config
