#include "http/event_fan.hpp"

#include "http/authorise.hpp"
#include "http/event_text.hpp"

namespace spin::http {

namespace {

using self_pointer = event_fan_handle::stateful_pointer<event_fan_state>;

/// How soon those who did not take what they got are looked at again.
constexpr span retry_interval = std::chrono::milliseconds{100};

/// How many bulletins are looked through at once for one listener, and about
/// how many bytes written.
constexpr std::size_t page_size = 64;
constexpr std::size_t write_size = std::size_t{32} * 1024;

std::string id_of(const event_fan_state& st, std::uint64_t number) {
  return event_id(st.feed->epoch(), number);
}

bool may_see(const principal& who, const bulletin& what) {
  return !what.about
         || authorise(access::read, &who, owner_of(*what.about))
                == ruling::allow;
}

/// Returns the text of `one` for those who see everything, or for the others;
/// most often they are the same.
const std::string& event_line(event_fan_state& st, const fed_bulletin& one,
                           bool sees_everything) {
  const auto whom = sees_everything && !one.what.trouble.what.empty()
                        ? audience::trusted
                        : audience::all;
  return st.feed->text_of(one, whom, [&] {
    return event_block(one.what, id_of(st, one.number), whom, st.policy);
  });
}

/// What came of serving somebody.
enum class served { all, in_part, blocked, gone };

served serve_one(event_fan_state& st, listener& whom) {
  const auto unread = whom.to->waiting();
  if (!unread)
    return served::gone;
  const bool blocked = *unread > most_unread;
  const auto page = st.feed->after(whom.at.after, blocked ? 1 : page_size);
  if (page.lost) { // too slow: it will be told when it comes back
    st.meters->listening.cut_off.add();
    return served::gone;
  }
  if (blocked)
    return served::blocked;
  std::string text;
  for (const auto& one : page.all) {
    if (text.size() > write_size)
      break;
    if (whom.wants.passes(one->what) && may_see(whom.who, one->what))
      text += event_line(st, *one, sees_all(whom.who.may));
    whom.at.after = one->number;
  }
  if (!text.empty() && !whom.to->write(text))
    return served::gone;
  return whom.at.after < st.feed->last() ? served::in_part : served::all;
}

void note_streams(event_fan_state& st) {
  st.meters->listening.streams = static_cast<std::int64_t>(st.all.size());
}

void flush_later(self_pointer self, span pause) {
  auto& st = self->state;
  if (std::exchange(st.flush_sent, true))
    return;
  if (pause > span::zero())
    self->delayed_send(self, pause, atom::flush_v);
  else
    self->send(self, atom::flush_v);
}

/// Gives everybody a share of what is new for them, and goes on later if that
/// was not all.
void serve_all(self_pointer self) {
  auto& st = self->state;
  if (st.all.empty())
    return;
  st.bell->arm();
  bool more = false;
  bool blocked = false;
  std::erase_if(st.all, [&](const listener_ptr& each) {
    const auto how = serve_one(st, *each);
    more = more || how == served::in_part;
    blocked = blocked || how == served::blocked;
    return how == served::gone;
  });
  note_streams(st);
  if (more)
    flush_later(self, span::zero());
  else if (blocked)
    flush_later(self, retry_interval);
}

void alarm_later(self_pointer self) {
  if (!std::exchange(self->state.alarm_sent, true))
    self->delayed_send(self, leave_look_interval, atom::alarm_v);
}

void join(self_pointer self, const listener_ptr& whom) {
  auto& st = self->state;
  whom->beat_at = self->clock().now() + heartbeat_interval;
  if (!whom->to->write(event_opening(id_of(st, whom->at.after), whom->at.reset,
                                     st.now().wall)))
    return;
  st.all.push_back(whom);
  note_streams(st);
  flush_later(self, span::zero()); // many may come at once
  alarm_later(self);
}

/// Returns whether `whom` stays.
bool look_after(self_pointer self, listener& whom) {
  const auto unread = whom.to->waiting();
  const auto now = self->clock().now();
  if (!unread)
    return false;
  if (now < whom.beat_at)
    return true;
  whom.beat_at = now + heartbeat_interval;
  if (!whom.is_welcome())
    return false;
  return *unread > most_unread
         || whom.to->write(event_heartbeat(id_of(self->state, whom.at.after)));
}

void look_after_all(self_pointer self) {
  auto& st = self->state;
  st.alarm_sent = false;
  std::erase_if(st.all, [self](const listener_ptr& each) {
    return !look_after(self, *each);
  });
  note_streams(st);
  if (!st.all.empty())
    alarm_later(self);
}

} // namespace

event_fan_handle::behavior_type
event_fan_actor(self_pointer self, std::shared_ptr<event_feed> feed,
                std::function<clock_pair()> now, server_policy policy,
                std::shared_ptr<telemetry> meters) {
  auto& st = self->state;
  st.meters = std::move(meters);
  st.feed = std::move(feed);
  st.now = std::move(now);
  st.policy = std::move(policy);
  st.bell = st.feed->add_bell([me = caf::actor_cast<event_fan_handle>(self)] {
    caf::anon_send(me, atom::noticed_v);
  });
  return {
      [self](atom::watch, const listener_ptr& whom) { join(self, whom); },
      [self](atom::noticed) { serve_all(self); },
      [self](atom::flush) {
        self->state.flush_sent = false;
        serve_all(self);
      },
      [self](atom::alarm) { look_after_all(self); },
  };
}

} // namespace spin::http
