#include "store/hex.hpp"

#include <array>

#include <gtest/gtest.h>

namespace spin::test {

TEST(Hex, EveryByteComesBack) {
  for (int value = 0; value < 256; ++value) {
    const std::array<std::uint8_t, 1> byte{static_cast<std::uint8_t>(value)};
    std::array<std::uint8_t, 1> back{};
    ASSERT_TRUE(from_hex(to_hex(byte), back));
    EXPECT_EQ(back, byte);
  }
}

TEST(Hex, RefusedTextWritesNothing) {
  for (const char* text : {"", "a", "abc", "AB", "0x", "g0", "abcd"}) {
    std::array<std::uint8_t, 1> byte{42};
    EXPECT_FALSE(from_hex(text, byte)) << text;
    EXPECT_EQ(byte[0], 42);
  }
}

TEST(Hex, LengthCounts) {
  EXPECT_TRUE(is_hex("", 0));
  EXPECT_TRUE(is_hex("0123456789abcdef", 16));
  EXPECT_FALSE(is_hex("0123456789abcdef", 15));
  EXPECT_FALSE(is_hex("0123456789abcdeF", 16));
}

} // namespace spin::test
