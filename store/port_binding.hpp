#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace spin {

/// The transport of a port; the engine knows more, we hand out these.
enum class transport : std::uint8_t { tcp, udp };

std::string_view to_string(transport) noexcept;

/// A port that the container exposes and the host port it is published at.
struct port_binding {
  std::uint16_t container_port = 0;
  transport protocol = transport::tcp;
  /// 0 = exposed but not published.
  std::uint16_t host_port = 0;

  friend auto operator<=>(const port_binding&, const port_binding&) = default;
};

} // namespace spin
