#include "store/snapshot.hpp"

namespace spin {

// No default in any switch: a new value must not compile unnamed. `decode`
// finds the value of a word by asking for the names from 0 up to "unknown".

std::string_view to_string(wanted what) noexcept {
  switch (what) {
  case wanted::running:
    return "running";
  case wanted::stopped:
    return "stopped";
  case wanted::removed:
    return "removed";
  case wanted::paused:
    return "paused";
  }
  return "unknown";
}

std::string_view to_string(phase what) noexcept {
  switch (what) {
  case phase::creating:
    return "creating";
  case phase::starting:
    return "starting";
  case phase::running:
    return "running";
  case phase::stopping:
    return "stopping";
  case phase::stopped:
    return "stopped";
  case phase::removing:
    return "removing";
  case phase::gone:
    return "gone";
  case phase::pausing:
    return "pausing";
  case phase::paused:
    return "paused";
  case phase::resuming:
    return "resuming";
  }
  return "unknown";
}

std::string_view to_string(stop_reason what) noexcept {
  switch (what) {
  case stop_reason::none:
    return "none";
  case stop_reason::idle:
    return "idle";
  case stop_reason::asked:
    return "asked";
  case stop_reason::died:
    return "died";
  case stop_reason::start_failed:
    return "start_failed";
  case stop_reason::max_age:
    return "max_age";
  case stop_reason::outside:
    return "outside";
  }
  return "unknown";
}

std::string_view to_string(idle_action what) noexcept {
  switch (what) {
  case idle_action::stop:
    return "stop";
  case idle_action::pause:
    return "pause";
  case idle_action::remove:
    return "remove";
  }
  return "unknown";
}

std::string_view to_string(transport what) noexcept {
  switch (what) {
  case transport::tcp:
    return "tcp";
  case transport::udp:
    return "udp";
  }
  return "unknown";
}

std::string_view to_string(verdict what) noexcept {
  switch (what) {
  case verdict::busy:
    return "busy";
  case verdict::idle:
    return "idle";
  case verdict::idle_again:
    return "idle_again";
  case verdict::missed:
    return "missed";
  }
  return "unknown";
}

std::string_view to_string(health_status what) noexcept {
  switch (what) {
  case health_status::none:
    return "none";
  case health_status::starting:
    return "starting";
  case health_status::healthy:
    return "healthy";
  case health_status::unhealthy:
    return "unhealthy";
  }
  return "unknown";
}

} // namespace spin
