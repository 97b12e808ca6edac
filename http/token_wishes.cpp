#include "http/token_wishes.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "http/field_values.hpp"
#include "http/render.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

reading<std::optional<role>> role_in(const fields& in, role own) {
  const auto text = value_of("role", in);
  if (!text)
    return std::nullopt;
  const auto named = role_named(*text);
  if (!named)
    return refuse(400, "role: must be admin, user or viewer");
  if (common(own, *named) != named)
    return refuse(403, "role: " + std::string{to_string(own)}
                           + " cannot give the role " + std::string{*text});
  return named;
}

void put(rapidjson::Writer<rapidjson::StringBuffer>& out, std::string_view name,
         std::string_view text) {
  out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put_token(rapidjson::Writer<rapidjson::StringBuffer>& out,
               const api_token& what, std::string_view token) {
  out.StartObject();
  put(out, "id", what.id);
  put(out, "name", what.name);
  put(out, "user", what.user);
  put(out, "role", to_string(what.may));
  put(out, "created_at", to_iso(what.created_at));
  if (what.expires_at) {
    put(out, "expires_at", to_iso(*what.expires_at));
  } else {
    out.Key("expires_at");
    out.Null();
  }
  if (!token.empty())
    put(out, "token", token);
  out.EndObject();
}

} // namespace

reading<token_request> read_token_request(const request& from) {
  const auto body = read_body(from);
  if (!body)
    return tl::unexpected(body.error());
  if (auto known = allow_only(*body, {"name", "role", "expires_in"}); !known)
    return tl::unexpected(known.error());
  token_request wish;
  wish.name = value_of("name", *body).value_or("");
  if (wish.name.size() > max_token_name || has_control(wish.name))
    return refuse(400, "name: at most " + std::to_string(max_token_name)
                           + " bytes without control characters");
  const auto may = role_in(*body, from.who.may);
  if (!may)
    return tl::unexpected(may.error());
  wish.may = *may;
  const auto lifetime = duration_in("expires_in", *body);
  if (!lifetime)
    return tl::unexpected(lifetime.error());
  if (*lifetime && (*lifetime)->count() == 0)
    return refuse(400, "expires_in: must be more than 0");
  wish.lifetime = *lifetime;
  return wish;
}

std::string render(const api_token& what, std::string_view token) {
  rapidjson::StringBuffer text;
  rapidjson::Writer<rapidjson::StringBuffer> out{text};
  put_token(out, what, token);
  return {text.GetString(), text.GetSize()};
}

std::string render(const std::vector<api_token>& all) {
  rapidjson::StringBuffer text;
  rapidjson::Writer<rapidjson::StringBuffer> out{text};
  out.StartArray();
  for (const auto& each : all)
    put_token(out, each, {});
  out.EndArray();
  return {text.GetString(), text.GetSize()};
}

} // namespace spin::http
