#include "store/redis_store.hpp"
#include "tests/store/contract_bench.hpp"
#include "tests/support/redis_server.hpp"

namespace spin::test {

namespace {

using namespace std::chrono_literals;

class redis_bench final : public bench {
public:
  explicit redis_bench(bool by_socket) {
    if (by_socket)
      options_.where.socket = server_.socket().string();
    else
      options_.where.host = "127.0.0.1";
    options_.where.port = server_.port();
    // Short, for some faults last longer than any wait.
    options_.command_timeout = 500ms;
  }

  std::unique_ptr<store::store> open(const std::string& prefix) override {
    auto options = options_;
    options.prefix = prefix;
    return store::make_redis_store(options);
  }

  void write_raw(const std::string& id, const std::string& document) override {
    server_.ask({"SET", "spin:container:" + id, document});
    server_.ask({"HSET", "spin:containers", id, ""});
  }

  std::string read_raw(const std::string& id) override {
    return server_.ask({"GET", "spin:container:" + id});
  }

  void empty() override { server_.ask({"FLUSHALL"}); }

  std::vector<fault> faults() override {
    return {
        {"killed", "", [this] { server_.crash(); },
         [this] { server_.start(); }},
        {"frozen", "did not answer in time", [this] { server_.freeze(); },
         [this] { server_.thaw(); }},
        {"pauses all writes", "did not answer in time",
         [this] {
           server_.ask({"CLIENT", "PAUSE", "600000", "WRITE"});
         },
         [this] {
           server_.ask({"CLIENT", "UNPAUSE"});
         },
         true},
        {"became a replica", "READONLY",
         [this] {
           // Of nobody: it keeps its data and serves reads.
           server_.ask({"REPLICAOF", "127.0.0.1", "1"});
         },
         [this] {
           server_.ask({"REPLICAOF", "NO", "ONE"});
         },
         true},
        {"out of memory", "OOM",
         [this] {
           server_.ask({"CONFIG", "SET", "maxmemory", "1"});
         },
         [this] {
           server_.ask({"CONFIG", "SET", "maxmemory", "0"});
         },
         true},
        {"wants a password", "",
         [this] {
           server_.ask({"CONFIG", "SET", "requirepass", "hunter2"});
           server_.ask({"-a", "hunter2", "CLIENT", "KILL", "TYPE", "normal"});
         },
         [this] {
           server_.ask({"-a", "hunter2", "CONFIG", "SET", "requirepass", ""});
         }},
        {"another type in its place", "WRONGTYPE",
         [this] {
           server_.ask({"RENAME", "spin:containers", "away"});
           server_.ask({"SET", "spin:containers", "x"});
         },
         [this] {
           server_.ask({"RENAME", "away", "spin:containers"});
         }},
    };
  }

private:
  redis_server server_;
  store::redis_options options_;
};

} // namespace

std::unique_ptr<bench> make_redis_tcp_bench() {
  return std::make_unique<redis_bench>(false);
}

std::unique_ptr<bench> make_redis_socket_bench() {
  return std::make_unique<redis_bench>(true);
}

} // namespace spin::test
