#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "http/message.hpp"
#include "http/permits.hpp"

namespace spin::http {

/// The duty to answer one request, from any thread. The first answer counts,
/// later ones are dropped; a duty that nobody holds any more (its actor died)
/// answers 500 by itself. So every request is answered exactly once.
class responder {
public:
  using sink = std::function<void(response)>;

  explicit responder(sink to) : to_(std::move(to)) {
    // nop
  }
  responder(const responder&) = delete;
  responder& operator=(const responder&) = delete;
  ~responder() {
    if (!answered())
      answer(problem(failure{errc::internal, "never answered"}));
  }

  void answer(response what) {
    if (!answered_.exchange(true))
      to_(std::move(what));
  }

  bool answered() const noexcept { return answered_; }

  /// Makes sure that this request has one of `these`, until nobody holds the
  /// duty any more; false if there is none left. Of the handler's thread, or of
  /// one that comes after it.
  bool enter(permits& these) {
    if (!permit_)
      permit_ = these.take();
    return permit_ != nullptr;
  }

private:
  permits::permit permit_;
  std::atomic<bool> answered_ = false;
  sink to_;
};

using responder_ptr = std::shared_ptr<responder>;

} // namespace spin::http
