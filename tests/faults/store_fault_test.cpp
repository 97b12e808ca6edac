#include <fstream>

#include <sys/mount.h>

#include "tests/faults/fault_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

namespace {

/// A small disk of memory at a folder, which it makes. Needs root, as the
/// engine does.
class small_disk {
public:
  explicit small_disk(std::filesystem::path where) : where_(std::move(where)) {
    std::filesystem::create_directory(where_);
    if (mount("tmpfs", where_.c_str(), "tmpfs", 0, "size=1m") != 0)
      throw std::runtime_error("cannot mount a tmpfs at " + where_.string());
  }

  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;
  ~small_disk() { umount2(where_.c_str(), MNT_DETACH); }

  /// Takes all that is free, to the last page.
  void fill() const {
    std::ofstream out{filler(), std::ios::binary | std::ios::app};
    const std::string page(4096, 'x');
    while (out.write(page.data(), 4096).flush())
      continue;
  }

  void empty() const { std::filesystem::remove(filler()); }

private:
  std::filesystem::path filler() const { return where_ / "filler"; }

  std::filesystem::path where_;
};

} // namespace

/// Faults of the store under traffic. What was acknowledged by then and what is
/// acknowledged later survives a kill -9 after the fault is over.
class StoreFaults : public FaultTest {
protected:
  void TearDown() override {
    FaultTest::TearDown();
    print_row(what, 1, violations);
  }

  void work_over(const std::function<void()>& fault) {
    warm_up();
    traffic clients{*server, containers, told, seed * 1000 + rounds_worked++};
    let_pass(300ms);
    fault();
    let_pass(1s);
    clients.end();
    answered_clearly(clients);
    judge();
    // Caught up: a new wish is kept.
    EXPECT_EQ(server->post("/v1/containers", "image=spin-docker/hello").status,
              201);
    crash_and_start();
    judge();
  }

  const char* what = "";
};

class RedisFaults : public StoreFaults {
  void SetUp() override {
    use_redis();
    start();
  }

protected:
  void answers(const std::vector<std::string>& words) {
    EXPECT_EQ(redis->ask(words), "OK");
  }
};

TEST_F(RedisFaults, KilledAndStartedAgain) {
  what = "Redis killed and started again";
  work_over([this] {
    redis->crash();
    refuses_clearly();
    redis->start();
  });
}

TEST_F(RedisFaults, Frozen) {
  what = "Redis frozen";
  work_over([this] {
    redis->freeze();
    refuses_clearly();
    redis->thaw();
  });
}

TEST_F(RedisFaults, Emptied) {
  what = "Redis emptied";
  work_over([this] { answers({"flushall"}); });
}

TEST_F(RedisFaults, WithTooFewReplicasToWrite) {
  what = "Redis with too few replicas to write";
  work_over([this] {
    answers({"config", "set", "min-replicas-to-write", "1"});
    refuses_clearly();
    answers({"config", "set", "min-replicas-to-write", "0"});
  });
}

TEST_F(RedisFaults, MadeAReplica) {
  what = "Redis made a replica of nowhere";
  work_over([this] {
    answers({"replicaof", "127.0.0.1", "1"});
    refuses_clearly();
    answers({"replicaof", "no", "one"});
  });
}

class SqliteFaults : public StoreFaults {
protected:
  void SetUp() override {
    const auto place = folder.path() / "disk";
    disk.emplace(place);
    settings["sd_store"] = "sqlite:" + (place / "spin.db").string();
    start();
  }

  ~SqliteFaults() override { server.reset(); }

  std::optional<small_disk> disk;
};

TEST_F(SqliteFaults, FullDisk) {
  what = "SQLite disk full";
  work_over([this] {
    disk->fill();
    refuses_clearly();
    disk->empty();
  });
}

} // namespace spin::test
