#pragma once

#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "store/api_token.hpp"

namespace spin {

/// The API tokens that are let in. As with the directory, HTTP threads read it
/// without a mailbox; the registry fills it, the token keeper changes it.
/// Thread-safe.
class token_book {
public:
  // -- readers ----------------------------------------------------------------

  /// Finds what `token` ("spin_<id>.<secret>") is; compares in constant time.
  /// None: it is no token of ours, was revoked, or has expired at `now`.
  std::optional<api_token> find(std::string_view token, utc now) const;

  /// Returns the token of that id, expired or not.
  std::optional<api_token> get(std::string_view id) const;

  /// Returns all, oldest first.
  std::vector<api_token> all() const;

  // -- writers ----------------------------------------------------------------

  /// Takes in what the store holds.
  void fill(const std::vector<api_token>& stored);

  void put(api_token what);

  /// Returns whether there was a token of that id.
  bool drop(std::string_view id);

private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, api_token, std::less<>> by_id_;
};

} // namespace spin
