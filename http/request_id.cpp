#include "http/request_id.hpp"

#include <cstdint>
#include <random>

namespace spin::http {

namespace {

/// Spreads a count over all 64 bits; no two counts give the same (the mixing
/// step of SplitMix64).
std::uint64_t mixed(std::uint64_t count) {
  count = (count ^ (count >> 30)) * 0xbf58476d1ce4e5b9;
  count = (count ^ (count >> 27)) * 0x94d049bb133111eb;
  return count ^ (count >> 31);
}

/// Where a thread's count begins.
std::uint64_t random_start() {
  std::random_device any;
  return (std::uint64_t{any()} << 32) | any();
}

} // namespace

std::string make_request_id() {
  thread_local auto count = random_start();
  auto bits = mixed(++count);
  std::string id(15, '0');
  for (auto& digit : id) {
    digit = "0123456789abcdef"[bits & 0xf];
    bits >>= 4;
  }
  return id;
}

std::string request_id_for(const request& from, const networks& trusted) {
  if (trusted.empty())
    return make_request_id();
  const auto peer = read_ip(from.peer);
  const auto given = from.header("x-request-id");
  if (given && peer && trusted.contains(*peer) && is_request_id(*given))
    return *given;
  return make_request_id();
}

} // namespace spin::http
