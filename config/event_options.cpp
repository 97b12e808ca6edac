#include "config/option_rows.hpp"
#include "config/webhooks.hpp"

// The rows about what is told to those who listen.

namespace spin::config {

namespace {

constexpr std::uint64_t gigabyte = kilobyte * kilobyte * kilobyte;

using s = settings;

option webhooks_row() {
  auto row = bind<&s::sd_webhooks>(
      {"sd_webhooks", "URLs that are told what happens",
       "An item reads: {url: 'https://example.com/in', types: 'stopped, "
       "failed', "
       "secret: 'whsec_...'}; without types it is told everything. "
       "Requests are signed with the secret as Standard Webhooks has it: make "
       "it by echo \"whsec_$(openssl rand -base64 32)\". "
       "secret_file keeps it out of the configuration. What is not taken (2xx) "
       "is tried again for a day."},
      webhooks());
  row.assign_items = [](settings& into, const list_items& from) {
    return read_webhooks(from).map(
        [&](std::vector<webhook> all) { into.sd_webhooks = std::move(all); });
  };
  return row;
}

} // namespace

std::vector<option> event_options() {
  return {
      bind<&s::sd_max_event_streams>(
          {"sd_max_event_streams", "how many clients may follow the events",
           "One more is answered 503. Each takes a connection, so raise "
           "sd_max_connections (and its share of one address) with it: no more "
           "than three quarters of them follow the events. A user who does not "
           "see everything has at most half of the places."},
          whole_numbers(1, 100'000)),
      bind<&s::sd_events_kept>(
          {"sd_events_kept", "how many events are kept for who comes back",
           "Who was away for longer is told to read the list again, and what a "
           "webhook has not read by then is lost to it. Raise it "
           "if thousands of containers report other numbers all the time."},
          whole_numbers(1000, million)),
      bind<&s::sd_events_kept_size>(
          {"sd_events_kept_size",
           "how much memory the kept events may take, in bytes",
           "Whichever of the two limits is reached first counts."},
          whole_numbers(kilobyte * kilobyte, gigabyte)),
      webhooks_row(),
      bind<&s::sd_webhooks_kept>(
          {"sd_webhooks_kept", "how many events may wait for each webhook",
           "While a webhook takes none, they are kept in memory and in the "
           "store; then the oldest goes, and the log says so."},
          whole_numbers(1, million)),
  };
}

} // namespace spin::config
