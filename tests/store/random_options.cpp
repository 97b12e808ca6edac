#include "tests/store/samples.hpp"

namespace spin::test {

namespace {

int roll(dice& from, int last) {
  return std::uniform_int_distribution<int>{0, last}(from);
}

bool even_odds(dice& from) {
  return roll(from, 1) == 1;
}

std::int64_t any_number(dice& from, std::int64_t least, std::int64_t most) {
  return std::uniform_int_distribution<std::int64_t>{least, most}(from);
}

std::string any_name(dice& from) {
  return "n" + std::to_string(roll(from, 99));
}

/// A text without NUL.
std::string any_text(dice& from) {
  auto text = random_text(from);
  std::erase(text, '\0');
  return text;
}

std::vector<std::string> some(dice& from, std::string (*one)(dice&)) {
  std::vector<std::string> all;
  for (int left = roll(from, 3); left > 0; --left)
    all.push_back(one(from));
  return all;
}

std::vector<mount> some_mounts(dice& from, const std::string& below,
                               const std::string& source) {
  std::vector<mount> all;
  for (int left = roll(from, 2); left > 0; --left)
    all.push_back({source + any_name(from),
                   "/" + below + std::to_string(left), even_odds(from)});
  return all;
}

void add_lists(dice& from, create_options& to) {
  to.volumes = some_mounts(from, "v", "");
  to.binds = some_mounts(from, "b", "/srv/");
  for (int left = roll(from, 2); left > 0; --left)
    to.tmpfs.push_back({"/t" + std::to_string(left),
                        any_number(from, 0, 1 << 30), even_odds(from)});
  for (int left = roll(from, 2); left > 0; --left)
    to.networks.push_back({any_name(from), some(from, any_name)});
  for (int left = roll(from, 2); left > 0; --left)
    to.links.push_back({any_name(from), any_name(from)});
  for (int left = roll(from, 2); left > 0; --left)
    to.ports.push_back({static_cast<std::uint16_t>(1 + left),
                        even_odds(from) ? transport::udp : transport::tcp,
                        static_cast<std::uint16_t>(1 + roll(from, 65534))});
  if (even_odds(from))
    to.cap_add = {"NET_ADMIN"};
  if (even_odds(from))
    to.cap_drop = {"ALL"};
  if (even_odds(from))
    to.devices = {"/dev/null"};
  if (even_odds(from))
    to.ssh_keys = {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2 ann"};
}

void add_limits(dice& from, create_options& to) {
  if (even_odds(from))
    to.memory = any_number(from, 6 << 20, std::int64_t{1} << 40);
  if (even_odds(from))
    to.nano_cpus = any_number(from, 0, 1024'000'000'000);
  if (even_odds(from))
    to.pids = any_number(from, 0, 1'000'000);
  if (even_odds(from))
    to.shm_size = any_number(from, 1, std::int64_t{1} << 40);
  if (even_odds(from))
    to.ulimits["nofile"] = {any_number(from, 0, 1000),
                            any_number(from, 1000, 2000)};
  if (even_odds(from))
    to.ulimits["core"] = {-1, -1};
}

} // namespace

create_options random_options(dice& from) {
  create_options result;
  if (even_odds(from))
    result.name = "c-" + any_name(from);
  for (int left = roll(from, 3); left > 0; --left)
    result.env[any_name(from)] = any_text(from);
  for (int left = roll(from, 3); left > 0; --left)
    result.labels[any_name(from)] = any_text(from);
  if (even_odds(from))
    result.command = some(from, any_text);
  if (even_odds(from))
    result.entrypoint = some(from, any_text);
  if (even_odds(from))
    result.workdir = even_odds(from) ? "/" : "/srv/a";
  if (even_odds(from))
    result.user = "1000:1000";
  if (even_odds(from))
    result.hostname = any_name(from);
  if (even_odds(from))
    result.read_only = even_odds(from);
  if (even_odds(from))
    result.init = even_odds(from);
  if (even_odds(from))
    result.stop_signal = "SIGRTMIN+3";
  if (even_odds(from))
    result.stop_timeout = std::chrono::seconds{roll(from, 3600)};
  if (even_odds(from))
    result.healthcheck = health_check{{"CMD-SHELL", any_text(from)},
                                      std::chrono::seconds{5 + roll(from, 100)},
                                      std::chrono::seconds{roll(from, 100)},
                                      std::chrono::seconds{roll(from, 100)},
                                      roll(from, 10)};
  if (even_odds(from))
    result.profile = any_name(from);
  if (even_odds(from)) {
    result.group = any_name(from);
    result.depends_on = some(from, any_name);
  }
  add_lists(from, result);
  add_limits(from, result);
  if (!result.networks.empty())
    result.links.clear();
  if (result.read_only == true)
    result.ssh_keys.clear();
  return result;
}

} // namespace spin::test
