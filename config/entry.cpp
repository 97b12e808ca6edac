#include "config/entry.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "config/options.hpp"

namespace spin::config {

environment_variables environment_of(const char* const* block) {
  environment_variables result;
  for (; block != nullptr && *block != nullptr; ++block) {
    const std::string_view line = *block;
    if (const auto eq = line.find('='); eq != std::string_view::npos)
      result.emplace(line.substr(0, eq), line.substr(eq + 1));
  }
  return result;
}

tl::expected<std::string, std::string> read_file(const std::string& path,
                                                 std::size_t limit) {
  const auto reason = [] { return std::system_category().message(errno); };
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return tl::unexpected(reason());
  std::string text;
  char chunk[4096];
  for (;;) {
    const auto got = ::read(fd, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 || text.size() > limit) {
      auto why = got < 0 ? reason() : "is longer than it may be";
      ::close(fd);
      return tl::unexpected(std::move(why));
    }
    if (got == 0)
      break;
    text.append(chunk, static_cast<std::size_t>(got));
  }
  ::close(fd);
  return text;
}

checked<entries> entries_of_environment(const environment_variables& from) {
  entries result;
  const auto take = [&](const std::string& name, const std::string& key) {
    const auto i = from.find(name);
    if (i != from.end() && !i->second.empty())
      result.push_back({"environment " + name, key, shape::text, i->second});
  };
  for (const auto& row : options())
    if (!row.old_name.empty())
      take(row.old_name, row.key);
  for (const auto& row : options())
    take(row.environment_name(), row.key);
  for (const auto& [name, value] : from) {
    if (!name.starts_with("SD_"))
      continue;
    auto key = name;
    for (auto& c : key)
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    const auto* row = find_option(key);
    if (row == nullptr || row->environment_name() != name)
      return tl::unexpected(unknown_key("environment " + shown_key(name), key));
  }
  return result;
}

checked<entries> entries_of_flags(const std::vector<std::string>& sets) {
  entries result;
  for (const auto& set : sets) {
    const auto eq = set.find('=');
    if (eq == std::string::npos || eq == 0)
      // Not shown: it may be a password whose key was forgotten.
      return tl::unexpected(
          problem{"--set", {}, "has an argument without a key", "key=value"});
    result.push_back(
        {"--set", set.substr(0, eq), shape::text, set.substr(eq + 1)});
  }
  return result;
}

problem unknown_key(std::string where, std::string_view key) {
  const auto meant = nearest_key(key);
  const auto what = meant.empty() ? std::string{"unknown key"}
                                  : "unknown key, did you mean " + meant + "?";
  return {std::move(where), shown_key(key), what, "the keys that --help lists"};
}

} // namespace spin::config
