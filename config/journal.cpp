#include "config/journal.hpp"

#include <charconv>
#include <cstdlib>

#include <sys/stat.h>
#include <unistd.h>

namespace spin::log {

namespace {

std::optional<std::uint64_t> number_in(std::string_view text) noexcept {
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

} // namespace

bool names_file(std::string_view said, dev_t device, ino_t inode) noexcept {
  const auto colon = said.find(':');
  if (colon == std::string_view::npos)
    return false;
  const auto first = number_in(said.substr(0, colon));
  const auto second = number_in(said.substr(colon + 1));
  return first && second && *first == device && *second == inode;
}

bool is_journal() noexcept {
  const auto* said = std::getenv("JOURNAL_STREAM");
  struct stat found {};
  return said && ::fstat(STDERR_FILENO, &found) == 0
         && names_file(said, found.st_dev, found.st_ino);
}

std::string_view priority_of(config::log_level level) noexcept {
  switch (level) {
  case config::log_level::debug:
    return "<7>";
  case config::log_level::info:
    return "<6>";
  case config::log_level::warning:
    return "<4>";
  case config::log_level::error:
    return "<3>";
  }
  return "<3>";
}

} // namespace spin::log
