#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "actors/messages.hpp"
#include "actors/token_book.hpp"

namespace spin {

/// How many tokens a user may have: they are held in memory.
inline constexpr std::ptrdiff_t most_tokens_each = 100;

struct token_keeper_state {
  /// First, since CAF makes the state from the actor itself if it can, and a
  /// handle can be made from any actor.
  std::shared_ptr<token_book> tokens;
  gateway_handle gateway;
  std::function<utc()> wall_clock;
  /// Being stored.
  std::vector<api_token> making;
  /// Revoked, but the store has not said yet that it dropped them.
  std::set<std::string> unconfirmed;

  static inline const char* name = "token-keeper";
};

/// Alone writes the book of API tokens. A new one is stored before it is let in; one
/// that is revoked is turned away before that is stored. Those that have
/// expired go when the next one is made.
token_keeper_handle::behavior_type
token_keeper_actor(token_keeper_handle::stateful_pointer<token_keeper_state> self,
                   gateway_handle gateway, std::shared_ptr<token_book> tokens,
                   std::function<utc()> wall_clock);

} // namespace spin
