#include "actors/registry_pass.hpp"

#include "actors/observed.hpp"
#include "actors/reconcile.hpp"
#include "actors/registry_vanished.hpp"
#include "config/logging.hpp"

namespace spin {

namespace {

using registry_pointer = registry_handle::stateful_pointer<registry_state>;
using done_promise = caf::typed_response_promise<done>;

/// What cannot be read is left out.
options_ptr how_made(const docker::container_summary& listed) {
  auto read = options_of(listed);
  if (read)
    return share(*std::move(read));
  log::warning("how it was made cannot be read from its label",
               {{"name", listed.name},
                {"container_id", listed.id},
                {"reason", read.error().what}});
  return nullptr;
}

container_handle adopt(registry_pointer self,
                       const docker::container_summary& listed,
                       const cause& by) {
  auto& st = self->state;
  container_view view;
  view.who = std::make_shared<const identity>(
    identity_of(listed, st.context->wall_clock()));
  view.run = std::make_shared<const run_facts>();
  const bool is_back = take_back(*st.context, view);
  if (!is_back)
    view.made_with = how_made(listed);
  // Renamed, or a copy, or known before: never to be undone.
  if (is_back || !is_our_making(listed)) {
    view.life.fresh = false;
    view.life.now = phase::stopped;
    view.life.want = wanted::stopped;
  }
  log::info("container adopted", {{"id", view.who->id},
                                  {"name", view.who->name},
                                  {"container_id", listed.id},
                                  {key_of(by), to_string(by)}});
  container_start begin;
  begin.view = view;
  begin.adopted = true;
  const auto actor = spawn_container(self, std::move(begin));
  self->send(actor, any_event{event::recovered{}});
  self->send(actor, any_event{event::store_emptied{}}); // it holds nothing of it
  return actor;
}

/// Revives one that was given up, and tells that it is not any more.
container_handle try_again(registry_pointer self, container_view view,
                           const cause& by) {
  const auto& context = *self->state.context;
  view.given_up = false;
  const auto actor = respawn(self, view);
  // Before it has a message: nothing of its own can be told earlier.
  if (is_listed(view))
    context.feed->publish(
        bulletin_of(tiding::changed,
                    std::make_shared<const container_view>(std::move(view)), by,
                    {self->clock().now(), context.wall_clock()}));
  self->send(actor, any_event{event::recovered{}});
  return actor;
}

/// Answers `promise` when `waiting` looks are over, however they end.
struct countdown {
  std::size_t waiting;
  done_promise promise;

  void one_less() {
    if (--waiting == 0)
      promise.deliver(done{});
  }
};

/// What a pass has to tell an actor.
using news = std::vector<std::pair<container_handle, sighting>>;

/// Compares, spawns what is missing, and returns who is to be told what. Knows
/// only what was there when the engine was asked: what has been made since is
/// not missing from its answer.
news find_news(registry_pointer self, const std::vector<directory_entry>& known,
               const std::vector<docker::container_summary>& listed,
               const cause& by) {
  auto& st = self->state;
  std::vector<view_ptr> views;
  views.reserve(known.size());
  for (const auto& entry : known)
    views.push_back(entry.view);
  const auto found = compare(views, listed);
  news result;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto at = found.seen[i];
    const auto* line = at == pass::not_listed ? nullptr : &listed[at];
    // One that was given up after too many faults is tried again.
    const bool lost = st.ids.count(known[i].actor.address()) == 0
                      && st.context->containers->get(views[i]->who->id);
    const auto actor = lost ? try_again(self, *views[i], by) : known[i].actor;
    if (lost || is_news(line, *views[i], st.context->policy))
      result.emplace_back(actor, line ? sighting{*line} : sighting{});
  }
  for (const auto i : found.strangers)
    if (!st.context->containers->get(id_of(listed[i]))) // not made meanwhile
      result.emplace_back(adopt(self, listed[i], by), listed[i]);
  return result;
}

void tell_actors(registry_pointer self, const news& what, const cause& by,
                 done_promise promise) {
  if (what.empty()) {
    promise.deliver(done{});
    return;
  }
  auto left = std::make_shared<countdown>(countdown{what.size(), promise});
  for (const auto& [actor, seen] : what)
    self->request(actor, std::chrono::seconds{30}, atom::list_v, seen, by)
      .then([left](done) { left->one_less(); },
            [left](const caf::error&) { left->one_less(); });
}

} // namespace

/// The actor runs from its first message on, so nothing that it publishes can
/// come before its line.
container_handle spawn_container(registry_pointer self, container_start begin) {
  auto& st = self->state;
  const auto view = std::make_shared<const container_view>(begin.view);
  auto actor = self->spawn<caf::monitored + caf::lazy_init>(
    observed(st.context->meters, actor_kind::container, container_actor),
    st.context, std::move(begin));
  st.context->containers->enter(actor, view);
  st.ids.emplace(actor.address(), view->who);
  return actor;
}

container_handle respawn(registry_pointer self, const container_view& view) {
  container_start begin;
  begin.view = view;
  begin.view.given_up = false;
  return spawn_container(self, std::move(begin));
}

container_handle revive(registry_pointer self, const container_view& view) {
  const auto actor = respawn(self, view);
  self->send(actor, any_event{event::recovered{}});
  return actor;
}

caf::result<done> audit(registry_pointer self, const cause& by) {
  if (!self->state.taken_up)
    return done{}; // else all would be strangers; recovery has a pass of its own
  auto promise = self->make_response_promise<done>();
  self->request(self->state.context->gateway, caf::infinite, atom::list_v,
                by)
    .then(
      [self, promise, by, known = self->state.context->containers->all()](
        const std::vector<docker::container_summary>& listed) {
        tell_actors(self, find_news(self, known, listed, by), by, promise);
      },
      [promise](const caf::error& why) mutable { promise.deliver(why); });
  return promise;
}

void schedule_pass(registry_pointer self) {
  auto& st = self->state;
  st.jitter = st.jitter * 6364136223846793005ULL + 1442695040888963407ULL;
  const auto tenth = st.audit_interval / 10;
  const auto part = static_cast<span::rep>((st.jitter >> 33) % 200);
  self->delayed_send(self, st.audit_interval - tenth + tenth * part / 100,
                     atom::alarm_v);
}

void notice(registry_pointer self, const docker::engine_event& what) {
  auto& st = self->state;
  if (!st.taken_up)
    return;
  const auto known = st.context->containers->with_engine_id(what.container_id);
  if (known && st.ids.count(known->actor.address()) > 0) {
    self->send(known->actor, any_event{event::noticed{what.what, what.at}});
    return;
  }
  if (known || what.what != docker::happening::started
      || std::exchange(st.looking_for_strangers, true))
    return;
  const auto over = [self] { self->state.looking_for_strangers = false; };
  self
    ->request(caf::actor_cast<registry_handle>(self), caf::infinite,
              atom::audit_v, cause{trigger::event})
    .then([over](done) { over(); }, [over](const caf::error&) { over(); });
}

} // namespace spin
