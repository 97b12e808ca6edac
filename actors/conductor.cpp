#include "actors/conductor.hpp"

#include <algorithm>

namespace spin {

namespace {

/// One wish on its way through the steps. Lives in what waits for its answers.
class performance : public std::enable_shared_from_this<performance> {
public:
  performance(conductor_handle::pointer self, score what)
    : self_(self), what_(std::move(what)), left_(what_.steps.size()) {
    for (const auto& step : what_.steps)
      parts_.push_back({step.first.size()});
  }

  caf::result<view_ptr> begin(const any_wish& wish, const cause& by) {
    if (left_ == 0)
      return view_ptr{};
    wish_ = wish;
    by_ = by;
    until_ = self_->clock().now() + what_.patience;
    promise_ = self_->make_response_promise<view_ptr>();
    for (const auto& step : what_.steps)
      self_->monitor(step.who.actor);
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (parts_[i].unmet == 0 || needs_no_other(i))
        ask(i);
    return promise_;
  }

  /// CAF tells nobody that an actor died with an answer owed.
  void note_death(const caf::actor_addr& whose) {
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (what_.steps[i].who.actor.address() == whose)
        fail_at(i, {errc::internal, "it met a fault; try again"});
  }

private:
  enum class state { waits, asked, over };

  struct part {
    /// How many steps it waits for.
    std::size_t unmet;
    state now = state::waits;
  };

  bool starts() const {
    return std::holds_alternative<event::start_asked>(wish_);
  }

  bool is_target(std::size_t i) const {
    return view_of(i).who->id == what_.whom;
  }

  const container_view& view_of(std::size_t i) const {
    return *what_.steps[i].who.view;
  }

  /// A stop is called off at once or never, and what runs needs no order.
  bool needs_no_other(std::size_t i) const {
    return starts() && may_be_up(view_of(i));
  }

  span rest() const { return until_ - self_->clock().now(); }

  void ask(std::size_t i) {
    if (parts_[i].now != state::waits)
      return;
    parts_[i].now = state::asked;
    // To ask again might repeat what is about to end well.
    const auto now = view_of(i).life.now;
    if (starts() && !is_target(i)
        && (now == phase::running || now == phase::starting))
      return is_granted(i, what_.steps[i].who.view);
    const auto me = shared_from_this();
    self_->request(what_.steps[i].who.actor, rest(), wish_, by_)
      .then([me, i](const view_ptr& view) { me->is_granted(i, view); },
            [me, i](const caf::error& why) { me->fail_at(i, to_failure(why)); });
  }

  void is_granted(std::size_t i, const view_ptr& view) {
    if (is_target(i))
      result_ = view;
    if (!what_.steps[i].awaited)
      return is_over(i);
    const auto me = shared_from_this();
    const wait_order order{starts() ? awaited::ready : awaited::stopped, until_};
    self_->request(what_.steps[i].who.actor, rest(), any_wish{order}, by_)
      .then([me, i](const view_ptr& as_it_is) { me->is_settled(i, as_it_is); },
            [me, i](const caf::error& why) { me->is_late(i, to_failure(why)); });
  }

  void is_settled(std::size_t i, const view_ptr& view) {
    if (!starts() || is_ready(*view) || is_completed(*view))
      return is_over(i);
    fail_at(i, {errc::conflict, "it ended before it was ready"});
  }

  void is_late(std::size_t i, failure why) {
    if (why.code == errc::timed_out)
      why.what = "it did not become ready in time";
    fail_at(i, std::move(why));
  }

  void is_over(std::size_t i) {
    if (!end_part(i))
      return;
    for (std::size_t next = 0; next < parts_.size(); ++next)
      if (waits_for(next, i) && --parts_[next].unmet == 0)
        ask(next);
    end_if_over();
  }

  void fail_at(std::size_t i, failure why) {
    if (!starts() && !is_target(i))
      return is_over(i); // it is gone, or goes on: no reason to keep the others
    if (!end_part(i))
      return;
    if (!is_target(i))
      why.what = "container " + view_of(i).who->name + ": " + why.what;
    if (!failed_)
      failed_ = std::move(why);
    skip_after(i);
    end_if_over();
  }

  /// What waits for that step is not begun.
  void skip_after(std::size_t i) {
    for (std::size_t next = 0; next < parts_.size(); ++next)
      if (waits_for(next, i) && parts_[next].now == state::waits
          && end_part(next))
        skip_after(next);
  }

  bool waits_for(std::size_t one, std::size_t other) const {
    return std::ranges::count(what_.steps[one].first, other) > 0;
  }

  /// Returns whether it had not ended before.
  bool end_part(std::size_t i) {
    if (std::exchange(parts_[i].now, state::over) == state::over)
      return false;
    --left_;
    return true;
  }

  void end_if_over() {
    if (left_ > 0 || std::exchange(ended_, true))
      return;
    for (const auto& step : what_.steps) // the other side keeps it otherwise
      self_->demonitor(step.who.actor.address());
    if (failed_)
      promise_.deliver(to_error(*failed_));
    else
      promise_.deliver(result_);
    self_->quit();
  }

  conductor_handle::pointer self_;
  score what_;
  std::vector<part> parts_;
  std::size_t left_;
  any_wish wish_;
  cause by_;
  instant until_{};
  caf::typed_response_promise<view_ptr> promise_;
  view_ptr result_;
  std::optional<failure> failed_;
  bool ended_ = false;
};

} // namespace

conductor_handle::behavior_type conductor_actor(conductor_handle::pointer self,
                                                score what) {
  if (what.lifeline)
    self->link_to(what.lifeline);
  const auto all = std::make_shared<performance>(self, std::move(what));
  self->set_down_handler(
    [all](const caf::down_msg& down) { all->note_death(down.source); });
  return {[all](const any_wish& wish, const cause& by) {
    return all->begin(wish, by);
  }};
}

} // namespace spin
