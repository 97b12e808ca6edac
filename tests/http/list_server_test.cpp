// Lists of containers with filters and pages, over HTTP.
#include <set>

#include "access_server.hpp"
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

class ListServer : public ServerTest {
protected:
  ListServer() {
    for (char digit = '0'; digit <= '9'; ++digit)
      containers.enter({}, shared(in_phase(phase::running, digit)));
  }

  /// Returns the path of the next page; empty: there is none.
  static std::string next_of(const spin::test::response& page) {
    const auto link = page.headers.find("link");
    if (link == page.headers.end())
      return "";
    EXPECT_THAT(link->second, testing::EndsWith(">; rel=\"next\""));
    return link->second.substr(1, link->second.find('>') - 1);
  }
};

} // namespace

TEST_F(ListServer, WithoutParametersIsTheArrayThatItAlwaysWas) {
  const auto all = ask("GET", "/v1/containers");
  EXPECT_EQ(all.json().Size(), 12u);
  EXPECT_FALSE(all.headers.contains("x-total-count"));
  EXPECT_FALSE(all.headers.contains("link"));
  EXPECT_EQ(ask("GET", "/v1/containers?sort=created").body, all.body);
  EXPECT_EQ(ask("GET", "/v1/containers?limit=12").body, all.body);
  EXPECT_EQ(ask("GET", "/v1/containers?_=1").body, all.body);
}

TEST_F(ListServer, TurnsPagesByItsLinks) {
  std::multiset<std::string> seen;
  std::string path = "/v1/containers?limit=5&sort=-name&status=running";
  int pages = 0;
  for (; !path.empty(); ++pages) {
    const auto page = ask("GET", path);
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_EQ(page.headers.at("x-total-count"), "11"); // one is stopped
    const auto doc = page.json();
    for (const auto& each : doc.GetArray())
      seen.insert(each["container_id"].GetString());
    path = next_of(page);
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), 11u);
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 11u);
  expect_told({}); // reading asks nobody
}

TEST_F(ListServer, AnAuditComesBeforeThePage) {
  const auto page = ask("GET", "/v1/containers?audit=true&limit=3");
  EXPECT_EQ(page.json().Size(), 3u);
  EXPECT_THAT(next_of(page), testing::Not(HasSubstr("audit")));
  expect_told({"audit"});
}

TEST_F(ListServer, WhatItCannotDoIsRefusedByName) {
  for (const auto* query :
       {"limit=0", "sort=size", "status=on", "cursor=!", "label="}) {
    const auto answer = ask("GET", std::string{"/v1/containers?"} + query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_THAT(answer.field("message"), HasSubstr(": ")) << answer.body;
  }
}

TEST_F(ListServer, HeadTellsTheSameHeaders) {
  const auto head = ask("HEAD", "/v1/containers?limit=5");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("x-total-count"), "12");
  EXPECT_FALSE(next_of(head).empty());
}

// The number of all matches must not tell of those of others.
TEST_F(AccessServer, AUserCountsAndFindsOwnContainersOnly) {
  const auto page = ask_as("ann:a", "GET", "/v1/containers?limit=1");
  EXPECT_EQ(page.headers.at("x-total-count"), "1");
  EXPECT_FALSE(page.headers.contains("link"));
  EXPECT_EQ(ask_as("ann:a", "GET", "/v1/containers?owner=bob").body, "[]");
  EXPECT_EQ(ask_as("ann:a", "GET", "/v1/containers?q=bob").body, "[]");
  EXPECT_EQ(ask_as("eve:e", "GET", "/v1/containers?owner=bob").json().Size(),
            1u);
}
