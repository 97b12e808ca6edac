#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "http/message.hpp"

namespace spin::http {

/// The duty to answer one request, from any thread. The first answer counts,
/// later ones are dropped; a duty that nobody holds any more (its actor died)
/// answers 500 by itself. So every request is answered exactly once.
class responder {
public:
  using sink = std::function<void(const response&)>;

  explicit responder(sink to) : to_(std::move(to)) {
    // nop
  }
  responder(const responder&) = delete;
  responder& operator=(const responder&) = delete;
  ~responder() { answer(problem(failure{errc::internal, "never answered"})); }

  void answer(const response& what) {
    if (!answered_.exchange(true))
      to_(what);
  }

private:
  std::atomic<bool> answered_ = false;
  sink to_;
};

using responder_ptr = std::shared_ptr<responder>;

} // namespace spin::http
