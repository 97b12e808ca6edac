#include "docker/types.hpp"

namespace spin::docker {

std::string_view to_string(run_state state) noexcept {
  switch (state) { // no default: a new state must not compile unnamed
    case run_state::created: return "created";
    case run_state::running: return "running";
    case run_state::paused: return "paused";
    case run_state::restarting: return "restarting";
    case run_state::removing: return "removing";
    case run_state::exited: return "exited";
    case run_state::dead: return "dead";
  }
  return "unknown";
}

std::string_view to_string(happening what) noexcept {
  switch (what) { // no default: a new one must not compile unnamed
    case happening::started: return "started";
    case happening::died: return "died";
    case happening::stopped: return "stopped";
    case happening::paused: return "paused";
    case happening::unpaused: return "unpaused";
    case happening::renamed: return "renamed";
    case happening::oom: return "oom";
    case happening::destroyed: return "destroyed";
    case happening::health_changed: return "health_changed";
  }
  return "unknown";
}

} // namespace spin::docker
