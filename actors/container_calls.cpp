#include "actors/container_calls.hpp"

#include "actors/container_log.hpp"
#include "actors/token.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;

/// Returns how the engine is asked for it: by id, or by the name that was
/// chosen before there was one.
std::string handle_of(const container_state& st) {
  const auto& who = *st.view.who;
  return who.container_id.empty() ? who.name : who.container_id;
}

docker::container_spec spec_of(const container_state& st) {
  const auto& who = *st.view.who;
  docker::container_spec spec;
  spec.name = who.name;
  spec.image = who.image;
  spec.publish = st.work->making->publish;
  spec.publish_address = st.context->publish_address;
  spec.labels = {{docker::label::id, who.id},
                 {docker::label::instance, st.context->instance},
                 {docker::label::image, who.image},
                 {docker::label::token_sha256, to_hex(who.token_digest)}};
  // The token even without a URL: a forwarder may be what listens for us.
  spec.env = {"SPIN_DOCKER_TOKEN=" + st.work->making->token};
  if (const auto url = st.context->check_in_url(); !url.empty())
    spec.env.push_back("SPIN_DOCKER_URL=" + url);
  return spec;
}

/// Takes over what the engine tells of who it is and how it is reached.
void learn(container_state& st, const docker::container_info& info) {
  const auto& who = *st.view.who;
  if (who.container_id != info.id || who.name != info.name) {
    auto now_known = who;
    now_known.container_id = info.id;
    now_known.name = info.name;
    st.view.who = std::make_shared<const identity>(std::move(now_known));
  }
  if (!docker::is_up(info.state))
    st.view.run = no_run();
  else if (*st.view.run != info.run)
    st.view.run = std::make_shared<const run_facts>(info.run);
}

auto on_failure(self_pointer self) {
  return [self](const caf::error& error) {
    auto& st = self->state;
    const auto why = to_failure(error);
    const auto asked = st.view.life.pending;
    st.need_work().engine_said = why.what;
    feed(self, event::failed{why.code});
    if (why.code != errc::no_such_container)
      log_failure(asked, why, st.view, self->clock().now());
  };
}

auto on_info(self_pointer self) {
  return [self](const docker::container_info& info) {
    self->state.need_work().making.reset();
    learn(self->state, info);
    feed(self, event::saw{docker::is_up(info.state), info.started,
                          info.exit_code});
  };
}

void create(self_pointer self) {
  const auto& st = self->state;
  self
    ->request(st.context->gateway, caf::infinite, atom::create_v,
              st.view.who->id, spec_of(st))
    .then(
      [self](const std::string& container_id) {
        auto who = *self->state.view.who;
        who.container_id = container_id;
        self->state.view.who = std::make_shared<const identity>(std::move(who));
        feed(self, event::made{});
      },
      on_failure(self));
}

} // namespace

void ask_engine(self_pointer self, call what) {
  const auto& st = self->state;
  const auto& gateway = st.context->gateway;
  const auto& id = st.view.who->id;
  const auto handle = handle_of(st);
  switch (what) {
    case call::none:
      return;
    case call::create:
      return create(self);
    case call::start:
      self->request(gateway, caf::infinite, atom::start_v, id, handle)
        .then(on_info(self), on_failure(self));
      return;
    case call::inspect:
      self->request(gateway, caf::infinite, atom::inspect_v, id, handle)
        .then(on_info(self), on_failure(self));
      return;
    case call::stop: {
      // Only a stop that a client asked for may hit a run we do not know yet.
      const bool asked = st.view.life.why == stop_reason::asked;
      self
        ->request(gateway, caf::infinite, atom::stop_v, id, handle,
                  asked ? incarnation::none : st.view.life.run_id)
        .then(on_info(self), on_failure(self));
      return;
    }
    case call::remove:
      self->request(gateway, caf::infinite, atom::remove_v, id, handle)
        .then([self](done) { feed(self, event::removed{}); }, on_failure(self));
      return;
  }
}

std::string reason_of(errc code, const container_state& state) {
  const auto& name = state.view.who->name;
  switch (code) {
    case errc::no_such_container:
      return "container " + name + " is gone";
    case errc::conflict:
      if (state.view.life.now == phase::creating)
        return "container " + name + " is still being created";
      return "container " + name + " was asked to stop meanwhile";
    default:
      return state.work ? state.work->engine_said : std::string{};
  }
}

std::shared_ptr<const run_facts> no_run() {
  static const auto empty = std::make_shared<const run_facts>();
  return empty;
}

} // namespace spin
