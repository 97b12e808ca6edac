#include "store/store.hpp"

#include <utility>

#include "store/redis_store.hpp"
#include "store/sqlite_store.hpp"
#include "store/uri.hpp"

namespace spin::store {

namespace {

/// Makes the store for each kind of address.
struct maker {
  const std::string& prefix;

  std::unique_ptr<store> operator()(const sqlite_address& where) const {
    sqlite_options options;
    options.path = where.path;
    options.prefix = prefix;
    return make_sqlite_store(std::move(options));
  }

  std::unique_ptr<store> operator()(const redis_address& where) const {
    redis_options options;
    options.where = where;
    options.prefix = prefix;
    return make_redis_store(std::move(options));
  }
};

} // namespace

outcome<std::unique_ptr<store>> make_store(const std::string& uri,
                                           const std::string& prefix) {
  return parse_uri(uri).map(
      [&](const address& where) { return std::visit(maker{prefix}, where); });
}

} // namespace spin::store
