#include "config/users.hpp"

#include <algorithm>
#include <charconv>

#include <yaml-cpp/yaml.h>

#include "config/items.hpp"
#include "config/password_hash.hpp"

namespace spin::config {

namespace {

constexpr std::uint32_t most_running = 100'000;
constexpr const char* users_option = "sd_users";
constexpr const char* what_a_user_is =
    "a list of maps with name, role, password_hash and, if wanted, max_running";

const auto roles = words<role>({{"admin", role::admin},
                                {"user", role::user},
                                {"viewer", role::viewer}});

parsed<std::uint32_t> read_count(std::string_view text) {
  std::uint32_t count = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || stop != end || count > most_running)
    return tl::unexpected(shown_value(text) + " is not such a number");
  return count;
}

const item_kind<user>& a_user() {
  static const item_kind<user> kind{
      users_option,
      what_a_user_is,
      {{"name", true, names().allowed,
        [](user& u, std::string_view text) {
          return take<&user::name>(u, names().read(text));
        }},
       {"role", true, roles.allowed,
        [](user& u, std::string_view text) {
          return take<&user::may>(u, roles.read(text));
        }},
       {"password_hash", true, "what --hash-password prints",
        [](user& u, std::string_view text) {
          return take<&user::password_hash>(u, read_password_hash(text));
        }},
       {"max_running", false,
        "a whole number from 0 to " + std::to_string(most_running),
        [](user& u, std::string_view text) {
          return take<&user::max_running>(u, read_count(text));
        }}}};
  return kind;
}

bool has(const std::vector<user>& all, const std::string& name) {
  return std::ranges::find(all, name, &user::name) != all.end();
}

std::string show_users(const std::vector<user>& all) {
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginSeq;
  for (const auto& each : all) {
    out << YAML::Flow << YAML::BeginMap << YAML::Key << "name" << YAML::Value
        << each.name << YAML::Key << "role" << YAML::Value
        << roles.show(each.may) << YAML::Key << "password_hash" << YAML::Value
        << each.password_hash;
    if (each.max_running > 0)
      out << YAML::Key << "max_running" << YAML::Value << each.max_running;
    out << YAML::EndMap;
  }
  out << YAML::EndSeq;
  return out.c_str();
}

std::string mask_users(const std::vector<user>& all) {
  std::string names_and_roles;
  for (const auto& each : all)
    names_and_roles += (names_and_roles.empty() ? "" : ", ") + each.name + " ("
                       + roles.show(each.may) + ')';
  return names_and_roles;
}

} // namespace

checked<std::vector<user>> read_users(const list_items& from,
                                      const std::vector<user>& known) {
  std::vector<user> result;
  for (const auto& each : from) {
    auto next = a_user().read(each);
    if (!next)
      return tl::unexpected(next.error());
    if (has(known, next->name) || has(result, next->name))
      return tl::unexpected(a_user().wrong(each.where,
                                           "name: " + shown_value(next->name)
                                               + " is taken by another user",
                                           "each name once"));
    result.push_back(*std::move(next));
  }
  return result;
}

codec<std::vector<user>> users() {
  return items_codec<user>(
      "users", what_a_user_is,
      [](const list_items& from) { return read_users(from, {}); }, show_users,
      mask_users);
}

} // namespace spin::config
