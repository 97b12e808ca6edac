#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "actors/lifecycle_cases.hpp"
#include "actors/lifecycle_table.hpp"

// The page for readers is what the code says.

namespace spin {

namespace {

const std::string page_path = SPIN_LIFECYCLE_PAGE;

std::string read_page() {
  std::ostringstream text;
  text << std::ifstream{page_path}.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream from{text};
  for (std::string line; std::getline(from, line);)
    result.push_back(line);
  return result;
}

} // namespace

TEST(LifecycleTable, IsThePageInTheDocs) {
  const auto printed = lifecycle_table();
  if (std::getenv("SPIN_REGENERATE"))
    std::ofstream{page_path} << printed;
  // Not EXPECT_EQ: both texts in full would bury what to do.
  EXPECT_TRUE(read_page() == printed)
    << page_path << " is out of date: write it anew with\n"
    << "SPIN_REGENERATE=1 actors_test --gtest_filter=LifecycleTable.*\n"
    << "and read what changed before you commit it.";
}

TEST(LifecycleTable, HasEveryPhaseOnceForEveryEvent) {
  std::size_t sections = 0;
  std::map<std::string, std::size_t> times;
  for (const auto& line : lines_of(lifecycle_table())) {
    sections += line.starts_with("## ") ? 1 : 0;
    if (!line.starts_with("- `"))
      continue;
    std::istringstream names{line.substr(2, line.find(':') - 2)};
    for (std::string name; std::getline(names >> std::ws, name, ',');)
      ++times[name];
  }
  EXPECT_EQ(sections, std::variant_size_v<any_event>);
  EXPECT_EQ(times.size(), table_phases().size());
  for (const auto phase : table_phases())
    EXPECT_EQ(times['`' + std::string{to_string(phase)} + '`'], sections)
      << to_string(phase);
}

TEST(LifecycleTable, HasNoPhaseThatItDoesNotKnow) {
  // `to_string` has a word for each phase and one for what is none.
  auto next = static_cast<std::uint8_t>(0);
  while (to_string(static_cast<phase>(next)) != "unknown")
    ++next;
  EXPECT_EQ(table_phases().size(), next);
}

TEST(LifecycleTable, LeavesNoCellEmpty) {
  const auto lines = lines_of(lifecycle_table());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].find("unknown"), std::string::npos) << lines[i];
    if (!lines[i].ends_with(':') || lines[i].find("- ") == std::string::npos)
      continue;
    ASSERT_LT(i + 1, lines.size());
    EXPECT_GT(lines[i + 1].find("- "), lines[i].find("- ")) << lines[i];
  }
}

TEST(LifecycleTable, ShowsEachEventOnce) {
  std::vector<std::size_t> kinds;
  for (const auto& one : table_events())
    kinds.push_back(one.what.index());
  std::sort(kinds.begin(), kinds.end());
  for (std::size_t i = 0; i < kinds.size(); ++i)
    EXPECT_EQ(kinds[i], i);
}

} // namespace spin
