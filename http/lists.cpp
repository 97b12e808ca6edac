// The handlers that list: GET /v1/images and /v1/containers.
#include "http/ask.hpp"
#include "http/container_access.hpp"
#include "http/handlers.hpp"
#include "http/list_page.hpp"
#include "http/render.hpp"
#include "http/wishes.hpp"

namespace spin::http {

namespace {

/// A page tells how many there are in all and where the next one is, in its
/// headers: the body is a plain array in any case.
void add_page_headers(response& to, const list_query& what,
                      const list_page& page) {
  to.headers.emplace_back("X-Total-Count", std::to_string(page.matches));
  if (page.next)
    to.headers.emplace_back("Link",
                            std::string{"<"}
                                .append(next_page_of(what, *page.next))
                                .append(">; rel=\"next\""));
}

response show_list(const context& all, const principal& who,
                   const list_query& what) {
  auto views = all.with.containers.list();
  std::erase_if(views, [&](const view_ptr& each) { return hides(who, *each); });
  if (what.is_plain())
    return json_response(200, render(views, all.with.now(), all.with.policy));
  const auto page = page_of(views, what, all.with.policy);
  auto answer =
      json_response(200, render(page.shown, all.with.now(), all.with.policy));
  if (what.limit)
    add_page_headers(answer, what, page);
  return answer;
}

void show_list_later(const context_ptr& all, const principal& who,
                     const list_query& what, const responder_ptr& to) {
  answer_at_length(all, to, [who, what](const context& with) {
    return show_list(with, who, what);
  });
}

} // namespace

void list_images(const context_ptr& all, const request& from, std::string_view,
                 const responder_ptr& to) {
  using names = std::vector<std::string>;
  ask<names>(
      all, to, all->with.gateway,
      [](const names& tags) { return json_response(200, render(tags)); },
      atom::images_v, cause_of(from));
}

void list_containers(const context_ptr& all, const request& from,
                     std::string_view, const responder_ptr& to) {
  const auto audit = wants_audit(from);
  if (!audit)
    return to->answer(problem(audit.error()));
  const auto what = read_list_query(from);
  if (!what)
    return to->answer(problem(what.error()));
  if (!*audit)
    return show_list_later(all, from.who, *what, to);
  const auto then = [to, who = from.who, what = *what](const context_ptr& with,
                                                       done) {
    show_list_later(with, who, what, to);
  };
  ask_then<done>(all, to, all->with.registry, then, atom::audit_v,
                 cause_of(from));
}

} // namespace spin::http
