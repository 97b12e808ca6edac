#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/store/contract_bench.hpp"

struct sqlite3;

namespace spin::test {

/// A second program that has the store's file open.
class sqlite_intruder {
public:
  explicit sqlite_intruder(const std::filesystem::path& path);
  sqlite_intruder(const sqlite_intruder&) = delete;
  sqlite_intruder& operator=(const sqlite_intruder&) = delete;
  ~sqlite_intruder();

  /// Runs `sql`; returns the first column of the last row. Throws on errors.
  std::string run(const std::string& sql);

private:
  sqlite3* db_ = nullptr;
};

/// Moves the file at `path` away for as long as it lives, so that something
/// else can stand there.
class moved_away {
public:
  explicit moved_away(std::filesystem::path path);
  moved_away(const moved_away&) = delete;
  moved_away& operator=(const moved_away&) = delete;

  /// Removes what stands at the path now and puts the file back.
  ~moved_away();

private:
  std::filesystem::path path_;
};

/// Lets no file grow beyond `bytes`: as good as a full disk.
class file_size_limit {
public:
  explicit file_size_limit(unsigned long bytes);
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;
  ~file_size_limit();

private:
  unsigned long before_;
};

} // namespace spin::test
