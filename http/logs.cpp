// The handlers of what a container writes and uses, as the engine tells it.
#include "actors/ports.hpp"
#include "http/ask.hpp"
#include "http/container_access.hpp"
#include "http/feed.hpp"
#include "http/handlers.hpp"
#include "http/log_wishes.hpp"
#include "http/render_stats.hpp"

namespace spin::http {

namespace {

using feed_ptr = std::shared_ptr<feed>;

/// Makes the feed of one more answer that goes on, or answers that there are
/// too many.
feed_ptr make_feed(const context& all, feed::when_slow how,
                   const responder_ptr& to) {
  auto permit = all.streams->take();
  if (permit)
    return std::make_shared<feed>(how, std::move(permit));
  to->answer(try_again(503, "too many logs and statistics are read",
                       std::chrono::seconds{1}));
  return nullptr;
}

/// Returns what to do once the engine has agreed. Dropped without that, nobody
/// reads: the engine is told so.
auto begin_with(const feed_ptr& what, const responder_ptr& to, response head) {
  const std::shared_ptr<void> dropped{nullptr,
                                      [what](void*) { what->give_up(); }};
  return [what, to, head, dropped](const context_ptr&, done) {
    what->begin(head, to);
  };
}

response of_type(const char* type) {
  response head;
  head.content_type = type;
  // What a container wrote is never taken for a page of ours.
  head.headers.emplace_back("X-Content-Type-Options", "nosniff");
  head.headers.emplace_back("Cache-Control", "no-store");
  return head;
}

constexpr auto json_lines = "application/x-ndjson";

docker::log_reader log_to(const feed_ptr& what, log_text::form how) {
  const auto text = std::make_shared<log_text>(how);
  return {[text](docker::log_channel where, std::string_view piece, bool ends) {
            text->add(where, piece, ends);
          },
          [text, what] { what->write(text->take()); },
          [text, what](const std::optional<failure>& why) {
            text->finish();
            what->write(text->take());
            what->end(!why);
          },
          what->steer};
}

docker::stats_reader stats_to(const feed_ptr& what, const std::string& id) {
  return {[what, id](const docker::container_stats& now) {
            if (now.at != 0)
              return what->write(render(id, now) + "\n");
            what->end(true); // it was stopped
            what->steer->end();
          },
          [] {}, [what](const std::optional<failure>& why) { what->end(!why); },
          what->steer};
}

response not_running() {
  return problem(failure{errc::conflict, "the container does not run"});
}

void show_stats_once(const context_ptr& all, const container_view& of,
                     const cause& by, const responder_ptr& to) {
  const auto& id = of.who->container_id;
  ask<docker::container_stats>(
      all, to, all->with.gateway,
      [id](const docker::container_stats& now) {
        return now.at == 0 ? not_running()
                           : json_response(200, render(id, now));
      },
      atom::stats_v, of.who->id, id, by);
}

void follow_stats(const context_ptr& all, const container_view& of,
                  const cause& by, const responder_ptr& to) {
  const auto what = make_feed(*all, feed::when_slow::skip, to);
  if (!what)
    return;
  const auto& id = of.who->container_id;
  ask_then<done>(all, to, all->with.gateway,
                 begin_with(what, to, of_type(json_lines)), atom::stats_v,
                 of.who->id, docker::stats_order{id, stats_to(what, id)}, by);
}

} // namespace

void show_logs(const context_ptr& all, const request& from, std::string_view id,
               const responder_ptr& to) {
  const auto wish = read_log_wish(from, all->with.now().wall);
  if (!wish)
    return to->answer(problem(wish.error()));
  const auto found = find(*all, from.who, id, to);
  if (!found)
    return;
  const auto what = make_feed(*all, feed::when_slow::hold_back, to);
  if (!what)
    return;
  const bool plain = wish->how == log_text::form::plain;
  const auto& who = *found->view->who;
  ask_then<done>(
      all, to, all->with.gateway,
      begin_with(what, to,
                 of_type(plain ? "text/plain; charset=utf-8" : json_lines)),
      atom::logs_v, who.id,
      docker::log_order{who.container_id, wish->which, log_to(what, wish->how)},
      cause_of(from));
}

void show_stats(const context_ptr& all, const request& from,
                std::string_view id, const responder_ptr& to) {
  const auto streams = wants_stream(from);
  if (!streams)
    return to->answer(problem(streams.error()));
  const auto found = find(*all, from.who, id, to);
  if (!found)
    return;
  if (!is_up(found->view->life.now))
    return to->answer(not_running());
  if (*streams)
    follow_stats(all, *found->view, cause_of(from), to);
  else
    show_stats_once(all, *found->view, cause_of(from), to);
}

} // namespace spin::http
