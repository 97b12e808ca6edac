#include "docker/event_reader.hpp"
#include "docker/log_frames.hpp"
#include "docker/parse_event.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

using namespace docker;

namespace {

struct told {
  std::vector<engine_event> events;
  std::string refused; ///< Empty: it was not.

  friend bool operator==(const told&, const told&) = default;
};

told read(const std::vector<std::string_view>& pieces) {
  told result;
  event_reader reader{
      {[] {},
       [&](engine_event one) { result.events.push_back(std::move(one)); },
       [](const failure&) {}}};
  for (auto piece : pieces)
    if (const auto taken = reader.take(piece); !taken) {
      expect(taken.error().code == errc::malformed
                 && !taken.error().what.empty(),
             "a stream that is refused has a reason");
      result.refused = taken.error().what;
      break;
    }
  return result;
}

/// A log, taken apart.
struct log_told {
  std::string out;
  std::string err;
  std::size_t entries = 0;
  bool refused = false;
  bool whole = false;

  friend bool operator==(const log_told&, const log_told&) = default;
};

log_told read_log(const std::vector<std::string_view>& pieces) {
  log_told result;
  log_frames cut{
      false, [&](log_channel where, std::string_view text, bool ends) {
        (where == log_channel::out ? result.out : result.err) += text;
        result.entries += ends;
      }};
  for (auto piece : pieces)
    if (!result.refused)
      result.refused = !cut.take(piece);
  result.whole = cut.whole();
  return result;
}

void check_log(std::string_view input) {
  const auto at_once = read_log({input});
  for (const auto& pieces : cuts_of(input))
    expect(read_log(pieces) == at_once, "a log tells the same however cut");
  expect(at_once.out.size() + at_once.err.size() <= input.size(),
         "a log tells what came");
}

} // namespace

void check_events(std::string_view input) {
  check_log(input);
  const auto at_once = read({input});
  for (const auto& pieces : cuts_of(input))
    expect(read(pieces) == at_once, "a stream tells the same however cut");
  for (const auto& event : at_once.events) {
    expect(event.container_id.size() == 64, "an event has a container");
    expect(event.at >= 0, "an event is not before 1970");
  }
  if (!at_once.events.empty() && at_once.refused.empty())
    expect_clean(input.substr(0, input.rfind('\n')),
                 "a stream is UTF-8 without NUL");
}

} // namespace spin::fuzz
