#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace spin::http {

/// How long a browser stays logged in.
struct session_limits {
  /// From the login on, whatever it does.
  std::chrono::seconds most = std::chrono::hours{12};
  /// Without a request.
  std::chrono::seconds idle = std::chrono::hours{1};
};

/// The sessions of browsers, which keep no password. Each has a secret id of 256
/// random bits that only the browser knows: what is kept is its SHA-256. They
/// live in memory alone, so that a restart ends them all. Bounded; thread-safe;
/// time is an argument.
///
/// A session is good from the place that logged in only (`place_of`): a cookie is
/// sent to every port of a host, so also to the pages of containers there, which
/// must not be able to use it.
class sessions {
public:
  using moment = std::chrono::steady_clock::time_point;

  /// How many one user may have; a further one ends the least recently used.
  static constexpr std::size_t most_of_one = 16;

  explicit sessions(session_limits limits = {});

  /// What a browser gets when it logs in.
  struct pass {
    std::string id;
    /// What its page sends along with what changes something; needs no keeping,
    /// as it follows from the id.
    std::string csrf;
  };

  /// Begins a session of `user`, who has just shown a password.
  pass open(const std::string& user, std::string_view place, moment now);

  /// Somebody in a session.
  struct visitor {
    std::string user;
    /// Names the session to `lives` and `end`; no secret.
    std::string key;
  };

  /// Returns whose session `id` is, which lasts longer by that; none if there
  /// is no such session, it has ended, or it began elsewhere.
  std::optional<visitor> visit(std::string_view id, std::string_view place,
                               moment now);

  /// Returns whether that session goes on, without making it last longer.
  bool lives(const std::string& key, moment now) const;

  void end(const std::string& key);

  /// Returns what stands for the session `id` without telling it.
  static std::string key_of(std::string_view id);

  /// Returns the word that goes with `id`.
  std::string csrf_of(std::string_view id) const;

  /// Returns whether `word` goes with `id`; in constant time.
  bool is_csrf_of(std::string_view id, std::string_view word) const;

  std::size_t size() const;

private:
  struct line {
    std::string user;
    std::string place;
    moment began;
    moment used;
  };

  bool is_over(const line& which, moment now) const;
  void make_room(const std::string& user, moment now);

  const session_limits limits_;
  std::array<unsigned char, 32> secret_{};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, line> by_key_;
};

} // namespace spin::http
