#include "config/option_rows.hpp"

// The rows about how much clients may send, hold and ask for.

namespace spin::config {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t megabyte = 1024 * kilobyte;

using s = settings;

std::vector<option> size_and_time_options() {
  return {
      bind<&s::sd_max_header_size>(
          {"sd_max_header_size",
           "how many bytes a request line and its headers may take",
           "Raise it if a proxy in front adds long headers; a longer request "
           "is refused with 431, or 414 if its target is what is long."},
          whole_numbers(kilobyte, megabyte)),
      bind<&s::sd_max_body_size>(
          {"sd_max_body_size", "how many bytes the body of a request may take",
           "No request of the API needs more than the default; a larger one is "
           "refused with 413."},
          whole_numbers(kilobyte, 16 * megabyte)),
      bind<&s::sd_header_timeout>(
          {"sd_header_timeout",
           "how long a request line and its headers may take to come",
           "Who is slower is answered 408. On the listener of check-ins this "
           "and the next three are never more than 5 s."},
          durations(1s, 1h)),
      bind<&s::sd_body_timeout>(
          {"sd_body_timeout", "how long the body of a request may take to come",
           "Raise it for clients on very slow lines; who is slower is answered "
           "408."},
          durations(1s, 1h)),
      bind<&s::sd_idle_connection_timeout>(
          {"sd_idle_connection_timeout",
           "how long a connection is kept for the next request",
           "Make it longer than a proxy in front keeps its connections, so "
           "that the proxy is who closes them."},
          durations(1s, 24h)),
      bind<&s::sd_send_timeout>(
          {"sd_send_timeout", "how long a client may take nothing of an answer",
           "Who reads nothing for so long is cut off."},
          durations(1s, 1h)),
      bind<&s::sd_answer_timeout>(
          {"sd_answer_timeout", "how long a request may wait for its answer",
           "Then it is answered 504, though what it asked for may still "
           "happen. Raise it if the engine needs longer to start a "
           "container."},
          durations(1s, 1h)),
  };
}

std::vector<option> count_options() {
  return {
      bind<&s::sd_max_connections>(
          {"sd_max_connections", "how many connections a listener holds",
           "0 is a quarter of the files that may be open, and at most 4096. "
           "One more is closed at once. Each may take the two sizes above in "
           "memory."},
          whole_numbers(0, million)),
      bind<&s::sd_max_connections_per_address>(
          {"sd_max_connections_per_address",
           "how many connections one address may hold",
           "0 is half of all, and 16 on the listener of check-ins. A trusted "
           "proxy may hold all of them."},
          whole_numbers(0, million)),
      bind<&s::sd_check_in_rate>(
          {"sd_check_in_rate",
           "how many check-ins in a second one address may send",
           "More are answered 429 and not counted. Raise it if many containers "
           "report from one address; 0 sets no limit."},
          whole_numbers(0, million)),
      bind<&s::sd_check_in_burst>(
          {"sd_check_in_burst",
           "how many check-ins one address may send at once",
           "After a pause an address may send so many before sd_check_in_rate "
           "holds it back."},
          whole_numbers(1, million)),
      bind<&s::sd_max_engine_requests>(
          {"sd_max_engine_requests",
           "how many requests may wait for the engine at once",
           "One more is answered 503 at once, rather than kept waiting longer "
           "than sd_answer_timeout. Reads and check-ins never wait and never "
           "count."},
          whole_numbers(1, million)),
      bind<&s::sd_max_streams>(
          {"sd_max_streams",
           "how many logs and statistics may be read piece by piece at once",
           "One more is answered 503. Each is a connection to the engine and "
           "may hold up to 1 MiB for a client that reads slowly."},
          whole_numbers(0, million)),
  };
}

} // namespace

std::vector<option> limit_options() {
  auto all = size_and_time_options();
  for (auto& row : count_options())
    all.push_back(std::move(row));
  return all;
}

} // namespace spin::config
