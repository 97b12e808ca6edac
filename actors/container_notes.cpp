#include "actors/container_notes.hpp"

#include "actors/savings_keeper.hpp"
#include "config/logging.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;

/// Returns whether nothing changed that anybody counts.
bool is_same(const lifecycle& was, const lifecycle& now) {
  return was.now == now.now && was.pending == now.pending
         && was.ended == now.ended;
}

void note_savings(self_pointer self, const lifecycle& was,
                  const clock_pair& now) {
  const auto& context = *self->state.context;
  const auto& view = *self->state.view;
  auto& book = *context.savings;
  const bool saved = saves_time(was);
  const bool saves = saves_time(view.life);
  if (saved && !saves) {
    // A stopped one knows it by itself.
    const auto past =
        was.now == phase::paused ? context.past->of(view.who->id) : history{};
    // A paused one keeps its memory.
    const auto memory =
        was.now == phase::stopped ? book.memory_of(view.who->id) : 0;
    if (const auto since = saves_since(was, past, now))
      book.note_saved(view.who->image, *since,
                      saved_until(*since, view.life, now.wall), memory);
    store_savings(self, context.gateway, book);
  }
  // One that is removed for idleness is never seen to be stopped.
  const bool removed =
      was.now == phase::stopping && view.life.now == phase::removing
      && was.why == stop_reason::idle && was.ended != view.life.ended;
  if ((!saved && saves) || removed)
    book.note_stop(view.who->image, now.wall);
}

} // namespace

void note_change(self_pointer self, const container_view& was) {
  const auto& st = self->state;
  if (is_same(was.life, st.view->life))
    return;
  const auto now = self->clock().now();
  st.context->meters->note_change(was.life, st.view->life, st.policy(), now);
  if (was.life.now != st.view->life.now)
    note_savings(self, was.life, {now, st.context->wall_clock()});
}

void note_loss(self_pointer self, const container_view& was) {
  const auto& st = self->state;
  const auto& context = *st.context;
  const auto now = st.view->life.now;
  const bool goes = was.life.now != now
                    && (now == phase::removing || now == phase::gone);
  if (!is_lost(was.life, st.view->life)) {
    // It had vanished before, and came back: now it goes as it was told to.
    if (goes && context.vanished->drop(was.who->container_id))
      self->send(context.gateway, atom::forget_v,
                 vanished_record(was.who->container_id));
    return;
  }
  log::warning("container was removed outside of spin-docker",
               {{"name", was.who->name}, {"id", was.who->container_id}});
  // Before its own record is dropped: a kill in between loses neither.
  context.vanished->put(
      to_vanished(was, context.wall_clock()), [&](const vanished& what) {
        self->send(context.gateway, atom::save_v,
                   store::change{vanished_record(what.container_id),
                                 encode(what)});
      });
}

void note_alarm(self_pointer self, instant due) {
  auto& meters = *self->state.context->meters;
  if (meters.counts())
    meters.supervision.alarm_lateness.note((self->clock().now() - due).count());
}

} // namespace spin
