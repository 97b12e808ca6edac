#include "store/redis_store.hpp"

#include <csignal>

#include <gtest/gtest.h>

#include "tests/store/redis_doubles.hpp"
#include "tests/store/samples.hpp"
#include "tests/support/redis_server.hpp"

namespace spin::test {

using namespace std::chrono_literals;

namespace {

std::unique_ptr<store::store> store_at(const std::filesystem::path& socket,
                                       const std::string& password = "") {
  store::redis_options options;
  options.where.socket = socket.string();
  options.where.password = password;
  options.prefix = "spin";
  options.command_timeout = 300ms;
  return store::make_redis_store(options);
}

bool apply(store::store& to, std::vector<store::change> changes) {
  const auto how = to.apply(changes);
  EXPECT_TRUE(how) << how.error().what;
  return how && how->intact;
}

std::string refusal_of(store::store& to) {
  const auto how = to.apply({keep(sample(1))});
  return how ? "(it worked)" : how.error().what;
}

} // namespace

TEST(RedisStore, UsesOneKeyForEachContainerAndOneIndex) {
  redis_server server;
  const auto ours = store_at(server.socket());
  apply(*ours, {keep(sample(1)), keep(sample(2))});
  apply(*ours, {drop(1)});
  EXPECT_EQ(server.ask({"DBSIZE"}), "2");
  EXPECT_EQ(server.ask({"TYPE", "spin:container:" + id_of(2)}), "string");
  EXPECT_EQ(server.ask({"HEXISTS", "spin:containers", id_of(2)}), "1");
  EXPECT_EQ(server.ask({"HLEN", "spin:containers"}), "2"); // and the mark
}

TEST(RedisStore, NeverAsksForKeysByPattern) {
  // S20: KEYS stops the server for everybody.
  redis_server server;
  const auto ours = store_at(server.socket());
  apply(*ours, {keep(sample(1))});
  ASSERT_TRUE(ours->load());
  const auto used = server.ask({"INFO", "commandstats"});
  EXPECT_NE(used.find("cmdstat_exec"), std::string::npos);
  EXPECT_EQ(used.find("cmdstat_keys"), std::string::npos);
  EXPECT_EQ(used.find("cmdstat_scan"), std::string::npos);
}

TEST(RedisStore, TakesTheDatabaseAndThePasswordThatItWasGiven) {
  redis_server server{{"--requirepass", "p@ss"}};
  auto uri = server.uri();
  uri.insert(sizeof "redis://" - 1, ":p%40ss@");
  const auto ours = store::make_store(uri + "/3", "spin");
  ASSERT_TRUE(ours) << ours.error().what;
  apply(**ours, {keep(sample(1))});
  EXPECT_EQ(server.ask({"-a", "p@ss", "--no-auth-warning", "-n", "3", "EXISTS",
                        "spin:containers"}),
            "1");
}

TEST(RedisStore, TakesTheUserThatItWasGiven) {
  redis_server server;
  server.ask({"ACL", "SETUSER", "spin", "on", ">secret", "~*", "+@all"});
  server.ask({"ACL", "SETUSER", "default", "off"});
  auto uri = server.uri();
  const auto ours = store::make_store(
      uri.insert(sizeof "redis://" - 1, "spin:secret@"), "spin");
  ASSERT_TRUE(ours) << ours.error().what;
  EXPECT_TRUE(apply(**ours, {keep(sample(1))}));
}

TEST(RedisStore, NeverTellsThePassword) {
  redis_server server{{"--requirepass", "another"}};
  EXPECT_EQ(refusal_of(*store_at(server.socket())),
            "NOAUTH Authentication required");
  const auto ours = store_at(server.socket(), "hunter2");
  EXPECT_NE(refusal_of(*ours).find("WRONGPASS"), std::string::npos)
      << refusal_of(*ours);
  EXPECT_EQ(refusal_of(*ours).find("hunter2"), std::string::npos);
  EXPECT_EQ(ours->describe().find("hunter2"), std::string::npos);
}

TEST(RedisStore, SaysThatTheDatabaseDoesNotExist) {
  redis_server server;
  const auto ours = store::make_store(server.uri() + "/16", "spin");
  EXPECT_NE(refusal_of(**ours).find("out of range"), std::string::npos);
}

TEST(RedisStore, SaysThatNobodyListens) {
  const temporary_folder folder;
  EXPECT_EQ(refusal_of(*store_at(folder.path() / "none")),
            "No such file or directory");
}

TEST(RedisStore, AServerThatDidNotPersistIsNoticedAfterItsRestart) {
  redis_server server{{"--appendonly", "no"}};
  const auto ours = store_at(server.socket());
  apply(*ours, {keep(sample(1))});
  server.crash();
  server.start();
  // The connection is found dead first.
  EXPECT_FALSE(ours->apply({}));
  EXPECT_FALSE(apply(*ours, {keep(sample(1))}));
  EXPECT_TRUE(apply(*ours, {}));
}

TEST(RedisStore, AServerThatWentBackToAnOlderStateIsNoticed) {
  redis_server server{{"--appendonly", "no"}};
  const auto ours = store_at(server.socket());
  apply(*ours, {keep(sample(1))});
  server.ask({"SAVE"});
  apply(*ours, {keep(sample(2))});
  server.crash();
  server.start();
  EXPECT_FALSE(ours->apply({}));
  EXPECT_FALSE(apply(*ours, {keep(sample(3))}));
  EXPECT_TRUE(apply(*ours, {}));
}

TEST(RedisStore, AnIndexThatWasDeletedIsNoticed) {
  redis_server server;
  const auto ours = store_at(server.socket());
  apply(*ours, {keep(sample(1))});
  server.ask({"DEL", "spin:containers"});
  EXPECT_FALSE(apply(*ours, {}));
}

TEST(RedisStore, ADocumentThatWasEvictedIsTold) {
  redis_server server;
  const auto ours = store_at(server.socket());
  apply(*ours, {keep(sample(1)), keep(sample(2))});
  server.ask({"DEL", "spin:container:" + id_of(1)});
  const auto all = ours->load();
  ASSERT_TRUE(all) << all.error().what;
  EXPECT_EQ(all->snapshots, std::vector{sample(2)});
  EXPECT_EQ(all->refused,
            std::vector{id_of(1) + ": the document is missing or no string"});
}

TEST(RedisStore, AGroupThatWasGivenUpNeverOvertakesALaterOne) {
  // S14: the older write must not win because it was slower.
  redis_server server;
  delaying_relay relay{server.socket()};
  const auto ours = store_at(relay.socket());
  auto older = sample(1);
  older.now = phase::running;
  auto newer = sample(1);
  newer.now = phase::stopped;
  EXPECT_FALSE(ours->apply({keep(older)})) << "the relay holds it back";
  EXPECT_TRUE(apply(*ours, {keep(newer)}));
  ASSERT_TRUE(relay.release());
  const auto all = ours->load();
  ASSERT_TRUE(all) << all.error().what;
  EXPECT_EQ(all->snapshots, std::vector{newer});
  EXPECT_TRUE(apply(*ours, {}));
}

TEST(RedisStore, AServerThatFreezesIsGivenUpInTime) {
  const scripted_redis server{{"+OK\r\n", "", ""}};
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(refusal_of(*store_at(server.socket())),
            "the server did not answer in time");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST(RedisStore, SaysThatTheServerIsStillLoading) {
  const scripted_redis server{
      {"-LOADING Redis is loading the dataset in memory\r\n"}};
  EXPECT_EQ(refusal_of(*store_at(server.socket())),
            "LOADING Redis is loading the dataset in memory");
}

TEST(RedisStore, AnswersOfTheWrongTypeAreRefused) {
  const std::string ok = "+OK\r\n";
  const std::string queued = "+QUEUED\r\n";
  const std::string group = ok + queued + queued + queued;
  // MULTI, SET, HSET for the record, HSET for the mark, EXEC.
  const auto good =
      scripted_redis{{ok, ok + "$-1\r\n", group + "*3\r\n+OK\r\n:1\r\n:1\r\n"}};
  EXPECT_EQ(refusal_of(*store_at(good.socket())), "(it worked)");
  for (const std::string& answer :
       {ok + ":7\r\n", ok + "*0\r\n", std::string{"x"}, ok + "$5\r\nab",
        ok + "$-7\r\n", ok + "-ERR x\r\n"}) {
    const scripted_redis server{{ok, answer}};
    const auto why = store_at(server.socket())->apply({keep(sample(1))});
    ASSERT_FALSE(why) << answer;
    EXPECT_EQ(why.error().code, errc::store_down);
    EXPECT_FALSE(store_at(server.socket())->load());
  }
  for (const char* last :
       {"*-1\r\n", "+OK\r\n", "*2\r\n+OK\r\n:1\r\n", ":3\r\n", "*3\r\n+OK\r\n",
        "*3\r\n+OK\r\n-OOM x\r\n:1\r\n", "-EXECABORT x\r\n", "\r\n", ""}) {
    const scripted_redis server{{ok, ok + "$-1\r\n", group + last}};
    const auto why = store_at(server.socket())->apply({keep(sample(1))});
    ASSERT_FALSE(why) << last;
    EXPECT_EQ(why.error().code, errc::store_down);
    EXPECT_FALSE(why.error().what.empty());
  }
}

TEST(RedisStore, LeavesTheSignalsOfOthersAlone) {
  redis_server server;
  const auto ours = store_at(server.socket());
  apply(*ours, {});
  server.crash();
  EXPECT_FALSE(ours->apply({})); // writes to a closed socket, and we live
  sigset_t now;
  sigset_t pending;
  pthread_sigmask(SIG_BLOCK, nullptr, &now);
  sigpending(&pending);
  EXPECT_EQ(sigismember(&now, SIGPIPE), 0);
  EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
}

} // namespace spin::test
