#include "docker/parse_time.hpp"

#include <chrono>
#include <string>

namespace spin::docker {

namespace {

namespace ch = std::chrono;

/// Reads a text from left to right; once something does not fit, nothing does.
struct scanner {
  std::string_view rest;
  bool ok = true;

  bool at(char c) const { return ok && !rest.empty() && rest.front() == c; }

  bool at_digit() const {
    return ok && !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
  }

  void expect(char c) {
    ok = at(c);
    if (ok)
      rest.remove_prefix(1);
  }

  int digit() {
    ok = at_digit();
    if (!ok)
      return 0;
    const int result = rest.front() - '0';
    rest.remove_prefix(1);
    return result;
  }

  /// Reads exactly `n` digits as a number in [low, high].
  int number(int n, int low, int high) {
    int result = 0;
    for (int i = 0; i < n; ++i)
      result = result * 10 + digit();
    ok = ok && result >= low && result <= high;
    return result;
  }
};

ch::sys_days scan_day(scanner& in) {
  const ch::year year{in.number(4, 1970, 2261)};
  in.expect('-');
  const ch::month month(static_cast<unsigned>(in.number(2, 1, 12)));
  in.expect('-');
  const ch::day day(static_cast<unsigned>(in.number(2, 1, 31)));
  const auto date = year / month / day;
  in.ok = in.ok && date.ok();
  return in.ok ? ch::sys_days(date) : ch::sys_days{};
}

ch::nanoseconds scan_clock(scanner& in) {
  const ch::hours hours{in.number(2, 0, 23)};
  in.expect(':');
  const ch::minutes minutes{in.number(2, 0, 59)};
  in.expect(':');
  const ch::seconds seconds{in.number(2, 0, 59)};
  return hours + minutes + seconds;
}

ch::nanoseconds scan_fraction(scanner& in) {
  if (!in.at('.'))
    return {};
  in.expect('.');
  long unit = 100'000'000;
  ch::nanoseconds result{in.digit() * unit};
  while (in.at_digit()) {
    unit /= 10;
    result += ch::nanoseconds{in.digit() * unit};
  }
  return result;
}

/// Returns how far the zone is ahead of UTC.
ch::minutes scan_zone(scanner& in) {
  if (in.at('Z')) {
    in.expect('Z');
    return {};
  }
  const int sign = in.at('-') ? -1 : 1;
  in.expect(sign < 0 ? '-' : '+');
  const ch::hours hours{in.number(2, 0, 23)};
  in.expect(':');
  return sign * (hours + ch::minutes{in.number(2, 0, 59)});
}

} // namespace

outcome<incarnation> parse_time(std::string_view text) {
  if (text == "0001-01-01T00:00:00Z")
    return incarnation::none;
  scanner in{text};
  const auto day = scan_day(in);
  in.expect('T');
  auto since_midnight = scan_clock(in);
  since_midnight += scan_fraction(in);
  const auto ahead = scan_zone(in);
  const ch::nanoseconds since_1970 =
      day.time_since_epoch() + since_midnight - ahead;
  if (!in.ok || !in.rest.empty() || since_1970.count() <= 0)
    return fail(errc::malformed, "not a time: \"" + std::string(text) + '"');
  return incarnation{since_1970.count()};
}

} // namespace spin::docker
