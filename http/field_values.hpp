#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "http/fields.hpp"

namespace spin::http {

/// The longest time that a field may carry; no setting is longer.
inline constexpr std::chrono::seconds longest = std::chrono::hours{24 * 365};

/// Reads a length of time as the configuration has them: whole seconds, or a
/// number with s, m, h or d; from 0 to `most` <= `longest`. None if it was not
/// given. Errors: 400 with the field, the form and the limit.
reading<std::optional<std::chrono::seconds>>
duration_in(std::string_view name, const fields& in,
            std::chrono::seconds most = longest);

/// Reads true, yes, on, y or 1, or false, no, off, n or 0, in any case. None if
/// it was not given. Errors: 400 with the field.
reading<std::optional<bool>> truth_in(std::string_view name, const fields& in);

/// Reads several fields into one thing; the first that is wrong counts.
class many_fields {
public:
  template <class T, class U>
  void take(T& into, reading<U> read) {
    if (read)
      into = *std::move(read);
    else if (!wrong_)
      wrong_ = std::move(read).error();
  }

  /// Returns `made`, or why one of its fields is turned down.
  template <class T>
  reading<T> result(T made) {
    if (wrong_)
      return tl::unexpected(*std::move(wrong_));
    return made;
  }

private:
  std::optional<refusal> wrong_;
};

} // namespace spin::http
