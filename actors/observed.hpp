#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include <caf/all.hpp>

#include "actors/mailbox.hpp"
#include "actors/telemetry.hpp"

namespace spin {

/// Returns how an actor ended that ended for that reason.
inline actor_end end_of(const caf::error& reason) {
  if (!reason)
    return actor_end::normal;
  if (reason == caf::exit_reason::user_shutdown)
    return actor_end::shutdown;
  if (reason == caf::exit_reason::kill)
    return actor_end::killed;
  return actor_end::fault;
}

/// An actor like `Base` that is counted and timed. Costs it two pointers, and
/// each message two looks at the clock.
template <class Base>
class observed_actor : public Base {
public:
  using Base::Base;
  using Base::consume;

  /// To be called once, before it handles anything.
  void observe(std::shared_ptr<actor_meter> by) {
    meter_ = std::move(by);
    meter_->spawned.add();
  }

  caf::invoke_message_result consume(caf::mailbox_element& what) override {
    if (!meter_)
      return Base::consume(what);
    using clock = std::chrono::steady_clock;
    const auto begun = clock::now();
    if (meter_->wants_sample(begun))
      meter_->note_mailbox(mailbox_length(*this), begun);
    const auto how = Base::consume(what);
    if (how != caf::invoke_message_result::skipped)
      meter_->handling.note((clock::now() - begun).count());
    return how;
  }

  bool cleanup(caf::error&& reason, caf::execution_unit* host) override {
    const auto how = end_of(reason);
    const bool ended = Base::cleanup(std::move(reason), host);
    if (ended && meter_)
      meter_->note_end(how);
    return ended;
  }

private:
  /// None: it is not observed.
  std::shared_ptr<actor_meter> meter_;
};

namespace detail {

template <class Fun, class Result, class Self, class... Ts>
auto observed(std::shared_ptr<actor_meter> meter, Fun run,
              Result (*)(Self*, Ts...)) {
  return [meter = std::move(meter), run = std::move(run)](
             observed_actor<Self>* self, Ts... arguments) -> Result {
    if (meter)
      self->observe(meter);
    return run(self, std::forward<Ts>(arguments)...);
  };
}

} // namespace detail

/// Returns what spawns the actor `run` as one that is observed, as one of that
/// kind: `system.spawn(observed(meters, kind, run), arguments of run...)`.
template <class Fun>
auto observed(const std::shared_ptr<telemetry>& meters, actor_kind kind,
              Fun run) {
  using signature =
      typename caf::detail::get_callable_trait<Fun>::type::fun_sig;
  std::shared_ptr<actor_meter> meter;
  if (meters->counts())
    meter = {meters, &meters->of(kind)};
  return detail::observed(std::move(meter), std::move(run),
                          static_cast<signature*>(nullptr));
}

} // namespace spin
