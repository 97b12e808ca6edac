#include "tests/fuzz/laws.hpp"

#include <cstdint>
#include <random>

#include "store/utf8.hpp"

namespace spin::fuzz {

namespace {

/// FNV-1a: the places to cut at must be the same in every build.
std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (unsigned char c : text)
    hash = (hash ^ c) * 16777619u;
  return hash;
}

std::vector<std::string_view> cut(std::string_view text, std::size_t longest,
                                  std::minstd_rand& random) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const auto size = 1 + random() % longest;
    pieces.push_back(text.substr(0, size));
    text.remove_prefix(pieces.back().size());
  }
  return pieces;
}

} // namespace

void expect(bool holds, const char* law) {
  if (!holds)
    throw broken_law{law};
}

void expect_clean(std::string_view text, const char* law) {
  expect(is_utf8(text) && text.find('\0') == std::string_view::npos, law);
}

std::vector<std::vector<std::string_view>> cuts_of(std::string_view text) {
  std::vector<std::vector<std::string_view>> all{{text}};
  std::minstd_rand random{hash_of(text)};
  for (int i = 0; i < 2 && !text.empty(); ++i) {
    const auto at = random() % text.size();
    all.push_back({text.substr(0, at), text.substr(at)});
  }
  // Readers look at all that came so far each time: bytes cost the square.
  all.push_back(cut(text, text.size() / 8 + 1, random));
  if (text.size() <= 200)
    all.push_back(cut(text, 1, random));
  return all;
}

} // namespace spin::fuzz
