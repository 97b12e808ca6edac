#pragma once

#include "actors/conductor.hpp"
#include "tests/doubles/server_fixture.hpp"

namespace spin::test {

/// A server with containers that belong together. The policy of the fixture:
/// first look after 100 s, then every 10 s; a report counts for 40 s.
class Group : public server_fixture {
protected:
  /// A wish that a test gave up would keep its end waiting.
  ~Group() override {
    for (const auto& one : conductors)
      caf::anon_send_exit(one, caf::exit_reason::kill);
    time.settle();
  }

  struct member {
    std::string name;
    std::vector<std::string> depends_on = {};
    std::string group = "shop";
    std::string owner = "ann";
    policy_overrides own = {};
  };

  /// Returns the engine id of a new one that runs.
  std::string made(const member& what) {
    create_request wish;
    wish.image = "app";
    wish.owner = what.owner;
    wish.own = what.own;
    wish.options.name = what.name;
    wish.options.group = what.group;
    wish.options.depends_on = what.depends_on;
    return (**create(wish)).value()->who->container_id;
  }

  view_ptr view(const std::string& id) {
    return containers->find(id).entry.value().view;
  }

  std::optional<instant> end_of(const std::string& id) {
    return stops_at(life(id), policy_of(*view(id), context->policy));
  }

  /// Has the one with that id started, or stopped, in order.
  std::shared_ptr<answer<view_ptr>> conduct(const std::string& id,
                                            any_wish what) {
    const bool starts = std::holds_alternative<event::start_asked>(what);
    auto steps = starts ? order_of_start(*containers, view(id)).value()
                        : order_of_stop(*containers, view(id));
    const auto conductor = time.system().spawn(
        conductor_actor,
        score{std::move(steps), view(id)->who->id, 60s, {}, {}});
    conductors.push_back(caf::actor_cast<caf::actor>(conductor));
    auto how = ask<view_ptr>(time, conductor, what, by);
    time.settle();
    return how;
  }

  /// Notes in `asked` what the engine is asked to start and to stop.
  void listen() {
    asked.clear();
    engine->on_asked = [this](const std::string& verb, const auto& what) {
      if (verb == "start" || verb == "stop")
        asked.push_back(verb + ' ' + what.info.name);
    };
  }

  std::vector<std::string> asked;
  std::vector<caf::actor> conductors;
};

} // namespace spin::test
