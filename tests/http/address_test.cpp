#include "http/address.hpp"

#include <gtest/gtest.h>

using namespace spin::http;

namespace {

networks trusted(const std::vector<std::string>& list) {
  return *networks::read(list);
}

bool covers(const std::string& net, const std::string& address) {
  return trusted({net}).contains(*read_ip(address));
}

std::string source_of(const std::string& peer,
                   const std::optional<std::string>& forwarded,
                   const std::optional<std::string>& real = std::nullopt) {
  return source_address(peer, forwarded, real,
                        trusted({"127.0.0.1", "10.0.0.0/8"}))
      .value_or("(none)");
}

} // namespace

TEST(Address, HasOneFormForAllItsSpellings) {
  EXPECT_EQ(normalised("::ffff:172.17.0.2"), "172.17.0.2");
  EXPECT_EQ(normalised("::FFFF:ac11:2"), "172.17.0.2");
  EXPECT_EQ(normalised(" 172.17.0.2:4711 "), "172.17.0.2");
  EXPECT_EQ(normalised("[FE80::0:1]:80"), "fe80::1");
  EXPECT_EQ(normalised("[::1]"), "::1");
}

TEST(Address, WhatIsNoneIsNone) {
  for (auto text : {"", "unknown", "1.2.3", "1.2.3.4.5", "256.1.1.1", "[::1",
                    "[::1]x", "1.2.3.4:99999", "::1::", "1.2.3.4, 5.6.7.8"})
    EXPECT_FALSE(normalised(text)) << text;
}

TEST(Networks, CoverWhatTheirBitsSay) {
  EXPECT_TRUE(covers("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(covers("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(covers("172.16.0.0/12", "172.31.255.255"));
  EXPECT_FALSE(covers("172.16.0.0/12", "172.32.0.0"));
  EXPECT_TRUE(covers("10.1.2.3", "10.1.2.3"));
  EXPECT_FALSE(covers("10.1.2.3", "10.1.2.2"));
  EXPECT_TRUE(covers("fd00::/8", "fdff::1"));
  EXPECT_FALSE(covers("fd00::/8", "fe00::1"));
  EXPECT_TRUE(covers("0.0.0.0/0", "1.2.3.4"));
  EXPECT_FALSE(covers("0.0.0.0/0", "::1"));
  EXPECT_TRUE(covers("10.0.0.0/8", "::ffff:10.0.0.1"));
}

TEST(Networks, WhatCannotBeReadIsRefusedByName) {
  for (auto text :
       {"", "10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0.0/x", "somewhere"}) {
    const auto read = networks::read({"127.0.0.1", text});
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().what.find(std::string{"\""} + text + "\""),
              std::string::npos);
  }
}

// S3: behind a proxy the original took every container for 127.0.0.1, and
// nothing kept a client from making up the header.
TEST(SourceAddress, ForwardedCountsOnlyFromATrustedProxy) {
  EXPECT_EQ(source_of("172.17.0.2", "9.9.9.9", "8.8.8.8"), "172.17.0.2");
  EXPECT_EQ(source_of("127.0.0.1", "172.17.0.2"), "172.17.0.2");
  EXPECT_EQ(source_of("::ffff:127.0.0.1", "172.17.0.2"), "172.17.0.2");
  EXPECT_EQ(source_of("127.0.0.1", std::nullopt, "172.17.0.2"), "172.17.0.2");
  EXPECT_EQ(source_of("127.0.0.1", std::nullopt), "127.0.0.1");
}

TEST(SourceAddress, TheRightmostUntrustedOneCounts) {
  EXPECT_EQ(source_of("127.0.0.1", "9.9.9.9, 172.17.0.2"), "172.17.0.2");
  EXPECT_EQ(source_of("127.0.0.1", "9.9.9.9, 172.17.0.2, 10.1.1.1"), "172.17.0.2");
  EXPECT_EQ(source_of("127.0.0.1", "172.17.0.2", "9.9.9.9"), "172.17.0.2");
}

TEST(SourceAddress, AllTrustedMeansTheFirst) {
  EXPECT_EQ(source_of("127.0.0.1", "10.0.0.1, 10.0.0.2"), "10.0.0.1");
}

TEST(SourceAddress, NonsenseFromATrustedProxyIsNobody) {
  EXPECT_EQ(source_of("127.0.0.1", "172.17.0.2, unknown"), "(none)");
  EXPECT_EQ(source_of("127.0.0.1", ""), "(none)");
  EXPECT_EQ(source_of("127.0.0.1", std::nullopt, "x"), "(none)");
}
