#include "store/sqlite_store.hpp"

#include <filesystem>
#include <string_view>
#include <utility>

#include "store/continuity.hpp"
#include "store/private_file.hpp"
#include "store/records.hpp"
#include "store/sqlite_database.hpp"

namespace spin::store {

namespace {

/// The key of the mark among the records; no container has such an id. Being a
/// row like them, it goes when they go.
constexpr std::string_view mark_id = "@mark";

class sqlite_store final : public store {
public:
  explicit sqlite_store(sqlite_options options)
      : options_(std::move(options)), continuity_(unique_word()) {
    std::error_code none; // then open says why
    path_ = std::filesystem::absolute(options_.path, none).string();
  }

  outcome<contents> load() override {
    record_reader records;
    auto loaded = connect()
                      .and_then([&](done) { return db_.run("BEGIN"); })
                      .and_then([&](done) { return observe(); })
                      .and_then([&](done) { return read_into(records); })
                      .and_then([&](done) { return db_.run("COMMIT"); });
    if (!loaded)
      return broken(loaded.error());
    return records.finish();
  }

  outcome<applied> apply(const std::vector<change>& changes) override {
    auto committed =
        connect()
            .and_then([&](done) { return db_.run("BEGIN IMMEDIATE"); })
            .and_then([&](done) { return observe(); })
            .and_then([&](done) { return write(changes); })
            .and_then([&](done) { return db_.run("COMMIT"); });
    if (!committed)
      return broken(committed.error());
    if (db_.has_moved())
      return broken({errc::store_down, "the file was replaced meanwhile"});
    return applied{continuity_.acknowledge()};
  }

  /// Takes the lock that a write needs, and gives it back.
  outcome<done> probe() override {
    auto ready =
        connect()
            .and_then([&](done) { return db_.run("BEGIN IMMEDIATE"); })
            .and_then([&](done) { return db_.run("ROLLBACK"); });
    if (!ready)
      return broken(ready.error());
    return done{};
  }

  std::string describe() const override { return "sqlite:" + options_.path; }

private:
  /// Forgets the connection, so that the next call starts afresh.
  tl::unexpected<failure> broken(failure why) {
    disconnect();
    return tl::unexpected(std::move(why));
  }

  void disconnect() {
    db_ = {};
    lock_ = {};
  }

  outcome<done> connect() {
    if (db_ && db_.has_moved()) {
      // What the WAL holds belongs to the file that went. Left behind, it would
      // be played into the one that came.
      (void)db_.run("PRAGMA wal_checkpoint(TRUNCATE)");
      disconnect();
    }
    if (db_)
      return done{};
    return make_private_file(path_)
        .and_then([&](done) { return file_lock::take(path_ + "-lock"); })
        .map([&](file_lock lock) { lock_ = std::move(lock); })
        .and_then([&] { return db_.open(path_, options_.busy_timeout); })
        .and_then([&](done) { return prepare_schema(); });
  }

  outcome<done> prepare_schema() {
    const auto application = db_.ask("PRAGMA application_id");
    const auto version = db_.ask("PRAGMA user_version");
    const auto tables = db_.ask("SELECT count(*) FROM sqlite_schema");
    for (const auto* answer : {&application, &version, &tables})
      if (!*answer)
        return tl::unexpected(answer->error());
    const bool fresh = *application == "0" && *version == "0" && *tables == "0";
    if (!fresh && *application != std::to_string(sqlite_application_id))
      return fail(errc::store_down, "the file belongs to another program");
    if (std::stoll(*version) > sqlite_schema_version)
      return fail(errc::store_down,
                  "the file has version " + *version + ", newer than ours, "
                      + std::to_string(sqlite_schema_version));
    auto ready =
        db_.ask("PRAGMA journal_mode=WAL")
            .and_then([&](const std::string& mode) -> outcome<done> {
              if (mode != "wal")
                return fail(errc::store_down, "WAL is not possible here");
              return db_.run("PRAGMA synchronous=FULL");
            });
    return ready && fresh ? create_schema() : ready;
  }

  outcome<done> create_schema() {
    return db_.run(
        "BEGIN IMMEDIATE;"
        "CREATE TABLE record (prefix TEXT NOT NULL, id TEXT NOT NULL,"
        " document TEXT NOT NULL, PRIMARY KEY (prefix, id))"
        " STRICT, WITHOUT ROWID;"
        "PRAGMA application_id="
        + std::to_string(sqlite_application_id) + ";PRAGMA user_version="
        + std::to_string(sqlite_schema_version) + ";COMMIT");
  }

  /// Compares the mark in the store with what we remember.
  outcome<done> observe() {
    mark found;
    return db_.prepare("SELECT document FROM record WHERE prefix=?1 AND id=?2")
        .and_then([&](const sqlite_statement& s) {
          bind_text(s.get(), 1, options_.prefix);
          bind_text(s.get(), 2, mark_id);
          return db_.each(s.get(),
                          [&] { found = to_mark(column(s.get(), 0)); });
        })
        .map([&](done) {
          continuity_.observe(found);
          return done{};
        });
  }

  outcome<done> read_into(record_reader& to) {
    return db_
        .prepare("SELECT id, document FROM record WHERE prefix=?1 ORDER BY id")
        .and_then([&](const sqlite_statement& s) {
          bind_text(s.get(), 1, options_.prefix);
          return db_.each(s.get(), [&] {
            if (const auto id = column(s.get(), 0); id != mark_id)
              to.add(id, column(s.get(), 1));
          });
        });
  }

  outcome<done> write(const std::vector<change>& changes) {
    auto put = db_.prepare("INSERT INTO record VALUES (?1, ?2, ?3) ON CONFLICT"
                           " DO UPDATE SET document=excluded.document");
    auto drop = db_.prepare("DELETE FROM record WHERE prefix=?1 AND id=?2");
    if (!put || !drop)
      return tl::unexpected((put ? drop : put).error());
    const auto write_one = [&](std::string_view id, std::string_view document) {
      auto* what = document.empty() ? drop->get() : put->get();
      bind_text(what, 1, options_.prefix);
      bind_text(what, 2, id);
      if (!document.empty())
        bind_text(what, 3, document);
      return db_.each(what, [] {});
    };
    for (const auto& one : changes)
      if (auto written = write_one(one.id, one.document); !written)
        return written;
    return write_one(mark_id, to_string(continuity_.send()));
  }

  const sqlite_options options_;
  std::string path_;
  continuity continuity_;
  file_lock lock_;
  sqlite_database db_; // after the lock: closed before it is given back
};

} // namespace

std::unique_ptr<store> make_sqlite_store(sqlite_options options) {
  return std::make_unique<sqlite_store>(std::move(options));
}

} // namespace spin::store
