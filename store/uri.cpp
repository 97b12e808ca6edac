#include "store/uri.hpp"

#include <charconv>
#include <optional>
#include <utility>

#include "store/hex.hpp"

namespace spin::store {

namespace {

/// `sockaddr_un` holds no longer path.
constexpr std::size_t max_socket_path = 107;

/// Reads a decimal number of 0 to the largest of `T`; nothing else may follow.
template <class T>
std::optional<T> to_number(std::string_view text) {
  T result{};
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, result);
  if (error != std::errc{} || stop != end || result < 0)
    return std::nullopt;
  return result;
}

/// Removes `head` from the front of `text` if it is there.
bool take_head(std::string_view& text, std::string_view head) {
  if (!text.starts_with(head))
    return false;
  text.remove_prefix(head.size());
  return true;
}

/// Splits at the first `at`; without one everything is in the first part.
std::pair<std::string_view, std::string_view> split(std::string_view text,
                                                    char at) {
  const auto where = text.find(at);
  if (where == std::string_view::npos)
    return {text, {}};
  return {text.substr(0, where), text.substr(where + 1)};
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    if (text.front() != '%') {
      result += text.front();
      text.remove_prefix(1);
      continue;
    }
    unsigned char byte = 0;
    const auto first = text.data() + 1;
    if (text.size() < 3
        || std::from_chars(first, first + 2, byte, 16).ptr != first + 2)
      return std::nullopt;
    result += static_cast<char>(byte);
    text.remove_prefix(3);
  }
  return result;
}

/// Takes "[user]:password@" from the front of `rest`, if it is there.
outcome<done> take_login(std::string_view& rest, redis_address& to) {
  const auto [login, after] = split(rest, '@');
  if (login.size() == rest.size())
    return done{};
  const auto [user_text, password_text] = split(login, ':');
  const auto user = percent_decoded(user_text);
  const auto password = percent_decoded(password_text);
  if (!user || !password || password->empty())
    return fail(errc::bad_request, "before the @ belongs [user]:password");
  to.user = *user;
  to.password = *password;
  rest = after;
  return done{};
}

outcome<done> read_db(std::string_view text, redis_address& to) {
  const auto db = to_number<int>(text);
  if (!db)
    return fail(errc::bad_request, "the database is not a number");
  to.db = *db;
  return done{};
}

/// Reads "host", "host:port" or the same with an IPv6 address in brackets.
outcome<done> read_host(std::string_view text, redis_address& to) {
  std::string_view port;
  if (take_head(text, "[")) {
    const auto closing = text.find(']');
    if (closing == std::string_view::npos)
      return fail(errc::bad_request, "the bracket of the host is not closed");
    port = text.substr(closing + 1);
    text = text.substr(0, closing);
  } else if (const auto colon = text.find(':'); colon != text.npos) {
    port = text.substr(colon);
    text = text.substr(0, colon);
  }
  if (text.empty())
    return fail(errc::bad_request, "the host is missing");
  to.host = text;
  if (port.empty())
    return done{};
  const auto number =
      take_head(port, ":") ? to_number<std::uint16_t>(port) : std::nullopt;
  if (number.value_or(0) == 0)
    return fail(errc::bad_request, "the port is not within 1 to 65535");
  to.port = *number;
  return done{};
}

outcome<address> read_tcp(std::string_view rest) {
  redis_address result;
  if (auto login = take_login(rest, result); !login)
    return tl::unexpected(login.error());
  const auto [authority, db] = split(rest, '/');
  if (auto host = read_host(authority, result); !host)
    return tl::unexpected(host.error());
  if (!db.empty())
    if (auto number = read_db(db, result); !number)
      return tl::unexpected(number.error());
  return result;
}

outcome<address> read_unix(std::string_view rest) {
  redis_address result;
  // An @ behind the first slash belongs to the path.
  if (!rest.starts_with('/'))
    if (auto login = take_login(rest, result); !login)
      return tl::unexpected(login.error());
  auto [path, query] = split(rest, '?');
  if (!path.starts_with('/') || path.ends_with('/'))
    return fail(errc::bad_request, "the path of the socket is not absolute");
  if (path.size() > max_socket_path)
    return fail(errc::bad_request, "the path of the socket is longer than "
                                       + std::to_string(max_socket_path)
                                       + " bytes");
  result.socket = path;
  if (query.empty())
    return result;
  if (!take_head(query, "db="))
    return fail(errc::bad_request, "behind the ? belongs db=N");
  if (auto number = read_db(query, result); !number)
    return tl::unexpected(number.error());
  return result;
}

outcome<address> read_sqlite(std::string_view path) {
  if (path.empty() || path.ends_with('/'))
    return fail(errc::bad_request, "sqlite: needs the path of a file");
  if (path.starts_with("//") && !path.starts_with("///"))
    return fail(errc::bad_request, "a relative path follows sqlite: at once, "
                                   "without slashes");
  return sqlite_address{std::string{path}};
}

} // namespace

outcome<address> parse_uri(std::string_view uri) {
  if (uri.find('\0') != std::string_view::npos)
    return fail(errc::bad_request, "it holds a zero byte");
  auto rest = uri;
  if (take_head(rest, "sqlite:"))
    return read_sqlite(rest);
  if (take_head(rest, "redis://"))
    return read_tcp(rest);
  if (take_head(rest, "redis+unix://") || take_head(rest, "unix://"))
    return read_unix(rest);
  if (take_head(rest, "rediss://"))
    return fail(errc::bad_request, "TLS (rediss:) is not supported");
  return fail(errc::bad_request,
              "it starts with none of sqlite:, redis:// and redis+unix://");
}

std::string to_string(const redis_address& where) {
  const auto db = std::to_string(where.db);
  if (!where.socket.empty())
    return "redis+unix://" + where.socket + "?db=" + db;
  const bool bare = where.host.find(':') == std::string::npos;
  return "redis://" + (bare ? where.host : '[' + where.host + ']') + ':'
         + std::to_string(where.port) + '/' + db;
}

} // namespace spin::store
