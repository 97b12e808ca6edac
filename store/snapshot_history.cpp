#include "store/snapshot_history.hpp"

namespace spin {

namespace {

template <class E>
bool read_word(const json& from, E& to) {
  if (!from.IsString())
    return false;
  const std::string_view text{from.GetString(), from.GetStringLength()};
  for (std::uint8_t i = 0; to_string(static_cast<E>(i)) != "unknown"; ++i)
    if (to_string(static_cast<E>(i)) == text) {
      to = static_cast<E>(i);
      return true;
    }
  return false;
}

bool read_moment(const json& from, utc& to) {
  if (!from.IsInt64())
    return false;
  to = utc{std::chrono::milliseconds{from.GetInt64()}};
  return true;
}

bool read_request(const json& from, cause& to) {
  if (!from.IsString())
    return false;
  to.request.assign(from.GetString(), from.GetStringLength());
  return to.what == trigger::request ? is_request_id(to.request)
                                     : to.request.empty();
}

bool read_row(const json& row, transition& to) {
  return row.IsArray() && row.Size() == 5 && read_moment(row[0], to.at)
         && read_word(row[1], to.to) && read_word(row[2], to.why)
         && read_word(row[3], to.by.what) && read_request(row[4], to.by);
}

bool read_row(const json& row, past_check& to) {
  return row.IsArray() && row.Size() == 2 && read_moment(row[0], to.at)
         && read_word(row[1], to.found);
}

template <class T>
bool read_rows(const json& document, const char* name, std::string& why,
               std::vector<T>& to) {
  if (!document.HasMember(name))
    return true;
  fields from{document, "", why};
  return from.list(name, to,
                   [&why](const json& row, const std::string& path, T& value) {
                     if (read_row(row, value))
                       return true;
                     why = "field " + path + " is not a row that we know";
                     return false;
                   });
}

} // namespace

bool read_history(const json& document, std::string& why, history& to) {
  return read_rows(document, "changes", why, to.changes)
         && read_rows(document, "checks", why, to.checks);
}

} // namespace spin
