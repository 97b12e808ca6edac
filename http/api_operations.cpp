#include "http/api_operations.hpp"

#include <algorithm>

namespace spin::http {

namespace {

constexpr std::string_view ndjson = "application/x-ndjson";
constexpr std::string_view plain = "text/plain";
constexpr std::string_view no_body = "";

constexpr api_answer no_container{404, "there is no such container", "Message"};

const std::vector<api_operation>& table() {
  static const std::vector<api_operation> all{
      {"GET", "/v1/images", "listImages", {{200, "their tags", "Images"}}},
      {"GET",
       "/v1/containers",
       "listContainers",
       {{200, "oldest first, unless sorted", "Containers"}},
       {"audit", "status", "image", "owner", "label", "q", "sort", "limit", "cursor"}},
      {"POST",
       "/v1/containers",
       "createContainer",
       {{201, "it runs, or has ended already", "Container"},
        {403, "an option that the operator does not allow", "Message"},
        {404, "there is no such image", "Message"},
        {409, "the name or a host port is taken", "Message"},
        {422, "the image exposes no TCP port", "Message"},
        {429, "max_running containers of the user run already", "Message"}},
       {},
       "CreateContainer",
       {{"usual", R"({"image":"spin-docker/hello"})"},
        {"withSettings",
         R"({"image":"spin-docker/hello","initial_timeout":"30m",)"
         R"("timeout":600,"on_idle":"remove","max_age":"8h"})"},
        {"withOptions",
         R"({"image":"spin-docker/hello","memory":"64m","cpus":0.5,"pids":100,)"
         R"("stop_timeout":"5s"})"}}},
      {"GET",
       "/v1/containers/:id",
       "showContainer",
       {{200, "as it is now", "Container"}, no_container},
       {"id"}},
      {"PATCH",
       "/v1/containers/:id",
       "changeContainer",
       {{200, "as it is now, with the change under way", "Container"},
        no_container,
        {409, "it is just being made or removed", "Message"}},
       {"id"},
       "ChangeContainer",
       {{"settings", R"({"timeout":"1h","on_idle":"stop"})"},
        {"stop", R"({"status":"stopped"})"},
        {"start", R"({"status":"running"})"}}},
      {"DELETE",
       "/v1/containers/:id",
       "deleteContainer",
       {{204, "it is shown no more and will be gone soon", "", no_body},
        no_container},
       {"id"}},
      {"POST",
       "/v1/containers/:id/keep-alive",
       "keepContainerAlive",
       {{200, "with keep_alive_until", "Container"},
        no_container,
        {409, "it does not run", "Message"}},
       {"id"},
       "KeepAlive",
       {{"anHour", R"({"for":"1h"})"}, {"noMore", R"({"for":0})"}}},
      {"GET",
       "/v1/containers/:id/idle",
       "explainContainer",
       {{200, "why it stops when it stops", "Idle"}, no_container},
       {"id"}},
      {"GET",
       "/v1/containers/:id/history",
       "showHistory",
       {{200, "oldest first", "History"}, no_container},
       {"id"}},
      {"GET",
       "/v1/containers/:id/logs",
       "showLogs",
       {{200, "what it wrote, byte by byte", "", plain},
        {200, "with format=json", "LogLine", ndjson},
        no_container},
       {"id", "follow", "tail", "since", "until", "timestamps", "stdout",
        "stderr", "format"}},
      {"GET",
       "/v1/containers/:id/stats",
       "showStats",
       {{200, "what it uses now", "Stats"},
        {200, "with stream=true", "Stats", ndjson},
        no_container,
        {409, "it does not run", "Message"}},
       {"id", "stream"}},
      {"GET",
       "/v1/events",
       "followEvents",
       {{200, "goes on until the client leaves", "", "text/event-stream"},
        {503, "as many follow them as may", "Message"}},
       {"type", "container", "last_event_id"}},
      {"POST",
       "/v1/tokens",
       "createToken",
       {{201, "with its secret, which is never shown again", "Token"}},
       {},
       "CreateToken",
       {{"forCI", R"({"name":"ci","role":"user","expires_in":"90d"})"}}},
      {"GET", "/v1/tokens", "listTokens", {{200, "without secrets", "Tokens"}}},
      {"DELETE",
       "/v1/tokens/:id",
       "revokeToken",
       {{204, "it is let in no more", "", no_body},
        {404, "there is no such token", "Message"}},
       {"id"}},
      {"GET",
       "/v1/openapi.json",
       "describe",
       {{200, "an OpenAPI 3.1 document", "Description"}}},
      {"POST",
       "/v1/session",
       "openSession",
       {{201, "with a cookie, which is all the login from now on", "Session"},
        {429, "too many wrong passwords", "Message"}},
       {},
       "OpenSession",
       {{"admin", R"({"username":"admin","password":"spindocker"})"}}},
      {"GET",
       "/v1/session",
       "showSession",
       {{200, "csrf is null without a session", "Session"}}},
      {"DELETE",
       "/v1/session",
       "closeSession",
       {{204, "logged out, or was not logged in", "", no_body}}},
      {"POST",
       "/v1/check-in",
       "checkIn",
       {{200, "the container that it was credited to", "Container"},
        {404, "no running container has that token or address", "Message"},
        {429, "too many from one address", "Message"}},
       {},
       "CheckIn",
       {{"inUse", R"({"active":3})"},
        {"idle", R"({"active-connections":0})"},
        {"busy", R"({"busy_for":"10m"})"}}},
      {"GET",
       "/v1/savings",
       "showSavings",
       {{200, "with what is still being saved", "Savings"}}},
      {"GET",
       "/healthz",
       "showHealth",
       {{200, "it runs its actors", "Health"}, {503, "it hangs", "Message"}}},
      {"GET",
       "/readyz",
       "showReadiness",
       {{200, "engine and store are well", "Readiness"},
        {503, "one of them is not", "Readiness"}}},
      {"GET",
       "/metrics",
       "showMetrics",
       {{200, "in Prometheus' text format", "", plain}}},
  };
  return all;
}

} // namespace

const std::vector<api_operation>& api_operations() {
  return table();
}

const api_operation* operation_of(std::string_view method,
                                  std::string_view pattern) {
  const auto at = std::ranges::find_if(table(), [&](const api_operation& each) {
    return each.method == method && each.pattern == pattern;
  });
  return at == table().end() ? nullptr : &*at;
}

} // namespace spin::http
