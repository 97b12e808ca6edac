#pragma once

#include <deque>
#include <string>
#include <vector>

#include "tests/doubles/simulated_server.hpp"
#include "tests/simulation/dice.hpp"
#include "tests/simulation/ledger.hpp"

namespace spin::test {

/// One seeded life of a server with a few containers: clients, containers,
/// people beside us, and faults of every kind, step by step. The laws are
/// checked after every step and at every effect; a breach is thrown.
class history : private simulated_server {
public:
  explicit history(std::uint64_t seed);

  /// Lives for that many steps, then heals everything and draws the balance.
  void live(std::size_t steps);

  /// What was done, for who wants to understand a breach.
  const std::vector<std::string>& story() const { return story_; }
  /// Whether the story is kept.
  bool tells = false;

  std::size_t idle_stops() const { return idle_stops_; }

private:
  template <class T>
  using reply = std::shared_ptr<answer<T>>;

  struct open_wish {
    std::string id;
    wish_kind kind;
    bool alone;
    instant sent;
    span length;
    policy_overrides change;
    reply<view_ptr> shown;
    reply<done> plain;
  };

  // -- steps (history_steps.cpp)
  void step();
  void ask_something();
  void create_one();
  void join_group(create_options& what);
  bool recreate_one();
  void report_something();
  void meddle();
  void freeze(const std::string& engine_id);
  void break_something();
  void heal_something();
  void restart_engine();
  void restart_server();
  void reboot_machine();
  void finish_stops();
  void let_time_pass();
  void read_everything();
  void work(std::size_t messages);

  // -- accounts (history_accounts.cpp)
  void listen_to_engine();
  void note_runs();
  void note_happening(const docker::engine_event& what);
  void send_wish(const directory_entry& whom, wish_kind kind);
  void take_answers();
  void take_answer(const open_wish& what, bool well);
  void note_views();
  void note_promises();
  void note_crash();
  bool is_up(const std::string& id) const;
  void disturb(const std::string& engine_id, bool gone);
  circumstances now_at();
  void trouble() { calm_since_ = time.now(); }
  bool is_calm() const;

  // -- the end (history.cpp)
  void throw_found() const;
  void heal_all();
  void check_quiet();
  void check_same_everywhere();
  void check_vanished();
  void tell_views();
  void tell(const std::string& what);

  dice dice_;
  ledger book_;
  std::vector<open_wish> open_;
  /// A create, and the engine's id of the one in whose place it is.
  struct open_create {
    reply<view_ptr> shown;
    std::string instead_of;
  };
  std::vector<open_create> creates_;
  std::deque<docker::engine_event> late_events_;
  std::vector<std::string> story_;
  /// The first breach that was seen while actors worked.
  std::optional<breach> found_;
  instant calm_since_{};
  instant lost_until_{};
  bool faulty_calls_ = false;
  bool faulty_events_ = false;
  bool engine_away_ = false;
  /// Until then the engine is at stops that a server asked for before its end.
  std::optional<instant> stopping_until_;
  std::size_t made_ = 0;
  std::size_t idle_stops_ = 0;
};

} // namespace spin::test
