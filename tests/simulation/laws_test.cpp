#include "tests/simulation/laws.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace {

/// Returns the page with each run of white space as one space: where lines
/// break says nothing.
std::string page() {
  std::ifstream file{SPIN_STOP_PAGE};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return std::regex_replace(text, std::regex{"\\s+"}, " ");
}

/// Returns the numbered sentences of the page's last section.
std::vector<std::string> laws_in(const std::string& text) {
  std::vector<std::string> found;
  const auto begin = text.find("## The laws");
  if (begin == std::string::npos)
    return found;
  const auto section = text.substr(begin);
  const std::regex item{" [0-9]+\\. \\*\\*(.*?)\\*\\*"};
  for (std::sregex_iterator i{section.begin(), section.end(), item}, end;
       i != end; ++i)
    found.push_back((*i)[1]);
  return found;
}

} // namespace

// Users and the checker must mean the same: neither has a law that the other
// has not, in other words or in another order.
TEST(Laws, ThePageNamesTheCheckersLawsWordForWord) {
  const std::vector<std::string> checked{spin::test::law::all.begin(),
                                         spin::test::law::all.end()};
  EXPECT_EQ(laws_in(page()), checked);
}

TEST(Laws, EachIsExplained) {
  const auto text = page();
  for (const auto law : spin::test::law::all) {
    const auto at = text.find("**" + std::string{law} + "** ");
    ASSERT_NE(at, std::string::npos) << law;
    const auto next = text.find("** ", at) + 3;
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(text[next]))) << law;
  }
}
