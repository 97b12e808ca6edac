#pragma once

#include <csignal>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/redis_store.hpp"

struct redisContext;
struct redisReply;

namespace spin::store {

/// The words of one command.
using redis_command = std::vector<std::string>;

struct redis_closer {
  void operator()(redisContext* c) const;
  void operator()(redisReply* r) const;
};

using redis_reply = std::unique_ptr<redisReply, redis_closer>;
using redis_replies = std::vector<redis_reply>;

/// Returns the text of a string, status or error; "" for anything else.
std::string_view text_of(const redisReply&);

/// Makes a `store_down` with `reason`, without its period if it has one.
tl::unexpected<failure> redis_down(std::string_view reason);

/// hiredis writes to a socket whose other end may be gone, and the signal for
/// that would end the process: kept from this thread while one of these lives.
class no_sigpipe {
public:
  no_sigpipe();
  no_sigpipe(const no_sigpipe&) = delete;
  no_sigpipe& operator=(const no_sigpipe&) = delete;
  ~no_sigpipe();

private:
  sigset_t pipe_;
  sigset_t before_;
  bool was_pending_ = false;
};

/// One connection to a Redis server: hiredis with outcomes. All errors are
/// `store_down`; after one the connection is of no more use.
class redis_connection {
public:
  /// Connects, authenticates and selects the database.
  static outcome<redis_connection> open(const redis_options& options);

  /// Sends all of `commands` at once and returns their replies, of which none
  /// is or holds an error. The error of the first that has one is the reason.
  outcome<redis_replies> exchange(const std::vector<redis_command>& commands);

private:
  outcome<done> append(const redis_command& words);

  std::unique_ptr<redisContext, redis_closer> context_;
};

} // namespace spin::store
