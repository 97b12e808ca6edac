#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

namespace spin::http {

/// What stands between actors and a server that may be gone: late answers pass
/// only while it is open. Shared by the server and by all who may answer late.
class gate {
public:
  /// Runs `what` if the gate is open and keeps it from closing meanwhile;
  /// returns its result, or none if the gate was closed. `what` may pass again.
  template <class F>
  auto pass(F what) -> std::optional<decltype(what())> {
    const visit in{state_};
    if (!in.welcome)
      return std::nullopt;
    return what();
  }

  /// Lets nobody through any more, then waits for those who pass.
  void close() {
    state_.fetch_or(closed);
    for (auto now = state_.load(); now != closed; now = state_.load())
      state_.wait(now);
  }

private:
  static constexpr std::uint64_t closed = 1;
  static constexpr std::uint64_t one_inside = 2;

  struct visit {
    explicit visit(std::atomic<std::uint64_t>& of)
        : where(of), welcome((of.fetch_add(one_inside) & closed) == 0) {}
    visit(const visit&) = delete;
    visit& operator=(const visit&) = delete;
    ~visit() {
      if (where.fetch_sub(one_inside) == (one_inside | closed))
        where.notify_all();
    }

    std::atomic<std::uint64_t>& where;
    const bool welcome;
  };

  /// Whether it is closed, and how many are inside.
  std::atomic<std::uint64_t> state_ = 0;
};

} // namespace spin::http
