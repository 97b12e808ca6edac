#include "actors/container_log.hpp"

#include <string>

#include "config/logging.hpp"

namespace spin {

namespace {

std::string seconds_text(span length) {
  return std::to_string(
           std::chrono::duration_cast<std::chrono::seconds>(length).count())
         + " s";
}

void log_end(const container_view& now, const cause& by) {
  const auto& who = *now.who;
  const auto& end = now.life.ended;
  const auto code = end && end->exit_code ? std::to_string(*end->exit_code)
                                          : std::string{"none"};
  log::info("container stopped",
            {{"name", who.name},
             {"id", who.container_id},
             {"reason", to_string(now.life.why)},
             {"exit_code", code},
             {"oom_killed", end && end->oom_killed ? "yes" : "no"},
             {key_of(by), to_string(by)}});
}

} // namespace

void log_change(const lifecycle& was, const container_view& now,
                const cause& by) {
  if (was.now == now.life.now)
    return;
  const auto& who = *now.who;
  const auto reason = to_string(now.life.why);
  const log::field from{key_of(by), to_string(by)};
  switch (now.life.now) {
    case phase::creating:
    case phase::starting:
    case phase::resuming:
      return log::debug(
        "container starting",
        {{"name", who.name}, {"id", who.container_id}, from});
    case phase::running:
      return log::info("container running", {{"name", who.name},
                                             {"id", who.container_id},
                                             {"image", who.image},
                                             from});
    case phase::stopping:
      return log::info("container stopping", {{"name", who.name},
                                              {"id", who.container_id},
                                              {"reason", reason},
                                              from});
    case phase::stopped:
      return log_end(now, by);
    case phase::pausing:
    case phase::paused:
      return log::info("container " + std::string{to_string(now.life.now)},
                       {{"name", who.name},
                        {"id", who.container_id},
                        {"reason", reason},
                        from});
    case phase::removing:
      return log::info("container being removed",
                       {{"name", who.name}, {"id", who.container_id}, from});
    case phase::gone:
      return log::info("container gone",
                       {{"name", who.name}, {"id", who.container_id}, from});
  }
}

void log_warning(const container_view& now, const idle_policy& policy,
                 instant at, const cause& by) {
  const auto end = stops_at(now.life, policy);
  log::info("container stops soon",
            {{"name", now.who->name},
             {"id", now.who->container_id},
             {"in", seconds_text(end.value_or(at) - at)},
             {key_of(by), to_string(by)}});
}

void log_failure(call asked, const failure& why, const container_view& now,
                 instant at, const cause& by) {
  const auto& life = now.life;
  const auto retry = life.failures == 0 ? std::string{"none"}
                                        : seconds_text(life.retry_at - at);
  // One line when it begins; that it goes on is for those who look closely.
  const auto say = life.failures > 1 ? log::debug : log::warning;
  say("engine call failed", {{"call", to_string(asked)},
                             {"name", now.who->name},
                             {"id", now.who->container_id},
                             {"error", to_string(why.code)},
                             {"reason", why.what},
                             {"retry_in", retry},
                             {key_of(by), to_string(by)}});
}

} // namespace spin
