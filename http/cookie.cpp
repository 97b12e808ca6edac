#include "http/cookie.hpp"

#include <algorithm>

#include "http/text.hpp"

namespace spin::http {

std::vector<std::string_view> cookies_named(std::string_view name,
                                            std::string_view header) {
  std::vector<std::string_view> values;
  while (!header.empty() && values.size() < most_cookies_of_a_name) {
    const auto each = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(each.size() + 1, header.size()));
    const auto pair = trimmed(each);
    if (pair.size() > name.size() && pair.starts_with(name)
        && pair[name.size()] == '=')
      values.push_back(pair.substr(name.size() + 1));
  }
  return values;
}

std::string_view session_cookie(bool secure) noexcept {
  return secure ? "__Host-spin_session" : "spin_session";
}

std::string set_session_cookie(std::string_view id, bool secure) {
  std::string text{session_cookie(secure)};
  text.append("=").append(id).append("; Path=/; HttpOnly; SameSite=Strict");
  if (secure)
    text += "; Secure";
  if (id.empty())
    text += "; Max-Age=0";
  return text;
}

} // namespace spin::http
