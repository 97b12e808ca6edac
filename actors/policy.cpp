#include "actors/policy.hpp"

#include <algorithm>
#include <string>

namespace spin {

namespace {

using std::chrono::seconds;

/// Beyond this, a length of time would overflow the clocks.
constexpr seconds longest_age = std::chrono::hours{24 * 36525};

/// How many intervals a report counts unless the operator says otherwise.
constexpr int ttl_intervals = 4;

seconds within(seconds value, const policy_bounds& bounds) {
  return std::clamp(value, bounds.timeout_min, bounds.timeout_max);
}

std::string text(span length) {
  return std::to_string(std::chrono::duration_cast<seconds>(length).count());
}

outcome<done> check_timeout(const char* field, std::optional<seconds> value,
                            const policy_bounds& bounds) {
  if (!value || *value == within(*value, bounds))
    return done{};
  return fail(errc::bad_request, std::string{field} + ": must be from "
                                   + text(bounds.timeout_min) + " to "
                                   + text(bounds.timeout_max) + " seconds");
}

outcome<done> check_max_age(std::optional<seconds> value, span most) {
  if (!value || most == span::zero() || (*value > seconds{0} && *value <= most))
    return done{};
  return fail(errc::bad_request,
              "max_age: must be from 1 to " + text(most) + " seconds");
}

} // namespace

idle_policy effective(const server_policy& server,
                      const policy_overrides& own) {
  auto result = server.defaults;
  if (own.initial_timeout)
    result.initial = within(*own.initial_timeout, server.bounds);
  if (own.timeout) {
    result.interval = within(*own.timeout, server.bounds);
    if (server.ttl_follows)
      result.report_ttl = ttl_intervals * result.interval;
  }
  if (own.disable_timeouts)
    result.disabled = *own.disable_timeouts
                      && (server.bounds.may_disable_timeouts
                          || server.defaults.disabled);
  if (own.max_age && check_max_age(own.max_age, server.defaults.max_age))
    result.max_age = std::min(*own.max_age, longest_age);
  if (own.on_idle)
    result.on_idle = *own.on_idle;
  return result;
}

outcome<done> check(const policy_overrides& what, const server_policy& server) {
  const auto& bounds = server.bounds;
  if (auto how = check_timeout("initial_timeout", what.initial_timeout, bounds);
      !how)
    return how;
  if (auto how = check_timeout("timeout", what.timeout, bounds); !how)
    return how;
  if (what.disable_timeouts.value_or(false) && !bounds.may_disable_timeouts
      && !server.defaults.disabled)
    return fail(errc::bad_request, "disable_timeouts: this server does not "
                                   "allow it");
  return check_max_age(what.max_age, server.defaults.max_age);
}

} // namespace spin
