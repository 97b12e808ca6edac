#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

#include "http/responder.hpp"
#include "http/stream.hpp"
#include "store/pace.hpp"

namespace spin::http {

/// Brings what the engine tells piece by piece to one client, at the pace of
/// the client: what it has not taken yet is bounded, and when it leaves,
/// `steer` ends. One side writes, on a thread of the engine's; the other begins
/// once the engine has agreed. Nothing comes before that.
class feed : public std::enable_shared_from_this<feed> {
public:
  /// What is done if the client reads more slowly than pieces come.
  enum class when_slow : std::uint8_t {
    /// The engine waits for it.
    hold_back,
    /// It misses some.
    skip,
  };

  /// `permit` is held as long as this lives.
  explicit feed(when_slow how, permits::permit permit)
      : how_(how), permit_(std::move(permit)) {}
  feed(const feed&) = delete;
  feed& operator=(const feed&) = delete;

  /// What the engine obeys.
  const std::shared_ptr<pace> steer =
      std::make_shared<pace>(pace::state::waits);

  /// Answers `to` with `head`, followed by all that is written here. If nobody
  /// waits for that any more, `steer` ends.
  void begin(response head, const responder_ptr& to);

  /// Of who was to begin and does not: `steer` ends.
  void give_up();

  /// Writes a piece, whole or not at all.
  void write(std::string_view piece);

  /// There is no more; `whole`: that was all.
  void end(bool whole);

private:
  void attach(stream_ptr to);

  const when_slow how_;
  const permits::permit permit_;
  /// Apart, as it is set under a lock under which this must not end.
  const std::shared_ptr<std::atomic<bool>> skips_ =
      std::make_shared<std::atomic<bool>>(false);
  std::mutex mutex_;
  stream_ptr to_;
  bool begun_ = false;
  bool ended_ = false;
  bool whole_ = true;
};

} // namespace spin::http
