#include "http/create_rules.hpp"

#include <algorithm>
#include <filesystem>

#include "http/create_inspector.hpp"

namespace spin::http {

namespace {

bool is_for(const rights_profile& what, const principal& who) {
  return std::ranges::any_of(what.users, [&](const std::string& each) {
    // The word of a role is never a name: by a token of a lesser role an admin
    // is not for what admins may.
    const bool is_role = each == to_string(role::admin)
                         || each == to_string(role::user)
                         || each == to_string(role::viewer);
    return is_role ? each == to_string(who.may) : each == who.name;
  });
}

std::vector<std::string> profiles_for(const principal& who,
                                      const create_rules& rules) {
  std::vector<std::string> all;
  for (const auto& [name, what] : rules.profiles)
    if (is_for(what, who))
      all.push_back(name);
  return all;
}

bool is_mounted(const create_options& what, const std::string& target) {
  const auto is_there = [&](const auto& each) { return each.target == target; };
  return std::ranges::any_of(what.volumes, is_there)
         || std::ranges::any_of(what.binds, is_there)
         || std::ranges::any_of(what.tmpfs, is_there);
}

/// Sets what `usual` has and the client did not say.
void take_usual(create_options& wish, const create_options& usual) {
  wish.env.insert(usual.env.begin(), usual.env.end());
  for (const auto& each : usual.tmpfs)
    if (!is_mounted(wish, each.target))
      wish.tmpfs.push_back(each);
  if (wish.stop_signal.empty())
    wish.stop_signal = usual.stop_signal;
  if (!wish.stop_timeout)
    wish.stop_timeout = usual.stop_timeout;
}

/// Gives `into` the rights of the profile that it names.
void take_profile(allowed_create& into, create_inspector& in, const principal& who,
                  const create_rules& rules) {
  const auto& name = into.options.profile;
  const auto at = rules.profiles.find(name);
  if (at == rules.profiles.end() || !is_for(at->second, who))
    return in.turn_down("profile: " + name + " is not allowed; allowed: "
                        + list_of(profiles_for(who, rules))
                        + " (policy.profiles in the configuration)");
  const auto& profile = at->second;
  if (profile.engine_socket && rules.engine_socket.empty())
    return in.turn_down("profile: " + name
                        + " needs the engine's socket, and the engine is on "
                          "another machine (sd_engine in the configuration)");
  into.rights = profile.rights;
  if (profile.engine_socket)
    into.rights.binds.push_back(
        {rules.engine_socket, "/var/run/docker.sock", false});
}

void inspect_limits(create_inspector& in, create_options& wish,
                    const create_rules& rules) {
  in.limit("memory", wish.memory, rules.memory, "memory_max");
  in.limit("cpus", wish.nano_cpus, rules.nano_cpus, "cpus_max");
  in.limit("pids", wish.pids, rules.pids, "pids_max");
  in.most("shm_size", wish.shm_size.value_or(0), rules.shm_most, "shm_max");
  in.ulimits(wish.ulimits);
  if (wish.stop_timeout)
    in.most("stop_timeout", wish.stop_timeout->count(),
            rules.stop_timeout_most.count(), "stop_timeout_max");
}

} // namespace

std::optional<std::string> real_path(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::canonical(path, error);
  if (error)
    return std::nullopt;
  return real.string();
}

reading<allowed_create> allow(create_options wish, const std::string& image,
                              const principal& who, const create_rules& rules,
                              const path_resolver& resolve) {
  create_inspector in{who, rules, resolve};
  allowed_create result;
  in.image(image);
  in.volumes(wish.volumes);
  in.binds(wish.binds);
  in.devices(wish.devices);
  inspect_limits(in, wish, rules);
  in.networks(wish.networks);
  in.capabilities(wish.cap_add);
  in.ports(wish.ports);
  result.options = std::move(wish);
  result.rights.no_new_privileges = rules.no_new_privileges;
  if (!result.options.profile.empty()) {
    take_profile(result, in, who, rules);
    if (!in.wrong)
      take_usual(result.options,
                 rules.profiles.at(result.options.profile).usual);
  }
  if (in.wrong)
    return tl::unexpected(*std::move(in.wrong));
  // It must be readable again from its record, with what was added here.
  const auto again = decode_options(encode(result.options));
  if (!again)
    return refuse(400, again.error().what);
  if (*again != result.options)
    return refuse(400, "binds: must be UTF-8");
  return result;
}

} // namespace spin::http
