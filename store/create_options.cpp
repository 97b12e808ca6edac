#include "store/create_options.hpp"

#include <algorithm>
#include <array>

namespace spin {

namespace {

constexpr const char* hidden = "***";

bool contains_word(std::string_view text, std::string_view word) {
  const auto at = std::ranges::search(text, word, [](char a, char b) {
    const bool small = a >= 'a' && a <= 'z';
    return (small ? static_cast<char>(a - 'a' + 'A') : a) == b;
  });
  return !at.empty();
}

bool may_name_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 9> words{
      "PASS", "SECRET", "TOKEN", "KEY",       "CREDENTIAL",
      "AUTH", "PRIVATE", "DSN",  "SIGNATURE"};
  return std::ranges::any_of(words, [&](std::string_view word) {
    return contains_word(name, word);
  });
}

/// Hides what stands between "://" and '@', if a ':' is in it.
std::string without_password(std::string text) {
  const auto scheme = text.find("://");
  if (scheme == text.npos)
    return text;
  const auto begin = scheme + 3;
  const auto end = text.find_first_of("/?#", begin);
  const auto at = text.rfind('@', end);
  const auto colon = text.find(':', begin);
  if (at == text.npos || at < begin || colon == text.npos || colon > at)
    return text;
  return text.replace(colon + 1, at - colon - 1, hidden);
}

void hide(std::map<std::string, std::string>& all) {
  for (auto& [name, value] : all)
    value = may_name_a_secret(name) && !value.empty()
                ? hidden
                : without_password(std::move(value));
}

} // namespace

create_options without_secrets(create_options what) {
  hide(what.env);
  hide(what.labels);
  return what;
}

} // namespace spin
