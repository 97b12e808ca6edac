#include "http/wishes.hpp"

#include <array>

#include "http/create_body.hpp"
#include "http/field_values.hpp"
#include "http/image_name.hpp"

namespace spin::http {

namespace {

using name_list = std::initializer_list<std::string_view>;

constexpr std::array<std::string_view, 6> create_fields{
    "image",   "initial_timeout", "timeout", "disable_timeouts",
    "max_age", "on_idle"};
const name_list change_fields{"status",           "initial_timeout", "timeout",
                          "disable_timeouts", "max_age",         "on_idle"};

/// Reads a body that has no fields but these.
reading<fields> read_only(name_list allowed, const request& from) {
  auto body = read_body(from);
  if (!body)
    return body;
  if (auto checked = allow_only(*body, allowed); !checked)
    return tl::unexpected(checked.error());
  return body;
}

reading<std::string> image_in(const fields& all) {
  const auto image = value_of("image", all);
  if (!image)
    return refuse(400, "image: is required");
  if (image->empty())
    return refuse(400, "image: must not be empty");
  if (image->size() > max_image_name)
    return refuse(400, "image: at most " + std::to_string(max_image_name)
                           + " bytes");
  if (!is_image_name(*image))
    return refuse(400, "image: " + std::string{image_rule});
  return std::string{*image};
}

reading<std::optional<wanted>> status_in(const fields& all) {
  const auto status = value_of("status", all);
  if (!status)
    return std::nullopt;
  if (*status == "running")
    return wanted::running;
  if (*status == "stopped")
    return wanted::stopped;
  return refuse(400, "status: must be running or stopped");
}

reading<std::optional<idle_action>> idle_action_in(const fields& all) {
  const auto text = value_of("on_idle", all);
  if (!text)
    return std::nullopt;
  for (auto each : {idle_action::stop, idle_action::pause, idle_action::remove})
    if (*text == to_string(each))
      return each;
  return refuse(400, "on_idle: must be stop, pause or remove");
}

/// Reads the settings among `all`; whether they are allowed is not asked yet.
reading<policy_overrides> settings_in(const fields& all) {
  policy_overrides own;
  many_fields in;
  in.take(own.initial_timeout, duration_in("initial_timeout", all));
  in.take(own.timeout, duration_in("timeout", all));
  in.take(own.disable_timeouts, truth_in("disable_timeouts", all));
  in.take(own.max_age, duration_in("max_age", all));
  in.take(own.on_idle, idle_action_in(all));
  return in.result(own);
}

reading<policy_overrides> allowed_settings_in(const fields& all,
                                              const server_policy& server) {
  auto own = settings_in(all);
  if (!own)
    return own;
  if (const auto allowed = check(*own, server); !allowed)
    return refuse(400, allowed.error().what);
  return own;
}

} // namespace

reading<create_request> read_create(const request& from,
                                    const server_policy& server) {
  auto body = read_create_body(from, create_fields);
  if (!body)
    return tl::unexpected(body.error());
  auto image = image_in(body->plain);
  if (!image)
    return tl::unexpected(image.error());
  const auto own = allowed_settings_in(body->plain, server);
  if (!own)
    return tl::unexpected(own.error());
  create_request wish;
  wish.image = std::move(*image);
  wish.own = *own;
  wish.options = std::move(body->options);
  return wish;
}

reading<change_request> read_change(const request& from,
                                    const server_policy& server) {
  const auto body = read_only(change_fields, from);
  if (!body)
    return tl::unexpected(body.error());
  if (body->empty())
    return refuse(400, "status: is required, or one of initial_timeout, "
                       "timeout, disable_timeouts, max_age, on_idle");
  const auto status = status_in(*body);
  if (!status)
    return tl::unexpected(status.error());
  const auto own = allowed_settings_in(*body, server);
  if (!own)
    return tl::unexpected(own.error());
  change_request wish{*status, std::nullopt};
  if (*own != policy_overrides{})
    wish.own = *own;
  return wish;
}

reading<span> read_keep_alive(const request& from, std::chrono::seconds most) {
  const auto body = read_only({"for"}, from);
  if (!body)
    return tl::unexpected(body.error());
  const auto length = duration_in("for", *body, most);
  if (!length)
    return tl::unexpected(length.error());
  if (!*length)
    return refuse(400, "for: is required, in seconds up to "
                           + std::to_string(most.count()));
  return **length;
}

reading<done> read_nothing(const request& from) {
  const auto body = read_body(from);
  if (!body)
    return tl::unexpected(body.error());
  if (!body->empty())
    return refuse(400, "body: must be empty, as nothing can be said here");
  return done{};
}

// Other names in the query are let pass (caches and proxies add some), those in
// the body are not.
reading<bool> wants_audit(const request& from) {
  const auto query = read_form(from.query);
  if (!query)
    return tl::unexpected(query.error());
  const auto body = read_only({"audit"}, from);
  if (!body)
    return tl::unexpected(body.error());
  const auto first = truth_in("audit", *query);
  if (!first)
    return tl::unexpected(first.error());
  const auto second = truth_in("audit", *body);
  if (!second)
    return tl::unexpected(second.error());
  if (*first && *second && **first != **second)
    return refuse(400, "audit: query and body say different things");
  return first->value_or(second->value_or(false));
}

} // namespace spin::http
