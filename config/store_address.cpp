#include <algorithm>

#include "config/address_parts.hpp"
#include "config/addresses.hpp"

namespace spin::config {

namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// Returns whether two hex digits follow each '%'.
bool is_percent_encoded(std::string_view text) {
  const auto is_hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
           || (c >= 'A' && c <= 'F');
  };
  for (auto at = text.find('%'); at != std::string_view::npos;
       at = text.find('%', at + 1))
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2]))
      return false;
  return true;
}

/// Drops `[user]:password@` from the front, if it is there. Its characters of
/// meaning are written as %XX, so the first '@' ends it.
bool drop_login(std::string_view& text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || text.starts_with('/'))
    return true;
  const auto colon = text.find(':');
  if (colon >= at || colon + 1 == at || !is_percent_encoded(text.substr(0, at)))
    return false;
  text.remove_prefix(at + 1);
  return true;
}

/// What follows `redis://` and the login.
bool is_redis_server(std::string_view text) {
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto db = text.substr(slash + 1);
    if (!db.empty() && !is_number(db, 0, 65535))
      return false;
    text = text.substr(0, slash);
  }
  const auto parts = split_port(text);
  if (!parts || (!text.starts_with('[') && !is_host_name(parts->first)))
    return false;
  return (parts->second.empty() && !text.ends_with(':'))
         || is_number(parts->second, 1, 65535);
}

/// What follows `redis+unix://` and the login.
bool is_redis_socket(std::string_view text) {
  const auto path = text.substr(0, text.find('?'));
  auto query = text.substr(path.size());
  if (!is_socket_path(path) || path.ends_with('/'))
    return false;
  return query.empty()
         || (drop_prefix(query, "?db=") && is_number(query, 0, 65535));
}

/// What follows `sqlite:`. Two slashes announce a host, which a file has not:
/// who writes them means a relative path, and would get an absolute one.
bool is_file(std::string_view path) {
  return !path.empty() && !path.ends_with('/')
         && (!path.starts_with("//") || path.starts_with("///"));
}

bool is_store(std::string_view text) {
  if (has_control(text))
    return false;
  if (drop_prefix(text, "sqlite:"))
    return is_file(text);
  if (drop_prefix(text, "redis://"))
    return drop_login(text) && is_redis_server(text);
  return (drop_prefix(text, "redis+unix://") || drop_prefix(text, "unix://"))
         && drop_login(text) && is_redis_socket(text);
}

std::string masked_store(const std::string& value) {
  const auto begin = value.find("://") + 3;
  const auto at = value.find('@');
  if (value.starts_with("sqlite:") || at == std::string::npos
      || value[begin] == '/')
    return {};
  return value.substr(0, begin) + "***" + value.substr(at);
}

} // namespace

codec<std::string> store_addresses() {
  return {
      "store address",
      "sqlite:PATH, redis://[[user]:password@]host[:port][/db], "
      "redis+unix:///path[?db=N] or unix:///path",
      [](std::string_view text) -> parsed<std::string> {
        if (is_store(text))
          return std::string{text};
        // The text may hold a password wherever the fault is: it is not shown.
        return tl::unexpected<std::string>("is not a store address");
      },
      [](const std::string& value) { return value; },
      masked_store,
  };
}

} // namespace spin::config
