#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/principal.hpp"

namespace spin::http {

/// Somebody who may log in.
struct account {
  std::string name;
  role may = role::viewer;
  /// The password, or its hash as `crypto_pwhash_str` writes it.
  std::string secret;
  /// `secret` is a hash: to check a password takes about 0.1 s and the memory
  /// that the hash names.
  bool hashed = false;
  std::uint32_t max_running = 0;
};

/// Returns who logs in with that account's password.
principal principal_of(const account& who);

/// Returns whether `password` is that of `account`; for a plain one, neither
/// contents nor lengths show in the time it takes.
bool is_password_of(const account& who, const std::string& password);

/// All who may log in; fixed while the server lives.
class accounts {
public:
  explicit accounts(std::vector<account> all);

  /// Returns the account of that name, or null.
  const account* find(std::string_view name) const noexcept;

  /// Returns an account whose password is to be checked in vain for a name that
  /// nobody has, so that it takes as long as with somebody's: for one name
  /// always the same. Null if there are no accounts.
  const account* decoy(std::string_view name) const;

private:
  std::vector<account> all_;
  /// Those to be checked in vain: the hashed ones, if there are any.
  std::vector<std::size_t> decoys_;
  std::array<unsigned char, 16> key_{};
};

} // namespace spin::http
