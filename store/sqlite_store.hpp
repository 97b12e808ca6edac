#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "store/store.hpp"

namespace spin::store {

/// The version of the tables that we write (`user_version`).
inline constexpr int sqlite_schema_version = 1;

/// What marks the file as ours (`application_id`): "spin".
inline constexpr int sqlite_application_id = 0x7370696e;

struct sqlite_options {
  /// Relative to the folder that we run in when the store is made.
  std::string path;
  /// Stands before each id in the table's key.
  std::string prefix;
  /// How long a call waits for another program that has locked the file.
  std::chrono::milliseconds busy_timeout{2000};
};

/// The embedded store: one SQLite file in WAL mode, fsynced with each group.
/// One process at a time uses a file (it holds `PATH-lock`): a second server is
/// refused with `store_down` until the first has ended. Other programs may read
/// it meanwhile, e.g. for a backup. A file that was deleted, replaced, emptied
/// or set back to an older copy is noticed (`applied::intact`).
std::unique_ptr<store> make_sqlite_store(sqlite_options options);

} // namespace spin::store
