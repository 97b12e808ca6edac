// The handlers of /v1/containers, but for its lists.
#include "actors/token.hpp"
#include "http/ask.hpp"
#include "http/container_access.hpp"
#include "http/create_rules.hpp"
#include "http/creating.hpp"
#include "http/handlers.hpp"
#include "http/render.hpp"
#include "http/render_past.hpp"
#include "http/wishes.hpp"

namespace spin::http {

namespace {

response show(const context& all, const container_view& view) {
  return json_response(200,
                       render_whole(view, all.with.now(), all.with.policy));
}

/// Returns what makes the answer to a change of a container. Holds its place
/// among those that may run until then.
auto show_changed(const context_ptr& all, running_limit::place place = {}) {
  return [all, place](const view_ptr& view) { return show(*all, *view); };
}

void ask_for_status(const context_ptr& all, const responder_ptr& to,
                    const container_handle& whom, wanted status,
                    running_limit::place place, const cause& by) {
  if (status == wanted::running)
    ask<view_ptr>(all, to, whom, show_changed(all, std::move(place)),
                  any_wish{event::start_asked{}}, by);
  else
    ask<view_ptr>(all, to, whom, show_changed(all),
                  any_wish{event::stop_asked{}}, by);
}

/// Asks for the status once the settings are stored, and not if they are not.
void ask_for_both(const context_ptr& all, const responder_ptr& to,
                  const container_handle& whom, const change_request& wish,
                  const running_limit::place& place, const cause& by) {
  const auto go_on = [to, whom, place, by, status = *wish.status](
                         const context_ptr& with, const view_ptr&) {
    with->late->pass([&] {
      ask_for_status(with, to, whom, status, place, by);
      return true;
    });
  };
  ask_then<view_ptr>(all, to, whom, go_on, any_wish{*wish.own}, by);
}

/// Reads what is wanted, as far as it is allowed.
reading<create_request> read_allowed_create(const context& all,
                                            const request& from) {
  auto wish = read_create(from, all.with.policy);
  if (!wish)
    return wish;
  auto allowed = allow(std::move(wish->options), wish->image, from.who,
                       *all.rules, real_path);
  if (!allowed)
    return tl::unexpected(allowed.error());
  auto linked = find_linked(all, from.who, allowed->options.links);
  if (!linked)
    return tl::unexpected(linked.error());
  wish->options = std::move(allowed->options);
  wish->rights = std::move(allowed->rights);
  wish->owner = from.who.name;
  return wish;
}

} // namespace

void create_container(const context_ptr& all, const request& from,
                      std::string_view, const responder_ptr& to) {
  auto wish = read_allowed_create(*all, from);
  if (!wish)
    return to->answer(problem(wish.error()));
  wish->id = make_id();
  auto place = take_place(*all, from.who, wish->id);
  if (!place)
    return to->answer(problem(place.error()));
  wish->place = *std::move(place);
  wish->by = cause_of(from);
  const auto made = [all](const view_ptr& view) { return created(*all, *view); };
  ask<view_ptr>(all, to, all->with.registry, made, atom::create_v, *wish);
}

void show_container(const context_ptr& all, const request& from,
                    std::string_view id, const responder_ptr& to) {
  if (const auto found = find(*all, from.who, id, to))
    to->answer(show(*all, *found->view));
}

void change_container(const context_ptr& all, const request& from,
                      std::string_view id, const responder_ptr& to) {
  const auto wish = read_change(from, all->with.policy);
  if (!wish)
    return to->answer(problem(wish.error()));
  const auto found = find(*all, from.who, id, to);
  if (!found)
    return;
  running_limit::place place;
  // Who starts a container of somebody else is not bound by a limit of theirs.
  if (wish->status == wanted::running
      && owner_of(*found->view) == from.who.name) {
    auto taken = take_place(*all, from.who, found->view->who->id);
    if (!taken)
      return to->answer(problem(taken.error()));
    place = *std::move(taken);
  }
  if (!wish->own)
    ask_for_status(all, to, found->actor, *wish->status, place, cause_of(from));
  else if (!wish->status)
    ask<view_ptr>(all, to, found->actor, show_changed(all),
                  any_wish{*wish->own}, cause_of(from));
  else
    ask_for_both(all, to, found->actor, *wish, place, cause_of(from));
}

void keep_container_alive(const context_ptr& all, const request& from,
                          std::string_view id, const responder_ptr& to) {
  const auto length =
      read_keep_alive(from, all->with.policy.bounds.keep_alive_max);
  if (!length)
    return to->answer(problem(length.error()));
  if (const auto found = find(*all, from.who, id, to))
    ask<view_ptr>(all, to, found->actor, show_changed(all),
                  any_wish{event::keep_alive_asked{*length}}, cause_of(from));
}

void delete_container(const context_ptr& all, const request& from,
                      std::string_view id, const responder_ptr& to) {
  const auto gone = [](done) { return response{204, {}, {}, {}, {}}; };
  if (const auto old = find_vanished(*all, from.who, id))
    ask<done>(all, to, all->with.registry, gone, atom::forget_v,
              old->container_id);
  else if (const auto found = find(*all, from.who, id, to))
    ask<done>(all, to, found->actor, gone, atom::remove_v, cause_of(from));
}

void explain_container(const context_ptr& all, const request& from,
                       std::string_view id, const responder_ptr& to) {
  if (const auto found = find(*all, from.who, id, to))
    to->answer(json_response(
        200, render_idle(*found->view, all->with.past->of(found->view->who->id),
                         all->with.now(), all->with.policy)));
}

void show_history(const context_ptr& all, const request& from,
                  std::string_view id, const responder_ptr& to) {
  if (const auto found = find(*all, from.who, id, to))
    to->answer(json_response(
        200, render_history(*found->view,
                            all->with.past->of(found->view->who->id))));
}

} // namespace spin::http
