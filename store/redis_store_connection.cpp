#include "store/redis_store_connection.hpp"

#include <hiredis/hiredis.h>

#include <cerrno>
#include <ctime>
#include <utility>

namespace spin::store {

namespace {

timeval to_timeval(std::chrono::milliseconds time) {
  return {time.count() / 1000, time.count() % 1000 * 1000};
}

/// Returns the first error in `r` or in the replies that it holds.
const redisReply* first_error(const redisReply& r) {
  if (r.type == REDIS_REPLY_ERROR)
    return &r;
  for (std::size_t i = 0; r.type == REDIS_REPLY_ARRAY && i < r.elements; ++i)
    if (const auto* found = first_error(*r.element[i]))
      return found;
  return nullptr;
}

} // namespace

void redis_closer::operator()(redisContext* c) const {
  redisFree(c);
}

void redis_closer::operator()(redisReply* r) const {
  freeReplyObject(r);
}

std::string_view text_of(const redisReply& r) {
  return r.str ? std::string_view{r.str, r.len} : std::string_view{};
}

tl::unexpected<failure> redis_down(std::string_view reason) {
  if (reason.ends_with('.'))
    reason.remove_suffix(1);
  return fail(errc::store_down, std::string{reason});
}

no_sigpipe::no_sigpipe() {
  sigemptyset(&pipe_);
  sigaddset(&pipe_, SIGPIPE);
  sigset_t pending;
  sigpending(&pending);
  was_pending_ = sigismember(&pending, SIGPIPE) == 1;
  pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
}

no_sigpipe::~no_sigpipe() {
  const timespec at_once{};
  if (!was_pending_)
    while (sigtimedwait(&pipe_, nullptr, &at_once) < 0 && errno == EINTR) {
      // again
    }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

outcome<redis_connection> redis_connection::open(const redis_options& options) {
  const auto& where = options.where;
  const auto limit = to_timeval(options.connect_timeout);
  redis_connection result;
  auto& context = result.context_;
  context.reset(
      where.socket.empty()
          ? redisConnectWithTimeout(where.host.c_str(), where.port, limit)
          : redisConnectUnixWithTimeout(where.socket.c_str(), limit));
  if (!context)
    return redis_down("out of memory");
  if (context->err != 0)
    return redis_down(context->errstr);
  redisSetTimeout(context.get(), to_timeval(options.command_timeout));
  std::vector<redis_command> hello;
  if (!where.password.empty() && where.user.empty())
    hello.push_back({"AUTH", where.password});
  else if (!where.password.empty())
    hello.push_back({"AUTH", where.user, where.password});
  hello.push_back({"SELECT", std::to_string(where.db)});
  if (auto greeted = result.exchange(hello); !greeted)
    return tl::unexpected(greeted.error());
  return result;
}

outcome<done> redis_connection::append(const redis_command& words) {
  std::vector<const char*> data;
  std::vector<std::size_t> sizes;
  for (const auto& word : words) {
    data.push_back(word.data());
    sizes.push_back(word.size());
  }
  if (redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()),
                             data.data(), sizes.data())
      != REDIS_OK)
    return redis_down(context_->errstr);
  return done{};
}

outcome<redis_replies>
redis_connection::exchange(const std::vector<redis_command>& commands) {
  for (const auto& words : commands)
    if (auto appended = append(words); !appended)
      return tl::unexpected(appended.error());
  redis_replies result;
  while (result.size() < commands.size()) {
    void* raw = nullptr;
    errno = 0;
    if (redisGetReply(context_.get(), &raw) != REDIS_OK)
      return redis_down(errno == EAGAIN ? "the server did not answer in time"
                                        : context_->errstr);
    result.emplace_back(static_cast<redisReply*>(raw));
  }
  // Only now: every reply must be read, and the later errors of a group only
  // follow from its first.
  for (const auto& one : result)
    if (const auto* error = first_error(*one))
      return redis_down(text_of(*error));
  return result;
}

} // namespace spin::store
