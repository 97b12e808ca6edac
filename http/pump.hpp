#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace spin::http {

/// A thread beside Pistache's that does for connections what Pistache does not
/// do, or not as we want it: it writes on what a socket did not take at once,
/// and it keeps the time. Sleeps while there is nobody to care for.
class pump {
public:
  using moment = std::chrono::steady_clock::time_point;

  /// How late it may notice that a time is over.
  static constexpr std::chrono::milliseconds tick{200};

  /// A connection, as the pump sees it. Called from the pump's thread.
  class client {
  public:
    virtual ~client() = default;

    /// The socket takes more.
    virtual void on_writable() = 0;

    /// Time goes by.
    virtual void on_tick(moment now) = 0;

    /// It is the last time: whoever is at the other end is to know.
    virtual void on_stop() = 0;
  };

  pump();
  pump(const pump&) = delete;
  pump& operator=(const pump&) = delete;
  ~pump();

  /// Keeps the time of `whom` until it ends.
  void keep_time_of(std::weak_ptr<client> whom);

  /// Tells `whom` from now on when `fd` takes more.
  void watch(int fd, std::shared_ptr<client> whom);

  /// No more of it. To be called before `fd` is closed.
  void forget(int fd);

  /// Ends its thread and tells all whose time it keeps; nobody is called after
  /// that. Called again, it does nothing.
  void stop();

private:
  void run();
  void look_at_events(std::chrono::milliseconds wait);
  void let_time_pass();
  std::shared_ptr<client> watched(int fd);

  int events_ = -1;
  int wake_ = -1;
  std::mutex mutex_;
  bool ends_ = false;
  std::unordered_map<int, std::shared_ptr<client>> watched_;
  std::vector<std::weak_ptr<client>> timed_;
  std::thread thread_; // last: it uses all of the above
};

} // namespace spin::http
