#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/failure.hpp"
#include "store/time.hpp"

namespace spin {

/// An event that a webhook has not taken yet.
struct delivery {
  /// The webhook, by what its URL is known by: hex digits.
  std::string hook;
  /// Its place among all deliveries, also those of earlier runs.
  std::uint64_t number = 0;
  /// What it is about: deliveries of one subject keep their order.
  std::string subject;
  /// The id of the event, and its type.
  std::string event;
  std::string type;
  /// When the event happened.
  utc at{};
  /// What is sent, to the byte.
  std::string body;

  friend bool operator==(const delivery&, const delivery&) = default;
};

/// Returns the id of the record that keeps it: "delivery.NUMBER".
std::string delivery_record(std::uint64_t number);

/// Returns whether a record of that id keeps a delivery.
bool is_delivery_record(std::string_view record) noexcept;

/// Writes `what` as one JSON object on one line; `decode_delivery` gives it
/// back.
std::string encode(const delivery& what);

/// Reads what `encode` wrote. Errors: `malformed`, as with snapshots.
outcome<delivery> decode_delivery(std::string_view json);

} // namespace spin
