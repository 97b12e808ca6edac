#include "docker/event_reader.hpp"

#include "docker/parse_event.hpp"

namespace spin::docker {

outcome<done> event_reader::take(std::string_view piece) {
  for (;;) {
    const auto end = piece.find('\n');
    const auto part = piece.substr(0, end);
    if (part.size() > line_limit - rest_.size())
      return fail(errc::malformed, "a line of the event stream is longer than "
                                       + std::to_string(line_limit) + " bytes");
    rest_.append(part);
    if (end == piece.npos)
      return done{};
    if (auto told = tell(rest_); !told)
      return told;
    rest_.clear();
    piece.remove_prefix(end + 1);
  }
}

outcome<done> event_reader::tell(std::string_view line) {
  if (line.find_first_not_of(" \t\r") == line.npos)
    return done{};
  return parse_event(line).map([this](std::optional<engine_event> event) {
    if (event)
      whom_.happened(*std::move(event));
    return done{};
  });
}

void event_reader::end(const outcome<std::string>& how) {
  whom_.ended(how ? failure{errc::engine_down, "the event stream has ended"}
                  : how.error());
}

} // namespace spin::docker
