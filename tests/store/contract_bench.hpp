#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/store.hpp"
#include "tests/support/process.hpp"

namespace spin::test {

/// Something that goes wrong with a store and is put right again.
struct fault {
  std::string name;
  /// A part of what the store must say about it.
  std::string reason;
  std::function<void()> begin;
  std::function<void()> end;
  /// Reading still works meanwhile.
  bool reads = false;
};

/// What one kind of store stands on while it is tested: a file, a server. Each
/// test has its own.
class bench {
public:
  virtual ~bench() = default;

  /// Makes a store object; as many as one likes, one after the other.
  virtual std::unique_ptr<store::store>
  open(const std::string& prefix = "spin") = 0;

  /// Writes a document without a store, behind its back.
  virtual void write_raw(const std::string& id,
                         const std::string& document) = 0;

  /// Returns the document of `id` as it lies in the store; "" if there is none.
  virtual std::string read_raw(const std::string& id) = 0;

  /// Removes everything behind the store's back.
  virtual void empty() = 0;

  /// All faults that this kind of store is tested with.
  virtual std::vector<fault> faults() = 0;
};

std::unique_ptr<bench> make_sqlite_bench();
std::unique_ptr<bench> make_redis_tcp_bench();
std::unique_ptr<bench> make_redis_socket_bench();

/// One line of the parameters of a test over all stores.
struct bench_kind {
  const char* name;
  std::unique_ptr<bench> (*make)();
};

/// Every store there is: a new one is added here and passes the same tests.
const std::vector<bench_kind>& every_bench();

} // namespace spin::test
