#include "config/option_rows.hpp"

// The rows about the end of containers.

namespace spin::config {

namespace {

using namespace std::chrono_literals;

using s = settings;

} // namespace

std::vector<option> idle_options() {
  return {
      bind<&s::sd_disable_timeouts>(
          {"sd_disable_timeouts", "never stop a container for idleness",
           "Set it to true if your containers do not report their activity and "
           "are to run until somebody stops them.",
           "DISABLE_TIMEOUTS"},
          booleans()),
      bind<&s::sd_initial_timeout_interval>(
          {"sd_initial_timeout_interval",
           "how long after its start a container is first checked",
           "This is the least time that a container runs, used or not. Raise "
           "it if people need longer before they begin to use what they "
           "started.",
           "INITIAL_TIMEOUT_INTERVAL"},
          durations(1s, 365 * day)),
      bind<&s::sd_timeout_interval>(
          {"sd_timeout_interval", "the time between two checks of a container",
           "Raise it to let idle containers run longer, lower it to free the "
           "machine sooner. It must be longer than the time between two "
           "reports of a container (a minute in most images).",
           "TIMEOUT_INTERVAL"},
          durations(1s, 30 * day)),
      bind<&s::sd_report_ttl>(
          {"sd_report_ttl", "how long a report of activity counts",
           "A container whose reports cease while it says that it is busy "
           "counts as idle after this time. auto is four times "
           "sd_timeout_interval; 0 lets a report count for ever."},
          durations_or_auto(0s, 365 * day)),
      bind<&s::sd_max_age>(
          {"sd_max_age", "how long a container may run, used or not",
           "A container is stopped this long after its start even if it is in "
           "use; 0 lets it run as long as it is used. Set it if nobody may "
           "keep a container for ever. Clients may set less for a container "
           "of theirs, not more or none."},
          durations(0s, 365 * day)),
      bind<&s::sd_on_idle>(
          {"sd_on_idle", "what is done with a container that nobody uses",
           "stop ends its processes and frees their memory. pause freezes "
           "them: it goes on within milliseconds, but its memory stays taken. "
           "remove throws it away with all that it wrote."},
          words<idle_action>({{"stop", idle_action::stop},
                              {"pause", idle_action::pause},
                              {"remove", idle_action::remove}})),
      bind<&s::sd_warn_before>(
          {"sd_warn_before",
           "how long before its stop a container is said to stop soon",
           "stopping_soon is true from then on, so that a client can ask its "
           "user in time. Make it shorter than sd_timeout_interval; 0 warns "
           "never."},
          durations(0s, day)),
  };
}

std::vector<option> client_options() {
  return {
      bind<&s::sd_timeout_min>(
          {"sd_timeout_min", "the shortest timeouts that clients may set",
           "It holds for the initial_timeout and the timeout of a container. "
           "Raise it above the time between two reports, else clients can "
           "have containers stopped that are in use."},
          durations(1s, 365 * day)),
      bind<&s::sd_timeout_max>(
          {"sd_timeout_max", "the longest timeouts that clients may set",
           "Lower it so that nobody can keep an idle container for months. It "
           "must not be less than sd_timeout_min."},
          durations(1s, 365 * day)),
      bind<&s::sd_allow_disable_timeouts>(
          {"sd_allow_disable_timeouts",
           "whether clients may exempt a container from idle stops",
           "Set it to false if every container has to end some day."},
          booleans()),
      bind<&s::sd_keep_alive_max>(
          {"sd_keep_alive_max",
           "the longest time that a container can be kept alive at once",
           "A keep-alive of a client and the busy_for of a report hold a "
           "container for as long, whatever it reports. Lower it so that a "
           "client that was forgotten holds nothing for long."},
          durations(1s, 365 * day)),
  };
}

} // namespace spin::config
