#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/api_token.hpp"
#include "store/delivery.hpp"
#include "store/saving.hpp"
#include "store/snapshot.hpp"
#include "store/vanished.hpp"

namespace spin::store {

/// One change of the store: a document to keep under `id` (that of a container,
/// `token_record` of an API token, `saving_record` of an image,
/// `delivery_record` of an event or `vanished_record` of a container that is
/// gone), or, if `document` is empty, a record to drop (dropping what is not
/// there is no error).
struct change {
  std::string id;
  std::string document;

  friend bool operator==(const change&, const change&) = default;
};

/// What became of a group of changes.
struct applied {
  /// False if the store was found emptied (or replaced) since it was opened:
  /// everything else that it once held is lost and must be written again.
  bool intact = true;
};

/// Everything a store held when it was read.
struct contents {
  std::vector<snapshot> snapshots;
  std::vector<api_token> tokens;
  std::vector<saving> savings;
  std::vector<delivery> deliveries;
  std::vector<vanished> vanished_ones;
  /// Records that cannot be read: "id: reason" each. They stay in the store.
  std::vector<std::string> refused;
};

/// Where snapshots, API tokens and savings live. Calls block; they come from one
/// thread at a time (the store writer's). After a failure the next call tries to
/// reconnect by itself. Every implementation passes
/// tests/store/store_contract_test.cpp.
class store {
public:
  virtual ~store() = default;

  /// Reads all records. Errors: `store_down`.
  virtual outcome<contents> load() = 0;

  /// Applies all of `changes` durably (fsync or the server's acknowledgement),
  /// or reports `store_down`; then the outcome of each change is unknown and
  /// the caller writes again.
  virtual outcome<applied> apply(const std::vector<change>& changes) = 0;

  /// Tells whether `apply` would find the store there and ready for a write.
  /// Cheap: changes nothing, waits for no disk. Errors: `store_down`.
  virtual outcome<done> probe() = 0;

  /// Returns a short name for logs without secrets, e.g. "sqlite:./var/x.db".
  virtual std::string describe() const = 0;
};

/// Makes the store that `uri` names (see `parse_uri`): `sqlite:PATH`,
/// `redis://[[user]:password@]host[:port][/db]` or `redis+unix:///path[?db=N]`
/// (also `unix:///path`). Opens nothing yet: the first call does. `prefix`
/// separates several servers that share one Redis; it becomes a part of every
/// key. Errors: `bad_request` with what is wrong in the uri.
outcome<std::unique_ptr<store>> make_store(const std::string& uri,
                                           const std::string& prefix);

} // namespace spin::store
