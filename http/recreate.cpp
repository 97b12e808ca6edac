// The handler that makes a container again that somebody else removed.
#include "actors/token.hpp"
#include "http/container_access.hpp"
#include "http/create_rules.hpp"
#include "http/creating.hpp"
#include "http/groups.hpp"
#include "http/handlers.hpp"
#include "http/wishes.hpp"

namespace spin::http {

namespace {

/// Returns who counts as asking for a container of `owner`: rules that name
/// users are about that one, and the role is that of who really asks.
principal on_behalf(principal who, std::string_view owner) {
  who.name = owner;
  return who;
}

/// Returns the wish for one as `old` was, as far as it is allowed today.
reading<create_request> read_kept(const context& all, const principal& who,
                                  const vanished& old) {
  if (lost_secrets(old.options))
    return refuse(409, "container " + old.name
                           + " cannot be made as it was: the store was lost, "
                             "and its secrets with that; make a new one");
  auto allowed = allow(old.options, old.image, on_behalf(who, owner_of(old)),
                       *all.rules, real_path);
  if (!allowed)
    return tl::unexpected(allowed.error());
  if (auto linked = find_linked(all, who, allowed->options.links); !linked)
    return tl::unexpected(linked.error());
  create_request wish;
  wish.image = old.image;
  wish.own = old.own;
  wish.options = std::move(allowed->options);
  wish.rights = std::move(allowed->rights);
  wish.owner = old.owner;
  wish.id = make_id();
  wish.instead_of = old.container_id;
  return wish;
}

/// Answers why there is nothing to make again.
void refuse_recreate(const context& all, const principal& who,
                     std::string_view id, const responder_ptr& to) {
  if (const auto found = find(all, who, id, to))
    to->answer(
        problem(failure{errc::conflict, "container " + found->view->who->name
                                            + " is there; delete it first"}));
}

} // namespace

void recreate_container(const context_ptr& all, const request& from,
                        std::string_view id, const responder_ptr& to) {
  if (const auto nothing = read_nothing(from); !nothing)
    return to->answer(problem(nothing.error()));
  const auto old = find_vanished(*all, from.who, id);
  if (!old)
    return refuse_recreate(*all, from.who, id, to);
  auto wish = read_kept(*all, from.who, *old);
  if (!wish)
    return to->answer(problem(wish.error()));
  // Who makes one of somebody else is not bound by a limit of theirs.
  if (owner_of(*old) == from.who.name) {
    auto place = take_place(*all, from.who, wish->id);
    if (!place)
      return to->answer(problem(place.error()));
    wish->place = *std::move(place);
  }
  wish->by = cause_of(from);
  ask_for_new(all, from.who, to, *std::move(wish),
              [to](const context_ptr& with, const view_ptr& view) {
                if (auto answer = with->late->pass(
                        [&] { return created(*with, *view); }))
                  to->answer(std::move(*answer));
              });
}

} // namespace spin::http
