#include "http/address.hpp"

#include <algorithm>

#include <arpa/inet.h>

#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr ip_bytes v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_mapped_v4(const ip_bytes& address) {
  return std::equal(v4_prefix.begin(), v4_prefix.begin() + 12, address.begin());
}

/// Takes away brackets and a port.
std::string bare(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos)
      return {};
    const auto rest = text.substr(end + 1);
    const bool fine =
        rest.empty() || (rest[0] == ':' && whole_number(rest.substr(1), 65535));
    return fine ? std::string{text.substr(1, end - 1)} : std::string{};
  }
  const auto colon = text.find(':');
  const bool has_port = colon != std::string_view::npos
                        && text.find(':', colon + 1) == std::string_view::npos
                        && whole_number(text.substr(colon + 1), 65535);
  return std::string{has_port ? text.substr(0, colon) : text};
}

} // namespace

std::optional<ip_bytes> read_ip(std::string_view text) {
  const auto plain = bare(trimmed(text));
  ip_bytes out = v4_prefix;
  if (inet_pton(AF_INET, plain.c_str(), out.data() + 12) == 1)
    return out;
  if (inet_pton(AF_INET6, plain.c_str(), out.data()) == 1)
    return out;
  return std::nullopt;
}

std::string to_string(const ip_bytes& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_mapped_v4(address))
    inet_ntop(AF_INET, address.data() + 12, text.data(), text.size());
  else
    inet_ntop(AF_INET6, address.data(), text.data(), text.size());
  return text.data();
}

std::optional<std::string> normalised(std::string_view text) {
  const auto address = read_ip(text);
  return address ? std::optional{to_string(*address)} : std::nullopt;
}

outcome<networks> networks::read(const std::vector<std::string>& list) {
  networks result;
  for (const auto& entry : list) {
    const auto slash = entry.find('/');
    const auto base = read_ip(std::string_view{entry}.substr(0, slash));
    if (!base)
      return fail(errc::bad_request, "\"" + entry + "\" is no address");
    const unsigned offset = is_mapped_v4(*base) ? 96 : 0;
    network next{*base, 128};
    if (slash != std::string::npos) {
      const auto bits =
          whole_number(std::string_view{entry}.substr(slash + 1), 128 - offset);
      if (!bits)
        return fail(errc::bad_request, "\"" + entry + "\" is no network");
      next.bits = offset + static_cast<unsigned>(*bits);
    }
    result.all_.push_back(next);
  }
  return result;
}

bool networks::contains(const ip_bytes& address) const noexcept {
  const auto covers = [&address](const network& net) {
    for (unsigned bit = 0; bit < net.bits; bit += 8) {
      const unsigned left = std::min(8U, net.bits - bit);
      const auto mask = static_cast<std::uint8_t>(0xff << (8 - left));
      if (((net.base[bit / 8] ^ address[bit / 8]) & mask) != 0)
        return false;
    }
    return true;
  };
  return std::any_of(all_.begin(), all_.end(), covers);
}

std::optional<std::string> source_address(
    std::string_view peer, const std::optional<std::string>& forwarded_for,
    const std::optional<std::string>& real_ip, const networks& trusted) {
  const auto direct = read_ip(peer);
  if (!direct)
    return std::nullopt;
  if (!trusted.contains(*direct))
    return to_string(*direct);
  if (!forwarded_for)
    return real_ip ? normalised(*real_ip) : to_string(*direct);
  std::string_view left = *forwarded_for;
  for (;;) {
    const auto comma = left.rfind(',');
    const auto last =
        comma == std::string_view::npos ? left : left.substr(comma + 1);
    const auto address = read_ip(last);
    if (!address)
      return std::nullopt;
    if (comma == std::string_view::npos || !trusted.contains(*address))
      return to_string(*address);
    left = left.substr(0, comma);
  }
}

} // namespace spin::http
