#include "tests/doubles/server_fixture.hpp"

// Creates with options: what reaches the engine, and what becomes of them when
// the server, the store or the engine do not.

namespace spin::test {

namespace {

class CreateOptionsActor : public server_fixture {
protected:
  outcome<view_ptr> create_with(const create_options& options,
                                const docker::host_rights& rights = {}) {
    create_request wish;
    wish.image = "app";
    wish.options = options;
    wish.rights = rights;
    wish.by = by;
    auto how = ask<view_ptr>(time, registry, atom::create_v, wish);
    time.settle();
    return **how;
  }

  static create_options named(const std::string& name) {
    create_options options;
    options.name = name;
    return options;
  }
};

} // namespace

TEST_F(CreateOptionsActor, ReachTheEngineAndTheViewAndTheStore) {
  create_options options = named("mine");
  options.env = {{"PASSWORD", "hunter2"}};
  options.memory = 64 << 20;
  options.ssh_keys = {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2 ann"};
  options.stop_timeout = 30s;
  docker::host_rights rights;
  rights.no_new_privileges = false;
  const auto made = create_with(options, rights);
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ((*made)->who->name, "mine");
  EXPECT_EQ((*made)->made_with->what, options);
  EXPECT_EQ((*made)->made_with->shown.find("hunter2"), std::string::npos);
  const auto& one = engine->only();
  EXPECT_EQ(one.spec.options, options);
  EXPECT_EQ(one.spec.rights, rights);
  EXPECT_EQ(one.files, (std::vector<docker::new_file>{
                           {"/private/ssh/authorized_keys",
                            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2 ann\n"}}));
  EXPECT_EQ(policy_of(**made, context->policy).stop_grace, 30s);
  crash();
  boot();
  const auto id = one.info.id;
  EXPECT_EQ(containers->find(id).entry->view->made_with->what, options);
}

TEST_F(CreateOptionsActor, ThatAreAlikeAreHeldOnce) {
  create_options options;
  options.memory = 64 << 20;
  const auto first = create_with(options).value();
  const auto second = create_with(options).value();
  EXPECT_EQ(first->made_with, second->made_with);
  EXPECT_EQ(create_with({}).value()->made_with, nullptr);
}

TEST_F(CreateOptionsActor, ANameIsTakenOnce) {
  ASSERT_TRUE(create_with(named("mine")));
  const auto again = create_with(named("mine"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, errc::conflict);
  EXPECT_EQ(again.error().what, "the name mine is taken");
  EXPECT_EQ(containers->list().size(), 1u);
  EXPECT_EQ(engine->containers().size(), 1u);
  time.advance(5s);
  EXPECT_EQ(stored->records.size(), 1u);
}

TEST_F(CreateOptionsActor, ATakenHostPortUndoesTheCreate) {
  create_options options;
  options.ports = {{80, transport::tcp, 8080}};
  ASSERT_TRUE(create_with(options));
  const auto again = create_with(options);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, errc::port_taken);
  EXPECT_EQ(engine->containers().size(), 1u);
}

// The same when it is started again: it stays stopped, and can be tried anew.
TEST_F(CreateOptionsActor, ATakenHostPortLeavesItStopped) {
  create_options options;
  options.ports = {{80, transport::tcp, 8080}};
  const auto first = create_with(options).value()->who->container_id;
  wish(first, event::stop_asked{});
  const auto second = create_with(options).value()->who->container_id;
  const auto how = wish(first, event::start_asked{});
  ASSERT_FALSE(**how);
  EXPECT_EQ((*how)->error().code, errc::port_taken);
  EXPECT_EQ(status(first), "stopped");
  wish(second, event::stop_asked{});
  EXPECT_TRUE(**wish(first, event::start_asked{}));
}

// Killed before the start, and the store lost: nobody was told of it, so it is
// undone as one with a name of ours is.
TEST_F(CreateOptionsActor, AHalfMadeOneWithANameOfItsOwnIsUndone) {
  for (const auto* name : {"", "mine"}) {
    engine->hold("create");
    auto how = ask<view_ptr>(
        time, registry, atom::create_v,
        create_request{.image = "app", .options = named(name), .by = by});
    time.settle();
    ASSERT_EQ(engine->containers().size(), 1u);
    crash();
    engine->release();
    stored->records.clear();
    boot();
    time.advance(2min);
    EXPECT_TRUE(engine->containers().empty()) << name;
    EXPECT_TRUE(containers->list().empty());
  }
}

// The law "no orphan, no ghost", and nobody else's: a server that is killed
// amid the create of a name that somebody beside us has.
TEST_F(CreateOptionsActor, AKillAmidATakenNameTouchesNobodyElses) {
  docker::container_spec theirs;
  theirs.name = "mine";
  theirs.image = "app";
  std::string id;
  engine->create(theirs, [&](const outcome<std::string>& made) { id = *made; });
  for (const auto code : {errc::timed_out, errc::engine_down, errc::conflict}) {
    engine->hold("create");
    auto how = ask<view_ptr>(
        time, registry, atom::create_v,
        create_request{.image = "app", .options = named("mine"), .by = by});
    time.settle();
    crash();
    engine->release();
    engine->fail_next("create", code);
    boot();
    time.advance(5min);
    EXPECT_TRUE(engine->containers().contains(id)) << to_string(code);
    EXPECT_EQ(engine->containers().size(), 1u);
    EXPECT_TRUE(stored->records.empty());
    EXPECT_TRUE(containers->list().empty());
    engine->forget_faults();
  }
}

TEST_F(CreateOptionsActor, ThatCannotBeCarriedOutLeaveNothing) {
  create_options options;
  options.networks = {{"a1", {}}, {"a2", {}}};
  options.ssh_keys = {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2"};
  for (const auto* step : {"join", "put"}) {
    engine->fail_next(step, errc::engine_refused);
    const auto made = create_with(options);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, errc::engine_refused);
    EXPECT_TRUE(engine->containers().empty());
    EXPECT_TRUE(containers->list().empty());
  }
}

} // namespace spin::test
