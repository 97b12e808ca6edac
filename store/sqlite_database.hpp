#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "store/failure.hpp"

namespace spin::store {

struct sqlite_closer {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
};

using sqlite_statement = std::unique_ptr<sqlite3_stmt, sqlite_closer>;

/// Binds `text`, which must outlive the next run of `to`, at `position` (1...).
void bind_text(sqlite3_stmt* to, int position, std::string_view text);

/// Returns column `position` (0...) of the row that `from` stands at; it is
/// valid until the next one.
std::string_view column(sqlite3_stmt* from, int position);

/// A database file: SQLite's calls with outcomes. All errors are `store_down`
/// with SQLite's reason and the system's.
class sqlite_database {
public:
  /// Opens the existing file `path`. Calls wait up to `busy` for the locks of
  /// others.
  outcome<done> open(const std::string& path, std::chrono::milliseconds busy);

  /// Runs all statements of `sql`.
  outcome<done> run(const std::string& sql);

  outcome<sqlite_statement> prepare(std::string_view sql);

  /// Runs a prepared statement; calls `row` at each row of its result.
  outcome<done> each(sqlite3_stmt* what, const std::function<void()>& row);

  /// Returns the first column of the one row of `sql`.
  outcome<std::string> ask(std::string_view sql);

  /// Returns whether the file is no longer the one at its path.
  bool has_moved();

  explicit operator bool() const { return db_ != nullptr; }

private:
  std::unique_ptr<sqlite3, sqlite_closer> db_;
};

} // namespace spin::store
