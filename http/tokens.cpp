// The handlers of /v1/tokens.
#include "actors/token.hpp"
#include "http/ask.hpp"
#include "http/authorise.hpp"
#include "http/handlers.hpp"
#include "http/token_wishes.hpp"

namespace spin::http {

namespace {

bool hides(const principal& who, const api_token& what) {
  return authorise(access::read, &who, what.user) != ruling::allow;
}

std::vector<api_token> seen_by(const context& all, const principal& who) {
  auto tokens = all.with.tokens->all();
  const auto now = all.with.now().wall;
  std::erase_if(tokens, [&](const api_token& each) {
    return hides(who, each) || (each.expires_at && *each.expires_at <= now);
  });
  return tokens;
}

api_token make_record(const principal& who, const token_request& wish,
                      utc now) {
  api_token made;
  made.id = make_id();
  made.user = who.name;
  made.name = wish.name;
  made.may = wish.may.value_or(who.may);
  made.created_at = now;
  if (wish.lifetime)
    made.expires_at = now + *wish.lifetime;
  return made;
}

} // namespace

void create_token(const context_ptr& all, const request& from, std::string_view,
                  const responder_ptr& to) {
  if (!from.who.token_id.empty())
    return to->answer(
        problem(refusal{403, "a token cannot make tokens: use the password"}));
  const auto wish = read_token_request(from);
  if (!wish)
    return to->answer(problem(wish.error()));
  auto record = make_record(from.who, *wish, all->with.now().wall);
  const auto token = make_api_token(record.id);
  record.sum = digest_of(token);
  ask<done>(
      all, to, all->with.token_keeper,
      [record, token](done) {
        auto answer = json_response(201, render(record, token));
        answer.headers.emplace_back("Cache-Control", "no-store");
        return answer;
      },
      atom::create_v, record, cause_of(from));
}

void list_tokens(const context_ptr& all, const request& from, std::string_view,
                 const responder_ptr& to) {
  to->answer(json_response(200, render(seen_by(*all, from.who))));
}

void revoke_token(const context_ptr& all, const request& from,
                  std::string_view id, const responder_ptr& to) {
  // One that is not there may be about to go: the keeper knows. But whose it
  // was is not known any more, so only those who see all are told.
  const auto known = all->with.tokens->get(id);
  if (known ? hides(from.who, *known) : !sees_all(from.who.may))
    return to->answer(problem(failure{errc::no_such_token, "no such token"}));
  ask<bool>(
      all, to, all->with.token_keeper,
      [](bool stored) {
        if (stored)
          return response{204, {}, {}, {}, {}};
        return problem(refusal{
            503, "the token is let in no more, but the store is away: until it "
                 "is back, a restart of the server would let it in again"});
      },
      atom::remove_v, std::string{id}, cause_of(from));
}

} // namespace spin::http
