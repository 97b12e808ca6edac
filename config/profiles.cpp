#include "config/profiles.hpp"

#include <algorithm>

#include <yaml-cpp/yaml.h>

#include "config/items.hpp"
#include "config/policy_values.hpp"

namespace spin::config {

namespace {

constexpr const char* profiles_option = "sd_policy_profiles";
constexpr const char* what_a_profile_is =
    "a list of maps with name and, if wanted, users, privileged, systemd, "
    "engine_socket, no_new_privileges, cap_add, security_opt, devices, binds, "
    "tmpfs, env, pid, ipc, network, cgroupns, stop_signal, stop_timeout";

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
           return c > 0x20 && c != 0x7f && c != ',';
         });
}

bool is_variable(std::string_view text) {
  const auto equals = text.find('=');
  return equals != 0 && equals != text.npos && is_word(text.substr(0, equals))
         && !text.starts_with("SPIN_DOCKER_");
}

bool is_path(std::string_view text) {
  return text.size() > 1 && text.front() == '/' && is_word(text)
         && text.find(':') == text.npos;
}

bool is_bind(std::string_view text) {
  if (text.ends_with(":ro"))
    text.remove_suffix(3);
  const auto colon = text.find(':');
  return colon != text.npos && is_path(text.substr(0, colon))
         && is_path(text.substr(colon + 1));
}

bool is_tmpfs(std::string_view text) {
  if (text.ends_with(":exec"))
    text.remove_suffix(5);
  return is_path(text);
}

/// How the lists in a profile are written.
const auto words_of_list = lists("words with commas between them", is_word);
const auto paths = lists("paths with commas between them", is_path);
const auto binds = lists("/host/path:/path, maybe with :ro, with commas "
                         "between them",
                         is_bind);
const auto memory_folders =
    lists("paths, maybe with :exec, with commas between them", is_tmpfs);
const auto variables = lists("NAME=value with commas between them", is_variable);

parsed<std::string> read_word(std::string_view text) {
  if (!is_word(text))
    return tl::unexpected(shown_value(text) + " is not a word");
  return std::string{text};
}

/// The engine's namespaces that a container may share with its host.
parsed<std::string> read_namespace(std::string_view text) {
  if (text != "host" && text != "private")
    return tl::unexpected(shown_value(text) + " is none of them");
  return std::string{text};
}

parsed<std::string> read_host(std::string_view text) {
  if (text != "host")
    return tl::unexpected(shown_value(text) + " is not that");
  return std::string{text};
}

constexpr std::chrono::seconds longest_stop = std::chrono::hours{1};

parsed<std::chrono::seconds> read_stop_timeout(std::string_view text) {
  return durations(std::chrono::seconds{0}, longest_stop).read(text);
}

template <auto Field, const auto& Kind>
item_key<profile> list_key(const char* name) {
  return {name, false, Kind.allowed, [](profile& p, std::string_view text) {
            return take<Field>(p, Kind.read(text));
          }};
}

template <auto Field>
item_key<profile> flag_key(const char* name) {
  return {name, false, booleans().allowed,
          [](profile& p, std::string_view text) {
            return take<Field>(p, parse_boolean(text));
          }};
}

template <auto Field, parsed<std::string> (*Read)(std::string_view)>
item_key<profile> word_key(const char* name, std::string allowed) {
  return {name, false, std::move(allowed),
          [](profile& p, std::string_view text) {
            return take<Field>(p, Read(text));
          }};
}

parsed<std::string> read_name(std::string_view text) {
  return names().read(text);
}

const item_kind<profile>& a_profile() {
  using p = profile;
  static const item_kind<profile> kind{
      profiles_option,
      what_a_profile_is,
      {{"name", true, names().allowed,
        [](p& to, std::string_view text) {
          return take<&p::name>(to, read_name(text));
        }},
       list_key<&p::users, words_of_list>("users"),
       flag_key<&p::no_new_privileges>("no_new_privileges"),
       flag_key<&p::privileged>("privileged"),
       flag_key<&p::systemd>("systemd"),
       flag_key<&p::engine_socket>("engine_socket"),
       list_key<&p::cap_add, words_of_list>("cap_add"),
       list_key<&p::security_opt, words_of_list>("security_opt"),
       list_key<&p::devices, paths>("devices"),
       list_key<&p::binds, binds>("binds"),
       list_key<&p::tmpfs, memory_folders>("tmpfs"),
       list_key<&p::env, variables>("env"),
       word_key<&p::pid, read_host>("pid", "host"),
       word_key<&p::ipc, read_host>("ipc", "host"),
       word_key<&p::network, read_host>("network", "host"),
       word_key<&p::cgroupns, read_namespace>("cgroupns", "host, private"),
       word_key<&p::stop_signal, read_word>("stop_signal", "a signal"),
       {"stop_timeout", false, "a duration up to 1h",
        [](p& to, std::string_view text) {
          return take<&p::stop_timeout>(to, read_stop_timeout(text));
        }}}};
  return kind;
}

void show_list(YAML::Emitter& out, const char* key,
               const std::vector<std::string>& all) {
  if (all.empty())
    return;
  std::string text;
  for (const auto& each : all)
    text.append(text.empty() ? "" : ", ").append(each);
  out << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << text;
}

void show_word(YAML::Emitter& out, const char* key, const std::string& text) {
  if (!text.empty())
    out << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << text;
}

void show_flag(YAML::Emitter& out, const char* key, bool value, bool usual) {
  if (value != usual)
    out << YAML::Key << key << YAML::Value << value;
}

void show_profile(YAML::Emitter& out, const profile& what) {
  out << YAML::Flow << YAML::BeginMap << YAML::Key << "name" << YAML::Value
      << what.name;
  show_list(out, "users", what.users);
  show_flag(out, "no_new_privileges", what.no_new_privileges, true);
  show_flag(out, "privileged", what.privileged, false);
  show_flag(out, "systemd", what.systemd, false);
  show_flag(out, "engine_socket", what.engine_socket, false);
  show_list(out, "cap_add", what.cap_add);
  show_list(out, "security_opt", what.security_opt);
  show_list(out, "devices", what.devices);
  show_list(out, "binds", what.binds);
  show_list(out, "tmpfs", what.tmpfs);
  show_list(out, "env", what.env);
  show_word(out, "pid", what.pid);
  show_word(out, "ipc", what.ipc);
  show_word(out, "network", what.network);
  show_word(out, "cgroupns", what.cgroupns);
  show_word(out, "stop_signal", what.stop_signal);
  if (what.stop_timeout.count() >= 0)
    out << YAML::Key << "stop_timeout" << YAML::Value
        << to_text(what.stop_timeout);
  out << YAML::EndMap;
}

std::string show_profiles(const std::vector<profile>& all) {
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginSeq;
  for (const auto& each : all)
    show_profile(out, each);
  out << YAML::EndSeq;
  return out.c_str();
}

std::vector<profile> built_in() {
  profile systemd;
  systemd.name = "systemd";
  systemd.systemd = true;
  systemd.tmpfs = {"/run:exec", "/run/lock", "/tmp:exec"};
  systemd.env = {"container=docker"};
  systemd.stop_signal = "SIGRTMIN+3";
  systemd.stop_timeout = std::chrono::seconds{90};
  profile builder;
  builder.name = "builder";
  builder.engine_socket = true;
  return {systemd, builder};
}

} // namespace

checked<std::vector<profile>> read_profiles(const list_items& from) {
  std::vector<profile> result;
  for (const auto& each : from) {
    auto next = a_profile().read(each);
    if (!next)
      return tl::unexpected(next.error());
    if (std::ranges::find(result, next->name, &profile::name) != result.end())
      return tl::unexpected(a_profile().wrong(
          each.where,
          "name: " + shown_value(next->name) + " is taken by another profile",
          "each name once"));
    result.push_back(*std::move(next));
  }
  return result;
}

codec<std::vector<profile>> profiles() {
  return items_codec<profile>("profiles", what_a_profile_is, read_profiles,
                              show_profiles, nullptr);
}

std::vector<profile> with_built_in(std::vector<profile> given) {
  for (auto& each : built_in())
    if (std::ranges::find(given, each.name, &profile::name) == given.end())
      given.push_back(std::move(each));
  return given;
}

} // namespace spin::config
