#include "store/create_options.hpp"

#include <algorithm>
#include <array>

namespace spin {

namespace {

constexpr const char* hidden = "***";

/// What takes the place of whatever may be a secret.
using mark = std::string_view;

bool contains_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) {
    const bool small = a >= 'a' && a <= 'z';
    return (small ? static_cast<char>(a - 'a' + 'A') : a) == b;
  };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same)
         != text.end();
}

bool may_name_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 10> words{
      "PASS", "PWD",     "SECRET", "TOKEN",    "KEY", "CREDENTIAL",
      "AUTH", "PRIVATE", "DSN",    "SIGNATURE"};
  return std::ranges::any_of(words, [&](std::string_view word) {
    return contains_word(name, word);
  });
}

/// Hides who logs in by each URL in `text`: what stands between "://" and the
/// last '@' of that word. A password may hold any other character.
std::string without_logins(std::string text, mark instead) {
  constexpr std::string_view ends = " ,;|\"'\t\n";
  for (auto at = text.find("://"); at != text.npos; at = text.find("://", at)) {
    const auto begin = at + 3;
    at = begin;
    const auto end = std::min(text.find_first_of(ends, begin), text.size());
    const auto last = std::string_view{text}.substr(begin, end - begin).rfind('@');
    if (last == std::string_view::npos)
      continue;
    // A path may hold one, too: "http://a/b@c" logs nobody in.
    const auto slash = text.find('/', begin);
    const auto colon = text.find(':', begin);
    if (slash < begin + last && colon > slash)
      continue;
    text.replace(begin, last, instead);
  }
  return text;
}

void hide(std::map<std::string, std::string>& all, mark instead) {
  for (auto& [name, value] : all)
    value = may_name_a_secret(name) && !value.empty()
                ? std::string{instead}
                : without_logins(std::move(value), instead);
}

/// Hides in words of a command line: URLs, "--password=x", and what follows
/// "--password".
void hide(std::vector<std::string>& words, mark instead) {
  bool follows = false;
  for (auto& word : words) {
    const bool is_flag = word.starts_with('-');
    const auto equals = word.find('=');
    if (follows && !is_flag)
      word = instead;
    else if (equals != word.npos && may_name_a_secret(word.substr(0, equals)))
      word.replace(equals + 1, word.npos, instead);
    else
      word = without_logins(std::move(word), instead);
    follows = is_flag && equals == word.npos && may_name_a_secret(word);
  }
}

void hide(std::optional<std::vector<std::string>>& words, mark instead) {
  if (words)
    hide(*words, instead);
}

create_options with_secrets_as(create_options what, mark instead) {
  hide(what.env, instead);
  hide(what.labels, instead);
  hide(what.command, instead);
  hide(what.entrypoint, instead);
  if (what.healthcheck)
    hide(what.healthcheck->test, instead);
  return what;
}

} // namespace

create_options without_secrets(create_options what) {
  return with_secrets_as(std::move(what), hidden);
}

// Wherever a secret would be hidden one was: hidden once more they stay the
// same, and hidden by another mark they do not.
bool lost_secrets(const create_options& what) {
  return without_secrets(what) == what && with_secrets_as(what, "") != what;
}

} // namespace spin
