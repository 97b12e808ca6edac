#include "http/outbox.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <random>

#include <gtest/gtest.h>

using namespace spin::http;

namespace {

struct ends {
  std::array<int, 2> both{-1, -1};

  ends() {
    EXPECT_EQ(
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, both.data()), 0);
  }
  ~ends() {
    ::close(both[0]);
    ::close(both[1]);
  }
};

std::string receive(int fd) {
  std::array<char, 30'000> buffer{};
  const auto size = ::recv(fd, buffer.data(), buffer.size(), 0);
  return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

} // namespace

TEST(Outbox, WhatComesOutIsWhatWasPutIn) {
  std::mt19937 random{3};
  const ends pair;
  outbox out;
  std::string put;
  std::string got;
  for (int step = 0; step < 600; ++step) {
    if (random() % 2 == 0 && put.size() < 2'000'000) {
      std::string text(random() % (random() % 10 == 0 ? 200'000 : 300), '\0');
      for (auto& c : text)
        c = static_cast<char>('a' + random() % 26);
      put += text;
      out.put(text);
    }
    if (random() % 3 == 0)
      out.write_to(pair.both[0], 50'000);
    if (random() % 3 == 0)
      got += receive(pair.both[1]);
  }
  while (!out.empty() || got.size() < put.size()) {
    out.write_to(pair.both[0], 1'000'000);
    got += receive(pair.both[1]);
  }
  EXPECT_EQ(out.size(), 0u);
  EXPECT_TRUE(got == put);
}

TEST(Outbox, KeepsWhatTheSocketDoesNotTake) {
  const ends pair;
  outbox out;
  const std::string text(4'000'000, 'x');
  out.put(text);
  const auto written = out.write_to(pair.both[0], text.size());
  EXPECT_GT(written, 0u);
  EXPECT_EQ(out.size(), text.size() - written);
  EXPECT_FALSE(out.broken());
}

TEST(Outbox, ABrokenConnectionTakesNothingMore) {
  const ends pair;
  ::shutdown(pair.both[0], SHUT_WR);
  outbox out;
  out.put("x");
  EXPECT_EQ(out.write_to(pair.both[0], 10), 0u);
  EXPECT_TRUE(out.broken());
  out.put("x");
  EXPECT_TRUE(out.empty());
}
