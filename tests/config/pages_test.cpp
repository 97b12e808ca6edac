#include "config/pages.hpp"

#include <gmock/gmock.h>

#include "config/command_line.hpp"
#include "config/options.hpp"
#include "samples.hpp"
#include "scratch_dir.hpp"

namespace spin::config {

namespace {

using testing::HasSubstr;
using testing::Not;

std::string checked_in(const std::string& name) {
  const auto text =
      read_file(std::string{SPIN_CONFIG_DIR} + '/' + name, 1 << 20);
  EXPECT_TRUE(text) << name << ": " << text.error();
  return text.value_or("");
}

class PagesTest : public testing::Test {
protected:
  configuration load_text(const std::string& text) const {
    sources from;
    from.config_file = dir.write("sd.yml", text);
    const auto got = load(from);
    EXPECT_TRUE(got) << got.error().line() << '\n' << text;
    return got.value_or(configuration{});
  }

  scratch_dir dir;
};

TEST_F(PagesTest, TheExampleFileIsWhatTheTablePrints) {
  EXPECT_EQ(checked_in("spin_docker.example.yml"), example_file())
      << "spin-docker --print-example > config/spin_docker.example.yml";
}

TEST_F(PagesTest, TheManualPageIsWhatTheTablePrints) {
  EXPECT_EQ(checked_in("spin-docker.8"), manual_page(flags()))
      << "spin-docker --print-manual > config/spin-docker.8";
}

TEST_F(PagesTest, TheExampleFileHoldsTheDefaults) {
  const auto defaults = load_text("").values;
  const auto as_it_is = load_text(example_file());
  EXPECT_EQ(as_it_is.values, defaults);
  EXPECT_TRUE(as_it_is.origins.empty());

  auto uncommented = example_file();
  for (std::size_t at = 0;
       (at = uncommented.find("\n#sd_", at)) != std::string::npos;)
    uncommented.erase(at + 1, 1);
  const auto in_full = load_text(uncommented);
  EXPECT_EQ(in_full.values, defaults);
  EXPECT_EQ(in_full.origins.size(), options().size());
}

TEST_F(PagesTest, AllPagesNameEveryKey) {
  const auto example = example_file();
  const auto manual = manual_page(flags());
  const auto help = help_on_keys();
  for (const auto& row : options()) {
    EXPECT_THAT(help, HasSubstr("\n  " + row.key + ": "));
    EXPECT_THAT(example, HasSubstr("\n#" + row.key + ": "));
    EXPECT_THAT(manual, HasSubstr("\n.B " + row.key + ": "));
    if (!row.old_name.empty()) {
      EXPECT_THAT(manual, HasSubstr("\n.B " + row.old_name + '\n'));
    }
  }
  for (const auto& one : flags())
    EXPECT_THAT(manual, HasSubstr(one.help.substr(1)));
}

TEST_F(PagesTest, NoLineIsWiderThanATerminal) {
  std::istringstream lines{example_file() + help_on_keys()};
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(PagesTest, PrintedSettingsLoadAsTheyAre) {
  for (std::size_t i = 0; i < 4; ++i) {
    auto was = load_text("");
    for (const auto& one : samples())
      ASSERT_TRUE(find_option(one.key)->assign(was.values, one.good[i]));
    const auto text = print_config(was, secrets::shown);
    EXPECT_EQ(load_text(text).values, was.values) << text;
  }
}

TEST_F(PagesTest, HiddenSecretsAreCommentsAndTheRestLoads) {
  auto was = load_text("sd_stop_grace: 77\n");
  was.values.sd_password = "hunter2";
  was.values.sd_store = "redis://:hunter2@host/3";
  const auto text = print_config(was, secrets::hidden);
  EXPECT_THAT(text, Not(HasSubstr("hunter2")));
  EXPECT_THAT(text, HasSubstr("\n# sd_password: ***  # "));
  EXPECT_THAT(text, HasSubstr("\n# sd_store: redis://***@host/3  # "));
  auto expected = was.values;
  expected.sd_password = settings{}.sd_password;
  expected.sd_store = settings{}.sd_store;
  EXPECT_EQ(load_text(text).values, expected);
}

TEST_F(PagesTest, PrintedSettingsTellWhereEachComesFrom) {
  const auto text =
      print_config(load_text("sd_stop_grace: 77\n"), secrets::hidden);
  EXPECT_THAT(
      text, HasSubstr("sd_stop_grace: 77s  # " + dir.file("sd.yml") + ":1\n"));
  EXPECT_THAT(text, HasSubstr("sd_log_level: info  # default\n"));
}

} // namespace

} // namespace spin::config
