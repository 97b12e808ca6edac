#include "config/logins.hpp"

#include <algorithm>

#include "config/options.hpp"
#include "config/password_hash.hpp"
#include "config/users.hpp"

namespace spin::config {

namespace {

constexpr const char* own_password =
    "what --hash-password prints, or sd_password_file";

std::string origin(const configuration& draft, const std::string& key) {
  const auto at = draft.origins.find(key);
  return at == draft.origins.end() ? "default" : at->second;
}

bool is_set(const configuration& draft, const std::string& key) {
  return draft.origins.contains(key);
}

tl::unexpected<problem> refuse(const configuration& draft,
                               const std::string& key, std::string what,
                               std::string allowed) {
  return tl::unexpected(problem{origin(draft, key), key, std::move(what),
                                std::move(allowed)});
}

checked<void> read_password_file(configuration& draft) {
  const auto& path = draft.values.sd_password_file;
  if (path.empty())
    return {};
  const auto wrong = [&](const std::string& what) {
    return refuse(
        draft, "sd_password_file", shown_value(path) + ' ' + what,
        "a readable file that holds a password of at most 4096 bytes");
  };
  auto text = read_file(path, longest_password);
  if (!text)
    return wrong("cannot be read: " + text.error());
  if (text->ends_with('\n'))
    text->pop_back();
  if (text->ends_with('\r'))
    text->pop_back();
  if (text->empty())
    return wrong("is empty");
  const auto assigned = find_option("sd_password")->assign(draft.values, *text);
  if (!assigned)
    return wrong(assigned.error());
  draft.origins["sd_password"] = "sd_password_file";
  return {};
}

checked<void> read_users_file(configuration& draft) {
  auto& values = draft.values;
  const auto& path = values.sd_users_file;
  if (path.empty())
    return {};
  const auto text = read_file(path, longest_file);
  if (!text)
    return refuse(draft, "sd_users_file",
                  shown_value(path) + " cannot be read: " + text.error(),
                  "a readable YAML file of at most 1 MiB");
  const auto found = items_of_text(path, *text, lines::counted);
  if (!found)
    return tl::unexpected(found.error());
  auto more = read_users(*found, values.sd_users);
  if (!more)
    return tl::unexpected(more.error());
  std::ranges::move(*more, std::back_inserter(values.sd_users));
  return {};
}

checked<void> settle_admin(configuration& draft) {
  auto& values = draft.values;
  const auto& all = values.sd_users;
  const bool named = std::ranges::find(all, "admin", &user::name) != all.end();
  if (all.empty())
    return {};
  if (!is_set(draft, "sd_password"))
    values.sd_password.clear(); // nobody wants the default one beside users
  if (named && !values.sd_password.empty())
    return refuse(draft, "sd_password",
                  "is set, but admin is among the users too", "one of the two");
  const auto own = std::ranges::find(all, "admin", &user::name);
  if (named && own->may != role::admin)
    return refuse(draft, is_set(draft, "sd_users") ? "sd_users"
                                                   : "sd_users_file",
                  "names a user admin of another role; what has no owner is "
                  "admin's",
                  "another name, or the role admin");
  const bool somebody =
      !values.sd_password.empty()
      || std::ranges::find(all, role::admin, &user::may) != all.end();
  if (!somebody)
    return refuse(draft, is_set(draft, "sd_users") ? "sd_users"
                                                   : "sd_users_file",
                  "has nobody who may do everything",
                  "a user with the role admin, or sd_password");
  return {};
}

checked<void> check_hash(const configuration& draft) {
  const auto& password = draft.values.sd_password;
  if (looks_like_hash(password) && !read_password_hash(password))
    return refuse(draft, "sd_password", "begins as a hash but is no good one",
                  own_password);
  return {};
}

checked<void> check_production(const configuration& draft) {
  const auto& values = draft.values;
  const auto& password = values.sd_password;
  if (values.sd_environment != environment::production
      || looks_like_hash(password))
    return {};
  const auto wrong = [&](const char* what) {
    return tl::unexpected(
        problem{origin(draft, is_set(draft, "sd_password")
                                     ? "sd_password"
                                     : "sd_environment"),
                "sd_password", std::string{what} + ", which production refuses",
                std::string{"a password of your own: "} + own_password});
  };
  if (password.empty() && values.sd_users.empty())
    return wrong("is empty");
  if (password == settings{}.sd_password)
    return wrong("is the default");
  return {};
}

} // namespace

checked<void> settle_logins(configuration& draft) {
  return read_password_file(draft)
      .and_then([&] { return read_users_file(draft); })
      .and_then([&] { return settle_admin(draft); })
      .and_then([&] { return check_hash(draft); })
      .and_then([&] { return check_production(draft); });
}

} // namespace spin::config
