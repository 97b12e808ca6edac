#include "actors/container_calls.hpp"

#include "actors/container_log.hpp"
#include "actors/token.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;

/// Returns how the engine is asked for it: by id, or by the name that was
/// chosen before there was one.
std::string handle_of(const container_state& st) {
  const auto& who = *st.view->who;
  return who.container_id.empty() ? who.name : who.container_id;
}

/// Returns what is written into a container before it starts. The place of the
/// keys is a convention of images, see deploy/docs/creating-images.md.
std::vector<docker::new_file> files_of(const create_options& what) {
  if (what.ssh_keys.empty())
    return {};
  std::string keys;
  for (const auto& key : what.ssh_keys)
    keys.append(key).append("\n");
  return {{"/private/ssh/authorized_keys", std::move(keys)}};
}

/// Returns how long it may take to end, if a client said so.
std::optional<std::chrono::seconds> grace_of(const container_state& st) {
  return st.view->made_with ? st.view->made_with->what.stop_timeout
                            : std::nullopt;
}

/// Returns what an adoption goes by if the store is lost: no secrets, as whoever
/// may look at the engine's containers sees it.
std::string shown_options(const container_state& st) {
  return st.view->made_with ? st.view->made_with->shown : "{}";
}

docker::container_spec spec_of(const container_state& st) {
  const auto& who = *st.view->who;
  docker::container_spec spec;
  spec.name = who.name;
  spec.image = who.image;
  spec.publish = st.work->making->publish;
  spec.publish_address = st.context->publish_address;
  spec.labels = {{docker::label::id, who.id},
                 {docker::label::instance, st.context->instance},
                 {docker::label::image, who.image},
                 {docker::label::name, who.name},
                 {docker::label::owner, who.owner},
                 {docker::label::options, shown_options(st)},
                 {docker::label::token_sha256, to_hex(who.token_digest)}};
  // The token even without a URL: a forwarder may be what listens for us.
  spec.env = {"SPIN_DOCKER_TOKEN=" + st.work->making->token};
  if (const auto url = st.context->check_in_url(); !url.empty())
    spec.env.push_back("SPIN_DOCKER_URL=" + url);
  spec.rights = st.work->making->rights;
  if (st.view->made_with) {
    spec.options = st.view->made_with->what;
    spec.files = files_of(spec.options);
  }
  return spec;
}

/// Takes over what the engine tells of who it is and how it is reached.
void learn(container_state& st, const docker::container_info& info) {
  auto next = *st.view;
  if (next.who->container_id != info.id || next.who->name != info.name) {
    auto now_known = *next.who;
    now_known.container_id = info.id;
    now_known.name = info.name;
    next.who = std::make_shared<const identity>(std::move(now_known));
  }
  next.health = info.health;
  if (!docker::is_up(info.state))
    next.run = no_run();
  else if (*next.run != info.run)
    next.run = std::make_shared<const run_facts>(info.run);
  st.view = std::make_shared<const container_view>(std::move(next));
}

/// Tells that the engine did not do what was asked: once, when that begins. A
/// look that fails once is no news, the next pass looks again.
void tell_failure(self_pointer self, call asked, const failure& why,
                  const cause& by) {
  const auto failures = self->state.view->life.failures;
  if (failures > 1 || (failures == 0 && asked == call::inspect))
    return;
  auto what = bulletin_of(tiding::failed, self->state.view, by, clocks_of(self));
  what.call = to_string(asked);
  what.trouble = why;
  publish(self, std::move(what));
}

auto on_failure(self_pointer self) {
  return [self](const caf::error& error) {
    auto& st = self->state;
    const auto why = to_failure(error);
    const auto asked = st.view->life.pending;
    const auto by = st.by();
    st.need_work().engine_said = why.what;
    feed(self, event::failed{why.code});
    if (why.code == errc::no_such_container)
      return;
    log_failure(asked, why, *st.view, self->clock().now(), by);
    tell_failure(self, asked, why, by);
  };
}

auto on_info(self_pointer self) {
  return [self](const docker::container_info& info) {
    self->state.need_work().making.reset();
    const auto before = self->state.view;
    learn(self->state, info);
    feed(self,
         event::saw{docker::is_up(info.state), info.started, info.exit_code,
                    info.state == docker::run_state::paused, info.oom_killed},
         before);
  };
}

void ask_create(self_pointer self) {
  const auto& st = self->state;
  self
    ->request(st.context->gateway, caf::infinite, atom::create_v,
              st.view->who->id, spec_of(st), st.by())
    .then(
      [self](const std::string& container_id) {
        auto next = *self->state.view;
        auto who = *next.who;
        who.container_id = container_id;
        next.who = std::make_shared<const identity>(std::move(who));
        self->state.view
          = std::make_shared<const container_view>(std::move(next));
        feed(self, event::made{});
      },
      on_failure(self));
}

/// Asks for a stop that can be taken back until the engine is asked.
void ask_to_stop(self_pointer self) {
  auto& st = self->state;
  auto& called_off = st.need_work().stop_called_off;
  called_off = std::make_shared<std::atomic<bool>>(false);
  // Only a stop that a client asked for may hit a run we do not know yet.
  const bool asked = st.view->life.why == stop_reason::asked;
  stop_order order{handle_of(st),
                   asked ? incarnation::none : st.view->life.run_id,
                   called_off, st.by(), grace_of(st)};
  self
    ->request(st.context->gateway, caf::infinite, atom::stop_v,
              st.view->who->id, std::move(order))
    .then(on_info(self), on_failure(self));
}

/// Asks for what needs no more than the container, and tells how it is then.
template <class Verb>
void ask_for(self_pointer self, Verb what) {
  const auto& st = self->state;
  self
    ->request(st.context->gateway, caf::infinite, what, st.view->who->id,
              handle_of(st), st.by())
    .then(on_info(self), on_failure(self));
}

void ask_to_remove(self_pointer self) {
  const auto& st = self->state;
  self
    ->request(st.context->gateway, caf::infinite, atom::remove_v,
              st.view->who->id,
              stop_order{handle_of(st), incarnation::none, {}, st.by(),
                         grace_of(st)})
    .then([self](done) { feed(self, event::removed{}); }, on_failure(self));
}

} // namespace

void ask_engine(self_pointer self, call what) {
  switch (what) {
    case call::none: return;
    case call::create: return ask_create(self);
    case call::start: return ask_for(self, atom::start_v);
    case call::inspect: return ask_for(self, atom::inspect_v);
    case call::stop: return ask_to_stop(self);
    case call::pause: return ask_for(self, atom::pause_v);
    case call::resume: return ask_for(self, atom::resume_v);
    case call::remove: return ask_to_remove(self);
  }
}

void measure(self_pointer self) {
  const auto& st = self->state;
  const auto book = st.context->savings;
  if (!book->begin_measuring())
    return;
  // Given back however this ends, also if the actor does.
  const std::shared_ptr<void> place{nullptr, [book](void*) {
                                      book->end_measuring();
                                    }};
  self
    ->request(st.context->gateway, caf::infinite, atom::stats_v,
              st.view->who->id, st.view->who->container_id,
              cause{trigger::idle_check})
    .then(
      [book, place,
       id = st.view->who->id](const docker::container_stats& uses) {
        if (uses.at != 0)
          book->set_memory(id, uses.memory_used);
      },
      [place](const caf::error&) {
        // nop: what was not measured is not counted
      });
}

std::string reason_of(errc code, const container_state& state) {
  const auto& name = state.view->who->name;
  switch (code) {
    case errc::no_such_container:
      return "container " + name + " is gone";
    case errc::conflict:
      if (state.view->life.now == phase::gone)
        return "the name " + name + " is taken"; // no word of by whom
      if (state.view->life.now == phase::creating)
        return "container " + name + " is still being created";
      if (state.view->life.now == phase::stopped)
        return "container " + name + " is stopped";
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
