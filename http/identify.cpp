#include "http/identify.hpp"

#include "config/logging.hpp"
#include "http/origin.hpp"

namespace spin::http {

namespace {

using clock = std::chrono::steady_clock;
using receiver = std::function<void(const identified&)>;

tl::unexpected<response> not_let_in(std::string message, const char* scheme) {
  auto answer = problem(refusal{401, std::move(message)});
  answer.headers.emplace_back("WWW-Authenticate", scheme);
  return tl::unexpected(std::move(answer));
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

identified to_identified(const login_result& what) {
  switch (what.what) {
  case login_result::how::right:
    return what.who;
  case login_result::how::wrong:
    return not_let_in("wrong user or password", by_password);
  case login_result::how::too_often:
    return later(429,
                 "too many failed logins for this user from your address; "
                 "try again in "
                     + std::to_string(what.wait.count()) + " s",
                 what.wait);
  case login_result::how::too_many:
    return later(503, "too many logins at once; try again", what.wait);
  }
  return not_let_in("wrong user or password", by_password);
}

void by_basic_login(const context_ptr& all, const request& from,
                    const basic_login& login, const receiver& then) {
  // A browser sends the password by itself, whoever made it send the request.
  if (is_forged(from))
    return then(tl::unexpected(problem(
        refusal{403, "another site sent this request: refused, because the "
                     "password may have been sent without the user's will"})));
  all->logins->check(
      login, all->visits.address_of(from), clock::now(),
      [all, &from, user = login.user, then](const login_result& how) {
        if (how.what == login_result::how::wrong)
          note_failed_login(*all, from, user, "password");
        then(to_identified(how));
      });
}

} // namespace

void identify(const context_ptr& all, const request& from,
              std::function<void(const identified&)> then) {
  const auto given = from.header("authorization");
  if (!given)
    return then(not_let_in("user and password are required", by_password));
  if (const auto login = read_basic(*given))
    return by_basic_login(all, from, *login, then);
  if (const auto token = read_bearer(*given))
    return then(by_api_token(*all, from, *token));
  then(not_let_in("user and password are required", by_password));
}

bool would_let_in(const context& all, const principal& who) {
  if (who.token_id.empty()) // users stay as long as the server
    return true;
  const auto token = all.with.tokens->get(who.token_id);
  return token
         && (!token->expires_at || *token->expires_at > all.with.now().wall);
}

} // namespace spin::http
