#pragma once

#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace spin::fuzz {

/// A law that does not hold for some input.
struct broken_law : std::logic_error {
  using std::logic_error::logic_error;
};

/// Throws `broken_law` unless `holds`.
void expect(bool holds, const char* law);

/// The same for a text that a strict parser let through: UTF-8 without NUL.
void expect_clean(std::string_view text, const char* law);

// -- the targets: each checks its laws on any input ---------------------------

/// A request's bytes, head and body: however they are cut, they are read alike.
void check_request(std::string_view input);
/// A form or query: what is read can be written and is read again.
void check_form(std::string_view input);
/// A JSON body, and what the API's wishes make of it.
void check_body(std::string_view input);
/// A configuration file: refused in one line, or printed and read again.
void check_config(std::string_view input);
/// An answer of the engine, whichever: a whole value or a reason.
void check_engine(std::string_view input);
/// The engine's event stream: however it is cut, it tells the same.
void check_events(std::string_view input);
/// A stored snapshot: what is read is written and read again.
void check_snapshot(std::string_view input);

struct target {
  /// Also the name of its folders of inputs.
  std::string_view name;
  void (*check)(std::string_view input);
};

inline constexpr std::array<target, 7> targets{{{"request", check_request},
                                                {"form", check_form},
                                                {"body", check_body},
                                                {"config", check_config},
                                                {"engine", check_engine},
                                                {"events", check_events},
                                                {"snapshot", check_snapshot}}};

/// Cuts `text` into pieces in several ways: whole, at one place, at many, into
/// single bytes if that is cheap. The same text is always cut alike.
std::vector<std::vector<std::string_view>> cuts_of(std::string_view text);

} // namespace spin::fuzz
