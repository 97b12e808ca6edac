#include "http/dispatch.hpp"

#include <chrono>

#include "config/logging.hpp"
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

/// Says in the log who tried in vain.
void note_failed_login(const context& all, const request& from,
                       const basic_login& tried) {
  const auto more = all.failed_logins->pass(clock::now());
  if (!more)
    return;
  const auto source = source_address(from.peer, from.header("x-forwarded-for"),
                                     from.header("x-real-ip"), all.proxies)
                          .value_or(from.peer);
  constexpr std::size_t enough = 64;
  log::warning("login failed",
               {{"user", std::string_view{tried.user}.substr(0, enough)},
                {"peer", std::string_view{source}},
                {"more", *more}});
}

response no_login(const context& all, const request& from) {
  const auto given = from.header("authorization");
  const auto tried = given ? read_basic(*given) : std::nullopt;
  if (tried)
    note_failed_login(all, from, *tried);
  auto answer = problem(refusal{401, tried ? "wrong user or password"
                                           : "user and password are required"});
  answer.headers.emplace_back("WWW-Authenticate",
                              R"(Basic realm="spin-docker")");
  return answer;
}

/// Returns how metrics and the log call a route: "GET /v1/images", or "none".
std::string_view label_of(const route* which) {
  static const auto labels = [] {
    std::vector<std::string> all;
    for (const auto& each : routes())
      all.push_back(std::string{each.method} + " " + std::string{each.pattern});
    return all;
  }();
  if (which == nullptr)
    return "none";
  return labels.at(static_cast<std::size_t>(which - routes().data()));
}

/// Returns a responder that also counts what passes through it.
responder_ptr counted(const context_ptr& all, const route_match& which,
                      const responder_ptr& to) {
  return std::make_shared<responder>([counters = all->counters, to,
                                      label = label_of(which.found),
                                      since = clock::now()](response what) {
    counters->count_request(label, what.status, clock::now() - since);
    if (what.status >= 500 && !what.about_us)
      log::warning("request failed", {{"route", label},
                                      {"status", what.status},
                                      {"why", std::string_view{what.note}}});
    to->answer(std::move(what));
  });
}

void serve(const context_ptr& all, const request& from,
           const route_match& which, const responder_ptr& to) {
  if (which.allowed.empty())
    return to->answer(not_found());
  if (!which.found)
    return to->answer(wrong_method(which.allowed));
  if (which.found->needs == access::login
      && !all->login.admit(from.header("authorization")))
    return to->answer(no_login(*all, from));
  which.found->serve(all, from, which.id, to);
}

} // namespace

responder_ptr dispatch(const context_ptr& all, const request& from,
                       const responder_ptr& to) {
  const auto which = match(all->serves, from.method, from.path);
  const auto out = counted(all, which, to);
  try {
    serve(all, from, which, out);
  } catch (const std::exception& error) {
    out->answer(problem(failure{errc::internal, error.what()}));
  }
  return out;
}

} // namespace spin::http
