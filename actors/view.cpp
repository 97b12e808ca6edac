#include "actors/view.hpp"

namespace spin {

bool is_listed(const container_view& view) noexcept {
  return !view.life.fresh && view.life.now != phase::removing
         && view.life.now != phase::gone;
}

std::string_view status_of(const container_view& view) noexcept {
  return view.given_up ? "failed" : to_string(view.life.now);
}

idle_policy policy_of(const container_view& view, const server_policy& server) {
  return view.own ? effective(server, *view.own) : server.defaults;
}

} // namespace spin
