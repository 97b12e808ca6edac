#include "http/waiting.hpp"

#include <algorithm>
#include <array>

#include "actors/observed.hpp"
#include "http/field_values.hpp"

namespace spin::http {

namespace {

std::optional<awaited> awaited_named(std::string_view word) {
  for (const auto what : {awaited::ready, awaited::running, awaited::stopped,
                          awaited::paused})
    if (word == to_string(what))
      return what;
  return std::nullopt;
}

} // namespace

reading<std::optional<wait_wish>> read_wait(const request& from,
                                            std::string_view name,
                                            std::chrono::seconds most,
                                            std::optional<awaited> usual) {
  const auto all = read_form(from.query);
  if (!all)
    return tl::unexpected(all.error());
  wait_wish wish;
  wish.length = std::min(wish.length, most);
  const auto length = duration_in("wait_timeout", *all, most);
  if (!length)
    return tl::unexpected(length.error());
  const auto word = value_of(name, *all);
  if (!word && !usual && *length)
    return refuse(400, "wait_timeout: goes with " + std::string{name});
  if (!word && !usual)
    return std::nullopt;
  const auto what = word ? awaited_named(*word) : usual;
  if (!what)
    return refuse(400, std::string{name}
                           + ": must be ready, running, stopped or paused");
  wish.what = *what;
  wish.length = length->value_or(wish.length);
  return wish;
}

std::chrono::seconds longest_wait(const time_limits& times) noexcept {
  return std::chrono::floor<std::chrono::seconds>(times.answer * 8 / 10);
}

bool may_wait(const context& all, const responder_ptr& to) {
  const bool may = to->enter(*all.waiting);
  if (!may)
    to->answer(try_again(503, "too many requests wait for a container",
                         std::chrono::seconds{1}));
  return may;
}

void answer_when(const context_ptr& all, const responder_ptr& to,
                 const directory_entry& whom, const wait_wish& wish,
                 when_settled make) {
  const auto work = [to, wish, make = std::move(make)](
                        caf::event_based_actor* self, const context_ptr& with,
                        const directory_entry& asked) {
    const auto tell = [to, make, with](const view_ptr& view) {
      if (auto made = with->late->pass([&] { return make(*with, view); }))
        to->answer(std::move(*made));
    };
    const auto tell_as_it_is = [to, with, tell, id = asked.view->who->id,
                                name = asked.view->who->name] {
      const auto now = with->with.containers.get(id);
      if (now && is_listed(*now->view))
        tell(now->view);
      else
        to->answer(problem(failure{errc::no_such_container,
                                   "container " + name + " is gone"}));
    };
    self->link_to(with->lifeline);
    // See `ask_then`. One whose actor is restarted is told as it is, too.
    self->monitor(asked.actor);
    self->set_down_handler(
        [tell_as_it_is](const caf::down_msg&) { tell_as_it_is(); });
    const wait_order order{wish.what, self->clock().now() + wish.length};
    self->request(asked.actor, wish.length, any_wish{order}, cause{})
        .then(
            [self, asked, tell](const view_ptr& view) {
              self->demonitor(asked.actor.address());
              tell(view);
            },
            [tell_as_it_is](const caf::error&) { tell_as_it_is(); });
  };
  all->with.system.spawn(observed(all->with.meters, actor_kind::reply, work),
                         all, whom);
}

} // namespace spin::http
