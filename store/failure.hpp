#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace spin {

/// Every way in which an operation of ours can fail. A new value must be
/// mapped in `http/status.hpp` (it does not compile otherwise) and named in
/// `store/failure.cpp`.
enum class errc : std::uint8_t {
  /// Reserved: no error.
  none = 0,
  /// The request is malformed or names a value out of range.
  bad_request,
  /// No container of ours has that id, or the engine says that it is gone.
  no_such_container,
  /// No API token has that id.
  no_such_token,
  /// The engine has no image of that name.
  no_such_image,
  /// A check-in from an address or token that belongs to no running container.
  unknown_source,
  /// The container's phase forbids the request, or a later request overtook it.
  conflict,
  /// Something else has the host port that it wants.
  port_taken,
  /// The image exposes no TCP port, so there is nothing to hand out.
  no_ports,
  /// The engine answered and said no.
  engine_refused,
  /// The engine cannot be reached.
  engine_down,
  /// The store cannot be reached, so a promise could not be kept.
  store_down,
  /// A stored document or an engine answer is not what it must be.
  malformed,
  /// An answer did not come in time; the outcome is unknown.
  timed_out,
  /// A fault of ours, e.g. an actor that died while it served the request.
  internal,
};

/// Returns the name of `code` as written in the enum, e.g. for logs.
std::string_view to_string(errc code) noexcept;

/// Returns whether a call that failed so may have had its effect all the same.
constexpr bool outcome_unknown(errc code) noexcept {
  return code == errc::timed_out || code == errc::engine_down
         || code == errc::malformed || code == errc::internal;
}

/// Why something did not work. The callee gives the reason only, the caller
/// adds the context; `what` reads on after a colon and ends without a period.
struct failure {
  errc code = errc::internal;
  std::string what;

  friend bool operator==(const failure&, const failure&) = default;
};

/// A value, or why there is none.
template <class T>
using outcome = tl::expected<T, failure>;

/// The value of an operation that has nothing to return.
struct done {
  friend bool operator==(done, done) = default;
};

/// Makes the failing case of any `outcome`.
inline tl::unexpected<failure> fail(errc code, std::string what) {
  return tl::unexpected<failure>(failure{code, std::move(what)});
}

} // namespace spin
