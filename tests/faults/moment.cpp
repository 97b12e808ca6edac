#include "tests/faults/moment.hpp"

#include <cctype>
#include <ctime>
#include <iomanip>
#include <sstream>

namespace spin::test {

std::optional<moment> moment_of(const std::string& iso) {
  std::tm parts{};
  std::istringstream in{iso};
  in >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%S");
  if (!in)
    return std::nullopt;
  std::int64_t nanoseconds = 0;
  if (in.peek() == '.') {
    in.get();
    for (std::int64_t unit = 100'000'000; std::isdigit(in.peek()); unit /= 10)
      nanoseconds += (in.get() - '0') * unit;
  }
  if (in.get() != 'Z' || in.peek() != std::istringstream::traits_type::eof())
    return std::nullopt;
  return moment{std::chrono::seconds{timegm(&parts)}
                + std::chrono::nanoseconds{nanoseconds}};
}

moment now() {
  return std::chrono::system_clock::now();
}

} // namespace spin::test
