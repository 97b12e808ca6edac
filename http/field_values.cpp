#include "http/field_values.hpp"

#include <algorithm>
#include <array>

#include "config/values.hpp"
#include "http/text.hpp"

namespace spin::http {

reading<std::optional<std::chrono::seconds>>
duration_in(std::string_view name, const fields& in,
            std::chrono::seconds most) {
  const auto text = value_of(name, in);
  if (!text)
    return std::nullopt;
  const auto length = config::parse_duration(*text);
  if (!length || *length > most)
    return refuse(400, std::string{name} + ": must be whole seconds from 0 to "
                           + std::to_string(most.count())
                           + ", or as much with s, m, h or d");
  return *length;
}

reading<std::optional<bool>> truth_in(std::string_view name, const fields& in) {
  constexpr std::array<std::string_view, 5> yes{"true", "1", "yes", "on", "y"};
  constexpr std::array<std::string_view, 5> no{"false", "0", "no", "off", "n"};
  const auto text = value_of(name, in);
  if (!text)
    return std::nullopt;
  const auto word = lower_case(*text);
  if (std::find(yes.begin(), yes.end(), word) != yes.end())
    return true;
  if (std::find(no.begin(), no.end(), word) != no.end())
    return false;
  return refuse(400, std::string{name} + ": must be true or false");
}

} // namespace spin::http
