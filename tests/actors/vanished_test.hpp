#pragma once

#include "tests/doubles/server_fixture.hpp"

namespace spin::test {

/// A server, containers that vanish behind its back, and clients who want them
/// again.
class Vanished : public server_fixture {
protected:
  static create_request rich() {
    create_request wish;
    wish.image = "app";
    wish.owner = "ann";
    wish.own.timeout = 20s;
    wish.options.name = "web";
    wish.options.env = {{"DB_PASSWORD", "hunter2"}, {"LANG", "C"}};
    wish.options.memory = 64 << 20;
    wish.options.labels = {{"course", "sql"}};
    return wish;
  }

  std::shared_ptr<answer<view_ptr>> wish_for(const create_request& what) {
    return create(what);
  }

  std::string made(const create_request& what) {
    return (**wish_for(what)).value()->who->container_id;
  }

  /// Makes one as `rich` says, and removes it behind the server's back.
  std::string lost() {
    const auto id = made(rich());
    engine->remove_by_hand(id);
    audit();
    return id;
  }

  create_request again(const std::string& id) {
    const auto old = kept(id);
    create_request what;
    what.instead_of = id;
    if (!old)
      return what;
    what.image = old->image;
    what.own = old->own;
    what.options = old->options;
    what.owner = old->owner;
    return what;
  }

  vanished_ptr kept(const std::string& id) {
    return context->vanished->get(id, wall());
  }

  bool is_stored(const std::string& id) const {
    return stored->records.contains(vanished_record(id));
  }

  outcome<done> forget(const std::string& id) {
    auto how = ask<done>(time, registry, atom::forget_v, id);
    time.settle();
    return **how;
  }
};

} // namespace spin::test
