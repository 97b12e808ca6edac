#include "docker/log_frames.hpp"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace spin::docker {

namespace {

struct entry {
  log_channel where;
  std::string text;

  friend bool operator==(const entry&, const entry&) = default;
};

/// The engine's way to write an entry.
std::string framed(const entry& what) {
  const auto size = what.text.size();
  std::string head(8, '\0');
  head[0] = what.where == log_channel::out ? 1 : 2;
  for (std::size_t i = 0; i < 4; ++i)
    head[4 + i] = static_cast<char>(size >> (24 - 8 * i) & 0xff);
  return head + what.text;
}

/// Puts the pieces of entries together again.
struct gathered {
  std::vector<entry> whole;
  std::string rest;

  log_frames::sink sink() {
    return [this](log_channel where, std::string_view piece, bool ends) {
      rest += piece;
      if (ends)
        whole.push_back({where, std::exchange(rest, {})});
    };
  }
};

std::vector<entry> some_entries(std::mt19937& random) {
  std::vector<entry> all(random() % 8);
  for (auto& each : all) {
    each.where = random() % 2 == 0 ? log_channel::out : log_channel::err;
    each.text.resize(1 + random() % 300);
    for (auto& c : each.text)
      c = static_cast<char>(random() % 256);
  }
  return all;
}

} // namespace

TEST(LogFrames, EntriesComeWholeHoweverTheyAreCut) {
  std::mt19937 random{5};
  for (int round = 0; round < 2000; ++round) {
    const auto entries = some_entries(random);
    std::string text;
    for (const auto& each : entries)
      text += framed(each);
    gathered got;
    log_frames cut{false, got.sink()};
    const auto longest = 1 + random() % 40;
    for (std::string_view left{text}; !left.empty();) {
      const auto size =
          std::min<std::size_t>(1 + random() % longest, left.size());
      ASSERT_TRUE(cut.take(left.substr(0, size)));
      left.remove_prefix(size);
      std::size_t told = 0;
      for (const auto& each : got.whole)
        told += 8 + each.text.size();
      ASSERT_EQ(cut.whole(), told == text.size() - left.size());
    }
    ASSERT_EQ(got.whole, entries);
    ASSERT_TRUE(cut.whole());
  }
}

TEST(LogFrames, AWordOfTheEnginesOwnIsAnError) {
  gathered got;
  log_frames cut{false, got.sink()};
  auto text = framed({log_channel::out, "fault"});
  text[0] = 3;
  EXPECT_TRUE(cut.take(text));
  EXPECT_THAT(got.whole,
              testing::ElementsAre(entry{log_channel::err, "fault"}));
}

TEST(LogFrames, AnotherHeadIsMalformed) {
  for (const auto* head :
       {"\x04\0\0\0\0\0\0\1", "\1\1\0\0\0\0\0\1", "\1\0\1\0\0\0\0\1",
        "\1\0\0\1\0\0\0\1", "plain text"}) {
    gathered got;
    log_frames cut{false, got.sink()};
    const auto how = cut.take({head, 8});
    ASSERT_FALSE(how);
    EXPECT_EQ(how.error().code, errc::malformed);
    EXPECT_TRUE(got.whole.empty());
  }
}

TEST(LogFrames, ATerminalsBytesAreAsTheyCome) {
  std::string text;
  log_frames cut{true, [&](log_channel where, std::string_view piece, bool) {
                   EXPECT_EQ(where, log_channel::out);
                   text += piece;
                 }};
  EXPECT_TRUE(cut.take("\4 no head\r\n"));
  EXPECT_TRUE(cut.take(""));
  EXPECT_TRUE(cut.take("more"));
  EXPECT_EQ(text, "\4 no head\r\nmore");
  EXPECT_TRUE(cut.whole());
}

// A length of 4 GiB is a number, no memory.
TEST(LogFrames, AnEntryThatSaysToBeHugeIsHandedOnInPieces) {
  std::size_t got = 0;
  log_frames cut{false, [&](log_channel, std::string_view piece, bool ends) {
                   got += piece.size();
                   EXPECT_FALSE(ends);
                 }};
  ASSERT_TRUE(cut.take({"\1\0\0\0\xff\xff\xff\xff", 8}));
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(cut.take(std::string(1000, 'x')));
  EXPECT_EQ(got, 100'000u);
  EXPECT_FALSE(cut.whole());
}

} // namespace spin::docker
