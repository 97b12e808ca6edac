#include "store/sqlite_database.hpp"

#include <cstring>

namespace spin::store {

namespace {

/// Returns why the last call on `db` failed, with the system's reason.
tl::unexpected<failure> sqlite_error(sqlite3* db) {
  std::string what = sqlite3_errmsg(db);
  const int primary = sqlite3_errcode(db) & 0xff;
  const int system = sqlite3_system_errno(db);
  if (system != 0 && (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN))
    what += std::string{" ("} + std::strerror(system) + ')';
  return fail(errc::store_down, what);
}

} // namespace

void bind_text(sqlite3_stmt* to, int position, std::string_view text) {
  // A null pointer would bind NULL, and an empty view may have one.
  sqlite3_bind_text64(to, position, text.empty() ? "" : text.data(),
                      text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

std::string_view column(sqlite3_stmt* from, int position) {
  const auto text = sqlite3_column_text(from, position);
  const auto size = sqlite3_column_bytes(from, position);
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

outcome<done> sqlite_database::open(const std::string& path,
                                    std::chrono::milliseconds busy) {
  sqlite3* raw = nullptr;
  const int error =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  db_.reset(raw);
  if (error != SQLITE_OK)
    return sqlite_error(raw);
  sqlite3_busy_timeout(raw, static_cast<int>(busy.count()));
  return done{};
}

outcome<done> sqlite_database::run(const std::string& sql) {
  if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr)
      != SQLITE_OK)
    return sqlite_error(db_.get());
  return done{};
}

outcome<sqlite_statement> sqlite_database::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db_.get(), sql.data(), static_cast<int>(sql.size()),
                         &raw, nullptr)
      != SQLITE_OK)
    return sqlite_error(db_.get());
  return sqlite_statement{raw};
}

outcome<done> sqlite_database::each(sqlite3_stmt* what,
                                    const std::function<void()>& row) {
  int state = SQLITE_ROW;
  while ((state = sqlite3_step(what)) == SQLITE_ROW)
    row();
  // Before the reset, which may change what the error is.
  auto result =
      state == SQLITE_DONE ? outcome<done>{done{}} : sqlite_error(db_.get());
  sqlite3_reset(what);
  return result;
}

outcome<std::string> sqlite_database::ask(std::string_view sql) {
  std::string result;
  return prepare(sql)
      .and_then([&](const sqlite_statement& s) {
        return each(s.get(), [&] { result = column(s.get(), 0); });
      })
      .map([&](done) { return result; });
}

bool sqlite_database::has_moved() {
  int moved = 0;
  sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return moved != 0;
}

} // namespace spin::store
