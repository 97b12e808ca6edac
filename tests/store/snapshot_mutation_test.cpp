#include <gtest/gtest.h>

#include "store/snapshot.hpp"
#include "tests/store/samples.hpp"

namespace spin::test {

namespace {

/// What may come out of a damaged document: a reason, or a snapshot that is
/// whole, so that it can be written and read again.
void expect_whole_or_refused(const std::string& damaged) {
  const auto read = decode(damaged);
  if (!read) {
    ASSERT_EQ(read.error().code, errc::malformed);
    ASSERT_FALSE(read.error().what.empty());
    ASSERT_FALSE(read.error().what.ends_with('.')) << read.error().what;
    return;
  }
  const auto again = decode(encode(*read));
  ASSERT_TRUE(again) << again.error().what << "\n" << damaged;
  ASSERT_EQ(*again, *read) << damaged;
}

} // namespace

TEST(SnapshotMutations, EveryPrefixIsRefused) {
  dice from{20'263};
  for (int i = 0; i < 5; ++i) {
    const auto whole = encode(random_snapshot(from));
    for (std::size_t length = 0; length < whole.size(); ++length)
      ASSERT_FALSE(decode(whole.substr(0, length))) << length << whole;
  }
}

TEST(SnapshotMutations, WhateverFollowsADocumentIsRefused) {
  const auto whole = encode(sample());
  for (int byte = 0; byte < 256; ++byte) {
    const auto more = whole + static_cast<char>(byte);
    const bool blank = std::string{" \t\r\n"}.find(static_cast<char>(byte))
                       != std::string::npos;
    EXPECT_EQ(decode(more).has_value(), blank) << byte;
  }
  EXPECT_FALSE(decode(whole + std::string(1, '\0') + "x"));
}

TEST(SnapshotMutations, DamagedBytesNeverGiveHalfASnapshot) {
  dice from{20'264};
  std::uniform_int_distribution<int> byte{0, 255};
  for (int i = 0; i < 5'000; ++i) {
    auto text = encode(random_snapshot(from));
    std::uniform_int_distribution<std::size_t> place{0, text.size() - 1};
    for (int flips = 1 + i % 4; flips > 0; --flips)
      text[place(from)] = static_cast<char>(byte(from));
    ASSERT_NO_FATAL_FAILURE(expect_whole_or_refused(text));
  }
}

TEST(SnapshotMutations, LostAndDoubledPiecesNeverGiveHalfASnapshot) {
  dice from{20'265};
  for (int i = 0; i < 5'000; ++i) {
    auto text = encode(random_snapshot(from));
    std::uniform_int_distribution<std::size_t> place{0, text.size()};
    const auto begin = place(from);
    const auto piece = text.substr(begin, place(from) % 40);
    if (i % 2 == 0)
      text.erase(begin, piece.size());
    else
      text.insert(place(from), piece);
    ASSERT_NO_FATAL_FAILURE(expect_whole_or_refused(text));
  }
}

TEST(SnapshotMutations, DeepNestingDoesNotUseUpTheStack) {
  const std::size_t deep = 1'000'000;
  EXPECT_FALSE(decode(std::string(deep, '[')));
  EXPECT_FALSE(decode(std::string(deep, '[') + std::string(deep, ']')));
  std::string nested = R"({"version":1,"x":)" + std::string(deep, '[')
                       + std::string(deep, ']') + '}';
  const auto read = decode(nested);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "field id is missing");
}

} // namespace spin::test
