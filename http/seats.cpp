#include "http/seats.hpp"

#include "http/login_throttle.hpp"

namespace spin::http {

seats::seat seats::take(const std::string& from, bool crowd) {
  // One machine may own all addresses of its network.
  const auto address = place_of(from);
  {
    const std::lock_guard hold{mutex_};
    const auto known = by_address_.find(address);
    const auto theirs = known == by_address_.end() ? 0 : known->second;
    if (taken_ >= caps_.in_total
        || (!crowd && theirs >= caps_.from_one_address)) {
      ++turned_away_;
      return nullptr;
    }
    ++taken_;
    ++by_address_[address];
  }
  // Owns nothing: only its end matters.
  return {static_cast<void*>(this), [self = shared_from_this(), address](
                                        void*) { self->give_back(address); }};
}

std::size_t seats::taken() const {
  const std::lock_guard hold{mutex_};
  return taken_;
}

std::uint64_t seats::turned_away() const {
  const std::lock_guard hold{mutex_};
  return turned_away_;
}

void seats::give_back(const std::string& address) {
  const std::lock_guard hold{mutex_};
  --taken_;
  const auto at = by_address_.find(address);
  if (--at->second == 0)
    by_address_.erase(at);
}

} // namespace spin::http
