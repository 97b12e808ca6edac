#include "hooks/webhooks.hpp"

#include <algorithm>
#include <utility>

#include "actors/token.hpp"
#include "config/logging.hpp"
#include "hooks/signature.hpp"

namespace spin::hooks {

namespace {

using self_pointer = webhooks_handle::stateful_pointer<webhooks_state>;

/// How many bulletins are taken at once.
constexpr std::size_t page_size = 64;

/// What bulletins without a container are about.
constexpr auto whole_server = "server";

/// Why deliveries are dropped, as in `lost`.
constexpr std::array<const char*, 2> reasons{"too many wait",
                                             "not taken for too long"};
constexpr std::size_t too_many = 0;
constexpr std::size_t too_long = 1;

/// How often drops are told of, at most.
constexpr span pause_of_warnings = std::chrono::minutes{1};

/// Returns which webhook it is, for the log: of its URL no more than the host,
/// as both the path and the query of some hold a secret.
std::string shown(const webhook& what) {
  const auto host = what.url.find("://") + 3;
  const auto end = what.url.find_first_of("/?", host);
  return what.url.substr(0, end) + "/... (" + what.id().substr(0, 8) + ')';
}

// -- the store ----------------------------------------------------------------

bool store_is_well(self_pointer self) {
  const auto& asked = self->state.setup->store_is_well;
  return !asked || asked();
}

/// While the store is away nothing is asked of it: what is not saved is in
/// memory, and what is not dropped is delivered twice at worst.
void save(self_pointer self, const delivery& what) {
  auto& st = self->state;
  if (!store_is_well(self)) {
    st.unsaved = true;
    return;
  }
  st.saved.insert(what.number);
  self->send(st.setup->gateway, atom::save_v,
             store::change{delivery_record(what.number), encode(what)});
}

void forget(self_pointer self, std::uint64_t number) {
  auto& st = self->state;
  if (st.saved.erase(number) == 0)
    return;
  if (store_is_well(self))
    self->send(st.setup->gateway, atom::save_v,
               store::change{delivery_record(number), {}});
  else
    st.stale.insert(number);
}

/// Saves and drops what was not while the store was away.
void catch_up(self_pointer self) {
  auto& st = self->state;
  if ((!st.unsaved && st.stale.empty()) || !store_is_well(self))
    return;
  for (const auto number : std::exchange(st.stale, {}))
    self->send(st.setup->gateway, atom::save_v,
               store::change{delivery_record(number), {}});
  st.unsaved = false;
  for (const auto& queue : st.queues)
    for (const auto& each : queue.all())
      if (!st.saved.contains(each.number))
        save(self, each);
}

void arm(self_pointer self, instant due);

/// Says at most once a minute what is lost: while a receiver is away, each new
/// event may push out an old one.
void tell_of_drops(self_pointer self) {
  auto& st = self->state;
  const auto now = self->clock().now();
  const auto is_some = [](const lost_deliveries& each) {
    return each.events > 0;
  };
  if (std::ranges::none_of(st.lost, [&](const auto& of_one) {
        return std::ranges::any_of(of_one, is_some);
      }))
    return;
  if (st.told_of_drops && now - *st.told_of_drops < pause_of_warnings)
    return arm(self, *st.told_of_drops + pause_of_warnings);
  st.told_of_drops = now;
  for (std::size_t i = 0; i < st.lost.size(); ++i)
    for (std::size_t why = 0; why < reasons.size(); ++why)
      if (const auto lost = std::exchange(st.lost[i].at(why), {}); is_some(lost))
        log::warning("events are not delivered to a webhook",
                     {{"webhook", shown(st.setup->hooks[i])},
                      {"events", std::to_string(lost.events)},
                      {"first", std::string_view{lost.first}},
                      {"reason", reasons.at(why)}});
}

void drop(self_pointer self, std::size_t i, const std::vector<delivery>& gone,
          std::size_t why) {
  auto& st = self->state;
  auto& lost = st.lost[i].at(why);
  for (const auto& each : gone) {
    forget(self, each.number);
    if (lost.events++ == 0)
      lost.first = each.event;
  }
  st.setup->meters->listening.dropped.add(gone.size());
  tell_of_drops(self);
}

// -- sending ------------------------------------------------------------------

hook_request request_of(const webhook& to, const delivery& what, utc now) {
  const auto timestamp = std::to_string(
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  return {
      to.url,
      {{"webhook-id", what.event},
       {"webhook-timestamp", timestamp},
       {"webhook-signature", sign(to.key, what.event, timestamp, what.body)},
       {"X-Spin-Docker-Event", what.type}},
      what.body};
}

void go_on(self_pointer self);

/// Takes in what came of a try.
void take(self_pointer self, std::size_t i, std::uint64_t number,
          const outcome<int>& how) {
  auto& queue = self->state.queues[i];
  const auto now = self->clock().now();
  const bool was_away = queue.is_away();
  const auto whom = shown(self->state.setup->hooks[i]);
  auto& meter = self->state.setup->meters->listening;
  if (how && *how >= 200 && *how < 300) {
    queue.delivered(number, now);
    meter.delivered.add();
    forget(self, number);
    if (was_away)
      log::info("webhook takes events again", {{"webhook", whom}});
  } else {
    queue.failed(number, now);
    meter.failed.add();
    const auto why = how ? "status " + std::to_string(*how) : how.error().what;
    if (queue.is_away() && !was_away)
      log::warning("webhook takes no events, trying again",
                   {{"webhook", whom}, {"reason", std::string_view{why}}});
    else
      log::debug("webhook did not take an event",
                 {{"webhook", whom}, {"reason", std::string_view{why}}});
  }
  go_on(self);
}

void send(self_pointer self, std::size_t i, const delivery& what) {
  const auto& setup = *self->state.setup;
  setup.sender->post(
      request_of(setup.hooks[i], what, setup.wall_clock()),
      [self, me = caf::actor_cast<webhooks_handle>(self), i,
       number = what.number](outcome<int> how) {
        caf::anon_send(me, atom::answered_v,
                       continuation{[self, i, number, how = std::move(how)] {
                         take(self, i, number, how);
                       }});
      });
}

/// An alarm cannot be taken back: after one that rings too early the next is
/// armed.
void arm(self_pointer self, instant due) {
  auto& armed = self->state.armed;
  if (armed <= due)
    return;
  armed = due;
  const auto pause = std::max(due - self->clock().now(), span::zero());
  self->delayed_send(self, pause, atom::alarm_v);
}

/// Sends all that may be sent now.
void go_on(self_pointer self) {
  auto& st = self->state;
  catch_up(self);
  const auto now = self->clock().now();
  std::size_t waiting = 0;
  std::size_t away = 0;
  for (std::size_t i = 0; i < st.queues.size(); ++i) {
    std::vector<delivery> given_up;
    while (const auto next = st.queues[i].next(now, given_up))
      send(self, i, *next);
    drop(self, i, given_up, too_long);
    if (const auto due = st.queues[i].due())
      arm(self, *due);
    waiting += st.queues[i].size();
    away += st.queues[i].is_away() ? 1 : 0;
  }
  st.setup->meters->listening.waiting = static_cast<std::int64_t>(waiting);
  st.setup->meters->listening.away = static_cast<std::int64_t>(away);
}

// -- what happens -------------------------------------------------------------

void take(self_pointer self, const fed_bulletin& one) {
  auto& st = self->state;
  const auto& setup = *st.setup;
  delivery what;
  for (std::size_t i = 0; i < setup.hooks.size(); ++i) {
    const auto& hook = setup.hooks[i];
    if (std::ranges::find(hook.types, one.what.what) == hook.types.end())
      continue;
    if (what.body.empty()) {
      what.event = setup.feed->epoch() + '-' + std::to_string(one.number);
      what.type = to_string(one.what.what);
      what.subject = one.what.about ? one.what.about->who->id : whole_server;
      what.at = one.what.at.wall;
      what.body = setup.write(one.what, what.event);
    }
    what.hook = hook.id();
    what.number = ++st.last;
    save(self, what);
    drop(self, i, st.queues[i].add(what, self->clock().now()), too_many);
  }
}

void read_feed(self_pointer self) {
  auto& st = self->state;
  if (!st.recovered)
    return;
  const auto& feed = *st.setup->feed;
  st.bell->arm();
  for (;;) {
    const auto page = feed.after(st.at, page_size);
    if (page.all.empty())
      break;
    if (page.lost)
      log::error(
          "webhooks did not keep up: events are lost",
          {{"events", std::to_string(page.all.front()->number - st.at - 1)}});
    for (const auto& one : page.all)
      take(self, *one);
    st.at = page.all.back()->number;
  }
  go_on(self);
}

// -- what the store holds -----------------------------------------------------

void recover(self_pointer self, std::vector<delivery> stored) {
  auto& st = self->state;
  const auto now = st.setup->wall_clock();
  std::ranges::sort(stored, {}, &delivery::number);
  std::size_t strangers = 0;
  for (auto& each : stored) {
    st.last = std::max(st.last, each.number);
    st.saved.insert(each.number);
    const auto& hooks = st.setup->hooks;
    const auto whose = std::ranges::find(hooks, each.hook, &webhook::id);
    if (whose == hooks.end()) {
      forget(self, each.number);
      ++strangers;
      continue;
    }
    const auto age = std::max<span>(now - each.at, span::zero());
    const auto i = static_cast<std::size_t>(whose - hooks.begin());
    drop(self, i, st.queues[i].add(std::move(each), self->clock().now(), age),
         too_many);
  }
  if (strangers > 0)
    log::warning("events for webhooks that are not configured any more are "
                 "dropped",
                 {{"events", std::to_string(strangers)}});
  st.recovered = true;
  read_feed(self);
}

} // namespace

std::string webhook::id() const {
  return to_hex(digest_of(url)).substr(0, 16);
}

webhooks_handle::behavior_type webhooks_actor(self_pointer self,
                                              webhooks_setup_ptr setup) {
  auto& st = self->state;
  st.setup = std::move(setup);
  for (std::size_t i = 0; i < st.setup->hooks.size(); ++i)
    st.queues.emplace_back(st.setup->limits);
  st.lost.resize(st.queues.size());
  st.bell =
      st.setup->feed->add_bell([me = caf::actor_cast<webhooks_handle>(self)] {
        caf::anon_send(me, atom::noticed_v);
      });
  return {
      [self](atom::recover, const std::vector<delivery>& stored) {
        recover(self, stored);
      },
      [self](atom::resave) {
        auto& state = self->state;
        state.saved.clear();
        state.stale.clear();
        for (const auto& queue : state.queues)
          for (const auto& each : queue.all())
            save(self, each);
      },
      [self](atom::noticed) { read_feed(self); },
      [](atom::answered, const continuation& go_on) { go_on(); },
      [self](atom::alarm) {
        if (self->state.armed <= self->clock().now())
          self->state.armed = instant::max();
        tell_of_drops(self);
        go_on(self);
      },
  };
}

} // namespace spin::hooks
