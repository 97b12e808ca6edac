#include "http/check_in.hpp"

#include <array>

#include "http/auth.hpp"
#include "http/field_values.hpp"
#include "http/handlers.hpp"
#include "http/render.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr std::array<std::string_view, 3> spellings{
    "active", "active-connections", "active_connections"};

reading<std::optional<std::uint64_t>> read_number(const fields& in) {
  std::optional<std::uint64_t> number;
  for (auto name : spellings) {
    const auto text = value_of(name, in);
    if (!text)
      continue;
    const auto read = whole_number(*text, max_active);
    if (!read)
      return refuse(400, std::string{name}
                             + ": must be a whole number from 0 to "
                             + std::to_string(max_active));
    if (number && *number != *read)
      return refuse(400, std::string{name}
                             + ": differs from another field for the same");
    number = read;
  }
  return number;
}

reading<report> read_report(const fields& in,
                            std::chrono::seconds longest_hold) {
  const auto number = read_number(in);
  if (!number)
    return tl::unexpected(number.error());
  const auto hold = duration_in("busy_for", in, longest_hold);
  if (!hold)
    return tl::unexpected(hold.error());
  if (!*number && !*hold)
    return refuse(400, "active: is required (also: active-connections, "
                       "active_connections), or busy_for");
  return report{*number, *hold};
}

reading<std::optional<std::string>> read_token(const request& from,
                                               const fields& in) {
  const auto header = from.header("authorization");
  auto bearer = header ? read_bearer(*header) : std::nullopt;
  const auto field = value_of("token", in);
  if (bearer && field && *bearer != *field)
    return refuse(400, "token: differs from the Authorization header");
  if (field)
    return std::optional<std::string>{*field};
  return bearer;
}

/// Finds who reports. A token that is not known never falls back to the
/// address: it would credit somebody else.
std::optional<directory_entry>
find_reporter(const context& all, const std::optional<std::string>& source,
              const check_in_report& what) {
  if (what.token)
    return all.with.containers.find_by_token(*what.token);
  return source ? all.with.containers.find_by_address(*source) : std::nullopt;
}

/// Returns how long `source` (none: `peer` itself) must wait, or none.
std::optional<rate_limiter::duration>
must_wait(const context& all, const std::optional<std::string>& source,
          const std::string& peer) {
  const auto who = read_ip(source.value_or(peer));
  return all.check_in_rate->take(who.value_or(ip_bytes{}),
                                 rate_limiter::moment::clock::now());
}

response without_token() {
  auto answer = problem(
      refusal{401, "a token is required: send the container's "
                   "SPIN_DOCKER_TOKEN as `Authorization: Bearer` or `token=`"});
  answer.headers.emplace_back("WWW-Authenticate",
                              R"(Bearer realm="spin-docker")");
  return answer;
}

/// Shows the container as it will be when the actor has taken the report in.
response show_with_report(const context& all, container_view view,
                          const report& said) {
  const auto now = all.with.now();
  view.life = with_report(std::move(view.life), said, now.steady);
  return json_response(200, render(view, now, all.with.policy));
}

} // namespace

reading<check_in_report> read_check_in(const request& from,
                                       std::chrono::seconds longest_hold) {
  const auto body = read_body(from);
  if (!body)
    return tl::unexpected(body.error());
  const auto said = read_report(*body, longest_hold);
  if (!said)
    return tl::unexpected(said.error());
  auto token = read_token(from, *body);
  if (!token)
    return tl::unexpected(token.error());
  return check_in_report{*said, std::move(*token)};
}

// The one handler with a message but no wait: reports come from every container
// every minute, and what the actor makes of one is known beforehand.
void take_check_in(const context_ptr& all, const request& from,
                   std::string_view, const responder_ptr& to) {
  const auto count = [&all](check_in_outcome what) {
    all->counters->count_check_in(what);
  };
  const auto source = source_address(from.peer, from.header("x-forwarded-for"),
                                     from.header("x-real-ip"), all->proxies);
  if (const auto wait = must_wait(*all, source, from.peer)) {
    count(check_in_outcome::limited);
    return to->answer(try_again(429, "too many check-ins from here", *wait));
  }
  const auto what = read_check_in(from, all->with.policy.bounds.keep_alive_max);
  if (!what) {
    count(check_in_outcome::malformed);
    return to->answer(problem(what.error()));
  }
  if (all->check_in_by_token && !what->token) {
    count(check_in_outcome::unknown_source);
    return to->answer(without_token());
  }
  const auto who = find_reporter(*all, source, *what);
  if (!who) {
    count(check_in_outcome::unknown_source);
    return to->answer(problem(
        failure{errc::unknown_source,
                what->token ? "this token belongs to no container"
                            : "no running container has this address"}));
  }
  if (all->reports->put({who->actor, what->said}))
    caf::anon_send(all->postman, atom::collect_v);
  count(check_in_outcome::credited);
  to->answer(show_with_report(*all, *who->view, what->said));
}

} // namespace spin::http
