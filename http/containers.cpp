// The handlers of /v1/images and /v1/containers.
#include "http/ask.hpp"
#include "http/fields.hpp"
#include "http/handlers.hpp"
#include "http/render.hpp"
#include "http/wishes.hpp"

namespace spin::http {

namespace {

response show(const context& all, const container_view& view, int status) {
  return json_response(status, render(view, all.with.now(), all.with.policy));
}

response show_list(const context& all) {
  return json_response(
      200, render(all.with.containers.list(), all.with.now(), all.with.policy));
}

/// Lists them in an actor's thread: whoever else is served by the one that
/// reads requests would wait behind it.
void show_list_later(const context_ptr& all, const responder_ptr& to) {
  const auto work = [](caf::event_based_actor*, const context_ptr& with,
                       const responder_ptr& whom) {
    if (auto made = with->late->pass([&] { return show_list(*with); }))
      whom->answer(std::move(*made));
  };
  all->with.system.spawn(work, all, to);
}

/// Returns what makes the answer to a change of a container.
auto show_changed(const context_ptr& all) {
  return [all](const view_ptr& view) { return show(*all, *view, 200); };
}

/// Finds the container that `id` names, or answers why there is none.
std::optional<directory_entry> find(const context& all, std::string_view id,
                                    const responder_ptr& to) {
  auto found = all.with.containers.find(id);
  switch (found.how) {
  case directory::match::one:
    return found.entry;
  case directory::match::many:
    to->answer(problem(
        failure{errc::conflict, "several containers begin with this id"}));
    break;
  case directory::match::none:
    to->answer(problem(failure{errc::no_such_container, "no such container"}));
    break;
  }
  return std::nullopt;
}

void ask_for_status(const context_ptr& all, const responder_ptr& to,
                    const container_handle& whom, wanted status) {
  if (status == wanted::running)
    ask<view_ptr>(all, to, whom, show_changed(all),
                  any_wish{event::start_asked{}});
  else
    ask<view_ptr>(all, to, whom, show_changed(all),
                  any_wish{event::stop_asked{}});
}

/// Asks for the status once the settings are stored, and not if they are not.
void ask_for_both(const context_ptr& all, const responder_ptr& to,
                  const container_handle& whom, const change_request& wish) {
  const auto go_on = [to, whom, status = *wish.status](const context_ptr& with,
                                                       const view_ptr&) {
    with->late->pass([&] {
      ask_for_status(with, to, whom, status);
      return true;
    });
  };
  ask_then<view_ptr>(all, to, whom, go_on, any_wish{*wish.own});
}

} // namespace

void list_images(const context_ptr& all, const request&, std::string_view,
                 const responder_ptr& to) {
  using names = std::vector<std::string>;
  ask<names>(
      all, to, all->with.gateway,
      [](const names& tags) { return json_response(200, render(tags)); },
      atom::images_v);
}

void list_containers(const context_ptr& all, const request& from,
                     std::string_view, const responder_ptr& to) {
  const auto audit = wants_audit(from);
  if (!audit)
    return to->answer(problem(audit.error()));
  if (!*audit)
    return show_list_later(all, to);
  ask<done>(
      all, to, all->with.registry, [all](done) { return show_list(*all); },
      atom::audit_v);
}

void create_container(const context_ptr& all, const request& from,
                      std::string_view, const responder_ptr& to) {
  const auto wish = read_create(from, all->with.policy);
  if (!wish)
    return to->answer(problem(wish.error()));
  const auto made = [all](const view_ptr& view) {
    auto answer = show(*all, *view, 201);
    answer.headers.emplace_back("Location", uri_of(*view));
    return answer;
  };
  ask<view_ptr>(all, to, all->with.registry, made, atom::create_v, *wish);
}

void show_container(const context_ptr& all, const request&, std::string_view id,
                    const responder_ptr& to) {
  if (const auto found = find(*all, id, to))
    to->answer(show(*all, *found->view, 200));
}

void change_container(const context_ptr& all, const request& from,
                      std::string_view id, const responder_ptr& to) {
  const auto wish = read_change(from, all->with.policy);
  if (!wish)
    return to->answer(problem(wish.error()));
  const auto found = find(*all, id, to);
  if (!found)
    return;
  if (!wish->own)
    ask_for_status(all, to, found->actor, *wish->status);
  else if (!wish->status)
    ask<view_ptr>(all, to, found->actor, show_changed(all),
                  any_wish{*wish->own});
  else
    ask_for_both(all, to, found->actor, *wish);
}

void keep_container_alive(const context_ptr& all, const request& from,
                          std::string_view id, const responder_ptr& to) {
  const auto length =
      read_keep_alive(from, all->with.policy.bounds.keep_alive_max);
  if (!length)
    return to->answer(problem(length.error()));
  if (const auto found = find(*all, id, to))
    ask<view_ptr>(all, to, found->actor, show_changed(all),
                  any_wish{event::keep_alive_asked{*length}});
}

void delete_container(const context_ptr& all, const request&,
                      std::string_view id, const responder_ptr& to) {
  if (const auto found = find(*all, id, to))
    ask<done>(
        all, to, found->actor,
        [](done) {
          return response{204, {}, {}, {}, {}};
        },
        atom::remove_v);
}

} // namespace spin::http
