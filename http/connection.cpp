#include "http/connection.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "http/stream.hpp"

namespace spin::http {

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// How long a client may take to close when it has its last answer.
constexpr auto farewell = 5s;

/// How much the pump writes for one connection before it looks after others.
constexpr std::size_t fair_share = 4 * 1024 * 1024;

/// Returns whether the other end of a socket is not there any more.
bool is_dead(int fd) {
  pollfd what{.fd = fd, .events = 0, .revents = 0};
  return fd >= 0 && ::poll(&what, 1, 0) > 0
         && (what.revents & (POLLERR | POLLHUP)) != 0;
}

} // namespace

connection::connection(int fd, std::string from, seats::seat place,
                       context_ptr all)
    : reader(all->sizes), peer(std::move(from)), all_(std::move(all)),
      place_(std::move(place)), fd_(fd) {
  if (place_ && all_->tls)
    tls_ = std::make_unique<tls_session>(all_->tls->identity(clock::now()));
  wait(waiting::for_request, all_->times.head);
}

connection::~connection() {
  close_kept();
}

// -- of the reading thread
// ------------------------------------------------------

void connection::turn_away() {
  const std::lock_guard hold{mutex_};
  closing_ = true;
  cut_off();
}

bool connection::discards(std::size_t size) {
  const std::lock_guard hold{mutex_};
  if (!busy_ && !closing_)
    return false;
  throw_away(size);
  return true;
}

void connection::await(request_reader::stage at) {
  const std::lock_guard hold{mutex_};
  if (busy_ || closing_)
    return;
  if (at == request_reader::stage::part_of_head && waits_ != waiting::for_head)
    wait(waiting::for_head, all_->times.head);
  if (at == request_reader::stage::part_of_body && waits_ != waiting::for_body)
    wait(waiting::for_body, all_->times.body);
}

bool connection::begin() {
  const std::lock_guard hold{mutex_};
  if (closing_)
    return false;
  busy_ = true;
  wait(waiting::for_answer, all_->times.answer);
  return true;
}

void connection::wait_for(const responder_ptr& who) {
  const std::lock_guard hold{mutex_};
  answerer_ = who;
}

bool connection::takes_next(bool more) {
  const std::lock_guard hold{mutex_};
  if (busy_ && more)
    closing_ = true;
  return !busy_ && !closing_;
}

void connection::let_go() {
  const std::lock_guard hold{mutex_};
  if (closing_)
    return;
  closing_ = true;
  if (!busy_)
    hang_up();
}

void connection::send_continue() {
  const std::lock_guard hold{mutex_};
  if (closing_)
    return;
  say("HTTP/1.1 100 Continue\r\n\r\n");
  flush();
}

void connection::end() {
  const std::lock_guard hold{mutex_};
  if (gone_)
    return;
  // Who reads a stream has nothing to wait for any more: it left.
  const bool waits = busy_ && !streams_ && !out_.broken();
  const bool watched = watched_;
  unwatch();
  fd_ = waits ? ::fcntl(fd_, F_DUPFD_CLOEXEC, 0) : -1;
  gone_ = closing_ = true;
  if (fd_ < 0) {
    out_.close();
    tell_reader();
    held_.reset();
    wait(waiting::for_nothing, 0s);
  } else if (watched) {
    watch();
  }
}

// -- from any thread
// ------------------------------------------------------------

void connection::refuse(const refusal& why, std::string id) {
  const std::lock_guard hold{mutex_};
  if (!busy_ && !closing_ && fd_ >= 0)
    refuse_now(why, std::move(id));
}

void connection::refuse_now(const refusal& why, std::string id) {
  const auto answer = problem(why);
  all_->counters->count_request(why.status, {});
  request unread; // nothing in it can be relied on
  unread.peer = peer;
  unread.id = std::move(id);
  all_->visits.note(unread, {}, "none", answer, {});
  busy_ = answers_ = closing_ = true;
  say(head_to_wire(answer, {.keep_alive = false, .request_id = unread.id}));
  say(answer.body);
  flush();
}

void connection::answer(response what, answer_style style) {
  const auto goes_on = what.goes_on;
  const bool chunks = goes_on && style.takes_chunks;
  const auto begun = all_->late->pass([&] {
    const std::lock_guard hold{mutex_};
    if (fd_ < 0 || !busy_)
      return false;
    // Without chunks only the end of the connection tells the end of a stream.
    closing_ = closing_ || !style.keep_alive || (goes_on && !chunks);
    style.keep_alive = !closing_;
    streams_ = goes_on && !style.head_only;
    answers_ = true;
    held_ = std::move(what.held);
    say(head_to_wire(what, style));
    if (!style.head_only && !goes_on && what.status != 204)
      say(std::move(what.body));
    flush();
    return streams_;
  });
  // Not under the lock: it may write at once.
  if (begun.value_or(false))
    goes_on(std::make_shared<stream>(shared_from_this(), chunks));
}

// -- of the pump
// ----------------------------------------------------------------

void connection::on_writable() {
  const std::lock_guard hold{mutex_};
  if (fd_ >= 0)
    flush();
}

void connection::on_tick(pump::moment now) {
  responder_ptr late;
  {
    const std::lock_guard hold{mutex_};
    // Of a client that ended its side before, Pistache tells no more.
    if (streams_ && gone_ && is_dead(fd_))
      return cut_off();
    if (now < deadline_)
      return;
    switch (waits_) {
    case waiting::for_head:
    case waiting::for_body:
      if (!busy_ && !closing_ && fd_ >= 0)
        refuse_now({408, "the request did not come whole in time"},
                   make_request_id());
      break;
    case waiting::for_answer:
      late = answerer_.lock();
      break;
    case waiting::for_request:
      hang_up();
      ::shutdown(fd_, SHUT_RDWR);
      wait(waiting::for_nothing, 0s);
      break;
    case waiting::for_reader:
    case waiting::for_end:
      cut_off();
      break;
    case waiting::for_nothing:
      break;
    }
  }
  if (late)
    late->answer(problem(failure{errc::timed_out, "no answer in time"}));
}

/// Pistache leaves the sockets of a server that ends as they are.
void connection::on_stop() {
  const std::lock_guard hold{mutex_};
  closing_ = true;
  if (fd_ >= 0)
    ::shutdown(fd_, SHUT_RDWR);
}

// -- under the lock
// -------------------------------------------------------------

void connection::wait(waiting what, std::chrono::milliseconds time) {
  waits_ = what;
  deadline_ =
      what == waiting::for_nothing ? pump::moment::max() : clock::now() + time;
}

/// Of a client that is not listened to any more.
void connection::throw_away(std::size_t size) {
  closing_ = true;
  discarded_ += size;
  if (discarded_ > max_discarded)
    cut_off();
}

/// The one place that writes to the socket.
void connection::flush() {
  const auto size = out_.write_to(fd_, fair_share);
  tell_reader();
  if (out_.empty())
    return finish();
  watch();
  // Before there is an answer, another time goes on.
  if (answers_ && (size > 0 || waits_ != waiting::for_reader))
    wait(waiting::for_reader, all_->times.send);
}

/// All that there is to write is written.
void connection::finish() {
  unwatch();
  if (streams_)
    return wait(waiting::for_nothing, 0s);
  if (!answers_) // it was "100 Continue", or TLS's own
    return;
  if (closing_ && tls_)
    if (auto word = tls_->close(); !word.empty()) {
      out_.put(std::move(word));
      return flush();
    }
  busy_ = answers_ = false;
  held_.reset();
  if (!closing_)
    return wait(waiting::for_request, all_->times.idle);
  ::shutdown(fd_, SHUT_WR);
  wait(waiting::for_end, farewell);
  close_kept();
}

/// Closes our side although no answer is due. What the socket does not take of
/// the last word is lost.
void connection::hang_up() {
  closing_ = true;
  if (tls_)
    out_.put(tls_->close());
  out_.write_to(fd_, fair_share);
  unwatch();
  ::shutdown(fd_, SHUT_WR);
  wait(waiting::for_end, farewell);
}

void connection::watch() {
  if (!std::exchange(watched_, true))
    all_->pumped->watch(fd_, shared_from_this());
}

void connection::unwatch() {
  if (std::exchange(watched_, false))
    all_->pumped->forget(fd_);
}

/// Makes Pistache close the connection, and that with a reset: a sender that
/// does not stop would otherwise hang for a minute before it learns of it.
void connection::cut_off() {
  closing_ = true;
  out_.close();
  tell_reader();
  held_.reset();
  wait(waiting::for_nothing, 0s);
  if (fd_ < 0)
    return;
  unwatch();
  constexpr linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  ::shutdown(fd_, SHUT_RDWR);
  close_kept();
}

/// Closes the descriptor if it is ours.
void connection::close_kept() {
  if (!gone_ || fd_ < 0)
    return;
  ::close(std::exchange(fd_, -1));
  wait(waiting::for_nothing, 0s);
}

} // namespace spin::http
