#include "actors/container_log.hpp"

#include <string>

#include "config/logging.hpp"

namespace spin {

namespace {

std::string_view word_for(call what) {
  switch (what) {
    case call::none: return "none";
    case call::create: return "create";
    case call::start: return "start";
    case call::inspect: return "inspect";
    case call::stop: return "stop";
    case call::remove: return "remove";
  }
  return "unknown";
}

} // namespace

void log_change(const lifecycle& was, const container_view& now) {
  if (was.now == now.life.now)
    return;
  const auto& who = *now.who;
  const auto reason = to_string(now.life.why);
  switch (now.life.now) {
    case phase::creating:
    case phase::starting:
      return log::debug("container starting",
                        {{"name", who.name}, {"id", who.container_id}});
    case phase::running:
      return log::info("container running", {{"name", who.name},
                                             {"id", who.container_id},
                                             {"image", who.image}});
    case phase::stopping:
      return log::info("container stopping", {{"name", who.name},
                                              {"id", who.container_id},
                                              {"reason", reason}});
    case phase::stopped:
      return log::info("container stopped",
                       {{"name", who.name},
                        {"id", who.container_id},
                        {"reason", reason},
                        {"exit_code", now.life.exit_code.value_or(-1)}});
    case phase::removing:
      return log::info("container being removed",
                       {{"name", who.name}, {"id", who.container_id}});
    case phase::gone:
      return log::info("container gone",
                       {{"name", who.name}, {"id", who.container_id}});
  }
}

void log_failure(call asked, const failure& why, const container_view& now,
                 instant at) {
  const auto& life = now.life;
  const auto retry
    = life.failures == 0
        ? std::string{"none"}
        : std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                           life.retry_at - at)
                           .count())
            + " s";
  log::warning("engine call failed", {{"call", word_for(asked)},
                                      {"name", now.who->name},
                                      {"id", now.who->container_id},
                                      {"error", to_string(why.code)},
                                      {"reason", why.what},
                                      {"retry_in", retry}});
}

} // namespace spin
