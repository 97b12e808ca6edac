#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace spin::http {

/// Writes JSON into one string. For answers with thousands of objects, of which
/// nearly no text needs an escape; those that do are left to RapidJSON.
class json_text {
public:
  /// `expected`: how long the text will be, in bytes; a guess is enough.
  explicit json_text(std::size_t expected) { text_.reserve(expected); }

  /// Begins an object or an array, as an element of what is open.
  void open(char bracket);
  void close(char bracket);

  /// Begins a member of the open object. `name` needs no escape.
  void key(std::string_view name);

  // The value of a member, or an element of the open array.
  void string(std::string_view text);
  void whole(std::int64_t number);
  void truth(bool value);
  void null();
  /// `json` is the text of a value already.
  void raw(std::string_view json);
  /// With two digits behind the point.
  void decimal(double number);

  // A member.
  void member(std::string_view name, std::string_view text) {
    key(name);
    string(text);
  }

  std::string take() { return std::move(text_); }

private:
  void next();

  std::string text_;
  /// Something stands before: a comma must come between.
  bool comma_ = false;
};

} // namespace spin::http
