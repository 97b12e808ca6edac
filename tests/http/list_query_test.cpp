#include "http/list_query.hpp"

#include <random>

#include <gmock/gmock.h>

#include "http/text.hpp"

using namespace spin::http;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

request asked_list(std::string query) {
  request made;
  made.method = "GET";
  made.query = std::move(query);
  return made;
}

list_query read_list(std::string query) {
  return read_list_query(asked_list(std::move(query))).value();
}

std::string list_error(std::string query) {
  const auto wish = read_list_query(asked_list(std::move(query)));
  return wish ? "(none)" : wish.error().message;
}

/// The query of `url`.
std::string query_of(const std::string& url) {
  return url.substr(url.find('?') + 1);
}

} // namespace

TEST(ListQuery, WithoutParametersAsksForAllAsTheyAre) {
  EXPECT_TRUE(read_list("").is_plain());
  EXPECT_TRUE(read_list("audit=true&_=1").is_plain());
  EXPECT_FALSE(read_list("limit=1000").is_plain());
}

TEST(ListQuery, ReadsEachParameter) {
  const auto wish = read_list("status=stopped,running,stopped&image=a%2Fb&owner=eve&label=course%3Dsql,new"
                         "&q=Web+1&sort=-stops_at&limit=7");
  EXPECT_THAT(wish.statuses, ElementsAre("running", "stopped"));
  EXPECT_EQ(wish.image, "a/b");
  EXPECT_EQ(wish.owner, "eve");
  EXPECT_THAT(wish.labels, ElementsAre("course=sql", "new"));
  EXPECT_EQ(wish.words, "web 1");
  EXPECT_EQ(wish.by, list_order::stops_at);
  EXPECT_TRUE(wish.descending);
  EXPECT_EQ(wish.limit, 7u);
}

TEST(ListQuery, IsRefusedByName) {
  for (const auto* query :
       {"status=", "status=up", "status=running,", "sort=", "sort=-",
        "sort=age", "sort=name-", "limit=0", "limit=-1", "limit=1001",
        "limit=x", "limit=", "cursor=", "cursor=abc", "cursor=%3D", "label=",
        "label=a,", "label=%3Db"}) {
    const std::string text{query};
    const auto name = text.substr(0, text.find('='));
    EXPECT_THAT(list_error(text), testing::StartsWith(name + ": ")) << text;
  }
  EXPECT_THAT(list_error("label="), HasSubstr("label: must be names of labels"));
}

TEST(ListQuery, ACursorGoesWithTheSortThatItIsOf) {
  list_cursor at;
  at.by = list_order::name;
  at.text = "n";
  at.id = "i";
  const auto cursor = "cursor=" + to_text(at);
  EXPECT_EQ(read_list("sort=name&" + cursor).after, at);
  EXPECT_EQ(read_list("sort=name&" + cursor).limit, usual_page);
  for (const auto* sort : {"", "sort=-name&", "sort=image&"})
    EXPECT_THAT(list_error(sort + cursor), HasSubstr("in another way")) << sort;
}

TEST(ListQuery, TheNextPageAsksForTheSame) {
  list_cursor at;
  at.by = list_order::image;
  at.descending = true;
  at.text = "ev\xc3\xa9:>\"&=%";
  at.number = -5;
  at.id = std::string(32, 'f');
  for (const auto* query :
       {"sort=-image&limit=3", "sort=-image&limit=3&status=failed,paused",
        "sort=-image&limit=3&image=%26%3E%22%0A&owner=a+b&q=%25",
        "sort=-image&limit=3&image=&owner="}) {
    auto wish = read_list(query);
    const auto url = next_page_of(wish, at);
    EXPECT_EQ(url.find_first_of("<>\" \r\n"), std::string::npos) << url;
    wish.after = at;
    EXPECT_EQ(read_list(query_of(url)), wish) << url;
  }
}

TEST(ListCursor, IsReadAsItWasWritten) {
  std::mt19937 random{3};
  for (int i = 0; i < 2000; ++i) {
    list_cursor at;
    at.by = static_cast<list_order>(random() % 5);
    at.descending = random() % 2 == 0;
    at.last = random() % 2 == 0;
    at.text.resize(random() % (sorted_text + 1));
    for (auto& c : at.text)
      c = static_cast<char>(random() % 256);
    at.number = static_cast<std::int64_t>(random()) * (i % 2 == 0 ? 1 : -1);
    at.id = std::string(32, 'a');
    const auto text = to_text(at);
    EXPECT_LE(text.size(), 1024u); // the longest value of a field
    ASSERT_EQ(read_cursor(text), at);
  }
}

TEST(ListCursor, IsNoneOfWhatWasChangedOnTheWay) {
  list_cursor at;
  at.id = "i";
  const auto text = to_text(at);
  EXPECT_TRUE(read_cursor(text));
  for (std::size_t size = 0; size < text.size() - 2; ++size)
    EXPECT_FALSE(read_cursor(text.substr(0, size))) << size;
  EXPECT_FALSE(read_cursor(text + "="));
  EXPECT_FALSE(read_cursor(text + "."));
  EXPECT_FALSE(read_cursor(""));
}
