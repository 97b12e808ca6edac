#include "docker/wire.hpp"

#include <algorithm>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "docker/tar.hpp"

namespace spin::docker {

using namespace std::chrono_literals;

std::chrono::milliseconds time_limit(verb what) noexcept {
  switch (what) { // no default: a new verb must not compile unlimited
  case verb::version:
    return 2s; // answered from memory
  case verb::images:
    return 5s; // reads, but may read the disk
  case verb::inspect_image:
    return 5s; //
  case verb::list:
    return 5s; // never waits for a container
  case verb::watch:
    return 5s; // to its head, which comes at once
  case verb::bridge_gateway:
    return 5s; //
  case verb::inspect:
    return 15s; // waits for a start under way
  case verb::logs:
  case verb::stats:
  case verb::follow_stats:
    return 15s; // to their head; statistics compare two seconds
  case verb::pause:
  case verb::resume:
    return 15s; // wait for what else is done to the container
  case verb::create:
    return 30s; // makes a layer on a busy disk
  case verb::put_files:
    return 30s; // mounts that layer
  case verb::join_network:
  case verb::info:
    return 5s; // notes it, or tells it from memory
  case verb::start:
    return 60s; // queues with all other starts
  case verb::stop:
    return 20s; // beside the grace: kill, clean up
  case verb::remove:
    return 60s; // kills first, then deletes files
  }
  return 0ms;
}

} // namespace spin::docker

namespace spin::docker::wire {

namespace {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::string_view hex = "0123456789ABCDEF";

using filter = std::pair<const char*, std::vector<std::string_view>>;

/// Returns the query that keeps to `filters`: any of the values of each.
std::string filtered_by(const std::vector<filter>& filters) {
  rapidjson::StringBuffer buffer;
  writer out(buffer);
  out.StartObject();
  for (const auto& [key, values] : filters) {
    out.Key(key);
    out.StartArray();
    for (const auto value : values)
      out.String(value.data(),
                 static_cast<rapidjson::SizeType>(value.size()));
    out.EndArray();
  }
  out.EndObject();
  return "filters=" + percent_encoded({buffer.GetString(), buffer.GetSize()});
}

/// Returns a moment in nanoseconds since 1970 as the engine reads it.
std::string as_seconds(std::int64_t moment) {
  constexpr std::int64_t second = 1'000'000'000;
  const auto fraction = std::to_string(moment % second);
  return std::to_string(moment / second) + '.'
         + std::string(9 - fraction.size(), '0') + fraction;
}

request ask(verb what, std::string method, std::string target) {
  request result;
  result.what = what;
  result.http.method = std::move(method);
  result.http.target = std::move(target);
  result.http.limit = time_limit(what);
  return result;
}

std::string container_path(std::string_view container) {
  return "/containers/" + percent_encoded(container);
}

} // namespace

std::string percent_encoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                       || (c >= '0' && c <= '9') || c == '-' || c == '.'
                       || c == '_' || c == '~';
    if (plain)
      result += c;
    else
      (result += '%') += {hex[byte >> 4], hex[byte & 15]};
  }
  return result;
}

std::string versioned(api_version v, std::string_view target) {
  return "/v" + to_string(v) + std::string(target);
}

request version() {
  return ask(verb::version, "GET", "/version");
}

request images() {
  return ask(verb::images, "GET", "/images/json");
}

request inspect_image(std::string_view reference) {
  return ask(verb::inspect_image, "GET",
             "/images/" + percent_encoded(reference) + "/json");
}

request create(const container_spec& what) {
  auto result = ask(verb::create, "POST",
                    "/containers/create?name=" + percent_encoded(what.name));
  result.http.body = create_body(what);
  // Served twice, the second answer would be a conflict with ourselves.
  result.http.repeatable = false;
  return result;
}

request join_network(std::string_view container, const network_join& what) {
  auto result = ask(verb::join_network, "POST",
                    "/networks/" + percent_encoded(what.name) + "/connect");
  result.http.body = join_body(container, what);
  return result;
}

request put_files(std::string_view container,
                  const std::vector<new_file>& files) {
  auto result = ask(verb::put_files, "PUT",
                    container_path(container) + "/archive?path=%2F");
  result.http.body = tar_of(files);
  result.http.content_type = "application/x-tar";
  return result;
}

request info() {
  return ask(verb::info, "GET", "/info");
}

request start(std::string_view container) {
  return ask(verb::start, "POST", container_path(container) + "/start");
}

request stop(std::string_view container, std::chrono::seconds grace) {
  // A negative grace means "wait for ever" to the engine: no caller wants it.
  const auto wait = std::max(grace, std::chrono::seconds{0});
  auto result = ask(verb::stop, "POST",
                    container_path(container)
                        + "/stop?t=" + std::to_string(wait.count()));
  result.http.limit += wait;
  return result;
}

request pause(std::string_view container) {
  return ask(verb::pause, "POST", container_path(container) + "/pause");
}

request resume(std::string_view container) {
  return ask(verb::resume, "POST", container_path(container) + "/unpause");
}

request remove(std::string_view container) {
  return ask(verb::remove, "DELETE",
             container_path(container) + "?force=1&v=1");
}

request inspect(std::string_view container) {
  return ask(verb::inspect, "GET", container_path(container) + "/json");
}

request logs(std::string_view container, const log_query& which) {
  auto target = container_path(container) + "/logs?stdout="
                + (which.out ? "1" : "0") + "&stderr="
                + (which.err ? "1" : "0");
  if (which.follow)
    target += "&follow=1";
  if (which.timestamps)
    target += "&timestamps=1";
  if (which.tail)
    target += "&tail=" + std::to_string(*which.tail);
  if (which.since > 0)
    target += "&since=" + as_seconds(which.since);
  if (which.until > 0)
    target += "&until=" + as_seconds(which.until);
  return ask(verb::logs, "GET", std::move(target));
}

request stats(std::string_view container) {
  return ask(verb::stats, "GET", container_path(container) + "/stats?stream=0");
}

request follow_stats(std::string_view container) {
  return ask(verb::follow_stats, "GET",
             container_path(container) + "/stats?stream=1");
}

request list(std::string_view label) {
  return ask(verb::list, "GET",
             "/containers/json?all=1&" + filtered_by({{"label", {label}}}));
}

request watch(std::string_view label, std::int64_t since) {
  auto target = "/events?"
                + filtered_by({{"type", {"container"}},
                               {"label", {label}},
                               {"event",
                                {"start", "die", "stop", "pause", "unpause",
                                 "rename", "oom", "destroy", "remove",
                                "health_status"}}});
  if (since > 0)
    target += "&since=" + as_seconds(since);
  return ask(verb::watch, "GET", std::move(target));
}

request bridge_gateway() {
  return ask(verb::bridge_gateway, "GET", "/networks/bridge");
}

} // namespace spin::docker::wire
