#include "config/logging.hpp"

#include <cstdlib>
#include <random>
#include <regex>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <rapidjson/document.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/journal.hpp"

namespace spin::log {

namespace {

using config::log_format;
using config::log_level;
using namespace std::chrono_literals;

/// 2026-01-01T12:00:00.123Z
constexpr moment noon{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}
                      + 12h + 123ms};

std::string text(std::string_view message, fields details = {}) {
  return line(log_format::text, noon, log_level::info, message,
              {details.begin(), details.size()});
}

rapidjson::Document json(std::string_view message, fields details = {}) {
  const auto written = line(log_format::json, noon, log_level::warning, message,
                            {details.begin(), details.size()});
  EXPECT_EQ(written.find('\n'), std::string::npos);
  rapidjson::Document result;
  result.Parse<rapidjson::kParseValidateEncodingFlag>(written.c_str());
  EXPECT_FALSE(result.HasParseError()) << written;
  return result;
}

/// Some bytes of every nature.
std::string noise(std::mt19937& random) {
  constexpr char bytes[] = "ab \"\\=\n\r\t\0\x1b\x7f\x80\xc2\x9b\xc3\xa9\xe2"
                           "\x82\xac\xed\xa0\xf0\x9f\x98\x80\xff";
  const std::string_view alphabet{bytes, sizeof bytes - 1};
  std::string result(random() % 12, ' ');
  for (auto& c : result)
    c = alphabet[random() % alphabet.size()];
  return result;
}

// -- text ---------------------------------------------------------------------

TEST(LogText, LooksAsDocumented) {
  EXPECT_EQ(text("container started", {{"id", "0145"}, {"image", "a/b:c"}}),
            "2026-01-01T12:00:00.123Z info  container started id=0145 "
            "image=a/b:c");
}

TEST(LogText, NumbersAndFlagsStandBare) {
  EXPECT_EQ(text("m", {{"a", -1},
                       {"b", std::uint64_t(-1)},
                       {"c", true},
                       {"d", std::size_t{3}}}),
            "2026-01-01T12:00:00.123Z info  m a=-1 b=18446744073709551615 "
            "c=true d=3");
}

TEST(LogText, ValuesThatCouldMisleadAreQuoted) {
  const auto value = [](std::string_view v) {
    return text("m", {{"k", v}})
        .substr(std::size("2026-01-01T12:00:00.123Z "
                          "info  m")
                - 1);
  };
  EXPECT_EQ(value(""), " k=\"\"");
  EXPECT_EQ(value("a b"), " k=\"a b\"");
  EXPECT_EQ(value("a=b"), " k=\"a=b\"");
  EXPECT_EQ(value("a\"b\\"), " k=\"a\\\"b\\\\\"");
  EXPECT_EQ(value("a\nb\x1b"), " k=\"a\\nb\\x1b\"");
  EXPECT_EQ(value("\xc2\x9b"), " k=\"\\x9b\"");
  EXPECT_EQ(value("caf\xc3\xa9"), " k=caf\xc3\xa9");
  EXPECT_EQ(value("\xff"), " k=\"\xef\xbf\xbd\"");
}

TEST(LogText, NobodyWritesALineOfHisOwn) {
  std::mt19937 random{1};
  for (int i = 0; i < 5000; ++i) {
    const auto a = noise(random);
    const auto b = noise(random);
    for (const unsigned char c : text(a, {{"k", b}}))
      ASSERT_TRUE(c >= 0x20 && c != 0x7f) << a << b;
  }
}

// -- JSON ---------------------------------------------------------------------

TEST(LogJson, IsOneObjectWithTypedMembers) {
  const auto got = json("it failed", {{"id", "x\ny"}, {"n", 7}, {"ok", false}});
  EXPECT_STREQ(got["time"].GetString(), "2026-01-01T12:00:00.123Z");
  EXPECT_STREQ(got["level"].GetString(), "warning");
  EXPECT_STREQ(got["msg"].GetString(), "it failed");
  EXPECT_STREQ(got["id"].GetString(), "x\ny");
  EXPECT_EQ(got["n"].GetInt(), 7);
  EXPECT_FALSE(got["ok"].GetBool());
}

TEST(LogJson, IsValidWhateverTheBytes) {
  std::mt19937 random{2};
  for (int i = 0; i < 5000; ++i) {
    const auto a = noise(random);
    const auto b = noise(random);
    EXPECT_TRUE(json(a, {{"k", b}}).IsObject());
  }
}

// -- the stream ---------------------------------------------------------------

class LoggingTest : public testing::Test {
protected:
  ~LoggingTest() override { init(log_level::info, log_format::text); }

  template <class F>
  std::vector<std::string> lines_of(F f) {
    testing::internal::CaptureStderr();
    f();
    std::istringstream in{testing::internal::GetCapturedStderr()};
    std::vector<std::string> result;
    for (std::string one; std::getline(in, one);)
      result.push_back(one);
    return result;
  }
};

TEST_F(LoggingTest, WritesTextFromInfoOnBeforeItIsSetUp) {
  const auto got = lines_of([] {
    debug("hidden");
    info("shown", {{"k", 1}});
  });
  ASSERT_EQ(got.size(), 1u);
  EXPECT_TRUE(std::regex_match(
      got[0],
      std::regex{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info  shown )"
                 R"(k=1)"}))
      << got[0];
}

TEST_F(LoggingTest, LevelsBelowTheLeastAreSilent) {
  const log_level all[] = {log_level::debug, log_level::info,
                           log_level::warning, log_level::error};
  for (const auto least : all) {
    init(least, log_format::text);
    const auto got = lines_of([] {
      debug("m");
      info("m");
      warning("m");
      error("m");
    });
    EXPECT_EQ(got.size(), 4u - static_cast<std::size_t>(least));
    for (const auto level : all)
      EXPECT_EQ(enabled(level), level >= least);
  }
}

// -- the journal --------------------------------------------------------------

/// Has JOURNAL_STREAM name the stream that is the standard error now, or one
/// beside it.
void claim_journal(ino_t beside = 0) {
  struct stat found {};
  ASSERT_EQ(::fstat(STDERR_FILENO, &found), 0);
  ::setenv("JOURNAL_STREAM",
           (std::to_string(found.st_dev) + ':'
            + std::to_string(found.st_ino + beside))
               .c_str(),
           1);
}

TEST_F(LoggingTest, LinesInTheJournalBeginWithTheirPriority) {
  for (const auto how : {log_format::text, log_format::json}) {
    const auto got = lines_of([how] {
      claim_journal();
      init(log_level::debug, how);
      debug("m");
      info("m");
      warning("m");
      error("m");
      access("request");
    });
    ::unsetenv("JOURNAL_STREAM");
    ASSERT_EQ(got.size(), 5u);
    const char* priorities[] = {"<7>", "<6>", "<4>", "<3>", "<6>"};
    for (std::size_t i = 0; i < got.size(); ++i) {
      EXPECT_THAT(got[i], testing::StartsWith(priorities[i]));
      EXPECT_EQ(got[i].find(how == log_format::json ? '{' : '2'), 3u) << got[i];
    }
  }
}

// The variable is kept by a service whose stream was sent elsewhere.
TEST_F(LoggingTest, LinesElsewhereHaveNoPriority) {
  const auto got = lines_of([] {
    claim_journal(1);
    init(log_level::info, log_format::text);
    info("m");
  });
  ::unsetenv("JOURNAL_STREAM");
  ASSERT_EQ(got.size(), 1u);
  EXPECT_THAT(got[0], testing::StartsWith("2"));
}

TEST(Journal, ANameOfAFileIsReadStrictly) {
  EXPECT_TRUE(names_file("8:15", 8, 15));
  for (const auto* other : {"", ":", "8", "8:", ":15", "8:15 ", " 8:15", "8:1",
                            "9:15", "8:15:1", "-8:15", "8:0x0f"})
    EXPECT_FALSE(names_file(other, 8, 15)) << other;
}

TEST_F(LoggingTest, LinesOfManyThreadsNeverMix) {
  init(log_level::info, log_format::json);
  const std::string padding(300, 'x');
  const auto got = lines_of([&] {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&, t] {
        for (int i = 0; i < 200; ++i)
          info("tick", {{"thread", t}, {"i", i}, {"padding", padding}});
      });
  });
  EXPECT_EQ(got.size(), 1600u);
  for (const auto& one : got) {
    rapidjson::Document parsed;
    ASSERT_FALSE(parsed.Parse(one.c_str()).HasParseError()) << one;
  }
}

} // namespace

} // namespace spin::log
