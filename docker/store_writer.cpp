#include "docker/store_writer.hpp"

#include <utility>

#include "actors/lifecycle.hpp"
#include "config/logging.hpp"

namespace spin::docker {

namespace {

using self_pointer = store_writer_handle::stateful_pointer<store_writer_state>;
using promises = std::vector<caf::typed_response_promise<done>>;

/// Sends ourselves a flush behind all that is in the mailbox already: that is
/// how a group gathers.
void want_flush(self_pointer self) {
  auto& st = self->state;
  if (std::exchange(st.flush_sent, true))
    return;
  self->send(self, atom::flush_v);
}

/// Keeps `document` until it is written.
void keep(store_writer_state& st, const std::string& id, std::string document) {
  st.unsaved[id] = std::move(document);
  st.meters->store.unsaved = static_cast<std::int64_t>(st.unsaved.size());
}

void put(self_pointer self, const std::string& id, std::string document) {
  auto& st = self->state;
  keep(st, id, std::move(document));
  if (!st.pausing)
    want_flush(self);
}

caf::result<done> commit(self_pointer self, const std::string& id,
                         std::string document) {
  auto& st = self->state;
  keep(st, id, std::move(document));
  st.commits.push_back(self->make_response_promise<done>());
  want_flush(self); // even while pausing: it may be back
  return st.commits.back();
}

/// Says what it is that is away: the reason alone may be "Broken pipe".
failure away(const failure& why) {
  return {why.code, "the store is away: " + why.what};
}

void answer(promises& whom, const outcome<store::applied>& how) {
  for (auto& promise : std::exchange(whom, {}))
    if (how)
      promise.deliver(done{});
    else
      promise.deliver(to_error(away(how.error())));
}

void failed(self_pointer self, std::map<std::string, std::string> group,
            const failure& why) {
  auto& st = self->state;
  if (st.health)
    st.health->ill(vital::store, why.what);
  if (st.failures++ == 0)
    log::error("store is away", {{"store", st.target->describe()},
                                 {"reason", why.what}});
  st.unsaved = std::move(group); // nothing came while the store was asked
  st.pausing = true;
  if (!std::exchange(st.alarm_sent, true))
    self->delayed_send(self, back_off(st.failures), atom::alarm_v);
}

void succeeded(self_pointer self, const store::applied& how) {
  auto& st = self->state;
  st.pausing = false;
  if (st.health)
    st.health->well(vital::store);
  if (std::exchange(st.failures, 0U) > 0)
    log::info("store is back", {{"store", st.target->describe()}});
  if (!how.intact && st.registry)
    self->send(st.registry, atom::resave_v);
}

/// Has `changes` written, and counts that.
outcome<store::applied> write_group(store_writer_state& st,
                                    const std::vector<store::change>& changes) {
  using clock = std::chrono::steady_clock;
  auto& meter = st.meters->store;
  const auto begun = clock::now();
  auto how = st.target->apply(changes);
  meter.took.note((clock::now() - begun).count());
  if (how) {
    meter.writes.add();
    meter.group.note(static_cast<std::int64_t>(changes.size()));
    meter.unsaved = 0; // nothing came meanwhile
  } else {
    meter.failures.add();
  }
  return how;
}

outcome<store::applied> write_unsaved(self_pointer self) {
  auto& st = self->state;
  auto group = std::exchange(st.unsaved, {});
  if (group.empty())
    return store::applied{};
  std::vector<store::change> changes;
  changes.reserve(group.size());
  for (const auto& [id, document] : group)
    changes.push_back({id, document});
  if (st.health)
    st.health->asked(vital::store);
  auto how = write_group(st, changes);
  if (how)
    succeeded(self, *how);
  else
    failed(self, std::move(group), how.error());
  return how;
}

void probe_later(self_pointer self) {
  self->delayed_send(self, probe_interval, atom::ping_v);
}

void flush(self_pointer self);

/// Asks the store how it is unless a write is about to tell. One
/// that is back after a failure gets at once what waits for it.
void probe(self_pointer self) {
  auto& st = self->state;
  probe_later(self);
  if (st.flush_sent)
    return;
  st.health->asked(vital::store);
  const auto how = st.target->probe();
  if (st.pausing && how)
    return flush(self);
  if (how ? st.health->well(vital::store)
          : st.health->ill(vital::store, how.error().what))
    log::warning(how ? "store answers" : "store does not answer",
                 {{"store", st.target->describe()},
                  {"reason", how ? "" : how.error().what}});
}

void flush(self_pointer self) {
  auto& st = self->state;
  st.flush_sent = false;
  const auto how = write_unsaved(self);
  answer(st.commits, how);
  answer(st.syncs, how);
}

} // namespace

store_writer_handle::behavior_type
store_writer_actor(self_pointer self, std::unique_ptr<store::store> target,
                   std::shared_ptr<health_board> health,
                   std::shared_ptr<telemetry> meters) {
  self->state.target = std::move(target);
  self->state.meters = std::move(meters);
  self->state.health = std::move(health);
  if (self->state.health)
    probe_later(self);
  return {
    [self](atom::load) -> caf::result<store::contents> {
      auto all = self->state.target->load();
      if (!all)
        return to_error(away(all.error()));
      if (self->state.health)
        self->state.health->well(vital::store);
      return std::move(*all);
    },
    [self](atom::commit, const snapshot& what) {
      return commit(self, what.who.id, encode(what));
    },
    [self](atom::save, const snapshot& what) {
      put(self, what.who.id, encode(what));
    },
    [self](atom::commit, const store::change& what) {
      return commit(self, what.id, what.document);
    },
    [self](atom::save, const store::change& what) {
      put(self, what.id, what.document);
    },
    [self](atom::forget, const std::string& id) { put(self, id, {}); },
    [self](atom::sync) -> caf::result<done> {
      auto& st = self->state;
      st.syncs.push_back(self->make_response_promise<done>());
      want_flush(self);
      return st.syncs.back();
    },
    [self](atom::resave, const registry_handle& whom) {
      self->state.registry = whom;
    },
    [self](atom::ping) { probe(self); },
    [self](atom::flush) { flush(self); },
    [self](atom::alarm) {
      self->state.alarm_sent = false;
      flush(self);
    },
  };
}

} // namespace spin::docker
