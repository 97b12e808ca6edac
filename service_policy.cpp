#include "service_policy.hpp"

namespace spin {

namespace {

idle_action to_action(config::idle_action what) {
  switch (what) {
  case config::idle_action::stop:
    return idle_action::stop;
  case config::idle_action::pause:
    return idle_action::pause;
  case config::idle_action::remove:
    return idle_action::remove;
  }
  return idle_action::stop;
}

} // namespace

server_policy policy_of(const config::settings& from) {
  server_policy result;
  result.defaults = {from.sd_initial_timeout_interval,
                     from.sd_timeout_interval,
                     from.sd_report_ttl,
                     from.sd_disable_timeouts,
                     from.sd_max_age,
                     to_action(from.sd_on_idle),
                     from.sd_warn_before};
  result.bounds = {from.sd_timeout_min, from.sd_timeout_max,
                   from.sd_allow_disable_timeouts, from.sd_keep_alive_max};
  result.ttl_follows = from.sd_report_ttl == 4 * from.sd_timeout_interval;
  return result;
}

} // namespace spin
