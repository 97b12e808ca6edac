#pragma once

#include <map>
#include <memory>
#include <string>

#include "store/records.hpp"
#include "store/store.hpp"

namespace spin::test {

/// What outlives a server in a test, and the faults of it.
struct memory {
  std::map<std::string, std::string> records;
  bool away = false;
  /// The server that asks has been killed: nothing it asks happens.
  bool orphaned = false;
  /// The next write is done, but said to have failed.
  bool lose_answer = false;
  bool emptied = false;
  std::size_t writes = 0;
  std::size_t probes = 0;

  /// Returns the record of `id`; fails the test if there is none.
  snapshot at(const std::string& id) const {
    return decode(records.at(id)).value();
  }
};

/// A store in memory: a double for a store that fails on command.
class memory_store : public store::store {
public:
  explicit memory_store(std::shared_ptr<memory> where)
    : where_(std::move(where)) {}

  outcome<spin::store::contents> load() override {
    if (where_->away || where_->orphaned)
      return fail(errc::store_down, "the store is away");
    spin::store::record_reader all;
    for (const auto& [id, document] : where_->records)
      all.add(id, document);
    return all.finish();
  }

  outcome<spin::store::applied>
  apply(const std::vector<spin::store::change>& changes) override {
    if (where_->away || where_->orphaned)
      return fail(errc::store_down, "the store is away");
    ++where_->writes;
    for (const auto& change : changes)
      if (change.document.empty())
        where_->records.erase(change.id);
      else
        where_->records[change.id] = change.document;
    if (std::exchange(where_->lose_answer, false))
      return fail(errc::store_down, "connection lost");
    return spin::store::applied{!std::exchange(where_->emptied, false)};
  }

  outcome<done> probe() override {
    ++where_->probes;
    if (where_->away || where_->orphaned)
      return fail(errc::store_down, "the store is away");
    return done{};
  }

  std::string describe() const override { return "memory"; }

private:
  std::shared_ptr<memory> where_;
};

} // namespace spin::test
