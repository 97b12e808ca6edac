// The handlers of /v1/session: browsers log in and out.
#include "http/cookie.hpp"
#include "http/fields.hpp"
#include "http/handlers.hpp"
#include "http/identify.hpp"
#include "http/json_text.hpp"
#include "http/render.hpp"

namespace spin::http {

namespace {

using clock = std::chrono::steady_clock;

reading<basic_login> read_login(const request& from) {
  const auto body = read_body(from);
  if (!body)
    return tl::unexpected(body.error());
  if (const auto known = allow_only(*body, {"username", "password"}); !known)
    return tl::unexpected(known.error());
  const auto user = value_of("username", *body);
  const auto password = value_of("password", *body);
  if (!user || user->empty())
    return refuse(400, "username: is required");
  if (!password)
    return refuse(400, "password: is required");
  return basic_login{std::string{*user}, std::string{*password}};
}

/// Tells the page who is logged in, and the time here: what it counts down to
/// is by our clock. `csrf` is empty for who is in no session.
response tell(const context& all, int status, const principal& who,
              std::string_view csrf) {
  constexpr std::size_t usual_size = 192;
  json_text out{usual_size};
  out.open('{');
  out.member("user", who.name);
  out.member("role", to_string(who.may));
  out.key("csrf");
  if (csrf.empty())
    out.null();
  else
    out.string(csrf);
  out.member("time", to_iso(all.with.now().wall));
  out.member("version", SPIN_VERSION);
  out.close('}');
  auto answer = json_response(status, out.take());
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

/// Returns the id of the session in which `who` sent `from`; "" if by other
/// means.
std::string session_id(const context& all, const request& from) {
  if (from.who.session.empty())
    return {};
  const auto header = from.header("cookie").value_or("");
  for (const auto id :
       cookies_named(session_cookie(came_by_tls(all, from)), header))
    if (sessions::key_of(id) == from.who.session)
      return std::string{id};
  return {};
}

/// The browser that logs in again has no use for the session before.
void end_those_of(const context& all, const request& from) {
  const auto header = from.header("cookie").value_or("");
  for (const auto id :
       cookies_named(session_cookie(came_by_tls(all, from)), header))
    all.browsers->end(sessions::key_of(id));
}

response begin_session(const context& all, const request& from,
                       const principal& who) {
  end_those_of(all, from);
  const auto pass = all.browsers->open(
      who.name, place_of(all.visits.address_of(from)), clock::now());
  auto answer = tell(all, 201, who, pass.csrf);
  answer.headers.emplace_back(
      "Set-Cookie", set_session_cookie(pass.id, came_by_tls(all, from)));
  return answer;
}

} // namespace

void open_session(const context_ptr& all, const request& from, std::string_view,
                  const responder_ptr& to) {
  const auto login = read_login(from);
  if (!login)
    return to->answer(problem(login.error()));
  // `to` keeps the request.
  check_password(all, from, *login, by_session,
                 [all, &from, to](const identified& who) {
                   if (!who)
                     return to->answer(who.error());
                   if (auto made = all->late->pass(
                           [&] { return begin_session(*all, from, *who); }))
                     to->answer(std::move(*made));
                 });
}

void show_session(const context_ptr& all, const request& from, std::string_view,
                  const responder_ptr& to) {
  const auto id = session_id(*all, from);
  to->answer(
      tell(*all, 200, from.who, id.empty() ? "" : all->browsers->csrf_of(id)));
}

void close_session(const context_ptr& all, const request& from,
                   std::string_view, const responder_ptr& to) {
  if (!from.who.session.empty())
    all->browsers->end(from.who.session);
  response answer{204, {}, {}, {}, {}};
  answer.headers.emplace_back("Set-Cookie",
                              set_session_cookie("", came_by_tls(*all, from)));
  to->answer(std::move(answer));
}

} // namespace spin::http
