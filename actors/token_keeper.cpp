#include "actors/token_keeper.hpp"

#include <algorithm>

#include "config/logging.hpp"

namespace spin {

namespace {

using keeper_pointer = token_keeper_handle::stateful_pointer<token_keeper_state>;

void drop_expired(keeper_pointer self) {
  auto& st = self->state;
  const auto now = st.wall_clock();
  for (const auto& each : st.tokens->all())
    if (each.expires_at && *each.expires_at <= now) {
      st.tokens->drop(each.id);
      self->send(st.gateway, atom::forget_v, token_record(each.id));
    }
}

/// Returns how many tokens that user has, with those that are being stored.
std::ptrdiff_t count_of(const token_keeper_state& st, const std::string& user) {
  return std::ranges::count(st.tokens->all(), user, &api_token::user)
         + std::ranges::count(st.making, user, &api_token::user);
}

void is_made(keeper_pointer self, const std::string& id) {
  std::erase_if(self->state.making,
                [&](const api_token& each) { return each.id == id; });
}

caf::result<done> create_token(keeper_pointer self, const api_token& what,
                               const cause& by) {
  drop_expired(self);
  if (count_of(self->state, what.user) >= most_tokens_each)
    return to_error({errc::conflict,
                     what.user + " has " + std::to_string(most_tokens_each)
                       + " tokens, the most there may be; revoke one"});
  self->state.making.push_back(what);
  auto promise = self->make_response_promise<done>();
  const auto& gateway = self->state.gateway;
  self
    ->request(gateway, caf::infinite, atom::commit_v,
              store::change{token_record(what.id), encode(what)})
    .then(
      [self, promise, what, by](done) mutable {
        is_made(self, what.id);
        self->state.tokens->put(what);
        log::info("API token made", {{"token", what.id},
                                     {"user", what.user},
                                     {key_of(by), to_string(by)}});
        promise.deliver(done{});
      },
      [self, promise, what](const caf::error& why) mutable {
        is_made(self, what.id);
        // Whether it was written is unknown: nobody shall find it later.
        self->send(self->state.gateway, atom::forget_v, token_record(what.id));
        promise.deliver(why);
      });
  return promise;
}

caf::result<bool> revoke(keeper_pointer self, const std::string& id,
                         const cause& by) {
  auto& st = self->state;
  if (!st.tokens->drop(id) && st.unconfirmed.count(id) == 0)
    return to_error({errc::no_such_token, "no such token"});
  st.unconfirmed.insert(id);
  log::info("API token revoked",
            {{"token", id}, {key_of(by), to_string(by)}});
  auto promise = self->make_response_promise<bool>();
  self
    ->request(st.gateway, caf::infinite, atom::commit_v,
              store::change{token_record(id), {}})
    .then(
      [self, promise, id](done) mutable {
        self->state.unconfirmed.erase(id);
        promise.deliver(true);
      },
      // The writer goes on trying: no word that the token is back.
      [promise](const caf::error&) mutable { promise.deliver(false); });
  return promise;
}

void resave_tokens(keeper_pointer self) {
  for (const auto& each : self->state.tokens->all())
    self->send(self->state.gateway, atom::save_v,
               store::change{token_record(each.id), encode(each)});
}

} // namespace

token_keeper_handle::behavior_type
token_keeper_actor(keeper_pointer self, gateway_handle gateway,
                   std::shared_ptr<token_book> tokens,
                   std::function<utc()> wall_clock) {
  self->state.gateway = std::move(gateway);
  self->state.tokens = std::move(tokens);
  self->state.wall_clock = std::move(wall_clock);
  return {
    [self](atom::create, const api_token& what, const cause& by) {
      return create_token(self, what, by);
    },
    [self](atom::remove, const std::string& id, const cause& by) {
      return revoke(self, id, by);
    },
    [self](atom::resave) { resave_tokens(self); },
  };
}

} // namespace spin
