#include "actors/view.hpp"

#include <mutex>
#include <utility>

namespace spin {

options_ptr share(create_options what) {
  if (what == create_options{})
    return nullptr;
  // Nearly all have no more than what the configuration gives to each.
  static std::mutex mutex;
  static std::weak_ptr<const kept_options> latest;
  const std::lock_guard guard{mutex};
  if (auto same = latest.lock(); same && same->what == what)
    return same;
  auto shown = encode(without_secrets(what));
  auto kept = std::make_shared<const kept_options>(
    kept_options{std::move(what), std::move(shown)});
  latest = kept;
  return kept;
}

bool is_listed(const container_view& view) noexcept {
  return !view.life.fresh && view.life.now != phase::removing
         && view.life.now != phase::gone;
}

std::string_view status_of(const container_view& view) noexcept {
  return view.given_up ? "failed" : to_string(view.life.now);
}

std::string_view owner_of(const container_view& view) noexcept {
  return owner_of(view.who->owner);
}

std::string_view owner_of(const std::string& kept) noexcept {
  return kept.empty() ? std::string_view{"admin"} : std::string_view{kept};
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
  auto result = view.own ? effective(server, *view.own) : server.defaults;
  if (view.made_with && view.made_with->what.stop_timeout)
    result.stop_grace = *view.made_with->what.stop_timeout;
  result.group_until = view.group_until;
  return result;
}

} // namespace spin
