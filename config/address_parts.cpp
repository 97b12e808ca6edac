#include "config/address_parts.hpp"

#include <arpa/inet.h>
#include <sys/un.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace spin::config {

bool is_number(std::string_view text, int least, int most) {
  int value = 0;
  const auto last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  return !text.empty() && text.front() != '-' && error == std::errc{}
         && end == last && value >= least && value <= most;
}

int address_bits(std::string_view text) {
  unsigned char bytes[sizeof(in6_addr)];
  const std::string name{text};
  if (name.size() != std::char_traits<char>::length(name.c_str()))
    return 0; // inet_pton would read up to the NUL only
  if (inet_pton(AF_INET, name.c_str(), bytes) == 1)
    return 32;
  return inet_pton(AF_INET6, name.c_str(), bytes) == 1 ? 128 : 0;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.front() != '-'
         && std::all_of(text.begin(), text.end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                     || (c >= '0' && c <= '9') || c == '-' || c == '.'
                     || c == '_';
            });
}

std::optional<std::pair<std::string_view, std::string_view>>
split_port(std::string_view text) {
  const auto host_end = text.starts_with('[') ? text.find(']') : text.find(':');
  if (!text.starts_with('['))
    return host_end == std::string_view::npos
               ? std::pair{text, std::string_view{}}
               : std::pair{text.substr(0, host_end), text.substr(host_end + 1)};
  if (host_end == std::string_view::npos
      || address_bits(text.substr(1, host_end - 1)) != 128)
    return std::nullopt;
  const auto host = text.substr(1, host_end - 1);
  const auto rest = text.substr(host_end + 1);
  if (rest.empty())
    return std::pair{host, rest};
  if (!rest.starts_with(':'))
    return std::nullopt;
  return std::pair{host, rest.substr(1)};
}

bool is_socket_path(std::string_view path) {
  return path.size() > 1 && path.front() == '/'
         && path.size() < sizeof(sockaddr_un::sun_path)
         && std::none_of(path.begin(), path.end(),
                         [](unsigned char c) { return c <= 0x20; });
}

bool drop_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

} // namespace spin::config
