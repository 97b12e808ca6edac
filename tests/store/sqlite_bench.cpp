#include "tests/store/sqlite_bench.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>

#include <sqlite3.h>
#include <sys/resource.h>

#include "store/sqlite_store.hpp"

namespace spin::test {

namespace fs = std::filesystem;

using namespace std::chrono_literals;

sqlite_intruder::sqlite_intruder(const fs::path& path) {
  if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(db_));
  sqlite3_busy_timeout(db_, 5000);
}

sqlite_intruder::~sqlite_intruder() {
  sqlite3_close(db_);
}

std::string sqlite_intruder::run(const std::string& sql) {
  std::string result;
  const auto row = [](void* to, int, char** columns, char**) {
    *static_cast<std::string*>(to) = columns[0] ? columns[0] : "";
    return 0;
  };
  if (sqlite3_exec(db_, sql.c_str(), row, &result, nullptr) != SQLITE_OK)
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(db_));
  return result;
}

moved_away::moved_away(fs::path path) : path_(std::move(path)) {
  fs::rename(path_, path_.string() + ".away");
}

moved_away::~moved_away() {
  fs::remove(path_);
  fs::rename(path_.string() + ".away", path_);
}

file_size_limit::file_size_limit(unsigned long bytes) {
  // By default the signal for it would end us.
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  before_ = limit.rlim_cur;
  limit.rlim_cur = bytes;
  setrlimit(RLIMIT_FSIZE, &limit);
}

file_size_limit::~file_size_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = before_;
  setrlimit(RLIMIT_FSIZE, &limit);
}

namespace {

class sqlite_bench final : public bench {
public:
  std::unique_ptr<store::store> open(const std::string& prefix) override {
    // Short, for some faults last longer than any wait.
    return store::make_sqlite_store({path().string(), prefix, 50ms});
  }

  void write_raw(const std::string& id, const std::string& document) override {
    sqlite_intruder{path()}.run("INSERT INTO record VALUES ('spin', '" + id
                                + "', '" + document + "')");
  }

  std::string read_raw(const std::string& id) override {
    return sqlite_intruder{path()}.run(
        "SELECT document FROM record WHERE prefix='spin' AND id='" + id + "'");
  }

  void empty() override { sqlite_intruder{path()}.run("DELETE FROM record"); }

  std::vector<fault> faults() override {
    return {
        {"locked by another program", "database is locked",
         [this] {
           intruder_ = std::make_unique<sqlite_intruder>(path());
           intruder_->run("BEGIN IMMEDIATE");
         },
         [this] { intruder_.reset(); }, true},
        {"a folder in its place", "unable to open database file",
         [this] {
           away_ = std::make_unique<moved_away>(path());
           fs::create_directory(path());
         },
         [this] { away_.reset(); }},
        {"something else in its place", "file is not a database",
         [this] {
           away_ = std::make_unique<moved_away>(path());
           std::ofstream{path()} << std::string(8192, 'x');
         },
         [this] { away_.reset(); }},
        {"no room left", "disk I/O error",
         [this] { limit_ = std::make_unique<file_size_limit>(0); },
         [this] { limit_.reset(); }},
    };
  }

private:
  fs::path path() const { return folder_.path() / "var" / "x.db"; }

  temporary_folder folder_;
  std::unique_ptr<sqlite_intruder> intruder_;
  std::unique_ptr<moved_away> away_;
  std::unique_ptr<file_size_limit> limit_;
};

} // namespace

std::unique_ptr<bench> make_sqlite_bench() {
  return std::make_unique<sqlite_bench>();
}

} // namespace spin::test
