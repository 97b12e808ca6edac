#include "http/wishes.hpp"

#include <algorithm>
#include <array>

#include "http/fields.hpp"
#include "http/image_name.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

/// Reads a body that must have the field `name` and no other.
reading<std::string> read_only_field(const request& from,
                                     std::string_view name) {
  const auto body = read_body(from);
  if (!body)
    return tl::unexpected(body.error());
  if (auto checked = allow_only(*body, {name}); !checked)
    return tl::unexpected(checked.error());
  const auto value = value_of(name, *body);
  if (!value)
    return refuse(400, std::string{name} + ": is required");
  return std::string{*value};
}

std::optional<bool> truth_of(std::string_view text) {
  constexpr std::array<std::string_view, 5> yes{"true", "1", "yes", "on", "y"};
  constexpr std::array<std::string_view, 5> no{"false", "0", "no", "off", "n"};
  const auto word = lower_case(text);
  if (std::find(yes.begin(), yes.end(), word) != yes.end())
    return true;
  if (std::find(no.begin(), no.end(), word) != no.end())
    return false;
  return std::nullopt;
}

reading<std::optional<bool>> audit_in(const fields& all) {
  const auto value = value_of("audit", all);
  if (!value)
    return std::nullopt;
  const auto truth = truth_of(*value);
  if (!truth)
    return refuse(400, "audit: must be true or false");
  return truth;
}

} // namespace

reading<create_request> read_create(const request& from) {
  auto image = read_only_field(from, "image");
  if (!image)
    return tl::unexpected(image.error());
  if (image->empty())
    return refuse(400, "image: must not be empty");
  if (image->size() > max_image_name)
    return refuse(400, "image: at most " + std::to_string(max_image_name)
                           + " bytes");
  if (!is_image_name(*image))
    return refuse(400, "image: " + std::string{image_rule});
  return create_request{std::move(*image)};
}

reading<wanted> read_change(const request& from) {
  const auto status = read_only_field(from, "status");
  if (!status)
    return tl::unexpected(status.error());
  if (*status == "running")
    return wanted::running;
  if (*status == "stopped")
    return wanted::stopped;
  return refuse(400, "status: must be running or stopped");
}

// Other names in the query are let pass (caches and proxies add some), those in
// the body are not.
reading<bool> wants_audit(const request& from) {
  const auto query = read_form(from.query);
  if (!query)
    return tl::unexpected(query.error());
  const auto body = read_body(from);
  if (!body)
    return tl::unexpected(body.error());
  if (auto checked = allow_only(*body, {"audit"}); !checked)
    return tl::unexpected(checked.error());
  const auto first = audit_in(*query);
  if (!first)
    return tl::unexpected(first.error());
  const auto second = audit_in(*body);
  if (!second)
    return tl::unexpected(second.error());
  if (*first && *second && **first != **second)
    return refuse(400, "audit: query and body say different things");
  return first->value_or(second->value_or(false));
}

} // namespace spin::http
