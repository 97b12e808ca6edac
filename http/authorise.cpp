#include "http/authorise.hpp"

namespace spin::http {

verdict authorise(access needs, const principal* who,
                  std::optional<std::string_view> owner) {
  if (needs == access::open)
    return verdict::allow;
  if (!who || who->name.empty())
    return verdict::log_in;
  if (needs == access::write && who->may == role::viewer)
    return verdict::forbid;
  if (needs == access::oversee && !sees_all(who->may))
    return verdict::forbid;
  if (owner && !sees_all(who->may) && *owner != who->name)
    return verdict::hide;
  return verdict::allow;
}

std::string_view who_may(access needs) noexcept {
  switch (needs) {
    case access::open: return "anybody";
    case access::read: return "all users";
    case access::write: return "admin, user";
    case access::oversee: return "admin, viewer";
  }
  return "";
}

} // namespace spin::http
