#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <list>
#include <map>
#include <mutex>
#include <string_view>

namespace spin::http {

/// Remembers which logins were right, until they have not been used for a while,
/// because to find that out is made to be slow. Holds neither passwords nor what could be guessed
/// from: only hashes under a key that is made anew with each process. Bounded;
/// thread-safe; time is an argument.
class login_memory {
public:
  using moment = std::chrono::steady_clock::time_point;
  using sum = std::array<unsigned char, 32>;

  static constexpr std::chrono::minutes lifetime{5};

  explicit login_memory(std::size_t most = 1024);

  /// Returns what stands for a login: all of these, e.g. where it comes from,
  /// the name, the password given, and the secret that it must fit.
  sum sum_of(std::initializer_list<std::string_view> parts) const;

  /// Returns whether `what` was right, and asked for less than `lifetime` ago.
  bool knows(const sum& what, moment now);

  /// Takes note that `what` was found right now.
  void keep(const sum& what, moment now);

  std::size_t size() const;

private:
  const std::size_t most_;
  sum key_{};
  mutable std::mutex mutex_;
  /// The last to be asked for comes last.
  std::list<std::pair<sum, moment>> lines_;
  std::map<sum, std::list<std::pair<sum, moment>>::iterator> by_sum_;
};

} // namespace spin::http
