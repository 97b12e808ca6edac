// The handlers of /v1/images and /v1/containers.
#include "http/ask.hpp"
#include "http/fields.hpp"
#include "http/handlers.hpp"
#include "http/render.hpp"
#include "http/wishes.hpp"

namespace spin::http {

namespace {

response show(const context& all, const container_view& view, int status) {
  return json_response(status, render(view, all.with.now()));
}

response show_list(const context& all) {
  return json_response(200, render(all.with.containers.list(), all.with.now()));
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
    return to->answer(show_list(*all));
  ask<done>(
      all, to, all->with.registry, [all](done) { return show_list(*all); },
      atom::audit_v);
}

void create_container(const context_ptr& all, const request& from,
                      std::string_view, const responder_ptr& to) {
  const auto wish = read_create(from);
  if (!wish)
    return to->answer(problem(wish.error()));
  const auto made = [all](const container_view& view) {
    auto answer = show(*all, view, 201);
    answer.headers.emplace_back("Location", uri_of(view));
    return answer;
  };
  ask<container_view>(all, to, all->with.registry, made, atom::create_v, *wish);
}

void show_container(const context_ptr& all, const request&, std::string_view id,
                    const responder_ptr& to) {
  if (const auto found = find(*all, id, to))
    to->answer(show(*all, found->view, 200));
}

void change_container(const context_ptr& all, const request& from,
                      std::string_view id, const responder_ptr& to) {
  const auto wish = read_change(from);
  if (!wish)
    return to->answer(problem(wish.error()));
  const auto found = find(*all, id, to);
  if (!found)
    return;
  const auto changed = [all](const container_view& view) {
    return show(*all, view, 200);
  };
  if (*wish == wanted::running)
    ask<container_view>(all, to, found->actor, changed, atom::start_v);
  else
    ask<container_view>(all, to, found->actor, changed, atom::stop_v);
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
