#include "docker/gateway.hpp"

#include <utility>

#include "docker/gateway_calling.hpp"
#include "docker/gateway_calls.hpp"

namespace spin::docker {

namespace {

using namespace calling;

/// Returns how long what `order` asks to stop may take to end.
std::chrono::seconds grace_of(self_pointer self, const stop_order& order) {
  return order.grace.value_or(self->state.config.stop_grace);
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
  callback<engine_info> wrap(callback<engine_info> f) override {
    return as_actor<engine_info>(self_, std::move(f));
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
      return in_turn<container_info>(self, {"start", id, by, what}, call_class::start,
                                     [port, what](auto then, auto) {
                                       start(*port, what, std::move(then));
                                     });
    },
    [self, port](atom::stop, const std::string& id, const stop_order& what) {
      const auto grace = grace_of(self, what);
      return in_turn<container_info>(
        self, {"stop", id, what.by, what.container, grace}, call_class::stop,
        [port, what, grace](auto then, auto waited_for) {
          stop(*port, what.container, what.only, grace, std::move(then),
               [off = what.called_off, waited_for] {
                 return waited_for() && (!off || !*off);
               });
        });
    },
    [self, port](atom::pause, const std::string& id, const std::string& what,
                 const cause& by) {
      return in_turn<container_info>(self, {"pause", id, by, what}, call_class::other,
                                     [port, what](auto then, auto) {
                                       pause(*port, what, std::move(then));
                                     });
    },
    [self, port](atom::resume, const std::string& id, const std::string& what,
                 const cause& by) {
      return in_turn<container_info>(self, {"resume", id, by, what},
                                     call_class::other,
                                     [port, what](auto then, auto) {
                                       resume(*port, what, std::move(then));
                                     });
    },
    [self, port](atom::remove, const std::string& id, const stop_order& what) {
      const auto grace = grace_of(self, what);
      return in_turn<done>(
        self, {"remove", id, what.by, what.container, grace}, call_class::stop,
        [port, id, whom = what.container, grace](auto then, auto) {
          remove(*port, id, whom, grace, std::move(then));
        });
    },
    [self, port](atom::inspect, const std::string& id, const std::string& what,
                 const cause& by) {
      return in_turn<container_info>(
        self, {"inspect", id, by, what}, call_class::other,
        [port, id, what](auto then, auto) {
          inspect(*port, id, what, std::move(then));
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
      return beside<done>(self, {"logs", id, by, what.container}, [port, what](auto then) {
        read_log(*port, what, std::move(then));
      });
    },
    [self](atom::stats, const std::string& id, const std::string& what,
           const cause& by) {
      return pass_on<container_stats>(
        self, {"stats", id, by, what}, [self, what](auto then) {
          self->state.door->stats(what, std::move(then));
        });
    },
    [self](atom::stats, const std::string& id, const docker::stats_order& what,
           const cause& by) {
      return pass_on<done>(
        self, {"follow_stats", id, by, what.container}, [self, what](auto then) {
          self->state.door->follow_stats(what.container, what.whom,
                                         std::move(then));
        });
    },
    [self](atom::probe, const std::string& id, std::uint16_t host_port,
           const cause& by) {
      return pass_on<bool>(self, {"probe", id, by}, [self, host_port](auto then) {
        self->state.door->probe(host_port, std::move(then));
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
