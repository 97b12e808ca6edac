#include "docker/endpoint.hpp"

#include <charconv>
#include <cstdint>
#include <sys/un.h>

namespace spin::docker {

namespace {

constexpr std::string_view host_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_[]:";

auto bad(std::string_view address, const std::string& why) {
  return fail(errc::bad_request,
              "engine address \"" + std::string(address) + "\": " + why);
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  return error == std::errc{} && rest == end && port != 0;
}

/// Returns whether `text` is host:port, with an IPv6 host in brackets.
bool is_host_and_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == 0 || colon == text.npos || !is_port(text.substr(colon + 1))
      || text.find_first_not_of(host_letters) != text.npos)
    return false;
  const auto host = text.substr(0, colon);
  const bool bracketed = host.front() == '[' && host.back() == ']';
  return bracketed || host.find_first_of("[]:") == host.npos;
}

} // namespace

std::string endpoint::host() const {
  if (!socket_path.empty())
    return "127.0.0.1";
  constexpr std::string_view scheme = "http://";
  auto result = base_url.substr(scheme.size());
  result.resize(result.rfind(':'));
  if (result.starts_with('['))
    result = result.substr(1, result.size() - 2);
  return result;
}

outcome<endpoint> parse_endpoint(std::string_view address) {
  const auto sep = address.find("://");
  if (sep == address.npos)
    return bad(address, "expected unix:///path or tcp://host:port");
  const auto scheme = address.substr(0, sep);
  auto rest = address.substr(sep + 3);
  if (scheme == "unix") {
    if (!rest.starts_with('/'))
      return bad(address, "the path of the socket must be absolute");
    if (rest.size() >= sizeof(sockaddr_un::sun_path))
      return bad(address, "the path of the socket is too long");
    return endpoint{std::string(address), std::string(rest), "http://engine"};
  }
  if (scheme != "tcp" && scheme != "http")
    return bad(address, "expected unix, tcp or http before ://");
  if (rest.ends_with('/'))
    rest.remove_suffix(1);
  if (!is_host_and_port(rest))
    return bad(address, "expected host:port after ://");
  return endpoint{std::string(address), "", "http://" + std::string(rest)};
}

} // namespace spin::docker
