#include "http/limits.hpp"

#include <algorithm>

#include <sys/resource.h>

#include "http/server.hpp"

namespace spin::http {

namespace {

/// What a connection may hold in memory (a head and a body) times this is what
/// clients together may: some 320 MB.
constexpr std::size_t most_in_total = 4096;

/// A container reports once a minute, on one connection.
constexpr std::size_t most_of_a_container = 16;

} // namespace

std::size_t file_limit() noexcept {
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  return now.rlim_cur;
}

std::size_t raise_file_limit() noexcept {
  rlimit now{};
  if (::getrlimit(RLIMIT_NOFILE, &now) == 0) {
    now.rlim_cur = now.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  return file_limit();
}

connection_caps caps_within(std::size_t files, surface what,
                            connection_caps wanted) noexcept {
  auto caps = wanted;
  if (caps.in_total == 0)
    caps.in_total = std::clamp<std::size_t>(files / 4, 1, most_in_total);
  if (caps.from_one_address == 0) {
    caps.from_one_address = std::max<std::size_t>(caps.in_total / 2, 1);
    if (what == surface::check_in)
      caps.from_one_address =
          std::min(caps.from_one_address, most_of_a_container);
  }
  return caps;
}

connection_caps event_caps(std::size_t wanted,
                           const connection_caps& of) noexcept {
  const auto in_total = std::clamp<std::size_t>(
      wanted, 1, std::max<std::size_t>(of.in_total / 4 * 3, 1));
  return {in_total, std::max<std::size_t>(in_total / 2, 1)};
}

} // namespace spin::http
