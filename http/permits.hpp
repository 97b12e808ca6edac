#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>

namespace spin::http {

/// A limited number of permits to do something at the same time. Thread-safe;
/// lives in a shared pointer, which every permit holds.
class permits : public std::enable_shared_from_this<permits> {
public:
  /// Is given back when nobody holds it any more.
  using permit = std::shared_ptr<void>;

  explicit permits(std::size_t most) : most_(most) {
    // nop
  }

  /// Returns a permit; null if all are taken.
  permit take() {
    if (taken_.fetch_add(1) >= most_) {
      taken_.fetch_sub(1);
      return nullptr;
    }
    // Owns nothing: only its end matters.
    return {static_cast<void*>(this),
            [self = shared_from_this()](void*) { self->taken_.fetch_sub(1); }};
  }

  /// Returns how many are taken.
  std::size_t taken() const noexcept { return std::min(taken_.load(), most_); }

private:
  const std::size_t most_;
  std::atomic<std::size_t> taken_ = 0;
};

} // namespace spin::http
