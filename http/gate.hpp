#pragma once

#include <mutex>
#include <optional>
#include <shared_mutex>

namespace spin::http {

/// What stands between actors and a server that may be gone: late answers pass
/// only while it is open. Shared by the server and by all who may answer late.
class gate {
public:
  /// Runs `what` if the gate is open and keeps it open meanwhile; returns its
  /// result, or none if the gate was closed. `what` must not pass again.
  template <class F>
  auto pass(F what) -> std::optional<decltype(what())> {
    const std::shared_lock hold{mutex_};
    if (!open_)
      return std::nullopt;
    return what();
  }

  /// Waits for those who pass, then lets nobody through any more.
  void close() {
    const std::unique_lock hold{mutex_};
    open_ = false;
  }

private:
  std::shared_mutex mutex_;
  bool open_ = true;
};

} // namespace spin::http
