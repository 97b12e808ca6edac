#include "http/chunked.hpp"

#include <cstdio>
#include <random>

#include <gtest/gtest.h>

#include "http/head.hpp"

using namespace spin::http;

namespace {

std::string chunk(const std::string& data, const std::string& extension = "") {
  char size[32];
  std::snprintf(size, sizeof(size), "%zX", data.size());
  return size + extension + "\r\n" + data + "\r\n";
}

/// Returns the status that `text` is refused with; 0: it is not.
int refused(const std::string& text) {
  const auto whole = chunked_body{}.read(text);
  return whole ? 0 : whole.error().status;
}

} // namespace

TEST(ChunkedBody, IsTheSameHoweverItIsCutAndSent) {
  std::mt19937 random{7};
  for (int round = 0; round < 2000; ++round) {
    std::string expected;
    std::string text;
    for (auto left = random() % 6; left > 0; --left) {
      std::string data(1 + random() % 40, '\0');
      for (auto& c : data)
        c = "\r\n0;x"[random() % 6];
      expected += data;
      text += chunk(data, random() % 3 == 0 ? ";a=\"b\"" : "");
    }
    text += random() % 2 == 0 ? "0\r\n\r\n" : "000;x\r\nA: b\r\nC:\r\n\r\n";
    chunked_body body;
    // What follows belongs to nobody yet.
    const auto sent = text + "POST";
    for (std::size_t size = 0; size < text.size();
         size += 1 + random() % (round % 2 == 0 ? 1 : 50)) {
      const auto whole = body.read(std::string_view{sent}.substr(0, size));
      ASSERT_TRUE(whole && !*whole) << text;
    }
    const auto whole = body.read(sent);
    ASSERT_TRUE(whole && *whole) << text;
    ASSERT_EQ(body.body, expected);
    ASSERT_EQ(body.size, text.size());
  }
}

TEST(ChunkedBody, WhatTwoReadersCouldTakeDifferentlyIsRefused) {
  for (auto text : {"\r\n", "x\r\n", "0x1\r\n", "+1\r\n", "-1\r\n", " 1\r\n",
                    "1 \r\n", "1\na", "1;\x01\r\n", "1\r\nab\r\n", "1\r\na\n\n",
                    "0\r\na\nb\r\n", ";1\r\n"})
    EXPECT_EQ(refused(text), 400) << text;
  EXPECT_EQ(refused("1;" + std::string(2000, 'x')), 400);
  EXPECT_EQ(refused("0\r\n" + std::string(2000, 'x')), 400);
}

TEST(ChunkedBody, IsLimitedBeforeItCameAndHoweverItIsCut) {
  EXPECT_EQ(refused("10000\r\n"), 0);
  EXPECT_EQ(refused("10001\r\n"), 413);
  EXPECT_EQ(refused("ffffffffffffffffffffffff\r\n"), 413);
  EXPECT_EQ(refused(chunk(std::string(size_limits{}.body, 'x')) + "1\r\n"),
            413);
  std::string crumbs;
  while (crumbs.size() <= 2 * size_limits{}.body)
    crumbs += chunk("x");
  EXPECT_EQ(refused(crumbs), 413);
  std::string trailers = "0\r\n";
  while (trailers.size() <= 2 * size_limits{}.body)
    trailers += "A: b\r\n";
  EXPECT_EQ(refused(trailers), 413);
}
