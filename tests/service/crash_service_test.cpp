#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

namespace {

/// The last thing that the server acknowledged of a container.
enum class promise { running, stopped, removed, unknown };

/// What clients were told, kept by several threads.
class promises {
public:
  void note(const std::string& id, promise what) {
    const std::lock_guard guard{mutex_};
    made_[id] = what;
  }

  std::map<std::string, promise> all() const {
    const std::lock_guard guard{mutex_};
    return made_;
  }

private:
  mutable std::mutex mutex_;
  std::map<std::string, promise> made_;
};

/// One client: creates, stops, starts and deletes at random until the server
/// no longer answers. A request without an answer leaves its container
/// `unknown`.
void be_a_client(const spin_server& server, unsigned seed, promises& told) {
  std::mt19937 dice{seed};
  const auto tell = [&](const std::string& id, const response& answer,
                        promise what) {
    if (answer.status == 0 || answer.status >= 300)
      told.note(id, promise::unknown);
    else
      told.note(id, what);
    return answer.status != 0;
  };
  for (;;) {
    const auto made = server.post("/v1/containers", "image=spin-docker/hello");
    if (made.status == 0)
      return;
    if (made.status != 201)
      continue;
    const auto id = made.field("container_id");
    const auto uri = made.field("uri");
    told.note(id, promise::running);
    const auto choice = dice() % 4;
    if (choice >= 1
        && !tell(id, server.patch(uri, "status=stopped"), promise::stopped))
      return;
    if (choice == 2
        && !tell(id, server.patch(uri, "status=running"), promise::running))
      return;
    if (choice == 3 && !tell(id, server.remove(uri), promise::removed))
      return;
  }
}

} // namespace

/// kill -9 in the middle of everything. The seed is the parameter: a failure
/// can be run again, though the machine decides what the moment meets.
class CrashService : public ServiceTest,
                     public ::testing::WithParamInterface<unsigned> {
protected:
  void SetUp() override { start(); }

  /// Lets clients work for a random while from the first that is told
  /// something, then kills the server under them.
  std::map<std::string, promise> work_until_killed() {
    promises told;
    std::mt19937 dice{GetParam()};
    std::vector<std::jthread> clients;
    for (unsigned i = 0; i < 3; ++i)
      clients.emplace_back([this, i, &told] {
        be_a_client(*server, GetParam() * 100 + i, told);
      });
    EXPECT_TRUE(eventually([&] { return !told.all().empty(); }));
    const auto moment = std::chrono::milliseconds{1000 + dice() % 3000};
    eventually([] { return false; }, moment);
    server->crash();
    clients.clear(); // joins: without a server they end
    return told.all();
  }

  void keeps(const std::string& id, promise what) {
    const auto uri = "/v1/containers/" + id;
    const auto status = [&] { return server->get(uri).field("status"); };
    switch (what) {
    case promise::running:
      EXPECT_TRUE(eventually([&] { return status() == "running"; })) << id;
      break;
    case promise::stopped:
      EXPECT_TRUE(eventually([&] { return status() == "stopped"; })) << id;
      break;
    case promise::removed:
      EXPECT_EQ(server->get(uri).status, 404) << id;
      break;
    case promise::unknown:
      break; // either way, as long as the engine agrees
    }
  }
};

TEST_P(CrashService, LosesNothingThatItAcknowledgedAndOrphansNothing) {
  const auto told = work_until_killed();
  server.reset();
  start();
  ASSERT_TRUE(agree()) << "an orphan or a ghost";
  EXPECT_FALSE(told.empty());
  for (const auto& [id, what] : told)
    keeps(id, what);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CrashService,
                         ::testing::Values(1u, 2u, 3u, 4u));

} // namespace spin::test
