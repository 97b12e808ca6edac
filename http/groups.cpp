#include "http/groups.hpp"

#include <algorithm>

#include "actors/conductor.hpp"
#include "actors/group.hpp"
#include "http/ask.hpp"
#include "http/creating.hpp"

namespace spin::http {

namespace {

/// Takes a place for each that is to run; those of others are not bound by a
/// limit of `who`.
reading<running_limit::place> take_places(const context& all,
                                          const principal& who,
                                          const ordered_steps& steps) {
  const auto places = std::make_shared<std::vector<running_limit::place>>();
  for (const auto& step : steps) {
    if (owner_of(*step.who.view) != who.name)
      continue;
    auto place = take_place(all, who, step.who.view->who->id);
    if (!place)
      return tl::unexpected(place.error());
    places->push_back(*std::move(place));
  }
  return running_limit::place{places};
}

/// Returns the actor that asks for all of `steps` in their order.
conductor_handle conduct(const context& all, ordered_steps steps,
                         std::string whom, running_limit::place held) {
  return all.with.system.spawn(
      observed(all.with.meters, actor_kind::reply, conductor_actor),
      score{std::move(steps), std::move(whom),
            span{patience * all.times.answer}, all.lifeline, std::move(held)});
}

reading<done> has_room(const context& all, const create_request& wish) {
  const auto& group = wish.options.group;
  if (group.empty()
      || all.with.containers.group_size(owner_of(wish.owner), group)
             < most_in_group)
    return done{};
  return refuse(409, "group: " + group + " has "
                         + std::to_string(most_in_group)
                         + " containers, the most there may be");
}

} // namespace

void ask_for_new(const context_ptr& all, const principal& who,
                 const responder_ptr& to, create_request wish,
                 when_made then) {
  if (const auto room = has_room(*all, wish); !room)
    return to->answer(problem(room.error()));
  auto steps = order_before(all->with.containers, owner_of(wish.owner),
                            wish.options.depends_on);
  if (!steps)
    return to->answer(problem(steps.error()));
  if (steps->empty())
    return ask_then<view_ptr>(all, to, all->with.registry, std::move(then),
                              atom::create_v, std::move(wish));
  const auto places = take_places(*all, who, *steps);
  if (!places)
    return to->answer(problem(places.error()));
  const auto by = wish.by;
  const auto go_on = [to, places = *places, then, wish = std::move(wish)](
                         const context_ptr& with, const view_ptr&) {
    with->late->pass([&] {
      ask_then<view_ptr>(with, to, with->with.registry, then, atom::create_v,
                         wish);
      return true;
    });
  };
  ask_then<view_ptr>(all, to, conduct(*all, *std::move(steps), {}, *places), go_on,
                     any_wish{event::start_asked{}}, by);
}

reading<status_change> read_status_change(const context& all,
                                          const principal& who,
                                          const view_ptr& whom,
                                          wanted status) {
  const auto& known = all.with.containers;
  auto steps = status == wanted::running
                   ? order_of_start(known, whom)
                   : outcome<ordered_steps>{order_of_stop(known, whom)};
  if (!steps)
    return refuse(409, steps.error().what);
  if (std::ranges::none_of(*steps, [&](const auto& step) {
        return step.who.view->who->id == whom->who->id;
      }))
    return refuse(404, "no such container"); // gone since it was found
  if (status != wanted::running)
    return status_change{*std::move(steps)};
  auto place = take_places(all, who, *steps);
  if (!place)
    return tl::unexpected(place.error());
  return status_change{*std::move(steps), *std::move(place)};
}

void ask_for_status(const context_ptr& all, const responder_ptr& to,
                    const status_change& what, const view_ptr& whom,
                    wanted status, const cause& by, when_made then) {
  const auto wish = status == wanted::running
                        ? any_wish{event::start_asked{}}
                        : any_wish{event::stop_asked{}};
  const auto go_on = [then = std::move(then), place = what.place](
                         const context_ptr& with, const view_ptr& view) {
    then(with, view);
  };
  if (what.steps.size() == 1)
    return ask_then<view_ptr>(all, to, what.steps.front().who.actor, go_on,
                              wish, by);
  ask_then<view_ptr>(all, to, conduct(*all, what.steps, whom->who->id, what.place),
                     go_on, wish, by);
}

} // namespace spin::http
