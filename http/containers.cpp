// The handlers of /v1/containers, but for its lists.
#include "actors/token.hpp"
#include "http/ask.hpp"
#include "http/container_access.hpp"
#include "http/create_rules.hpp"
#include "http/creating.hpp"
#include "http/groups.hpp"
#include "http/handlers.hpp"
#include "http/render.hpp"
#include "http/render_past.hpp"
#include "http/waiting.hpp"
#include "http/wishes.hpp"

namespace spin::http {

namespace {

response show(const context& all, const container_view& view) {
  return json_response(200,
                       render_whole(view, all.with.now(), all.with.policy));
}

/// What a client waits for beside the change itself, and since when.
struct patience_for {
  std::optional<wait_wish> what;
  std::chrono::steady_clock::time_point since =
      std::chrono::steady_clock::now();
};

/// Answers with `status` about what `view` shows once it is as the client waits
/// for, if it waits for anything, in what is left of its time.
void show_when(const context_ptr& all, const responder_ptr& to,
               const view_ptr& view, const patience_for& wait, int status) {
  const auto make = [status](const context& with, const view_ptr& as_it_is) {
    return status == 201 ? created(with, *as_it_is) : show(with, *as_it_is);
  };
  const auto found = all->with.containers.get(view->who->id);
  if (!wait.what || !found || !found->actor)
    return to->answer(make(*all, view));
  auto rest = *wait.what;
  rest.length -= std::chrono::floor<std::chrono::seconds>(
      std::chrono::steady_clock::now() - wait.since);
  if (rest.length <= std::chrono::seconds{0})
    return to->answer(make(*all, view));
  answer_when(all, to, *found, rest, make);
}

/// Returns what goes on from a change of a container.
when_made show_changed(const responder_ptr& to, patience_for wait = {},
                       int status = 200) {
  return [to, wait, status](const context_ptr& with, const view_ptr& view) {
    with->late->pass([&] {
      show_when(with, to, view, wait, status);
      return true;
    });
  };
}

/// Reads what a client waits for, or answers why it cannot; none: that is done.
std::optional<patience_for> read_patience(const context& all,
                                          const request& from,
                                          const responder_ptr& to) {
  const auto what = read_wait(from, "wait", longest_wait(all.times));
  if (!what) {
    to->answer(problem(what.error()));
    return std::nullopt;
  }
  if (*what && !may_wait(all, to))
    return std::nullopt;
  return patience_for{*what};
}

/// Asks for the status once the settings are stored, and not if they are not.
void ask_for_both(const context_ptr& all, const responder_ptr& to,
                  const directory_entry& whom, const change_request& wish,
                  const status_change& change, const patience_for& wait,
                  const cause& by) {
  const auto go_on = [to, view = whom.view, change, wait, by,
                      status = *wish.status](const context_ptr& with,
                                             const view_ptr&) {
    with->late->pass([&] {
      ask_for_status(with, to, change, view, status, by,
                     show_changed(to, wait));
      return true;
    });
  };
  ask_then<view_ptr>(all, to, whom.actor, go_on, any_wish{*wish.own}, by);
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
  const auto wait = read_patience(*all, from, to);
  if (!wait)
    return;
  wish->id = make_id();
  auto place = take_place(*all, from.who, wish->id);
  if (!place)
    return to->answer(problem(place.error()));
  wish->place = *std::move(place);
  wish->by = cause_of(from);
  ask_for_new(all, from.who, to, *std::move(wish),
              show_changed(to, *wait, 201));
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
  const auto wait = found ? read_patience(*all, from, to) : std::nullopt;
  if (!wait)
    return;
  const auto by = cause_of(from);
  if (!wish->status)
    return ask_then<view_ptr>(all, to, found->actor, show_changed(to, *wait),
                              any_wish{*wish->own}, by);
  const auto change =
      read_status_change(*all, from.who, found->view, *wish->status);
  if (!change)
    to->answer(problem(change.error()));
  else if (wish->own)
    ask_for_both(all, to, *found, *wish, *change, *wait, by);
  else
    ask_for_status(all, to, *change, found->view, *wish->status, by,
                   show_changed(to, *wait));
}

void keep_container_alive(const context_ptr& all, const request& from,
                          std::string_view id, const responder_ptr& to) {
  const auto length =
      read_keep_alive(from, all->with.policy.bounds.keep_alive_max);
  if (!length)
    return to->answer(problem(length.error()));
  if (const auto found = find(*all, from.who, id, to))
    ask_then<view_ptr>(all, to, found->actor, show_changed(to),
                       any_wish{event::keep_alive_asked{*length}},
                       cause_of(from));
}

void wait_for_container(const context_ptr& all, const request& from,
                        std::string_view id, const responder_ptr& to) {
  const auto wish =
      read_wait(from, "status", longest_wait(all->times), awaited::ready);
  if (!wish)
    return to->answer(problem(wish.error()));
  const auto found = find(*all, from.who, id, to);
  if (!found || !may_wait(*all, to))
    return;
  answer_when(all, to, *found, **wish,
              [what = (*wish)->what](const context& with, const view_ptr& view) {
                return json_response(
                    200, render_waited(*view, is_reached(what, *view),
                                       with.with.now(), with.with.policy));
              });
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
