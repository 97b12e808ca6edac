#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "http/limits.hpp"

namespace spin::http {

/// The connections of one listener, counted. Thread-safe; lives in a shared
/// pointer, which every seat holds.
class seats : public std::enable_shared_from_this<seats> {
public:
  /// The place of one connection, free again when nobody holds it any more.
  using seat = std::shared_ptr<void>;

  explicit seats(connection_caps caps) : caps_(caps) {
    // nop
  }

  /// Takes a seat for a connection from that address (of IPv6 its /64 counts);
  /// null if there is none left. A `crowd` (a proxy that is trusted) may have
  /// all of them.
  seat take(const std::string& from, bool crowd);

  /// Returns how many are taken now, and how often there was none left.
  std::size_t taken() const;
  std::uint64_t turned_away() const;

private:
  void give_back(const std::string& address);

  const connection_caps caps_;
  mutable std::mutex mutex_;
  std::size_t taken_ = 0;
  std::uint64_t turned_away_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;
};

} // namespace spin::http
