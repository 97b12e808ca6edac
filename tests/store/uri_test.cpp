#include "store/uri.hpp"

#include <gtest/gtest.h>

#include "store/store.hpp"
#include "tests/store/samples.hpp"

namespace spin::test {

using store::address;
using store::parse_uri;
using store::redis_address;
using store::sqlite_address;

namespace {

redis_address at(std::string host, std::uint16_t port = 6379, int db = 0) {
  return {std::move(host), port, "", "", "", db};
}

redis_address socket_at(std::string path, int db = 0) {
  return {"", 6379, std::move(path), "", "", db};
}

redis_address with_login(redis_address where, std::string user,
                         std::string password) {
  where.user = std::move(user);
  where.password = std::move(password);
  return where;
}

} // namespace

TEST(StoreUri, ReadsWhatIsDocumented) {
  const std::vector<std::pair<std::string, address>> table{
      {"sqlite:./var/x.db", sqlite_address{"./var/x.db"}},
      {"sqlite:x.db", sqlite_address{"x.db"}},
      {"sqlite:/a/b?c%20.db", sqlite_address{"/a/b?c%20.db"}},
      {"sqlite:///a/x.db", sqlite_address{"///a/x.db"}},
      {"redis://h", at("h")},
      {"redis://h/", at("h")},
      {"redis://h:1", at("h", 1)},
      {"redis://h:65535/15", at("h", 65535, 15)},
      {"redis://[::1]", at("::1")},
      {"redis://[::1]:7/2", at("::1", 7, 2)},
      {"redis://:p@h:1/2", with_login(at("h", 1, 2), "", "p")},
      {"redis://u:p@h", with_login(at("h"), "u", "p")},
      {"redis://:p%40%2f%3A%25@h", with_login(at("h"), "", "p@/:%")},
      {"unix:///r.sock", socket_at("/r.sock")},
      {"redis+unix:///r.sock?db=3", socket_at("/r.sock", 3)},
      {"redis+unix://:p@/r@s?db=3", with_login(socket_at("/r@s", 3), "", "p")},
  };
  for (const auto& [uri, expected] : table) {
    const auto read = parse_uri(uri);
    ASSERT_TRUE(read) << uri << ": " << read.error().what;
    EXPECT_EQ(*read, expected) << uri;
  }
}

TEST(StoreUri, RefusesTheRest) {
  for (const std::string uri : {"",
                                "x.db",
                                "/x.db",
                                "file:x.db",
                                "sqlite",
                                "sqlite:",
                                "sqlite:a/",
                                "sqlite://a/x.db",
                                "redis:",
                                "redis://",
                                "redis://:1",
                                "redis:///1",
                                "redis://h:",
                                "redis://h:0",
                                "redis://h:65536",
                                "redis://h:-1",
                                "redis://h:1x",
                                "redis://h/x",
                                "redis://h/-1",
                                "redis://h/1/2",
                                "redis://h/2147483648",
                                "redis://[::1",
                                "redis://[::1]7",
                                "redis://::1",
                                "redis://user@h",
                                "redis://:@h",
                                "redis://:%4@h",
                                "redis://:%zz@h",
                                "redis://:a@b@h:x",
                                "rediss://h",
                                "unix://r.sock",
                                "unix:///",
                                "unix:///r?x=1",
                                "unix:///r?db=",
                                "unix:///r?db=x"}) {
    const auto read = parse_uri(uri);
    ASSERT_FALSE(read) << uri;
    EXPECT_EQ(read.error().code, errc::bad_request) << uri;
    EXPECT_FALSE(read.error().what.ends_with('.')) << read.error().what;
  }
  EXPECT_FALSE(parse_uri(std::string{"sqlite:a\0b", 10}));
  EXPECT_FALSE(parse_uri("unix:///" + std::string(107, 's')));
  EXPECT_TRUE(parse_uri("unix:///" + std::string(106, 's')));
}

TEST(StoreUriLaws, APasswordIsNeverRepeated) {
  const std::string secret = "hunter2";
  dice from{20'267};
  const std::string odd = "@:/?#%[]&= 1";
  for (int i = 0; i < 5'000; ++i) {
    std::string uri = "redis://:" + secret + "@h:6379/1";
    if (i % 2 == 0)
      uri = "redis+unix://:" + secret + "@/r.sock?db=1";
    for (int changes = 1 + i % 3; changes > 0; --changes)
      uri.insert(8 + from() % (uri.size() - 7), 1, odd[from() % odd.size()]);
    if (uri.find(secret) == std::string::npos)
      continue; // torn apart by the changes
    const auto read = parse_uri(uri);
    if (!read) {
      ASSERT_EQ(read.error().what.find(secret), std::string::npos) << uri;
      continue;
    }
    const auto& where = std::get<redis_address>(*read);
    const bool found = where.password.find(secret) != std::string::npos;
    ASSERT_FALSE(found && to_string(where).find(secret) != std::string::npos)
        << uri;
  }
}

TEST(StoreUriLaws, WhatIsShownLeadsToTheSamePlace) {
  for (const auto& where : {at("h"), at("::1", 7, 2), at("127.0.0.1", 65535, 9),
                            socket_at("/r"), socket_at("/r@s", 4)}) {
    const auto shown = to_string(with_login(where, "u", "p"));
    const auto read = parse_uri(shown);
    ASSERT_TRUE(read) << shown;
    EXPECT_EQ(*read, address{where}) << shown;
  }
}

TEST(MakeStore, OpensNothingYet) {
  const auto sqlite = store::make_store("sqlite:/proc/none/x.db", "p");
  ASSERT_TRUE(sqlite);
  EXPECT_EQ((*sqlite)->describe(), "sqlite:/proc/none/x.db");
  const auto redis = store::make_store("redis://:secret@127.0.0.1:1/2", "p");
  ASSERT_TRUE(redis);
  EXPECT_EQ((*redis)->describe(), "redis://127.0.0.1:1/2");
}

TEST(MakeStore, SaysWhatIsWrongInTheUri) {
  const auto none = store::make_store("redis://h:0", "p");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error(),
            (failure{errc::bad_request, "the port is not within 1 to 65535"}));
}

} // namespace spin::test
