#include "docker/parse_event.hpp"

#include <limits>

#include "docker/json.hpp"
#include "docker/parse_fields.hpp"

namespace spin::docker {

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr auto latest = std::numeric_limits<std::int64_t>::max();

std::optional<happening> read_action(std::string_view action) {
  if (action == "start")
    return happening::started;
  if (action == "die")
    return happening::died;
  if (action == "stop")
    return happening::stopped;
  if (action == "pause")
    return happening::paused;
  if (action == "unpause")
    return happening::unpaused;
  if (action == "rename")
    return happening::renamed;
  if (action == "oom")
    return happening::oom;
  if (action == "destroy" || action == "remove") // the latter is Podman's
    return happening::destroyed;
  // "health_status: healthy"; what it says now is read again.
  if (action.starts_with("health_status"))
    return happening::health_changed;
  return std::nullopt;
}

/// Returns when it happened, in nanoseconds since 1970.
std::int64_t read_moment(const json::field& root) {
  if (const auto exact = root["timeNano"]; exact.present())
    return exact.number(0, latest);
  return root["time"].number(0, latest / second) * second;
}

} // namespace

outcome<std::optional<engine_event>> parse_event(std::string_view text) {
  json::document doc(text);
  const auto root = doc.root();
  std::optional<engine_event> result;
  const bool container = read_word(root["Type"]) == "container";
  const auto what = read_action(read_word(root["Action"]));
  if (container && what)
    result = {read_id(root["Actor"]["ID"]), *what, read_moment(root)};
  return doc.finish(std::move(result));
}

} // namespace spin::docker
