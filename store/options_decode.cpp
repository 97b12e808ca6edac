#include <algorithm>
#include <set>

#include "store/option_parts.hpp"
#include "store/options_json.hpp"
#include "store/snapshot_fields.hpp"

namespace spin {

namespace {

using in = option_reader;

using namespace option_part;

/// The engine takes no less.
constexpr std::int64_t least_memory = std::int64_t{6} << 20;
constexpr std::int64_t many = 1'000'000;

// -- the table ----------------------------------------------------------------

struct row {
  std::string_view name;
  bool (*read)(in&, const json&, create_options&);
};

using o = create_options;

constexpr row rows[] = {
    {"name",
     [](in& r, const json& v, o& to) {
       return r.text(v, to.name, longest_name, container_name);
     }},
    {"env",
     [](in& r, const json& v, o& to) {
       return named_texts(r, v, to.env, variable_name);
     }},
    {"command",
     [](in& r, const json& v, o& to) { return words(r, v, to.command); }},
    {"entrypoint",
     [](in& r, const json& v, o& to) { return words(r, v, to.entrypoint); }},
    {"workdir",
     [](in& r, const json& v, o& to) {
       // The root is a good place to work in.
       return v == "/" ? (to.workdir = "/", true) : path(r, v, to.workdir);
     }},
    {"user",
     [](in& r, const json& v, o& to) {
       return r.text(v, to.user, longest_name, one_line);
     }},
    {"hostname",
     [](in& r, const json& v, o& to) {
       return r.text(v, to.hostname, 253, host_name);
     }},
    {"labels",
     [](in& r, const json& v, o& to) {
       return named_texts(r, v, to.labels, label_name);
     }},
    {"volumes",
     [](in& r, const json& v, o& to) {
       return mounts(r, v, to.volumes, engine_name);
     }},
    {"binds",
     [](in& r, const json& v, o& to) {
       return mounts(r, v, to.binds, absolute_path);
     }},
    {"tmpfs", [](in& r, const json& v, o& to) { return tmpfs(r, v, to.tmpfs); }},
    {"memory",
     [](in& r, const json& v, o& to) {
       return whole(r, v, to.memory, 0, tebibyte)
              && r.is(*to.memory == 0 || *to.memory >= least_memory,
                      "0 or at least 6 MiB");
     }},
    {"cpus", [](in& r, const json& v, o& to) { return cpus(r, v, to.nano_cpus); }},
    {"pids",
     [](in& r, const json& v, o& to) { return whole(r, v, to.pids, 0, many); }},
    {"shm_size",
     [](in& r, const json& v, o& to) {
       return whole(r, v, to.shm_size, 1, tebibyte);
     }},
    {"ulimits",
     [](in& r, const json& v, o& to) { return ulimits(r, v, to.ulimits); }},
    {"networks",
     [](in& r, const json& v, o& to) { return networks(r, v, to.networks); }},
    {"links", [](in& r, const json& v, o& to) { return links(r, v, to.links); }},
    {"cap_add",
     [](in& r, const json& v, o& to) {
       return texts(r, v, to.cap_add, 32, capability);
     }},
    {"cap_drop",
     [](in& r, const json& v, o& to) {
       return texts(r, v, to.cap_drop, 32, capability);
     }},
    {"devices",
     [](in& r, const json& v, o& to) {
       return texts(r, v, to.devices, longest_path, device_path);
     }},
    {"read_only",
     [](in& r, const json& v, o& to) { return truth(r, v, to.read_only); }},
    {"stop_signal",
     [](in& r, const json& v, o& to) {
       return r.text(v, to.stop_signal, 16, signal_name);
     }},
    {"stop_timeout",
     [](in& r, const json& v, o& to) {
       return length(r, v, to.stop_timeout.emplace(), 3600);
     }},
    {"init", [](in& r, const json& v, o& to) { return truth(r, v, to.init); }},
    {"healthcheck",
     [](in& r, const json& v, o& to) {
       return healthcheck(r, v, to.healthcheck);
     }},
    {"ports", [](in& r, const json& v, o& to) { return ports(r, v, to.ports); }},
    {"ssh_keys",
     [](in& r, const json& v, o& to) {
       return texts(r, v, to.ssh_keys, 16 * 1024, public_key);
     }},
    {"profile",
     [](in& r, const json& v, o& to) { return name(r, v, to.profile); }},
    {"group", [](in& r, const json& v, o& to) { return name(r, v, to.group); }},
    {"depends_on",
     [](in& r, const json& v, o& to) {
       return texts(r, v, to.depends_on, longest_name, engine_name);
     }},
};

/// Two things in one place would hide each other.
bool has_own_targets(in& r, const create_options& what) {
  std::set<std::string_view> seen;
  const auto is_new = [&](std::string_view target) {
    return r.is(seen.insert(target).second,
                "mounted at places of their own: " + std::string{target}
                    + " is there twice");
  };
  return std::ranges::all_of(what.volumes, is_new, &mount::target)
         && std::ranges::all_of(what.binds, is_new, &mount::target)
         && std::ranges::all_of(what.tmpfs, is_new, &tmpfs_mount::target);
}

/// What the engine takes each by itself, and not together.
bool goes_together(in& r, const create_options& what) {
  {
    const auto inside = r.enter("ssh_keys");
    if (!r.is(what.ssh_keys.empty() || !what.read_only.value_or(false),
              "empty if read_only is true: they could not be written"))
      return false;
  }
  {
    const auto inside = r.enter("links");
    if (!r.is(what.links.empty() || what.networks.empty(),
              "empty if there are networks, where names are found anyway"))
      return false;
  }
  const auto inside = r.enter("volumes, binds and tmpfs");
  return has_own_targets(r, what);
}

} // namespace

bool read_options(const json& from, create_options& to, std::string& why) {
  in r{why};
  if (!from.IsObject())
    return r.is(false, "an object");
  std::set<std::string_view> seen;
  for (const auto& member : from.GetObject()) {
    const std::string key{member.name.GetString(), member.name.GetStringLength()};
    const auto at = std::ranges::find(rows, key, &row::name);
    if (at == std::end(rows))
      return r.unknown(key);
    const auto inside = r.enter(key);
    if (!r.is(seen.insert(at->name).second, "there only once")
        || !at->read(r, member.value, to))
      return false;
  }
  return goes_together(r, to);
}

outcome<create_options> decode_options(std::string_view text) {
  rapidjson::Document document;
  if (auto parsed = parse_object(text, document); !parsed)
    return fail(errc::bad_request, std::move(parsed.error().what));
  create_options result;
  std::string why;
  if (!read_options(document, result, why))
    return fail(errc::bad_request, why);
  return result;
}

} // namespace spin
