#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "store/store.hpp"
#include "store/uri.hpp"

namespace spin::store {

struct redis_options {
  redis_address where;
  /// Stands before each key, so that several servers can share one Redis: each
  /// has a prefix of its own.
  std::string prefix;
  /// Name resolution is not limited by it.
  std::chrono::milliseconds connect_timeout{2000};
  /// The longest silence of the server during a call.
  std::chrono::milliseconds command_timeout{5000};
};

/// The store for production: a Redis server, 3.0 or newer. Keys:
///
///   PREFIX:container:ID  one document each (string)
///   PREFIX:token.ID      one document each, of an API token
///   PREFIX:delivery.N    the same, of an event that waits for a webhook
///   PREFIX:containers    the index (hash): a field for each id, and "@mark"
///
/// Durable is what the server acknowledged; how much that means is set there
/// (`appendonly yes`, `appendfsync`, `maxmemory-policy noeviction`). A server
/// that lost what it had acknowledged is noticed (`applied::intact`). A group
/// that was given up for want of an answer never takes effect once a later call
/// has been answered.
std::unique_ptr<store> make_redis_store(redis_options options);

} // namespace spin::store
