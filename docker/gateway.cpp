#include "docker/gateway.hpp"

#include <algorithm>
#include <utility>

#include "config/logging.hpp"
#include "docker/gateway_calls.hpp"

namespace spin::docker {

namespace {

using self_pointer = gateway_handle::stateful_pointer<gateway_state>;

/// Returns a callback for the engine that runs `then` as the actor.
template <class T>
callback<T> as_actor(self_pointer self, callback<T> then) {
  auto me = caf::actor_cast<gateway_handle>(self);
  return [me, then = std::move(then)](outcome<T> answer) {
    caf::anon_send(me, atom::answered_v,
                   continuation{[then, answer = std::move(answer)] {
                     then(answer);
                   }});
  };
}

template <class T>
void deliver(caf::typed_response_promise<T> promise, const outcome<T>& answer) {
  if (answer)
    promise.deliver(*answer);
  else
    promise.deliver(to_error(answer.error()));
}

void want_alarm(self_pointer self) {
  auto& st = self->state;
  if (st.calls.empty() || std::exchange(st.alarm_sent, true))
    return;
  const auto due = st.calls.begin()->second.give_up_at;
  self->delayed_send(self, std::max(due - self->clock().now(), span::zero()),
                     atom::alarm_v);
}

/// The watchdog: every call ends, also one whose answer never comes. What came
/// of it is read from the engine again by who asked.
void give_up_lost_calls(self_pointer self) {
  auto& st = self->state;
  st.alarm_sent = false;
  const auto now = self->clock().now();
  while (!st.calls.empty() && st.calls.begin()->second.give_up_at <= now) {
    const auto lost = st.calls.extract(st.calls.begin());
    lost.mapped().give_up();
  }
  want_alarm(self);
}

/// What one call is, whom it concerns and what it comes from.
struct errand {
  std::string_view verb; ///< a literal
  /// Our own id of the container, or what else is asked about; may be empty.
  std::string whom;
  cause by;
};

/// Shows how many calls wait for their turn or for room.
void note_queue(self_pointer self) {
  const auto& st = self->state;
  st.config.meters->engine.queued = static_cast<std::int64_t>(
    st.queue->waiting());
}

/// Counts what came of a call, and tells it to those who look closely.
void note_call(self_pointer self, const errand& what, span took,
               const failure* why) {
  using std::chrono::microseconds;
  auto& meter = self->state.config.meters->engine.of(what.verb);
  --meter.in_flight;
  meter.took.note(took.count());
  meter.note(why ? why->code : errc::none);
  if (!log::enabled(config::log_level::debug))
    return;
  log::debug("engine call",
             {{"call", what.verb},
              {"for", std::string_view{what.whom}},
              {"outcome", why ? to_string(why->code) : "ok"},
              {"micros", std::chrono::floor<microseconds>(took).count()},
              {key_of(what.by), to_string(what.by)}});
}

/// Makes a call of the engine: `start` gets what to do with the answer, and a
/// way to ask whether that is still waited for. `over` runs after the answer.
template <class T, class Call>
void begin_call(self_pointer self, const errand& what,
                caf::typed_response_promise<T> promise, const Call& start,
                const std::function<void()>& over) {
  auto& st = self->state;
  const auto own = ++st.last_call;
  const auto since = self->clock().now();
  const auto longest = st.config.longest_call + 2 * st.config.stop_grace;
  ++st.config.meters->engine.of(what.verb).in_flight;
  st.calls[own] = {since + longest, [self, what, longest, promise,
                                     over]() mutable {
                     const failure lost{errc::timed_out,
                                        "the engine's answer was lost"};
                     note_call(self, what, longest, &lost);
                     promise.deliver(to_error(lost));
                     over();
                   }};
  want_alarm(self);
  start(callback<T>{[self, what, own, since, promise,
                     over](const outcome<T>& answer) {
          if (self->state.calls.erase(own) == 0)
            return; // it was given up
          note_call(self, what, self->clock().now() - since,
                    answer ? nullptr : &answer.error());
          deliver(promise, answer);
          over();
        }},
        [self, own] { return self->state.calls.count(own) > 0; });
}

/// For calls that concern no container: straight to the engine.
template <class T, class Call>
caf::result<T> pass_on(self_pointer self, const errand& what, Call start) {
  auto promise = self->make_response_promise<T>();
  begin_call<T>(
    self, what, promise,
    [self, start](callback<T> then, auto) {
      start(as_actor<T>(self, std::move(then)));
    },
    [] {});
  return promise;
}

/// For calls about the container `what.whom`: in their order, within their
/// limits.
template <class T, class Call>
caf::result<T> in_turn(self_pointer self, const errand& what, call_class kind,
                       Call start) {
  using turn = call_queue::turn;
  auto promise = self->make_response_promise<T>();
  self->state.queue->submit(what.whom, kind, [self, what, promise,
                                              start](turn own) {
    begin_call<T>(self, what, promise, start,
                  [self, own] {
                    self->state.queue->finished(own);
                    note_queue(self);
                  });
  });
  note_queue(self);
  return promise;
}

/// For calls that read about a container and change nothing: beside those in
/// their order, as a reader does not wait for a stop.
template <class T, class Call>
caf::result<T> beside(self_pointer self, const errand& what, Call start) {
  auto promise = self->make_response_promise<T>();
  begin_call<T>(
    self, what, promise,
    [start](callback<T> then, auto) { start(std::move(then)); }, [] {});
  return promise;
}

/// The event stream, told to the watcher.
event_listener listener_for(const event_watcher_handle& whom) {
  return {[whom] { caf::anon_send(whom, atom::opened_v); },
          [whom](const engine_event& what) {
            caf::anon_send(whom, atom::noticed_v, what);
          },
          [whom](const failure& why) {
            caf::anon_send(whom, atom::ended_v, why);
          }};
}

/// The engine as the actor sees it: every answer arrives in its own turn.
class inside final : public calls_port {
public:
  explicit inside(self_pointer self) : self_(self) {}

  engine& door() override { return *self_->state.door; }

  callback<done> wrap(callback<done> f) override {
    return as_actor<done>(self_, std::move(f));
  }
  callback<std::string> wrap(callback<std::string> f) override {
    return as_actor<std::string>(self_, std::move(f));
  }
  callback<container_info> wrap(callback<container_info> f) override {
    return as_actor<container_info>(self_, std::move(f));
  }

private:
  self_pointer self_;
};

} // namespace

gateway_handle::behavior_type gateway_actor(self_pointer self,
                                            std::shared_ptr<engine> door,
                                            store_writer_handle writer,
                                            gateway_config config) {
  auto& st = self->state;
  st.door = std::move(door);
  st.writer = std::move(writer);
  st.queue = std::make_unique<call_queue>(config.limits);
  st.config = std::move(config);
  auto port = std::make_shared<inside>(self);
  return {
    // -- the store ------------------------------------------------------------
    [self](atom::load) {
      return self->delegate(self->state.writer, atom::load_v);
    },
    [self](atom::commit, snapshot& what) {
      return self->delegate(self->state.writer, atom::commit_v,
                            std::move(what));
    },
    [self](atom::save, snapshot& what) {
      self->send(self->state.writer, atom::save_v, std::move(what));
    },
    [self](atom::commit, store::change& what) {
      return self->delegate(self->state.writer, atom::commit_v,
                            std::move(what));
    },
    [self](atom::save, store::change& what) {
      self->send(self->state.writer, atom::save_v, std::move(what));
    },
    [self](atom::forget, std::string& id) {
      self->send(self->state.writer, atom::forget_v, std::move(id));
    },
    [self](atom::sync) {
      return self->delegate(self->state.writer, atom::sync_v);
    },
    [self](atom::resave, const registry_handle& whom) {
      self->send(self->state.writer, atom::resave_v, whom);
    },
    // -- the engine -------------------------------------------------------------
    [self](atom::images, const cause& by) {
      return pass_on<std::vector<std::string>>(
        self, {"images", {}, by},
        [self](auto then) { self->state.door->images(std::move(then)); });
    },
    [self](atom::image, const std::string& reference, const cause& by) {
      return pass_on<image_info>(
        self, {"image", reference, by}, [self, &reference](auto then) {
          self->state.door->inspect_image(reference, std::move(then));
        });
    },
    [self, port](atom::create, const std::string& id,
                 const container_spec& what, const cause& by) {
      // In the class of starts: creates beside them only slow them down.
      return in_turn<std::string>(self, {"create", id, by}, call_class::start,
                                  [port, id, what](auto then, auto) {
                                    create(*port, id, what, std::move(then));
                                  });
    },
    [self, port](atom::start, const std::string& id, const std::string& what,
                 const cause& by) {
      return in_turn<container_info>(self, {"start", id, by}, call_class::start,
                                     [port, what](auto then, auto) {
                                       start(*port, what, std::move(then));
                                     });
    },
    [self, port](atom::stop, const std::string& id, const stop_order& what) {
      const auto grace = self->state.config.stop_grace;
      return in_turn<container_info>(
        self, {"stop", id, what.by}, call_class::stop,
        [port, what, grace](auto then, auto waited_for) {
          stop(*port, what.container, what.only, grace, std::move(then),
               [off = what.called_off, waited_for] {
                 return waited_for() && (!off || !*off);
               });
        });
    },
    [self, port](atom::pause, const std::string& id, const std::string& what,
                 const cause& by) {
      return in_turn<container_info>(self, {"pause", id, by}, call_class::other,
                                     [port, what](auto then, auto) {
                                       pause(*port, what, std::move(then));
                                     });
    },
    [self, port](atom::resume, const std::string& id, const std::string& what,
                 const cause& by) {
      return in_turn<container_info>(self, {"resume", id, by},
                                     call_class::other,
                                     [port, what](auto then, auto) {
                                       resume(*port, what, std::move(then));
                                     });
    },
    [self, port](atom::remove, const std::string& id, const std::string& what,
                 const cause& by) {
      const auto grace = self->state.config.stop_grace;
      return in_turn<done>(self, {"remove", id, by}, call_class::stop,
                           [port, what, grace](auto then, auto) {
                             remove(*port, what, grace, std::move(then));
                           });
    },
    [self, port](atom::inspect, const std::string& id, const std::string& what,
                 const cause& by) {
      return in_turn<container_info>(
        self, {"inspect", id, by}, call_class::other,
        [port, what](auto then, auto) {
          port->door().inspect(what, port->wrap(std::move(then)));
        });
    },
    [self](atom::list, const cause& by) {
      const auto ours = std::string{label::instance} + '='
                        + self->state.config.instance;
      return pass_on<std::vector<container_summary>>(
        self, {"list", {}, by}, [self, &ours](auto then) {
          self->state.door->list(ours, std::move(then));
        });
    },
    [self, port](atom::logs, const std::string& id,
                 const docker::log_order& what, const cause& by) {
      return beside<done>(self, {"logs", id, by}, [port, what](auto then) {
        read_log(*port, what, std::move(then));
      });
    },
    [self](atom::stats, const std::string& id, const std::string& what,
           const cause& by) {
      return pass_on<container_stats>(
        self, {"stats", id, by}, [self, what](auto then) {
          self->state.door->stats(what, std::move(then));
        });
    },
    [self](atom::stats, const std::string& id, const docker::stats_order& what,
           const cause& by) {
      return pass_on<done>(
        self, {"follow_stats", id, by}, [self, what](auto then) {
          self->state.door->follow_stats(what.container, what.whom,
                                         std::move(then));
        });
    },
    [self](atom::ping) {
      return pass_on<engine_version>(
        self, {"ping", {}, {}},
        [self](auto then) { self->state.door->version(std::move(then)); });
    },
    [self](atom::watch, std::int64_t since, const event_watcher_handle& whom) {
      self->state.door->watch(std::string{label::instance} + '='
                                + self->state.config.instance,
                              since, listener_for(whom));
    },
    [](atom::answered, const continuation& go_on) { go_on(); },
    [self](atom::alarm) { give_up_lost_calls(self); },
  };
}

} // namespace spin::docker
