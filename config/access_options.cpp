#include "config/option_rows.hpp"
#include "config/users.hpp"

// The rows about those who may log in.

namespace spin::config {

namespace {

using namespace std::chrono_literals;

using s = settings;

option users_row() {
  auto row = bind<&s::sd_users>(
      {"sd_users", "who may log in, beside admin",
       "Give everybody a name of their own, at least if they do not trust each "
       "other. An item reads: {name: ann, role: user, max_running: 3, "
       "password_hash: '$argon2id$...'}; spin-docker --hash-password prints "
       "the hash. An admin may do everything. A user makes containers, sees and "
       "changes those, and knows of no others; max_running is how many of them "
       "may run at once (0 or nothing: any number). A viewer sees everything "
       "and changes nothing. With users, admin exists only if it is one of "
       "them or has a password of its own."},
      users());
  row.assign_items = [](settings& into, const list_items& from) {
    return read_users(from, {}).map(
        [&](std::vector<user> all) { into.sd_users = std::move(all); });
  };
  return row;
}

} // namespace

std::vector<option> access_options() {
  return {
      bind<&s::sd_environment>(
          {"sd_environment", "whether others depend on this server",
           "Set it to production on every server that others can reach: it "
           "then refuses to start with the default password or an empty one, "
           "and warns of one in plain text that is not in sd_password_file.",
           "ENVIRONMENT"},
          words<environment>({{"development", environment::development},
                              {"production", environment::production}})),
      bind<&s::sd_password>(
          {"sd_password", "the password of the user admin, or its hash",
           "Always change it. Other users of the machine can read what stands "
           "on a command line or in a world-readable file: give the hash that "
           "spin-docker --hash-password prints, or use sd_password_file.",
           "SPIN_DOCKER_PASSWORD"},
          passwords()),
      bind<&s::sd_password_file>(
          {"sd_password_file", "a file that holds the password or its hash",
           "Use it to keep the password out of the configuration, e.g. with "
           "Docker secrets or systemd credentials. It wins over sd_password; "
           "the newline at its end does not count."},
          file_paths()),
      users_row(),
      bind<&s::sd_users_file>(
          {"sd_users_file", "a YAML file with more users",
           "It holds a list of the same form as sd_users. Use it to keep the "
           "hashes out of the configuration."},
          file_paths()),
      bind<&s::sd_session_max>(
          {"sd_session_max", "how long a browser stays logged in",
           "After this time the dashboard asks for the password again, whatever "
           "was done meanwhile. A restart of the server ends all sessions."},
          durations(1s, 24h * 30)),
      bind<&s::sd_session_idle>(
          {"sd_session_idle",
           "how long a browser stays logged in without a request",
           "A dashboard that can be seen sends some all the time. Lower it where "
           "people leave machines that others use."},
          durations(1s, 24h * 30)),
  };
}

} // namespace spin::config
