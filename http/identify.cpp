#include "http/identify.hpp"

#include "config/logging.hpp"
#include "http/cookie.hpp"
#include "http/origin.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

using clock = std::chrono::steady_clock;
using receiver = std::function<void(const identified&)>;

tl::unexpected<response> not_let_in(std::string message, const char* scheme) {
  auto answer = problem(refusal{401, std::move(message)});
  answer.headers.emplace_back("WWW-Authenticate", scheme);
  return tl::unexpected(std::move(answer));
}

tl::unexpected<response> forbid(std::string message) {
  return tl::unexpected(problem(refusal{403, std::move(message)}));
}

tl::unexpected<response> later(int status, std::string message,
                               std::chrono::seconds wait) {
  auto answer = problem(refusal{status, std::move(message)});
  answer.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  return tl::unexpected(std::move(answer));
}

constexpr auto by_password = R"(Basic realm="spin-docker")";
constexpr auto by_token =
    R"(Bearer realm="spin-docker", error="invalid_token")";

/// Says in the log who tried in vain.
void note_failed_login(const context& all, const request& from,
                       const std::string& user, const char* why) {
  const auto more = all.failed_logins->pass(clock::now());
  if (!more)
    return;
  const auto source = all.visits.address_of(from);
  constexpr std::size_t enough = 64;
  log::warning("login failed",
               {{"user", std::string_view{user}.substr(0, enough)},
                {"peer", std::string_view{source}},
                {"reason", why},
                {"more", *more},
                {"request", std::string_view{from.id}}});
}

// -- the ways to log in -------------------------------------------------------

identified by_api_token(const context& all, const request& from,
                        const std::string& token) {
  const auto known = all.with.tokens->find(token, all.with.now().wall);
  const auto* user = known ? all.logins->find(known->user) : nullptr;
  const auto may = user ? common(user->may, known->may) : std::nullopt;
  if (!may) {
    note_failed_login(all, from, known ? known->user : "", "token");
    return not_let_in("this token is unknown, expired or revoked", by_token);
  }
  auto who = principal_of(*user);
  who.may = *may;
  who.token_id = known->id;
  return who;
}

identified to_identified(const login_result& what, const char* scheme) {
  switch (what.what) {
  case login_result::how::right:
    return what.who;
  case login_result::how::wrong:
    return not_let_in("wrong user or password", scheme);
  case login_result::how::too_often:
    return later(429,
                 "too many failed logins for this user from your address; "
                 "try again in "
                     + std::to_string(what.wait.count()) + " s",
                 what.wait);
  case login_result::how::too_many:
    return later(503, "too many logins at once; try again", what.wait);
  }
  return not_let_in("wrong user or password", scheme);
}

std::string cookie_header(const request& from) {
  return from.header("cookie").value_or("");
}

/// Lets somebody in who has shown the session `id`, if this is their own wish.
identified let_in_as(const context& all, const request& from, std::string_view id,
                  const sessions::visitor& whose) {
  const auto* user = all.logins->find(whose.user);
  if (!user)
    return not_let_in("there is no such user any more", by_session);
  if (is_forged(from))
    return forbid("another site sent this request: refused");
  if (!only_reads(from)
      && !all.browsers->is_csrf_of(id,
                                   from.header("x-csrf-token").value_or("")))
    return forbid("X-CSRF-Token: must be what GET /v1/session shows as csrf");
  auto who = principal_of(*user);
  who.session = whose.key;
  return who;
}

identified by_cookie(const context& all, const request& from) {
  const auto place = place_of(all.visits.address_of(from));
  const auto header = cookie_header(from);
  for (const auto id :
       cookies_named(session_cookie(came_by_tls(all, from)), header))
    if (const auto whose = all.browsers->visit(id, place, clock::now()))
      return let_in_as(all, from, id, *whose);
  return not_let_in("this session has ended; log in again", by_session);
}

bool has_session_cookie(const context& all, const request& from) {
  return !cookies_named(session_cookie(came_by_tls(all, from)),
                        cookie_header(from))
              .empty();
}

/// What a 401 asks for who showed nothing: a script is not to make the browser
/// ask for a password.
const char* scheme_for(const request& from) {
  return from.header("sec-fetch-dest") == "empty" ? by_session : by_password;
}

} // namespace

void check_password(const context_ptr& all, const request& from,
                    const basic_login& login, const char* scheme,
                    receiver then) {
  // A browser sends the password by itself, whoever made it send the request.
  if (is_forged(from))
    return then(forbid("another site sent this request: refused, because the "
                       "password may have been sent without the user's will"));
  all->logins->check(
      login, all->visits.address_of(from), clock::now(),
      [all, &from, user = login.user, scheme, then](const login_result& how) {
        if (how.what == login_result::how::wrong)
          note_failed_login(*all, from, user, "password");
        then(to_identified(how, scheme));
      });
}

void identify(const context_ptr& all, const request& from, receiver then) {
  const auto given = from.header("authorization");
  if (!given && has_session_cookie(*all, from))
    return then(by_cookie(*all, from));
  if (!given)
    return then(not_let_in("user and password are required", scheme_for(from)));
  if (const auto login = read_basic(*given))
    return check_password(all, from, *login, by_password, then);
  if (const auto token = read_bearer(*given))
    return then(by_api_token(*all, from, *token));
  then(not_let_in("user and password are required", by_password));
}

bool came_by_tls(const context& all, const request& from) {
  if (all.tls)
    return true;
  const auto peer = read_ip(from.peer);
  return peer && all.proxies.contains(*peer)
         && lower_case(from.header("x-forwarded-proto").value_or(""))
                == "https";
}

bool says_who(const context& all, const request& from) {
  return from.header("authorization").has_value()
         || has_session_cookie(all, from);
}

bool would_let_in(const context& all, const principal& who) {
  if (!who.session.empty()
      && !all.browsers->lives(who.session, std::chrono::steady_clock::now()))
    return false;
  if (who.token_id.empty()) // users stay as long as the server
    return true;
  const auto token = all.with.tokens->get(who.token_id);
  return token
         && (!token->expires_at || *token->expires_at > all.with.now().wall);
}

} // namespace spin::http
