#include "http/log_text.hpp"

#include <random>

#include <gmock/gmock.h>

#include "http/text.hpp"

using namespace spin;
using namespace spin::http;
using docker::log_channel;

namespace {

constexpr auto out = log_channel::out;
constexpr auto err = log_channel::err;

const std::string time_of = "2026-11-22T10:00:00.123456789Z";

std::string object(const std::string& stream, const std::string& line) {
  return R"({"stream":")" + stream + R"(","time":")" + time_of + R"(","line":")"
         + line + "\"}\n";
}

} // namespace

TEST(LogText, IsPlainByteByByte) {
  log_text text{log_text::form::plain};
  text.add(out, "a\xff", false);
  text.add(err, "b\n", true);
  text.add(out, "c", true);
  text.finish();
  EXPECT_EQ(text.take(), "a\xff"
                         "b\nc");
  EXPECT_EQ(text.take(), "");
}

TEST(LogText, MakesAnObjectOfEachEntryWithItsTime) {
  log_text text{log_text::form::json};
  text.add(out, time_of + " one \"x\"\n", true);
  text.add(err, time_of + " two\n", true);
  EXPECT_EQ(text.take(),
            object("stdout", R"(one \"x\")") + object("stderr", "two"));
}

// Entries of the two channels may come mixed, each cut anywhere.
TEST(LogText, TellsTheSameHoweverEntriesAreCut) {
  std::mt19937 random{9};
  for (int round = 0; round < 300; ++round) {
    log_text text{log_text::form::json};
    std::string expected;
    for (int i = 0; i < 5; ++i) {
      const auto where = random() % 2 == 0 ? out : err;
      const auto line = "line " + std::to_string(i);
      const auto whole = time_of + " " + line + "\n";
      for (std::string_view left{whole}; !left.empty();) {
        const auto size = std::min<std::size_t>(1 + random() % 50, left.size());
        text.add(where, left.substr(0, size), size == left.size());
        left.remove_prefix(size);
      }
      expected += object(where == out ? "stdout" : "stderr", line);
    }
    text.finish();
    ASSERT_EQ(text.take(), expected);
  }
}

TEST(LogText, WhatATerminalWritesIsCutAtLineEnds) {
  log_text text{log_text::form::json};
  text.add(out, time_of + " one\r\n" + time_of, false);
  text.add(out, " two\r\n" + time_of + " three", false);
  EXPECT_EQ(text.take(), object("stdout", "one") + object("stdout", "two"));
  text.finish();
  EXPECT_EQ(text.take(), object("stdout", "three"));
}

// The engine cuts a long line into entries, of which only the last has an end.
TEST(LogText, PartsOfALongLineAreObjectsOfTheirOwn) {
  log_text text{log_text::form::json};
  text.add(out, time_of + " first", true);
  text.add(out, time_of + " last\n", true);
  EXPECT_EQ(text.take(), object("stdout", "first") + object("stdout", "last"));
}

TEST(LogText, AnEmptyLineIsOneToo) {
  log_text text{log_text::form::json};
  text.add(out, time_of + " \n", true);
  text.add(out, "", true);
  text.finish();
  EXPECT_EQ(text.take(), object("stdout", ""));
}

TEST(LogText, WithoutATimeThereIsNone) {
  log_text text{log_text::form::json};
  text.add(out, "no time here\n", true);
  EXPECT_EQ(
      text.take(),
      "{\"stream\":\"stdout\",\"time\":null,\"line\":\"no time here\"}\n");
}

TEST(LogText, HoldsNoMoreThanItsLongestLine) {
  log_text text{log_text::form::json};
  std::size_t told = 0;
  const std::string piece(100'000, 'x');
  for (int i = 0; i < 20; ++i) {
    text.add(out, piece, false);
    told += text.take().size();
  }
  EXPECT_GT(told + log_text::longest_line, 20 * piece.size());
}

TEST(LogText, IsUtf8OnOneLineWhateverWasWritten) {
  std::mt19937 random{11};
  for (int round = 0; round < 500; ++round) {
    log_text text{log_text::form::json};
    std::string noise(random() % 200, ' ');
    for (auto& c : noise)
      c = static_cast<char>(random() % 256);
    text.add(out, noise, true);
    text.finish();
    const auto got = text.take();
    ASSERT_TRUE(is_utf8(got));
    std::size_t ends = 0;
    for (const char c : noise)
      ends += c == '\n';
    const bool open = !noise.empty() && noise.back() != '\n';
    ASSERT_EQ(static_cast<std::size_t>(std::ranges::count(got, '\n')),
              ends + (open ? 1 : 0));
  }
}
