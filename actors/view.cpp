#include "actors/view.hpp"

namespace spin {

bool is_listed(const container_view& view) noexcept {
  return !view.life.fresh && view.life.now != phase::removing
         && view.life.now != phase::gone;
}

std::string_view status_of(const container_view& view) noexcept {
  return view.given_up ? "failed" : to_string(view.life.now);
}

std::string_view owner_of(const container_view& view) noexcept {
  return view.who->owner.empty() ? std::string_view{"admin"}
                                 : std::string_view{view.who->owner};
}

bool may_be_up(const container_view& view) noexcept {
  switch (view.life.now) {
    case phase::creating:
    case phase::starting:
    case phase::running:
    case phase::pausing:
    case phase::paused:
    case phase::resuming:
      return true;
    case phase::stopping:
      return view.life.why == stop_reason::idle
             || view.life.want == wanted::running;
    case phase::stopped:
    case phase::removing:
    case phase::gone:
      return false;
  }
  return true;
}

idle_policy policy_of(const container_view& view, const server_policy& server) {
  return view.own ? effective(server, *view.own) : server.defaults;
}

} // namespace spin
