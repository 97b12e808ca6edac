#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "actors/view.hpp"
#include "tests/doubles/simulated_engine.hpp"

namespace spin::test {

/// A law did not hold.
struct breach : std::runtime_error {
  breach(std::string_view which, const std::string& how)
    : std::runtime_error(how), law(which) {}
  std::string_view law;
};

/// What clients can want of a container.
enum class wish_kind { create, start, stop, remove, hold, release, change };

/// The independent account that is kept of one container: of what clients were
/// told, of what it said itself, and of what others did to it. Knows nothing of
/// how the server decides.
struct account {
  std::string id;
  /// The engine's, once it was shown; and whether that has been stored then.
  std::string engine_id;
  bool known_for_good = false;
  /// A client had it made again after it vanished; and that is stored by now.
  bool made_again = false;
  bool made_again_for_good = false;
  /// The server was killed while that was under way.
  bool loss_in_doubt = false;
  // -- wishes
  std::size_t open_wishes = 0;
  std::optional<wish_kind> acknowledged;
  /// Two wishes overlapped, or one failed: either may have come true.
  bool in_doubt = false;
  /// A stop or removal was sent, and no start was acknowledged since.
  bool stop_wished = false;
  bool remove_wished = false;
  /// Others touched it since the last wish was sent.
  bool disturbed = false;
  /// It was stopped for a reason of ours since then, and that was right.
  bool stopped_by_rule = false;
  /// It was shown as idle and to be removed for that, and that was right.
  bool goes_by_rule = false;
  bool gone_by_hand = false;
  /// When somebody paused it the last time.
  instant frozen_at{};
  /// Others with the same belong to it; empty: none do.
  std::string group;
  /// When something last happened to it beside stops of ours for idleness.
  instant stirred_at{};
  /// That run of it which is shown goes on.
  bool runs = false;
  bool shown_running = false;
  // -- its run, as the engine knows it
  incarnation run_id = incarnation::none;
  instant run_began{};
  /// When it last went on after a pause.
  instant resumed_at{};
  // -- its use
  std::optional<instant> busy_sent;
  instant busy_at{};
  instant busy_at_stored{};
  instant heard_at{};
  instant spoke_at{};
  instant held_until{};
  incarnation held_run = incarnation::none;
  // -- every policy that may hold, taken together
  span initial_least{}, initial_most{};
  span interval_least{}, interval_most{};
  std::optional<span> age_least;
  bool may_pause = false;
  bool may_remove = false;
  bool may_be_disabled = false;
  bool surely_disabled = false;
  instant policy_sent{};
  // -- what was shown
  std::optional<instant> shown_stop;
  instant shown_at{};
  /// Nothing of it was still to be written then.
  bool shown_stored = false;
  /// As the server knows it: somebody else may have begun another meanwhile.
  incarnation shown_run = incarnation::none;
  /// What was shown for which run when the server was killed in peace.
  std::optional<instant> promised_stop;
  incarnation promised_run = incarnation::none;
  instant promised_at{};

  void widen(const idle_policy& policy);
};

/// What the server's circumstances are, for all containers alike.
struct circumstances {
  instant now{};
  /// Nothing was wrong since then.
  instant calm_since{};
  span report_ttl{};
  /// Until then a call whose answer was lost may be waited for.
  instant lost_until{};
};

/// How long the gateway waits for a call, at most.
std::chrono::seconds longest_look();

/// Keeps the accounts and knows the laws.
class ledger {
public:
  /// Returns the account of the container that carries the id; made if new.
  account& of(const std::string& id);
  std::map<std::string, account>& all() { return accounts_; }

  /// A call of ours that is to change a container at the engine, when it is made.
  void judge_call(const std::string& verb,
                    const simulated_engine::container& what,
                    const circumstances& at);

  /// It is shown as about to be removed since nobody uses it.
  void judge_going(account& whose, const circumstances& at);

  /// After a restart of the server, that moment is shown for a run.
  void judge_promise(account& whose, incarnation run, instant shown,
                     const circumstances& at);

  /// Returns whether nothing happened to its group since it was shown.
  bool rests(const account& whose) const;

  /// Something runs longer than it may.
  void judge_age(const simulated_engine::container& what,
                 const circumstances& at);

  /// After everything was healed and had time to settle: what a container that
  /// the engine has (or, null, has not) must be like.
  void judge_outcome(const account& whose,
                     const simulated_engine::container* what) const;

  /// The same of one that the engine has not: whether it can be made again.
  void judge_loss(const account& whose, bool kept) const;

private:
  /// Returns the others of its group.
  std::vector<const account*> mates_of(const account& whose) const;
  void judge_group(const account& whose, const circumstances& at) const;
  void judge_stop(account& whose, const std::string& verb,
                  const simulated_engine::container& what,
                  const circumstances& at);

  std::map<std::string, account> accounts_;
};

} // namespace spin::test
