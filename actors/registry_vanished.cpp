#include "actors/registry_vanished.hpp"

#include "config/logging.hpp"

namespace spin {

namespace {

using registry_pointer = registry_handle::stateful_pointer<registry_state>;

/// Returns the one that vanished and had that engine id, and marks it as being
/// worked at: until that is over nobody else can begin.
outcome<vanished_ptr> begin_with(registry_pointer self,
                                 const std::string& container_id) {
  auto& st = self->state;
  const auto found =
    st.context->vanished->get(container_id, st.context->wall_clock());
  if (!found)
    return fail(errc::no_such_container, "no such container");
  if (!st.replacing.insert(container_id).second)
    return fail(errc::conflict, "container " + found->name
                                  + " is just being made again or forgotten");
  return found;
}

void drop(registry_pointer self, const std::string& container_id) {
  const auto& context = *self->state.context;
  context.vanished->drop(container_id);
  self->send(context.gateway, atom::forget_v, vanished_record(container_id));
}

/// Answers that `view` has taken its place once nobody can make it again, also
/// after a restart. With the store away that is told all the same: it is made,
/// and the writer goes on trying.
void drop_then_tell(registry_pointer self, const std::string& container_id,
                    const view_ptr& view,
                    caf::typed_response_promise<view_ptr> promise) {
  auto over = [self, container_id, view, promise]() mutable {
    self->state.replacing.erase(container_id);
    promise.deliver(view);
  };
  self->state.context->vanished->drop(container_id);
  self
    ->request(self->state.context->gateway, caf::infinite, atom::commit_v,
              store::change{vanished_record(container_id), {}})
    .then([over](done) mutable { over(); },
          [over](const caf::error&) mutable { over(); });
}

void save(registry_pointer self, const vanished& what) {
  self->send(self->state.context->gateway, atom::save_v,
             store::change{vanished_record(what.container_id), encode(what)});
}

} // namespace

caf::result<view_ptr> make_instead(registry_pointer self,
                                   const create_request& what) {
  const auto old = begin_with(self, what.instead_of);
  if (!old)
    return to_error(old.error());
  auto promise = self->make_response_promise<view_ptr>();
  auto plain = what;
  plain.instead_of.clear();
  plain.name = (*old)->name;
  self
    ->request(caf::actor_cast<registry_handle>(self), caf::infinite,
              atom::create_v, std::move(plain))
    .then(
      [self, promise, id = what.instead_of, by = what.by](const view_ptr& view) {
        log::info("container made again", {{"name", view->who->name},
                                           {"id", view->who->container_id},
                                           {"instead_of", id},
                                           {key_of(by), to_string(by)}});
        drop_then_tell(self, id, view, promise);
      },
      [self, promise, id = what.instead_of](const caf::error& why) mutable {
        self->state.replacing.erase(id);
        promise.deliver(why);
      });
  return promise;
}

caf::result<done> forget_vanished(registry_pointer self,
                                  const std::string& container_id) {
  const auto old = begin_with(self, container_id);
  if (!old)
    return to_error(old.error());
  auto promise = self->make_response_promise<done>();
  self
    ->request(self->state.context->gateway, caf::infinite, atom::commit_v,
              store::change{vanished_record(container_id), {}})
    .then(
      [self, promise, container_id](done) mutable {
        self->state.replacing.erase(container_id);
        // Once more: if the store was found emptied, all was written again
        // before this came.
        drop(self, container_id);
        promise.deliver(done{});
      },
      [self, promise, old = *old](const caf::error& why) mutable {
        self->state.replacing.erase(old->container_id);
        // Whether it was dropped is unknown: say again what is true.
        save(self, *old);
        promise.deliver(why);
      });
  return promise;
}

void take_up_vanished(registry_pointer self, std::vector<vanished> stored) {
  self->state.context->vanished->fill(std::move(stored));
  trim_vanished(self);
}

void trim_vanished(registry_pointer self) {
  const auto& context = *self->state.context;
  for (const auto& id : context.vanished->trim(context.wall_clock()))
    self->send(context.gateway, atom::forget_v, vanished_record(id));
  for (const auto& each : context.vanished->all())
    if (const auto back = context.containers->with_engine_id(each->container_id);
        back && is_listed(*back->view))
      drop(self, each->container_id);
}

void resave_vanished(registry_pointer self) {
  for (const auto& each : self->state.context->vanished->all())
    save(self, *each);
}

bool take_back(const container_context& context, container_view& begin) {
  const auto known = context.vanished->get(begin.who->container_id,
                                           context.wall_clock());
  if (!known)
    return false;
  auto who = *begin.who;
  who.owner = known->owner;
  who.created_at = known->created_at;
  begin.who = std::make_shared<const identity>(std::move(who));
  if (known->own != policy_overrides{})
    begin.own = std::make_shared<const policy_overrides>(known->own);
  begin.made_with = share(known->options);
  return true;
}

} // namespace spin
