#include "http/routes.hpp"

#include <array>
#include <optional>

namespace spin::http {

namespace {

using enum access;
using enum surface;

constexpr auto route_table = std::to_array<route>({
    {"GET", "/v1/images", list_images, read, api,
     "the tagged images that the engine has, as a list of strings"},
    {"GET", "/v1/containers", list_containers, read, api,
     "all containers, or those that the query asks for, sorted and in pages; "
     "with `audit=true` the engine is asked first"},
    {"POST", "/v1/containers", create_container, write, api,
     "makes and starts a container of `image`, with the settings given: 201 "
     "and its ports, with `?wait=ready` once it can be used"},
    {"GET", "/v1/containers/:id", show_container, read, api,
     "one container; `:id` is its id or the first 12 digits or more"},
    {"PATCH", "/v1/containers/:id", change_container, write, api,
     "`status=stopped` stops it, `status=running` starts or resumes it, in each "
     "case with its group; settings are changed first"},
    {"GET", "/v1/containers/:id/wait", wait_for_container, read, api,
     "answers when `status` is as the query says (`ready`, `running`, "
     "`stopped`, `paused`) or `wait_timeout` (30 s) is over; `reached` tells "
     "which"},
    {"DELETE", "/v1/containers/:id", delete_container, write, api,
     "stops and removes it: 204"},
    {"POST", "/v1/containers/:id/recreate", recreate_container, write, api,
     "makes one again, as it was, that was removed outside of spin-docker: "
     "201"},
    {"POST", "/v1/containers/:id/keep-alive", keep_container_alive, write, api,
     "holds it for the time `for` whatever it reports, resumes it if it is "
     "paused; `for=0` ends that"},
    {"GET", "/v1/containers/:id/idle", explain_container, read, api,
     "why it stops when it stops: every signal, past look and the rule that "
     "decides, and a sentence in plain words"},
    {"GET", "/v1/containers/:id/history", show_history, read, api,
     "the last 50 changes of its status with time, reason and the request that "
     "caused each"},
    {"GET", "/v1/containers/:id/logs", show_logs, read, api,
     "what it wrote: all of it, or as the query says; with `follow=true` also "
     "what it writes from now on"},
    {"GET", "/v1/containers/:id/stats", show_stats, read, api,
     "what it uses: processors, memory, network, processes; with `stream=true` "
     "one JSON object on a line about every second"},
    {"GET", "/v1/events", follow_events, read, api,
     "what happens from now on, as a `text/event-stream`; `type=` and "
     "`container=` choose, `Last-Event-ID` brings what was missed"},
    {"POST", "/v1/tokens", create_token, write, api,
     "makes an API token, for programs, with a `role`, a `name` and "
     "`expires_in` if wanted: 201, and the only sight of it"},
    {"GET", "/v1/tokens", list_tokens, read, api,
     "the API tokens, without their secrets"},
    {"DELETE", "/v1/tokens/:id", revoke_token, write, api,
     "revokes one: 204, and it is let in no more"},
    {"GET", "/v1/openapi.json", show_openapi, read, api,
     "this API as an OpenAPI 3.1 document"},
    {"POST", "/v1/session", open_session, open, api,
     "a browser logs in with `username` and `password`: 201, a cookie, and "
     "`csrf`, which what changes things sends along as `X-CSRF-Token`"},
    {"GET", "/v1/session", show_session, read, api,
     "who is asking, with which role, and what time it is here"},
    {"DELETE", "/v1/session", close_session, read, api,
     "the browser logs out: 204"},
    {"POST", "/v1/check-in", take_check_in, open, check_in,
     "a container says how many connections it serves, `active`, or how long "
     "it wants to be held, `busy_for`"},
    {"GET", "/v1/savings", show_savings, oversee, api,
     "what stops for idleness saved, in the last 24 hours, the last 7 days and "
     "since the records began, by image too"},
    {"GET", "/healthz", show_health, open, surface::metrics,
     "200 while the server runs its actors, 503 if it hangs"},
    {"GET", "/readyz", show_readiness, open, surface::metrics,
     "200 if engine and store are well, else 503; how each part is and since "
     "when, and for an admin or viewer the last error of each"},
    {"GET", "/metrics", show_metrics, oversee, surface::metrics,
     "everything that operators watch, in Prometheus' text format; see "
     "[Metrics](deploy/docs/metrics.md)"},
    {"GET", "/", show_page, open, api, "the dashboard, a page for browsers"},
    {"GET", "/ui/:version/:file", show_page_part, open, api,
     "what that page is made of"},
});

/// Takes the first segment off `path`, which begins with '/'.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

/// Returns what stood at `:id` (empty if the pattern has none), or none if
/// `path` is not of that pattern.
std::optional<std::string_view> matched(std::string_view pattern,
                                     std::string_view path) {
  std::string_view id;
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = next_segment(pattern);
    const auto given = next_segment(path);
    if (wanted.starts_with(':') && !given.empty())
      id = given;
    else if (wanted != given)
      return std::nullopt;
  }
  if (!pattern.empty() || !path.empty())
    return std::nullopt;
  return id;
}

bool is_served(const route& which, surface on) {
  return on == api || which.least == on;
}

} // namespace

std::span<const route> routes() {
  return route_table;
}

bool is_of_page(const route& which) {
  return which.serve == &show_page || which.serve == &show_page_part;
}

route_match match(surface on, std::string_view method, std::string_view path) {
  route_match result;
  if (!path.starts_with('/'))
    return result;
  const auto wanted = method == "HEAD" ? "GET" : method;
  for (const auto& each : route_table) {
    const auto id =
        is_served(each, on) ? matched(each.pattern, path) : std::nullopt;
    if (!id)
      continue;
    result.allowed += result.allowed.empty() ? "" : ", ";
    result.allowed += each.method;
    if (each.method == "GET")
      result.allowed += ", HEAD";
    if (each.method == wanted) {
      result.found = &each;
      result.id = *id;
    }
  }
  return result;
}

const std::vector<std::string>& route_names() {
  static const auto names = [] {
    std::vector<std::string> all;
    for (const auto& each : route_table)
      all.push_back(std::string{each.method} + " " + std::string{each.pattern});
    return all;
  }();
  return names;
}

std::string_view to_string(surface what) noexcept {
  switch (what) {
  case api:
    return "api";
  case check_in:
    return "check_in";
  case surface::metrics:
    return "metrics";
  }
  return "unknown";
}

std::string api_table() {
  std::string out = "| method | path | who | does |\n|---|---|---|---|\n";
  for (const auto& each : route_table)
    out.append("| ")
        .append(each.method)
        .append(" | `")
        .append(each.pattern)
        .append("` | ")
        .append(who_may(each.needs))
        .append(" | ")
        .append(each.help)
        .append(" |\n");
  return out;
}

} // namespace spin::http
