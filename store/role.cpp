#include "store/role.hpp"

namespace spin {

std::string_view to_string(role what) noexcept {
  switch (what) {
  case role::viewer:
    return "viewer";
  case role::user:
    return "user";
  case role::admin:
    return "admin";
  }
  return "unknown";
}

std::optional<role> role_named(std::string_view word) noexcept {
  for (auto each : {role::viewer, role::user, role::admin})
    if (word == to_string(each))
      return each;
  return std::nullopt;
}

} // namespace spin
