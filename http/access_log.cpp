#include "http/access_log.hpp"

#include "config/logging.hpp"

namespace spin::http {

namespace {

std::string_view or_dash(std::string_view text) {
  return text.empty() ? "-" : text;
}

/// Returns how many bytes of body are sent.
std::size_t sent(const request& from, const response& what) {
  return from.method == "HEAD" || what.status == 204 ? 0 : what.body.size();
}

} // namespace

void access_log::note(const request& from, std::string_view user,
                      std::string_view route, const response& what,
                      std::chrono::steady_clock::duration took) const {
  using std::chrono::microseconds;
  if (which_ == config::access_log::off
      || (which_ == config::access_log::errors && what.status < 400))
    return;
  const auto address = address_of(from);
  const auto path = std::string_view{from.path}.substr(0, max_logged_path);
  log::access("request",
              {{"user", or_dash(user)},
               {"address", or_dash(address)},
               {"method", or_dash(from.method)},
               {"route", route},
               {"path", or_dash(path)},
               {"status", what.status},
               {"bytes", sent(from, what)},
               {"micros", std::chrono::floor<microseconds>(took).count()},
               {"request", std::string_view{from.id}}});
}

std::string access_log::address_of(const request& from) const {
  if (trusted_.empty())
    return from.peer;
  return source_address(from.peer, from.header("x-forwarded-for"),
                        from.header("x-real-ip"), trusted_)
      .value_or(from.peer);
}

} // namespace spin::http
