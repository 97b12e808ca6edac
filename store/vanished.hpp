#pragma once

#include <string>
#include <string_view>

#include "store/create_options.hpp"
#include "store/failure.hpp"
#include "store/policy.hpp"
#include "store/time.hpp"

namespace spin {

/// What it takes to make a container again that somebody else removed.
struct vanished {
  /// The engine's id that it had: 64 hex digits.
  std::string container_id;
  std::string name;
  std::string image;
  /// As in `identity`.
  std::string owner;
  policy_overrides own;
  create_options options;
  /// When the one that is gone was made, and when we learned that it is gone.
  utc created_at{};
  utc at{};

  friend bool operator==(const vanished&, const vanished&) = default;
};

/// Returns the id of the record that keeps it: "vanished.ENGINE-ID".
std::string vanished_record(std::string_view container_id);

/// Returns whether a record of that id keeps one that vanished.
bool is_vanished_record(std::string_view record) noexcept;

/// Writes `what` as one JSON object on one line; `decode_vanished` gives it
/// back.
std::string encode(const vanished& what);

/// Reads what `encode` wrote. Errors: `malformed`, as with snapshots.
outcome<vanished> decode_vanished(std::string_view json);

} // namespace spin
