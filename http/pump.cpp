#include "http/pump.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace spin::http {

namespace {

int need(int fd, const char* what) {
  if (fd < 0)
    throw std::system_error(errno, std::generic_category(), what);
  return fd;
}

} // namespace

pump::pump()
    : events_(need(::epoll_create1(EPOLL_CLOEXEC), "epoll")),
      wake_(need(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  epoll_event on_wake{.events = EPOLLIN, .data = {.fd = wake_}};
  ::epoll_ctl(events_, EPOLL_CTL_ADD, wake_, &on_wake);
  thread_ = std::thread{[this] { run(); }};
}

pump::~pump() {
  stop();
  ::close(wake_);
  ::close(events_);
}

void pump::keep_time_of(std::weak_ptr<client> whom) {
  bool sleeps = false;
  {
    const std::lock_guard hold{mutex_};
    sleeps = timed_.empty();
    timed_.push_back(std::move(whom));
  }
  if (sleeps)
    ::eventfd_write(wake_, 1);
}

void pump::watch(int fd, std::shared_ptr<client> whom) {
  const std::lock_guard hold{mutex_};
  if (ends_)
    return;
  watched_[fd] = std::move(whom);
  epoll_event when{.events = EPOLLOUT, .data = {.fd = fd}};
  ::epoll_ctl(events_, EPOLL_CTL_ADD, fd, &when);
}

void pump::forget(int fd) {
  std::shared_ptr<client> last; // may end here, but not under the lock
  const std::lock_guard hold{mutex_};
  ::epoll_ctl(events_, EPOLL_CTL_DEL, fd, nullptr);
  if (const auto i = watched_.find(fd); i != watched_.end()) {
    last = std::move(i->second);
    watched_.erase(i);
  }
}

void pump::stop() {
  {
    const std::lock_guard hold{mutex_};
    ends_ = true;
  }
  ::eventfd_write(wake_, 1);
  if (thread_.joinable())
    thread_.join();
  // Pistache's threads may still be at it; clients end outside the lock.
  decltype(watched_) last;
  decltype(timed_) all;
  {
    const std::lock_guard hold{mutex_};
    last.swap(watched_);
    all.swap(timed_);
  }
  for (const auto& each : all)
    if (const auto whom = each.lock())
      whom->on_stop();
}

void pump::run() {
  auto next = std::chrono::steady_clock::now() + tick;
  for (;;) {
    bool idle = false;
    {
      const std::lock_guard hold{mutex_};
      if (ends_)
        return;
      idle = timed_.empty();
    }
    const auto now = std::chrono::steady_clock::now();
    if (now >= next) {
      let_time_pass();
      next = now + tick;
    }
    constexpr std::chrono::milliseconds for_ever{-1};
    look_at_events(
        idle ? for_ever
             : std::chrono::ceil<std::chrono::milliseconds>(next - now));
  }
}

void pump::look_at_events(std::chrono::milliseconds wait) {
  std::array<epoll_event, 64> ready{};
  const auto count =
      ::epoll_wait(events_, ready.data(), static_cast<int>(ready.size()),
                   static_cast<int>(wait.count()));
  for (int i = 0; i < count; ++i) {
    const auto fd = ready.at(static_cast<std::size_t>(i)).data.fd;
    if (fd == wake_) {
      eventfd_t times = 0;
      ::eventfd_read(wake_, &times);
    } else if (const auto whom = watched(fd)) {
      whom->on_writable();
    }
  }
}

void pump::let_time_pass() {
  std::vector<std::weak_ptr<client>> all;
  {
    const std::lock_guard hold{mutex_};
    all.swap(timed_);
  }
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(all, [now](const auto& each) {
    const auto whom = each.lock();
    if (whom)
      whom->on_tick(now);
    return !whom;
  });
  const std::lock_guard hold{mutex_};
  timed_.insert(timed_.end(), all.begin(), all.end());
}

std::shared_ptr<pump::client> pump::watched(int fd) {
  const std::lock_guard hold{mutex_};
  const auto i = watched_.find(fd);
  return i == watched_.end() ? nullptr : i->second;
}

} // namespace spin::http
