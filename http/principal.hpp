#pragma once

#include <cstdint>
#include <string>

#include "store/role.hpp"

namespace spin::http {

/// Who sends a request, once that is known.
struct principal {
  /// The user's name; empty: nobody, on a route that is open to all.
  std::string name = {};
  /// What this request may do: with an API token maybe less than the user.
  role may = role::viewer;
  /// The API token that was shown; empty: a password was.
  std::string token_id = {};
  /// How many containers of the user may run at once; 0 = any number.
  std::uint32_t max_running = 0;
  /// The browser's session that was shown, as `sessions` names it; empty: none
  /// was.
  std::string session = {};

  friend bool operator==(const principal&, const principal&) = default;
};

} // namespace spin::http
