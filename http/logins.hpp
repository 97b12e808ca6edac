#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <caf/all.hpp>

#include "http/accounts.hpp"
#include "http/auth.hpp"
#include "http/login_memory.hpp"
#include "http/login_throttle.hpp"

namespace spin::http {

/// What came of a login.
struct login_result {
  enum class how : std::uint8_t {
    right,
    /// No such user, or not that password.
    wrong,
    /// Too many wrong ones before; `wait` says how long to pause.
    too_often,
    /// Too many are being checked just now.
    too_many,
  };
  how what = how::wrong;
  principal who = {};
  std::chrono::seconds wait{0};
};

/// Checks passwords. What is slow and takes much memory by design runs on two
/// threads of its own, never on those that serve requests; who has been let in
/// before is known at once; who guesses is slowed down. Thread-safe; lives in a
/// shared pointer.
class logins : public std::enable_shared_from_this<logins> {
public:
  using moment = std::chrono::steady_clock::time_point;
  using receiver = std::function<void(const login_result&)>;

  /// The most that wait for a thread, all in all and from one place. Requests
  /// with the very same login wait for it together and count once.
  static constexpr std::size_t most_waiting = 128;
  static constexpr std::size_t most_waiting_from_one = 32;

  logins(caf::actor_system& system, std::vector<account> all);
  logins(const logins&) = delete;
  logins& operator=(const logins&) = delete;
  ~logins();

  /// Checks the login that came from `address`. Calls `then` once, either here
  /// or on another thread.
  void check(const basic_login& what, std::string_view address, moment now,
             receiver then);

  /// Returns the account of that name, or null.
  const account* find(std::string_view name) const noexcept {
    return all_.find(name);
  }

  /// What still waits is not checked any more.
  void close() noexcept { closed_ = true; }

private:
  struct trial;
  static std::uint64_t guess_of(const trial& what);

  void try_at_once(const trial& what, const receiver& then);
  void try_later(trial what, receiver then);
  /// On a clerk's thread.
  void try_now(const trial& what);
  void keep_books(const trial& what, bool right);

  const accounts all_;
  login_throttle slowed_;
  login_memory known_;
  std::vector<caf::actor> clerks_;
  std::atomic<bool> closed_ = false;
  std::mutex mutex_;
  /// Who waits for the same login.
  std::map<login_memory::sum, std::vector<receiver>> waiting_;
  std::map<std::string, std::size_t> from_place_;
  std::size_t next_clerk_ = 0;
};

} // namespace spin::http
