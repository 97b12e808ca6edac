#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <rapidjson/document.h>

#include "store/failure.hpp"

/// Reading JSON that a peer wrote. Only this folder's parsers include it.
namespace spin::docker::json {

class document;

/// One place in a document, known by its path. It may be absent; reading it as
/// something that it is not makes the document fail and yields an empty value,
/// so that parsers read straight through and ask once at the end.
class field {
public:
  /// Returns the member `key`; absent if there is none. A null object has no
  /// members.
  field operator[](const char* key) const;

  /// Returns whether there is something: neither absent nor null.
  bool present() const noexcept { return value_ && !value_->IsNull(); }

  std::string text() const;
  bool flag() const;

  /// Returns a whole number in [low, high].
  std::int64_t number(std::int64_t low, std::int64_t high) const;

  /// Returns a whole number of 0 or more; 0 if nothing is here. What engines
  /// count may pass what `number` takes.
  std::uint64_t count() const;

  /// Calls `f(field)` for each item of an array. Absent or null = empty.
  template <class F>
  void each_item(F f) const {
    if (!is(present() && value_->IsArray(), "an array"))
      return;
    unsigned i = 0;
    for (const auto& item : value_->GetArray())
      f(field{doc_, &item, path_ + '[' + std::to_string(i++) + ']'});
  }

  /// Calls `f(key, field)` for each member of an object. Absent or null =
  /// empty.
  template <class F>
  void each_member(F f) const {
    if (!is(present() && value_->IsObject(), "an object"))
      return;
    for (const auto& member : value_->GetObject()) {
      const std::string key(member.name.GetString(),
                            member.name.GetStringLength());
      f(key, field{doc_, &member.value, path_ + '[' + key + ']'});
    }
  }

  /// Makes the document fail: here is not what must be here.
  void complain(std::string_view why) const;

private:
  friend class document;

  field(document* doc, const rapidjson::Value* value, std::string path)
      : doc_(doc), value_(value), path_(std::move(path)) {}

  /// Complains if something is here but it is not `ok`; returns `ok`.
  bool is(bool ok, const char* what) const {
    if (!ok && present())
      complain(std::string("is not ") + what);
    return ok;
  }

  /// As `is`, but complains of an absent field, too.
  bool must_be(bool ok, const char* what) const;

  document* doc_;
  const rapidjson::Value* value_; ///< null = absent
  std::string path_;
};

/// A parsed text and the first thing that was wrong with it.
class document {
public:
  explicit document(std::string_view text);
  document(const document&) = delete;
  document& operator=(const document&) = delete;

  field root() { return {this, doc_.HasParseError() ? nullptr : &doc_, ""}; }

  bool failed() const noexcept { return !why_.empty(); }

  /// Returns `value`, or `malformed` with the first complaint.
  template <class T>
  outcome<T> finish(T value) const {
    if (failed())
      return fail(errc::malformed, why_);
    return value;
  }

private:
  friend class field;

  rapidjson::Document doc_;
  std::string why_;
};

} // namespace spin::docker::json
