#include "http/create_inspector.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace spin::http {

namespace {

constexpr std::string_view user_word = "{user}";

bool fits_pattern(const std::string& pattern, std::string_view text) {
  return fnmatch(pattern.c_str(), std::string{text}.c_str(), 0) == 0;
}

/// The engine takes the beginning of an id for a name.
bool may_be_id(std::string_view text) {
  if (text.starts_with("sha256:"))
    text.remove_prefix(7);
  return text.find_first_not_of("0123456789abcdef") == text.npos;
}

/// Whether `path` is `folder` or in it.
bool is_below(const std::string& path, const std::string& folder) {
  return path == folder || folder == "/" || path.starts_with(folder + '/');
}

std::vector<std::string>
names_of(const std::vector<std::pair<std::string, bool>>& binds) {
  std::vector<std::string> all;
  for (const auto& [path, read_only] : binds)
    all.push_back(read_only ? path + ":ro" : path);
  return all;
}

std::vector<std::string>
names_of(const std::vector<std::pair<std::uint16_t, std::uint16_t>>& ports) {
  std::vector<std::string> all;
  for (const auto& [first, last] : ports)
    all.push_back(std::to_string(first) + '-' + std::to_string(last));
  return all;
}

std::vector<std::string>
names_of(const std::map<std::string, std::int64_t>& ulimits) {
  std::vector<std::string> all;
  for (const auto& each : ulimits)
    all.push_back(each.first);
  return all;
}

} // namespace

std::string for_user(std::string pattern, const std::string& user) {
  for (auto at = pattern.find(user_word); at != pattern.npos;
       at = pattern.find(user_word, at + user.size()))
    pattern.replace(at, user_word.size(), user);
  return pattern;
}

std::string list_of(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& each : all)
    text.append(text.empty() ? "" : ", ").append(each);
  return text.empty() ? "none" : text;
}

bool fits_any(const std::vector<std::string>& patterns, std::string_view text,
              const std::string& user, const std::vector<std::string>& users) {
  // "ann.b.data" is of ann.b, if there is such a user, and not of ann.
  const auto is_of_another = [&](const std::string& pattern) {
    return std::ranges::any_of(users, [&](const std::string& other) {
      return other.size() > user.size() && other.find(user) != other.npos
             && fits_pattern(for_user(pattern, other), text);
    });
  };
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    const bool by_user = pattern.find(user_word) != pattern.npos;
    return fits_pattern(for_user(pattern, user), text)
           && !(by_user && is_of_another(pattern));
  });
}

// -- what has a name ----------------------------------------------------------

void create_inspector::image(const std::string& name) {
  if (std::ranges::find(rules_.images, "*") != rules_.images.end())
    return;
  auto plain = name.substr(0, name.find('@'));
  const auto colon = plain.rfind(':');
  if (colon != plain.npos && plain.find('/', colon) == plain.npos)
    plain.resize(colon);
  if (may_be_id(name)
      || (!fits_one(rules_.images, name) && !fits_one(rules_.images, plain)))
    not_allowed("image", name, rules_.images, "images");
}

void create_inspector::volumes(const std::vector<mount>& all) {
  for (const auto& each : all)
    if (!fits_one(rules_.volumes, each.source))
      not_allowed("volumes", each.source, rules_.volumes, "volumes");
}

void create_inspector::networks(const std::vector<network_join>& all) {
  for (const auto& each : all)
    if (each.name == "host")
      turn_down("networks: host is not allowed but by a profile "
                "(policy.profiles in the configuration)");
    else if (may_be_id(each.name) || !fits_one(rules_.networks, each.name))
      not_allowed("networks", each.name, rules_.networks, "networks");
}

void create_inspector::capabilities(const std::vector<std::string>& all) {
  for (const auto& each : all)
    if (each == "SYS_ADMIN" || each == "ALL")
      turn_down("cap_add: " + each
                + " is not allowed but by a profile (policy.profiles in the "
                  "configuration)");
    else if (std::ranges::find(rules_.capabilities, each)
             == rules_.capabilities.end())
      not_allowed("cap_add", each, rules_.capabilities, "capabilities");
}

void create_inspector::ports(const std::vector<port_binding>& all) {
  for (const auto& each : all)
    if (std::ranges::none_of(rules_.ports, [&](const auto& range) {
          return each.host_port >= range.first && each.host_port <= range.second;
        }))
      not_allowed("ports", std::to_string(each.host_port),
                  names_of(rules_.ports), "ports");
}

void create_inspector::devices(std::vector<std::string>& all) {
  for (auto& each : all) {
    if (rules_.engine_socket.empty())
      return turn_down("devices: not allowed, as the engine is on another "
                       "machine (sd_engine in the configuration)");
    // Where nothing is allowed, nobody's path is looked at: that may take long.
    const auto real = rules_.devices.empty() ? std::nullopt : resolve_(each);
    if (!real || !fits_one(rules_.devices, *real))
      return not_allowed("devices", each, rules_.devices, "devices");
    each = *real;
  }
}

// -- folders of the host ------------------------------------------------------

void create_inspector::binds(std::vector<mount>& all) {
  for (auto& each : all)
    if (!wrong)
      bind(each);
}

void create_inspector::bind(mount& wish) {
  if (rules_.engine_socket.empty())
    return turn_down("binds: not allowed, as the engine is on another machine "
                     "(sd_engine in the configuration)");
  if (rules_.binds.empty())
    return not_allowed("binds", wish.source, {}, "binds");
  const auto real = resolve_(wish.source);
  const bool holds_socket = real && is_below(rules_.engine_socket, *real);
  if (holds_socket)
    return turn_down("binds: " + wish.source
                     + " holds the engine's socket, which is had by a profile "
                       "only (policy.profiles in the configuration)");
  const auto* within = real ? folder_of(*real) : nullptr;
  if (!within)
    return not_allowed("binds", wish.source, names_of(rules_.binds), "binds");
  const bool holds_read_only =
      std::ranges::any_of(rules_.binds, [&](const auto& each) {
        return each.second && is_below(each.first, *real);
      });
  if ((within->second || holds_read_only) && !wish.read_only)
    return turn_down("binds: " + wish.source
                     + " may be mounted read-only alone (policy.binds in the "
                       "configuration)");
  wish.source = *real;
}

const std::pair<std::string, bool>*
create_inspector::folder_of(const std::string& path) const {
  const std::pair<std::string, bool>* best = nullptr;
  for (const auto& each : rules_.binds)
    if (is_below(path, each.first)
        && (!best || best->first.size() < each.first.size()))
      best = &each;
  return best;
}

// -- numbers ------------------------------------------------------------------

void create_inspector::limit(const char* option,
                             std::optional<std::int64_t>& wish,
                             const create_rules::limit& with,
                             const char* rule) {
  const bool limited = with.most > 0;
  if (!wish && (with.usual > 0 || limited)) // what is usual is no more than that
    wish = limited && (with.usual == 0 || with.usual > with.most) ? with.most
                                                                  : with.usual;
  // 0 is no limit, which is more than any.
  if (wish && limited && (*wish == 0 || *wish > with.most))
    too_much(option, *wish, with.most, rule);
}

void create_inspector::most(const char* option, std::int64_t wish,
                            std::int64_t most_of_it, const char* rule) {
  if (wish > most_of_it)
    too_much(option, wish, most_of_it, rule);
}

void create_inspector::ulimits(const std::map<std::string, ulimit>& all) {
  for (const auto& [name, limit] : all) {
    const auto cap = rules_.ulimits.find(name);
    if (cap == rules_.ulimits.end())
      not_allowed("ulimits", name, names_of(rules_.ulimits), "ulimits");
    else if (limit.hard == -1 || limit.hard > cap->second)
      too_much("ulimits." + name, limit.hard, cap->second, "ulimits");
  }
}

// -- words --------------------------------------------------------------------

void create_inspector::turn_down(std::string message) {
  if (!wrong)
    wrong = refusal{403, std::move(message)};
}

bool create_inspector::fits_one(const std::vector<std::string>& patterns,
                                std::string_view text) const {
  return fits_any(patterns, text, who_.name, rules_.users);
}

void create_inspector::not_allowed(const char* option, const std::string& what,
                                   const std::vector<std::string>& allowed,
                                   const char* rule) {
  std::vector<std::string> shown;
  for (const auto& each : allowed)
    shown.push_back(for_user(each, who_.name));
  turn_down(std::string{option} + ": " + what + " is not allowed; allowed: "
            + list_of(shown) + " (policy." + rule + " in the configuration)");
}

void create_inspector::too_much(const std::string& option, std::int64_t wish,
                                std::int64_t most, const char* rule) {
  turn_down(option + ": " + (wish <= 0 ? "no limit" : std::to_string(wish))
            + " is more than the " + std::to_string(most)
            + " that are allowed (policy." + rule + " in the configuration)");
}

} // namespace spin::http
