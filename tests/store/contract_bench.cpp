#include "tests/store/contract_bench.hpp"

namespace spin::test {

const std::vector<bench_kind>& every_bench() {
  static const std::vector<bench_kind> all{
      {"Sqlite", make_sqlite_bench},
      {"RedisOverTcp", make_redis_tcp_bench},
      {"RedisOverUnixSocket", make_redis_socket_bench},
  };
  return all;
}

} // namespace spin::test
