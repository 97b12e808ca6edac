#include "actors/readiness.hpp"

#include <algorithm>

#include "actors/ports.hpp"

namespace spin {

namespace {

using namespace std::chrono_literals;

std::optional<std::uint16_t> port_of(const container_view& what) noexcept {
  if (!what.run)
    return std::nullopt;
  const auto ports = pick_ports(what.run->ports);
  return ports.app ? ports.app : ports.ssh;
}

} // namespace

bool is_ready(const container_view& what) noexcept {
  if (what.life.now != phase::running)
    return false;
  if (what.health != health_status::none)
    return what.health == health_status::healthy;
  const bool answered = what.answers != incarnation::none
                        && what.answers == what.life.run_id;
  return answered || !port_of(what);
}

void note_use(container_view& what) noexcept {
  if (what.life.now == phase::running
      && what.health == health_status::healthy)
    what.answers = what.life.run_id;
}

std::optional<std::uint16_t> port_to_try(const container_view& what) noexcept {
  const bool tells_itself = what.health != health_status::none;
  if (what.life.now != phase::running || tells_itself || is_ready(what))
    return std::nullopt;
  return port_of(what);
}

std::string_view to_string(awaited what) noexcept {
  switch (what) {
    case awaited::ready:
      return "ready";
    case awaited::running:
      return "running";
    case awaited::stopped:
      return "stopped";
    case awaited::paused:
      return "paused";
  }
  return "unknown";
}

bool is_reached(awaited what, const container_view& view) noexcept {
  switch (what) {
    case awaited::ready:
      return is_ready(view);
    case awaited::running:
      return view.life.now == phase::running;
    case awaited::stopped:
      return view.life.now == phase::stopped;
    case awaited::paused:
      return view.life.now == phase::paused;
  }
  return false;
}

bool is_settled(awaited what, const container_view& view) noexcept {
  return is_reached(what, view)
         || (what == awaited::ready && !may_be_up(view));
}

instant next_try(instant began, instant now) noexcept {
  return now + std::clamp<span>((now - began) / 10, 50ms, 1min);
}

} // namespace spin
