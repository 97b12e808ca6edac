#include "http/dispatch.hpp"

#include <atomic>
#include <chrono>

#include "config/logging.hpp"
#include "http/identify.hpp"
#include "http/routes.hpp"

namespace spin::http {

namespace {

using clock = std::chrono::steady_clock;

response not_found() {
  return problem(refusal{404, "no such path"});
}

response wrong_method(const std::string& allowed) {
  auto answer = problem(refusal{405, "wrong method; allowed: " + allowed});
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

/// Returns the number of a route.
std::size_t number_of(const route& which) {
  return static_cast<std::size_t>(&which - routes().data());
}

/// Returns how the log calls a route: "GET /v1/images", or "none".
std::string_view label_of(const route* which) {
  return which ? std::string_view{route_names().at(number_of(*which))} : "none";
}

void count(metrics& to, const route* which, int status,
           std::chrono::nanoseconds took) {
  if (which)
    to.count_request(number_of(*which), status, took);
  else
    to.count_request(status, took);
}

/// A request under way, shared so that who answers late still knows who asked.
struct asked_request {
  request what;
  /// `what.who` is set. The pump may answer, and tell who asked, while another
  /// thread still finds that out.
  std::atomic<bool> known = false;

  std::string_view user() const {
    return known ? std::string_view{what.who.name} : std::string_view{};
  }
};

using request_ptr = std::shared_ptr<asked_request>;

/// Returns a responder that also counts what passes through it, and tells of it
/// in the log.
responder_ptr noted(const context_ptr& all, const request_ptr& from,
                    const route_match& which, const responder_ptr& to) {
  return std::make_shared<responder>([all, from, to, route = which.found,
                                      since = clock::now()](response what) {
    const auto took = clock::now() - since;
    count(*all->counters, route, what.status, took);
    if (what.status >= 500 && !what.about_us)
      log::warning("request failed",
                   {{"route", label_of(route)},
                    {"status", what.status},
                    {"why", std::string_view{what.note}},
                    {"request", std::string_view{from->what.id}}});
    // Before it leaves: who has an answer finds its line.
    all->visits.note(from->what, from->user(), route ? route->pattern : "none",
                     what, took);
    to->answer(std::move(what));
  });
}

response forbidden(const principal& who) {
  return problem(refusal{
      403,
      "the role " + std::string{to_string(who.may)} + " may not do this"
          + (who.token_id.empty() ? "" : ", and this token has no other")});
}

/// Takes the route as who is known now. An exception of a handler is a 500.
void take(const context_ptr& all, const request_ptr& from,
          const route_match& which, const responder_ptr& to) {
  try {
    which.found->serve(all, from->what, which.id, to);
  } catch (const std::exception& error) {
    to->answer(problem(failure{errc::internal, error.what()}));
  }
}

/// Takes the route if `who` may. Maybe on another thread, so the server must be
/// there still.
void let_in(const context_ptr& all, const request_ptr& from,
            const route_match& which, const identified& who,
            const responder_ptr& to) {
  if (!who)
    return to->answer(who.error());
  from->what.who = *who;
  from->known = true;
  if (authorise(which.found->needs, &*who) != ruling::allow)
    return to->answer(forbidden(*who));
  all->late->pass([&] {
    take(all, from, which, to);
    return true;
  });
}

void serve(const context_ptr& all, const request_ptr& from,
           const route_match& which, const responder_ptr& to) {
  if (which.allowed.empty())
    return to->answer(not_found());
  if (!which.found)
    return to->answer(wrong_method(which.allowed));
  if (which.found->needs == access::open || all->serves == surface::metrics)
    return take(all, from, which, to);
  identify(all, from->what, [all, from, which, to](const identified& who) {
    let_in(all, from, which, who, to);
  });
}

} // namespace

responder_ptr dispatch(const context_ptr& all, request from,
                       const responder_ptr& to) {
  const auto asked = std::make_shared<asked_request>();
  asked->what = std::move(from);
  const auto which = match(all->serves, asked->what.method, asked->what.path);
  auto out = noted(all, asked, which, to);
  serve(all, asked, which, out);
  return out;
}

} // namespace spin::http
