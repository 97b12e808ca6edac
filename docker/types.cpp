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

} // namespace spin::docker
