#pragma once

#include <limits>
#include <string>
#include <utility>

#include <rapidjson/document.h>

#include "store/hex.hpp"
#include "store/snapshot.hpp"
#include "store/utf8.hpp"

namespace spin {

using json = rapidjson::Value;

/// Parses the text of a record. Errors: `malformed` if it is not one JSON
/// object.
outcome<done> parse_object(std::string_view text, rapidjson::Document& to);

/// Reads the fields of one JSON object. Each reader returns false at the first
/// thing that is wrong and leaves the reason in `why`.
class fields {
public:
  fields(const json& from, std::string path, std::string& why)
      : from_(from), path_(std::move(path)), why_(why) {
    // nop
  }

  bool text(const char* name, std::string& to) {
    const auto* found = find(name);
    return found && as_text(*found, name, to);
  }

  /// Reads `length` lower-case hex digits, or "" if `may_be_empty`.
  bool hex(const char* name, std::size_t length, bool may_be_empty,
           std::string& to) {
    return text(name, to)
           && ((may_be_empty && to.empty()) || is_hex(to, length)
               || refuse(name, "is not " + std::to_string(length)
                                   + " lower-case hex digits"));
  }

  bool flag(const char* name, bool& to) {
    const auto* found = find(name);
    if (!found || !found->IsBool())
      return found && refuse(name, "is not true or false");
    to = found->GetBool();
    return true;
  }

  template <class T>
  bool number(const char* name, T& to,
              T least = std::numeric_limits<T>::min()) {
    const auto* found = find(name);
    return found && as_number(*found, name, to, least);
  }

  template <class E>
  bool word(const char* name, E& to) {
    std::string text_read;
    if (!text(name, text_read))
      return false;
    for (std::uint8_t i = 0; to_string(static_cast<E>(i)) != "unknown"; ++i)
      if (to_string(static_cast<E>(i)) == text_read) {
        to = static_cast<E>(i);
        return true;
      }
    return refuse(name, "is not a word that we know");
  }

  bool moment(const char* name, utc& to) {
    std::int64_t count = 0;
    if (!number(name, count))
      return false;
    to = utc{std::chrono::milliseconds{count}};
    return true;
  }

  /// Reads null as "none", anything else with `read(name, value)`.
  template <class T, class Read>
  bool maybe(const char* name, std::optional<T>& to, Read read) {
    const auto* found = find(name);
    if (!found || found->IsNull())
      return found != nullptr;
    T value{};
    if (!read(name, value))
      return false;
    to = value;
    return true;
  }

  /// The same for a field that need not be there.
  template <class T, class Read>
  bool if_there(const char* name, std::optional<T>& to, Read read) {
    return !from_.HasMember(name) || maybe(name, to, read);
  }

  /// Reads an array with `read(element, path of the element, value)`.
  template <class T, class Read>
  bool list(const char* name, std::vector<T>& to, Read read) {
    const auto* found = find(name);
    if (!found || !found->IsArray())
      return found && refuse(name, "is not an array");
    to.resize(found->Size());
    for (rapidjson::SizeType i = 0; i < found->Size(); ++i)
      if (!read((*found)[i], path_ + name + '[' + std::to_string(i) + ']',
                to[i]))
        return false;
    return true;
  }

  bool as_text(const json& from, const std::string& name, std::string& to) {
    if (!from.IsString())
      return refuse(name, "is not a string");
    to.assign(from.GetString(), from.GetStringLength());
    // The parser lets half of an escaped surrogate pair pass.
    return is_utf8(to) || refuse(name, "is not UTF-8");
  }

  bool refuse(const std::string& name, const std::string& reason) {
    why_ = "field " + path_ + name + ' ' + reason;
    return false;
  }

private:
  const json* find(const char* name) {
    const auto member = from_.FindMember(name);
    if (member != from_.MemberEnd())
      return &member->value;
    refuse(name, "is missing");
    return nullptr;
  }

  template <class T>
  bool as_number(const json& from, const char* name, T& to, T least) {
    if (!from.IsNumber() || from.IsDouble())
      return refuse(name, "is not a whole number in range");
    // Never by way of a double: an incarnation has more than 53 bits.
    const bool fits = from.IsInt64() ? std::in_range<T>(from.GetInt64())
                                     : std::in_range<T>(from.GetUint64());
    const auto value = from.IsInt64() ? static_cast<T>(from.GetInt64())
                                      : static_cast<T>(from.GetUint64());
    if (!fits || value < least)
      return refuse(name, "is out of range (" + std::to_string(least) + " to "
                              + std::to_string(std::numeric_limits<T>::max())
                              + ')');
    to = value;
    return true;
  }

  const json& from_;
  std::string path_;
  std::string& why_;
};

} // namespace spin
