#include "config/users.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <yaml-cpp/yaml.h>

#include "config/password_hash.hpp"

namespace spin::config {

namespace {

constexpr std::uint32_t most_running = 100'000;
constexpr const char* option_name = "sd_users";
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

/// One key that a user has.
struct key {
  const char* name;
  bool required;
  std::string allowed;
  parsed<void> (*read)(user&, std::string_view);
};

template <auto Field, class T>
parsed<void> take(user& into, parsed<T> value) {
  return value.map([&](T read) { into.*Field = std::move(read); });
}

const std::vector<key>& keys() {
  static const std::vector<key> all{
      {"name", true, names().allowed,
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
       }},
  };
  return all;
}

problem wrong(const std::string& where, std::string what, std::string allowed) {
  return {where, option_name, std::move(what), std::move(allowed)};
}

checked<void> read_field(const field& from, user& into) {
  const auto known = std::ranges::find(keys(), from.key, &key::name);
  if (known == keys().end())
    return tl::unexpected(
        wrong(from.where, "unknown key " + shown_value(shown_key(from.key)),
              "name, role, password_hash, max_running"));
  const auto read = from.is_text
                        ? known->read(into, from.value)
                        : tl::unexpected<std::string>("is no text");
  if (!read)
    return tl::unexpected(wrong(from.where, from.key + ": " + read.error(),
                                known->allowed));
  return {};
}

checked<user> read_user(const list_item& from) {
  if (!from.is_map)
    return tl::unexpected(wrong(from.where, "an item is no map",
                                what_a_user_is));
  user result;
  for (auto next = from.fields.begin(); next != from.fields.end(); ++next) {
    if (std::find_if(from.fields.begin(), next,
                     [&](const field& f) { return f.key == next->key; })
        != next)
      return tl::unexpected(wrong(next->where, next->key + ": is set twice",
                                  "each key once"));
    if (auto read = read_field(*next, result); !read)
      return tl::unexpected(read.error());
  }
  for (const auto& each : keys())
    if (each.required
        && std::ranges::find(from.fields, each.name, &field::key)
               == from.fields.end())
      return tl::unexpected(wrong(from.where,
                                  std::string{each.name} + ": is missing",
                                  each.allowed));
  return result;
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
    auto next = read_user(each);
    if (!next)
      return tl::unexpected(next.error());
    if (has(known, next->name) || has(result, next->name))
      return tl::unexpected(wrong(each.where,
                                  "name: " + shown_value(next->name)
                                      + " is taken by another user",
                                  "each name once"));
    result.push_back(*std::move(next));
  }
  return result;
}

codec<std::vector<user>> users() {
  return {
      "users",
      what_a_user_is,
      [](std::string_view text) -> parsed<std::vector<user>> {
        const auto found = items_of_text({}, std::string{text}, lines::one);
        if (!found)
          return tl::unexpected(found.error().what);
        return read_users(*found, {}).map_error([](const problem& why) {
          return why.what + " (" + why.allowed + ')';
        });
      },
      show_users,
      mask_users,
  };
}

} // namespace spin::config
