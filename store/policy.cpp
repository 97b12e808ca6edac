#include "store/policy.hpp"

namespace spin {

namespace {

template <class T>
void take(std::optional<T>& into, const std::optional<T>& from) {
  if (from)
    into = from;
}

} // namespace

policy_overrides merged(policy_overrides was, const policy_overrides& change) {
  take(was.initial_timeout, change.initial_timeout);
  take(was.timeout, change.timeout);
  take(was.disable_timeouts, change.disable_timeouts);
  take(was.max_age, change.max_age);
  take(was.on_idle, change.on_idle);
  return was;
}

} // namespace spin
