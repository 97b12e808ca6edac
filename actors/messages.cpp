#include "actors/messages.hpp"

namespace spin {

failure to_failure(const caf::error& error) {
  if (error.category() == caf::atom("spin")) {
    const auto& context = error.context();
    return {static_cast<errc>(error.code()),
            context.match_elements<std::string>()
              ? context.get_as<std::string>(0)
              : std::string{}};
  }
  if (error == caf::sec::request_timeout)
    return {errc::timed_out, "no answer in time"};
  return {errc::internal, caf::to_string(error)};
}

} // namespace spin
