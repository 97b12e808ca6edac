#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/faults/moment.hpp"

namespace spin::test {

/// What clients were last told that a container shall be.
enum class fate { running, stopped, removed, unknown };

/// How a wish was answered, by what that tells of its effect.
enum class reply {
  acknowledged, ///< 2xx: it holds, whatever happens next
  refused,      ///< 4xx: nothing has changed
  uncertain,    ///< no answer or 5xx: either way
};

/// Sorts a status; 0 = there was no answer.
reply reply_of(int status) noexcept;

/// All that was promised about one container.
struct account {
  fate told = fate::unknown;
  /// A keep-alive far longer than the test was acknowledged for this run.
  bool held = false;
  /// Since when it reports that it is busy, in this run and without a break.
  std::optional<moment> busy_since{};
  int under_way = 0;
  /// Wishes overlap, so nobody can know which of them was the last.
  bool muddled = false;
  /// Counts what changes the meaning of a report that is under way.
  int turn = 0;
};

/// What clients were told, written down by several threads. Only a wish that no
/// other one about the same container overlapped makes a promise.
class ledger {
public:
  /// A create was acknowledged.
  void created(const std::string& id);

  /// A wish about `id` is about to be sent.
  void begin(const std::string& id);

  /// It was answered; `what` is what it asked for.
  void end(const std::string& id, fate what, reply how);

  /// The same for a keep-alive, which asks for no other state.
  void end_hold(const std::string& id, reply how);

  /// A report is about to be sent; returns what `reported` wants. One that says
  /// idle ends the time of being busy.
  int reporting(const std::string& id, bool busy);

  /// A busy report was acknowledged.
  void reported(const std::string& id, int turn);

  /// The engine died and its containers with it: of what ran, nothing is known.
  void forget_runs();

  /// The server was killed at `when`: reports later than `saved_until` may have
  /// died with it.
  void forget_reports_after(moment saved_until);

  std::map<std::string, account> accounts() const;

private:
  /// Returns whether the wish that ends now stood alone.
  static bool close(account& of);

  mutable std::mutex mutex_;
  std::map<std::string, account> accounts_;
};

/// A container as GET shows it.
struct shown_container {
  std::string status;
  std::string reason;
  std::optional<moment> stopped_at{};
};

/// What the engine and the API say at about the same time, by container id.
struct world {
  /// The engine's word: "running", "exited", ...
  std::map<std::string, std::string> engine;
  std::map<std::string, shown_container> api;
};

/// Returns each breach of a law as a sentence: nothing acknowledged is lost, no
/// orphan, no ghost, no wrong stop.
std::vector<std::string> breaches(const std::map<std::string, account>& told,
                                  const world& now);

} // namespace spin::test
