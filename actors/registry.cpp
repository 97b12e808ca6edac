#include "actors/registry.hpp"

#include <algorithm>

#include "actors/recovery.hpp"
#include "actors/registry_pass.hpp"
#include "actors/registry_vanished.hpp"
#include "actors/savings_keeper.hpp"
#include "actors/token.hpp"
#include "config/logging.hpp"

namespace spin {

namespace {

using registry_pointer = registry_handle::stateful_pointer<registry_state>;

// -- supervision ----------------------------------------------------------------

/// Returns whether one more restart of `id` is within the limits.
bool may_restart(registry_state& st, const std::string& id, instant now) {
  auto& faults = st.faults[id];
  faults.push_back(now);
  while (!faults.empty() && now - faults.front() > restart_window)
    faults.pop_front();
  return faults.size() <= restarts_allowed;
}

/// Has the others of its group look around: it holds them no longer.
void wake_mates(registry_pointer self, const container_view& of) {
  for (const auto& mate : self->state.context->containers->mates_of(of))
    if (mate.actor)
      self->send(mate.actor, any_event{event::alarm_rang{}});
}

/// Shows it as failed: its actor is not restarted for now.
void give_up(registry_pointer self, container_view shown) {
  const auto& context = *self->state.context;
  shown.given_up = true;
  const auto view = std::make_shared<const container_view>(std::move(shown));
  context.containers->publish(view);
  wake_mates(self, *view);
  if (!is_listed(*view))
    return;
  auto what = bulletin_of(tiding::failed, view, {trigger::server},
                          {self->clock().now(), context.wall_clock()});
  what.trouble = {errc::internal, "its actor died again and again"};
  context.feed->publish(std::move(what));
}

void on_down(registry_pointer self, const caf::down_msg& down) {
  auto& st = self->state;
  const auto i = st.ids.find(down.source);
  if (i == st.ids.end())
    return;
  const auto id = i->second->id;
  st.ids.erase(i);
  if (const auto create = st.creates.find(id); create != st.creates.end()) {
    // CAF tells nobody that an actor died with an answer owed.
    create->second.deliver(to_error({errc::internal, "its actor died"}));
    st.creates.erase(create);
  }
  if (!down.reason) { // it ended because its container is gone
    const auto gone = st.context->containers->get(id);
    st.context->containers->erase(id);
    if (gone)
      wake_mates(self, *gone->view);
    st.context->past->forget(id);
    st.context->savings->forget_memory(id);
    st.faults.erase(id);
    return;
  }
  if (down.reason == caf::exit_reason::user_shutdown)
    return;
  const auto entry = st.context->containers->get(id);
  if (!entry)
    return;
  const bool again = may_restart(st, id, self->clock().now());
  log::error("container actor died", {{"id", id},
                                      {"name", entry->view->who->name},
                                      {"reason", caf::to_string(down.reason)},
                                      {"restarted", again ? "yes" : "no"}});
  if (again) {
    st.context->meters->of(actor_kind::container).restarted.add();
    revive(self, *entry->view);
    return;
  }
  give_up(self, *entry->view);
}

// -- passes ------------------------------------------------------------------------

void periodic_pass(registry_pointer self) {
  trim_vanished(self);
  self
    ->request(caf::actor_cast<registry_handle>(self), caf::infinite,
              atom::audit_v, cause{trigger::pass})
    .then([self](done) { schedule_pass(self); },
          [self](const caf::error&) { schedule_pass(self); });
}

// -- create -----------------------------------------------------------------------

std::string chosen_name(const create_request& what, const std::string& id) {
  if (!what.name.empty())
    return what.name;
  return what.options.name.empty() ? name_of(id) : what.options.name;
}

/// A new container's first view and its token.
container_start new_container(registry_pointer self, const create_request& what,
                              const docker::image_info& image) {
  identity who;
  who.id = what.id.empty() ? make_id() : what.id;
  who.name = chosen_name(what, who.id);
  who.image = what.image;
  who.owner = what.owner;
  who.created_at = self->state.context->wall_clock();
  container_start begin;
  begin.token = make_token(who.id);
  who.token_digest = digest_of(begin.token);
  begin.publish = image.exposed;
  begin.rights = what.rights;
  begin.view.who = std::make_shared<const identity>(std::move(who));
  if (what.own != policy_overrides{})
    begin.view.own = std::make_shared<const policy_overrides>(what.own);
  begin.view.made_with = share(what.options);
  begin.view.run = std::make_shared<const run_facts>();
  return begin;
}

/// Returns whether it will have a port to hand out.
bool has_tcp_port(const docker::image_info& image, const create_options& with) {
  const auto is_tcp = [](const auto& port) {
    return port.protocol == transport::tcp;
  };
  return std::any_of(image.exposed.begin(), image.exposed.end(), is_tcp)
         || std::any_of(with.ports.begin(), with.ports.end(), is_tcp);
}

/// Not delegated: if its actor dies meanwhile, `on_down` answers the client.
void make(registry_pointer self, container_start begin, const cause& by,
          caf::typed_response_promise<view_ptr> promise) {
  auto& creates = self->state.creates;
  const auto id = begin.view.who->id;
  creates.emplace(id, promise);
  self->request(spawn_container(self, std::move(begin)), caf::infinite,
            any_wish{event::create_asked{}}, by)
    .then(
      [&creates, id](const view_ptr& view) {
        if (auto owed = creates.extract(id))
          owed.mapped().deliver(view);
      },
      [&creates, id](const caf::error& why) {
        if (auto owed = creates.extract(id))
          owed.mapped().deliver(why);
      });
}

caf::result<view_ptr> create(registry_pointer self, const create_request& what) {
  if (!what.instead_of.empty())
    return make_instead(self, what);
  auto promise = self->make_response_promise<view_ptr>();
  self->request(self->state.context->gateway, caf::infinite, atom::image_v,
                what.image, what.by)
    .then(
      [self, promise, what](const docker::image_info& image) mutable {
        if (!has_tcp_port(image, what.options)) {
          promise.deliver(to_error(
            {errc::no_ports, "image " + what.image
                               + " exposes no TCP port; use EXPOSE in its "
                                 "Dockerfile, or the option ports"}));
          return;
        }
        make(self, new_container(self, what, image), what.by, promise);
      },
      [promise](const caf::error& why) mutable { promise.deliver(why); });
  return promise;
}

void resave_all(registry_pointer self) {
  log::warning("store was found emptied; writing everything again");
  for (const auto& entry : self->state.context->containers->all())
    self->send(entry.actor, any_event{event::store_emptied{}});
  // Whoever revokes tokens writes them too: none comes back by this.
  const auto& context = *self->state.context;
  self->send(context.token_keeper, atom::resave_v);
  context.savings->touch_all();
  store_savings(self, context.gateway, *context.savings);
  resave_vanished(self);
  if (context.save_deliveries)
    context.save_deliveries();
}

} // namespace

registry_handle::behavior_type registry_actor(registry_pointer self,
                                              context_ptr context,
                                              span audit_interval) {
  auto& st = self->state;
  st.context = std::move(context);
  st.audit_interval = audit_interval;
  st.jitter = static_cast<std::uint64_t>(
    st.context->wall_clock().time_since_epoch().count());
  self->set_down_handler(
    [self](const caf::down_msg& down) { on_down(self, down); });
  return {
    [self](atom::recover) { return recover(self); },
    [self](atom::create, const create_request& what) {
      return create(self, what);
    },
    [self](atom::audit, const cause& by) { return audit(self, by); },
    [self](atom::forget, const std::string& container_id) {
      return forget_vanished(self, container_id);
    },
    [self](atom::noticed, const docker::engine_event& what) {
      notice(self, what);
    },
    [self](atom::resave) { resave_all(self); },
    [self](atom::alarm) { periodic_pass(self); },
  };
}

} // namespace spin
