#include "http/page.hpp"

#include <algorithm>
#include <map>
#include <regex>

#include <gmock/gmock.h>

using namespace spin::http;
using testing::HasSubstr;
using testing::Not;

namespace {

request asking_for_page(std::vector<std::pair<std::string, std::string>> headers) {
  request from;
  from.method = "GET";
  from.headers = std::move(headers);
  return from;
}

std::map<std::string, std::string> headers_of(const response& what) {
  return {what.headers.begin(), what.headers.end()};
}

const page_file& first() {
  return *std::ranges::find(page_files(), "/", &page_file::path);
}

} // namespace

TEST(Page, IsServedWithAllThatItNames) {
  const std::string html{first().plain};
  const std::regex named{R"re((?:href|src)="(/[^"]+)")re"};
  int count = 0;
  for (std::sregex_iterator each{html.begin(), html.end(), named}, end;
       each != end; ++each, ++count)
    EXPECT_EQ(page_answer(asking_for_page({}), (*each)[1].str()).status, 200)
        << (*each)[1].str();
  EXPECT_GE(count, 3);
  EXPECT_THAT(html, Not(HasSubstr("@VERSION@")));
}

TEST(Page, EveryModuleThatAModuleNamesIsThere) {
  const std::regex named{R"(from '\./([a-z]+\.js)')"};
  for (const auto& each : page_files()) {
    const std::string text{each.plain};
    const std::string folder{each.path.substr(0, each.path.rfind('/') + 1)};
    for (std::sregex_iterator at{text.begin(), text.end(), named}, end;
         at != end; ++at)
      EXPECT_EQ(page_answer(asking_for_page({}), folder + (*at)[1].str()).status, 200)
          << each.path << " names " << (*at)[1].str();
  }
}

// It works without the internet, and tells nobody that it is used.
TEST(Page, NamesNoOtherHost) {
  for (const auto& each : page_files()) {
    auto text = std::string{each.plain};
    for (const std::string name :
         {"http://www.w3.org/2000/svg"}) // the name of a language, not a place
      for (auto at = text.find(name); at != std::string::npos;
           at = text.find(name))
        text.erase(at, name.size());
    EXPECT_THAT(text, Not(HasSubstr("http://"))) << each.path;
    EXPECT_THAT(text, Not(HasSubstr("https://"))) << each.path;
  }
}

// What the policy would refuse, and what would make markup of data.
TEST(Page, HasNoScriptOrStyleInItsMarkupAndMakesNoneOfData) {
  const std::string html{first().plain};
  EXPECT_FALSE(std::regex_search(html, std::regex{R"(\sstyle=)"}));
  EXPECT_FALSE(std::regex_search(html, std::regex{R"(\son[a-z]+=)"}));
  EXPECT_FALSE(std::regex_search(html, std::regex{"<script(?![^>]*src=)"}));
  EXPECT_THAT(html, Not(HasSubstr("<style")));
  for (const auto& each : page_files())
    for (auto word : {"innerHTML", "outerHTML", "insertAdjacentHTML", "eval(",
                      "document.write", "localStorage", "sessionStorage"})
      EXPECT_THAT(std::string{each.plain}, Not(HasSubstr(word))) << each.path;
}

TEST(Page, IsKeptApartFromEverythingElse) {
  for (const auto& each : page_files()) {
    auto headers = headers_of(page_answer(asking_for_page({}), each.path));
    const auto policy = headers["Content-Security-Policy"];
    EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
    EXPECT_THAT(policy, HasSubstr("script-src 'self'"));
    EXPECT_THAT(policy, HasSubstr("style-src 'self'"));
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(policy, HasSubstr("base-uri 'none'"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_EQ(headers["X-Content-Type-Options"], "nosniff");
    EXPECT_EQ(headers["Referrer-Policy"], "no-referrer");
  }
}

TEST(Page, ItsFilesMayBeKeptForEverButItselfIsAskedForAgain) {
  for (const auto& each : page_files()) {
    const auto kept =
        headers_of(page_answer(asking_for_page({}), each.path)).at("Cache-Control");
    if (each.path == "/")
      EXPECT_EQ(kept, "no-cache");
    else
      EXPECT_THAT(kept, HasSubstr("immutable")) << each.path;
  }
}

TEST(Page, WhatTheBrowserHasIsNotSentAgain) {
  const auto tag = headers_of(page_answer(asking_for_page({}), "/")).at("ETag");
  for (const auto& known :
       {tag, "W/" + tag, "\"x\", " + tag, std::string{"*"}}) {
    const auto answer = page_answer(asking_for_page({{"if-none-match", known}}), "/");
    EXPECT_EQ(answer.status, 304) << known;
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(headers_of(answer).at("ETag"), tag);
    EXPECT_THAT(head_to_wire(answer, {}), Not(HasSubstr("Content-Length")));
  }
  EXPECT_EQ(page_answer(asking_for_page({{"if-none-match", "\"x\""}}), "/").status, 200);
}

TEST(Page, IsCompressedForThoseWhoCanReadThat) {
  const auto plain = page_answer(asking_for_page({}), "/");
  const auto packed = page_answer(asking_for_page({{"accept-encoding", "gzip"}}), "/");
  EXPECT_EQ(plain.body, first().plain);
  EXPECT_EQ(headers_of(plain).count("Content-Encoding"), 0u);
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  EXPECT_EQ(packed.body.substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(headers_of(packed).at("Content-Encoding"), "gzip");
  EXPECT_EQ(headers_of(plain).at("Vary"), "Accept-Encoding");
}

TEST(Page, KnowsWhoCanReadGzip) {
  for (auto yes : {"gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.5",
                   "deflate,gzip ;q=1"})
    EXPECT_TRUE(takes_gzip(yes)) << yes;
  for (auto no :
       {"", "identity", "br", "gzip;q=0", "gzip; q=0.000", "xgzip", "*;q=0"})
    EXPECT_FALSE(takes_gzip(no)) << no;
}

TEST(Page, FilesOfAnotherVersionAreNotThere) {
  for (auto path : {"/ui/0/app.js", "/ui/x/../app.js", "/ui//app.js", "/app.js",
                    "/index.html", ""})
    EXPECT_EQ(page_answer(asking_for_page({}), path).status, 404) << path;
}

// The whole page, as a phone on a slow line loads it.
TEST(Page, IsSmall) {
  std::size_t size = 0;
  for (const auto& each : page_files())
    size += each.packed.size();
  EXPECT_LT(size, 48u * 1024);
}
