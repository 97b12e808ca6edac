#pragma once

#include <type_traits>

#include "config/options.hpp"

namespace spin::config {

// What the table of options is made of.

inline constexpr std::chrono::seconds day = std::chrono::hours{24};
inline constexpr std::uint64_t kilobyte = 1024;
inline constexpr std::uint64_t million = 1'000'000;

/// What a row says to people.
struct words_of {
  std::string key;
  std::string help;
  std::string advice;
  std::string old_name = {};
};

/// Makes the row of one field of `settings`.
template <auto Field, class T>
option bind(words_of words, codec<T> how) {
  option row;
  row.key = std::move(words.key);
  row.old_name = std::move(words.old_name);
  row.help = std::move(words.help);
  row.advice = std::move(words.advice);
  row.allowed = std::move(how.allowed);
  row.is_list = std::is_same_v<T, std::vector<std::string>>;
  row.assign = [read = std::move(how.read)](settings& into,
                                            std::string_view text) {
    return read(text).map([&](T value) { into.*Field = std::move(value); });
  };
  row.show = [show = std::move(how.show)](const settings& from) {
    return show(from.*Field);
  };
  row.masked = [masked = std::move(how.masked)](const settings& from) {
    return masked ? masked(from.*Field) : std::string{};
  };
  return row;
}

// -- the groups that stand in files of their own ------------------------------

/// Who may do what.
std::vector<option> access_options();

/// When a container is stopped.
std::vector<option> idle_options();

/// How much clients may send, hold and ask for.
std::vector<option> limit_options();

/// What is told to those who listen.
std::vector<option> event_options();

/// What clients may ask for when they create a container.
std::vector<option> policy_options();

/// What clients may set for a container of theirs.
std::vector<option> client_options();

} // namespace spin::config
