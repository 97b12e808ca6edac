#include "http/head.hpp"

#include <random>

#include <gmock/gmock.h>

using namespace spin::http;

namespace {

/// Returns the head of a request line and headers, each without CR LF, and of
/// a Host.
reading<std::optional<head>> read_head_of(std::initializer_list<std::string> lines) {
  std::string text;
  for (const auto& line : lines)
    text += line + "\r\n";
  return read_head(text + "Host: here\r\n\r\n");
}

int head_refusal(std::initializer_list<std::string> lines) {
  const auto result = read_head_of(lines);
  return result ? 0 : result.error().status;
}

bool keeps_alive(std::initializer_list<std::string> lines) {
  return (*read_head_of(lines))->what.keep_alive;
}

constexpr auto get = "GET / HTTP/1.1";
constexpr auto post = "POST / HTTP/1.1";

} // namespace

TEST(Head, IsReadWhole) {
  const auto found =
      **read_head_of({"PATCH /v1/containers/ab?x=1&y HTTP/1.1", "Content-Length: 7"});
  EXPECT_EQ(found.what.method, "PATCH");
  EXPECT_EQ(found.what.path, "/v1/containers/ab");
  EXPECT_EQ(found.what.query, "x=1&y");
  EXPECT_EQ(found.what.header("host"), "here");
  EXPECT_EQ(found.body_size, 7u);
  EXPECT_FALSE(found.what.header("accept"));
}

TEST(Head, EveryBeginningOfOneNeedsMore) {
  const std::string text = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto found = read_head(text.substr(0, size));
    ASSERT_TRUE(found && !*found) << size;
  }
  EXPECT_EQ((*read_head(text + "rest"))->size, text.size());
}

TEST(Head, RepeatedHeadersAreJoinedInTheirOrder) {
  const auto found =
      **read_head_of({get, "X-Forwarded-For: 1.1.1.1", "x-forwarded-for:2.2.2.2 "});
  EXPECT_EQ(found.what.header("x-forwarded-for"), "1.1.1.1, 2.2.2.2");
}

TEST(Head, ConnectionLivesAsTheVersionAndItsHeaderSay) {
  EXPECT_TRUE(keeps_alive({"GET / HTTP/1.1"}));
  EXPECT_FALSE(keeps_alive({"GET / HTTP/1.0"}));
  EXPECT_FALSE(keeps_alive({"GET / HTTP/1.1", "Connection: Close"}));
  EXPECT_TRUE(keeps_alive({"GET / HTTP/1.0", "Connection: Keep-Alive"}));
}

TEST(Head, ALengthThatTwoReadersCouldTakeDifferentlyIsRefused) {
  EXPECT_EQ(head_refusal({post, "Content-Length: 1", "Content-Length: 1"}), 400);
  EXPECT_EQ(head_refusal({post, "Content-Length: 1, 1"}), 400);
  for (auto length : {"-5", "+5", "0x5", "5 5", "", "5a"})
    EXPECT_EQ(head_refusal({post, std::string{"Content-Length: "} + length}), 400)
        << length;
  EXPECT_EQ(head_refusal({post, "Transfer-Encoding: chunked", "Content-Length: 3"}),
            400);
}

// RFC 9112, 6.1 and 7.1.
TEST(Head, ChunkedIsTheOneCodingAndOnlyOf11) {
  const std::string coding = "Transfer-Encoding: ";
  EXPECT_TRUE((*read_head_of({post, coding + "chunked"}))->chunked);
  EXPECT_TRUE((*read_head_of({post, coding + "Chunked"}))->chunked);
  EXPECT_FALSE((*read_head_of({post}))->chunked);
  EXPECT_EQ(head_refusal({"POST / HTTP/1.0", coding + "chunked"}), 400);
  for (auto other : {"gzip", "gzip, chunked", "chunked, chunked", "identity",
                     "", "xchunked"})
    EXPECT_EQ(head_refusal({post, coding + other}), 501) << other;
  EXPECT_EQ(head_refusal({post, coding + "chunked", coding + "chunked"}), 501);
}

// RFC 9112, 3.2.
TEST(Head, AHostIsRequiredSince11) {
  EXPECT_EQ(read_head("GET / HTTP/1.1\r\n\r\n").error(),
            (refusal{400, "host: is required"}));
  EXPECT_TRUE(*read_head("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(*read_head("GET / HTTP/1.1\r\nHost:\r\n\r\n"));
  EXPECT_EQ(head_refusal({get, "Host: twice"}), 400);
}

// RFC 9112, 2.2.
TEST(Head, EmptyLinesBeforeItAreSkippedWithinItsLimit) {
  const std::string text = "GET /a HTTP/1.0\r\n\r\n";
  for (std::string lines = "\r\n"; lines.size() < 9; lines += "\r\n") {
    for (std::size_t size = 0; size < lines.size(); ++size)
      ASSERT_FALSE(*read_head(lines.substr(0, size))) << size;
    const auto found = **read_head(lines + text + "rest");
    EXPECT_EQ(found.what.path, "/a");
    EXPECT_EQ(found.size, lines.size() + text.size());
  }
  std::string endless;
  while (endless.size() < size_limits{}.head)
    endless += "\r\n";
  EXPECT_EQ(read_head(endless).error().status, 431);
}

TEST(Head, ABodyTooLargeIsRefusedBeforeItCame) {
  const auto length = [](std::size_t size) {
    return "Content-Length: " + std::to_string(size);
  };
  EXPECT_EQ(head_refusal({post, length(size_limits{}.body)}), 0);
  EXPECT_EQ(head_refusal({post, length(size_limits{}.body + 1)}), 413);
  EXPECT_EQ(head_refusal({post, "Content-Length: 99999999999999999999999"}), 413);
}

TEST(Head, MalformedLinesAreRefused) {
  for (auto line :
       {"GET /", "GET  / HTTP/1.1", "GET ftp://a/ HTTP/1.1", "GET a HTTP/1.1",
        "CONNECT a:80 HTTP/1.1", "/ HTTP/1.1", "GET /\x01 HTTP/1.1"})
    EXPECT_EQ(head_refusal({line}), 400) << line;
  for (auto line : {"no colon", ": no name", "a b: space in name", " folded: x",
                    "a : space before colon", "a: \x01", "a: 1\nb: 2"})
    EXPECT_EQ(head_refusal({get, line}), 400) << line;
}

// RFC 9112, 3.2.2: servers must read what proxies are sent.
TEST(Head, TheHostInATargetIsTakenOff) {
  EXPECT_EQ((**read_head_of({"GET http://a:80/b?c=d HTTP/1.1"})).what.path, "/b");
  EXPECT_EQ((**read_head_of({"GET HTTP://a?c=d HTTP/1.1"})).what.path, "/");
  EXPECT_EQ((**read_head_of({"GET HTTP://a?c=d HTTP/1.1"})).what.query, "c=d");
  EXPECT_EQ((**read_head_of({"GET http://a HTTP/1.1"})).what.path, "/");
}

TEST(Head, ALongTargetIsSaidToBeThat) {
  const std::string target(max_target_size, 'x');
  EXPECT_EQ(head_refusal({"GET /" + target + " HTTP/1.1"}), 414);
  EXPECT_EQ(head_refusal({"GET /" + target.substr(1) + " HTTP/1.1"}), 0);
  EXPECT_EQ(read_head("GET /" + target + target).error().status, 414);
  EXPECT_FALSE(*read_head("GET /" + target));
}

TEST(Head, AHostIsNotAUrl) {
  for (auto host : {"http://x", "a b", "user@host", "<x>"})
    EXPECT_EQ(
        read_head("GET / HTTP/1.1\r\nHost: " + std::string{host} + "\r\n\r\n")
            .error()
            .status,
        400)
        << host;
}

TEST(Head, LimitsAreThoseGiven) {
  const std::string text = "GET / HTTP/1.0\r\nContent-Length: 5\r\n\r\n";
  EXPECT_TRUE(*read_head(text, {.head = text.size(), .body = 5}));
  EXPECT_EQ(
      read_head(text, {.head = text.size() - 1, .body = 5}).error().status,
      431);
  EXPECT_EQ(read_head(text, {.head = 64, .body = 4}).error().status, 413);
}

TEST(Head, WhatIsNotSpokenHereIsSaidSo) {
  EXPECT_EQ(head_refusal({"BREW / HTTP/1.1"}), 501);
  EXPECT_EQ(head_refusal({"GET / HTTP/2.0"}), 505);
  EXPECT_EQ(head_refusal({get, "Expect: a-wonder"}), 417);
}

TEST(Head, ContinueIsExpectedOnlyForABody) {
  EXPECT_TRUE((*read_head_of({post, "Content-Length: 1", "Expect: 100-Continue"}))
                  ->expects_continue);
  EXPECT_TRUE(
      (*read_head_of({post, "Transfer-Encoding: chunked", "Expect: 100-continue"}))
          ->expects_continue);
  EXPECT_FALSE((*read_head_of({post, "Expect: 100-continue"}))->expects_continue);
  EXPECT_FALSE((*read_head_of({"POST / HTTP/1.0", "Content-Length: 2",
                       "Expect: 100-continue"}))
                   ->expects_continue);
}

TEST(Head, SizeAndCountAreLimited) {
  const std::string line = "GET / HTTP/1.1\r\n";
  EXPECT_EQ(read_head(line + "a: " + std::string(size_limits{}.head, 'x'))
                .error()
                .status,
            431);
  std::string text = line + "Host: x\r\n";
  for (std::size_t i = 1; i < max_headers; ++i)
    text += "a: 1\r\n";
  EXPECT_TRUE(read_head(text + "\r\n"));
  EXPECT_EQ(read_head(text + "a: 1\r\n\r\n").error().status, 431);
}

TEST(Head, BareLineFeedsAreNotWaitedFor) {
  const std::string text = "GET / HTTP/1.1\nHost: x\n\n";
  EXPECT_EQ(read_head(text).error().status, 400);
  // The same if more came with them, whatever else is wrong.
  EXPECT_EQ(read_head("GET / HTTP/9\r\nHost: x\n\n\r\n\r\n").error(),
            read_head(text).error());
}

TEST(Head, RandomBytesNeverYieldHalfARequest) {
  std::mt19937 random{1};
  constexpr std::string_view letters = "GET / HTTP/1.1\r\n: ,a\x80\x01";
  for (int round = 0; round < 20000; ++round) {
    std::string text = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (auto left = random() % 40; left > 0; --left)
      text += letters[random() % letters.size()];
    const auto found = read_head(text + "\r\n\r\n");
    if (!found)
      continue;
    ASSERT_TRUE(*found);
    ASSERT_EQ((*found)->what.path.front(), '/');
    ASSERT_LE((*found)->body_size, size_limits{}.body);
  }
}
