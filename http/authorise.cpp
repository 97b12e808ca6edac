#include "http/authorise.hpp"

namespace spin::http {

ruling authorise(access needs, const principal* who,
                 std::optional<std::string_view> owner) {
  if (needs == access::open)
    return ruling::allow;
  if (!who || who->name.empty())
    return ruling::log_in;
  if (needs == access::write && who->may == role::viewer)
    return ruling::forbid;
  if (needs == access::oversee && !sees_all(who->may))
    return ruling::forbid;
  if (owner && !sees_all(who->may) && *owner != who->name)
    return ruling::hide;
  return ruling::allow;
}

std::string_view who_may(access needs) noexcept {
  switch (needs) {
  case access::open:
    return "anybody";
  case access::read:
    return "all users";
  case access::write:
    return "admin, user";
  case access::oversee:
    return "admin, viewer";
  }
  return "";
}

} // namespace spin::http
