#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

namespace spin {

/// How the reader of a stream steers whoever writes it. Thread-safe. The writer
/// looks at it before each piece, and is told when it may go on or must end.
class pace {
public:
  enum class state : std::uint8_t {
    goes,
    /// The reader has enough for now.
    waits,
    /// Nobody reads any more; for good.
    ended,
  };

  explicit pace(state first = state::goes) : state_(first) {}
  pace(const pace&) = delete;
  pace& operator=(const pace&) = delete;

  state now() const;

  // -- of the reader
  void hold() { become(state::waits); }
  void go_on() { become(state::goes); }
  void end() { become(state::ended); }

  /// Of the writer: has `told` called at each change, from any thread, under a
  /// lock: it must be short and ask nothing of this. Empty = no more; when that
  /// has returned, nobody is in `told`.
  void on_change(std::function<void()> told);

private:
  void become(state next);

  mutable std::mutex mutex_;
  state state_;
  std::function<void()> told_;
};

} // namespace spin
