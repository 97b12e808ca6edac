#include "from_settings.hpp"

#include "config/logging.hpp"
#include "config/password_hash.hpp"

namespace spin {

namespace {

idle_action to_action(config::idle_action what) {
  switch (what) {
    case config::idle_action::stop: return idle_action::stop;
    case config::idle_action::pause: return idle_action::pause;
    case config::idle_action::remove: return idle_action::remove;
  }
  return idle_action::stop;
}

role to_role(config::role what) {
  switch (what) {
    case config::role::viewer: return role::viewer;
    case config::role::user: return role::user;
    case config::role::admin: return role::admin;
  }
  return role::viewer;
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
                     from.sd_warn_before,
                     from.sd_stop_grace};
  result.bounds = {from.sd_timeout_min, from.sd_timeout_max,
                   from.sd_allow_disable_timeouts, from.sd_keep_alive_max};
  result.ttl_follows = from.sd_report_ttl == 4 * from.sd_timeout_interval;
  return result;
}

std::vector<http::account> accounts_of(const config::settings& from) {
  std::vector<http::account> all;
  // Beside users, an empty password stands for no such user.
  if (from.sd_users.empty() || !from.sd_password.empty())
    all.push_back({"admin", role::admin, from.sd_password,
                   config::looks_like_hash(from.sd_password), 0});
  if (from.sd_environment == config::environment::production && !all.empty()
      && !all.front().hashed && from.sd_password_file.empty())
    log::warning("the password of admin stands in plain text",
                 {{"instead", "the hash of --hash-password, or "
                              "sd_password_file"}});
  for (const auto& each : from.sd_users)
    all.push_back({each.name, to_role(each.may), each.password_hash, true,
                   each.max_running});
  // What takes longer for one name than for others would tell of it.
  if (!from.sd_users.empty() && !all.front().hashed) {
    all.front().secret = config::hash_password(all.front().secret);
    all.front().hashed = true;
  }
  return all;
}

http::server_config server_config_of(const config::settings& from) {
  http::server_config result;
  result.check_in_by_token = from.sd_check_in == config::check_in_proof::token;
  result.trusted_proxies = from.sd_trusted_proxies;
  result.sizes = {.head = from.sd_max_header_size,
                  .body = from.sd_max_body_size};
  result.times = {.head = from.sd_header_timeout,
                  .body = from.sd_body_timeout,
                  .idle = from.sd_idle_connection_timeout,
                  .send = from.sd_send_timeout,
                  .answer = from.sd_answer_timeout};
  result.demand = {.check_in_rate = from.sd_check_in_rate,
                   .check_in_burst = from.sd_check_in_burst,
                   .engine_requests = from.sd_max_engine_requests,
                   .streams = from.sd_max_streams};
  result.caps = {.in_total = from.sd_max_connections,
                 .from_one_address = from.sd_max_connections_per_address};
  result.sessions = {from.sd_session_max, from.sd_session_idle};
  result.event_streams = from.sd_max_event_streams;
  result.access_log = from.sd_access_log;
  result.rules =
      std::make_shared<const http::create_rules>(create_rules_of(from));
  return result;
}

} // namespace spin
