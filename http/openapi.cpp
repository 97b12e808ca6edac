#include "http/openapi.hpp"

#include <set>
#include <utility>

#include "http/api_operations.hpp"
#include "http/handlers.hpp"
#include "http/json_text.hpp"
#include "http/option_table.hpp"
#include "http/routes.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr std::string_view components = "#/components/";

void put_ref(json_text& out, std::string_view kind, std::string_view name) {
  out.open('{');
  out.member("$ref",
             std::string{components}.append(kind).append("/").append(name));
  out.close('}');
}

/// "/v1/containers/:id/idle" -> "/v1/containers/{id}/idle"
std::string as_template(std::string_view pattern) {
  std::string path;
  bool named = false;
  for (const char c : pattern) {
    if (c == '/' && std::exchange(named, false))
      path += '}';
    if (c == ':')
      named = true;
    path += c == ':' ? '{' : c;
  }
  return named ? path + '}' : path;
}

/// Which of the groups of the page a client makes of this it stands in.
std::string_view tag_of(std::string_view pattern) {
  if (!pattern.starts_with("/v1/"))
    return "operating";
  pattern.remove_prefix(4);
  return pattern.substr(0, pattern.find_first_of("/."));
}

void put_content(json_text& out, const api_answer& what) {
  out.key(what.type);
  out.open('{');
  out.key("schema");
  if (what.schema.empty()) {
    out.open('{');
    out.member("type", "string");
    out.close('}');
  } else {
    put_ref(out, "schemas", what.schema);
  }
  out.close('}');
}

/// One answer, in all the forms that it has: those of the same status follow
/// each other.
void put_answer(json_text& out, const std::vector<api_answer>& all,
                std::size_t from) {
  const auto& first = all.at(from);
  out.key(std::to_string(first.status));
  out.open('{');
  std::string text{first.what};
  auto end = from + 1;
  for (; end < all.size() && all.at(end).status == first.status; ++end)
    text.append("; ").append(all.at(end).what);
  out.member("description", text);
  if (!first.type.empty()) {
    out.key("content");
    out.open('{');
    for (auto i = from; i < end; ++i)
      put_content(out, all.at(i));
    out.close('}');
  }
  out.close('}');
}

void put_answers(json_text& out, const std::vector<api_answer>& all) {
  out.key("responses");
  out.open('{');
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i == 0 || all.at(i).status != all.at(i - 1).status)
      put_answer(out, all, i);
  out.key("default");
  put_ref(out, "responses", "Problem");
  out.close('}');
}

void put_body(json_text& out, const api_operation& what) {
  if (what.body.empty())
    return;
  out.key("requestBody");
  out.open('{');
  out.key("content");
  out.open('{');
  for (const auto* type :
       {"application/json", "application/x-www-form-urlencoded"}) {
    out.key(type);
    out.open('{');
    out.key("schema");
    put_ref(out, "schemas", what.body);
    out.key("examples");
    out.open('{');
    for (const auto& [name, json] : what.examples) {
      out.key(name);
      out.open('{');
      out.key("value");
      out.raw(json);
      out.close('}');
    }
    out.close('}');
    out.close('}');
  }
  out.close('}');
  out.close('}');
}

void put_operation(json_text& out, const route& which,
                   const api_operation& what) {
  out.key(lower_case(which.method));
  out.open('{');
  out.member("operationId", what.id);
  out.key("tags");
  out.open('[');
  out.string(tag_of(which.pattern));
  out.close(']');
  out.member("summary", which.help);
  out.member("description", "For: " + std::string{who_may(which.needs)} + ".");
  if (which.needs == access::open) {
    out.key("security");
    out.open('[');
    out.close(']');
  }
  if (!what.parameters.empty()) {
    out.key("parameters");
    out.open('[');
    for (const auto name : what.parameters)
      put_ref(out, "parameters", name);
    out.close(']');
  }
  put_body(out, what);
  put_answers(out, what.answers);
  out.close('}');
}

void put_paths(json_text& out) {
  out.key("paths");
  out.open('{');
  std::set<std::string_view> seen;
  for (const auto& first : routes()) {
    if (is_of_page(first) || !seen.insert(first.pattern).second)
      continue;
    out.key(as_template(first.pattern));
    out.open('{');
    for (const auto& each : routes())
      if (each.pattern == first.pattern)
        if (const auto* what = operation_of(each.method, each.pattern))
          put_operation(out, each, *what);
    out.close('}');
  }
  out.close('}');
}

/// The schema of what creates a container: `json`, and the options in its
/// properties.
std::string with_options(std::string_view json) {
  constexpr std::string_view end = "}}";
  std::string text{json.substr(0, json.size() - end.size())};
  for (const auto& row : option_rows()) {
    json_text description{64};
    description.string(row.help);
    text.append(",\"").append(row.name).append("\":{\"description\":");
    text.append(description.take()).append(",\"allOf\":[");
    text.append(row.schema).append("]}");
  }
  return text.append(end);
}

void put_named(json_text& out, std::string_view kind,
               std::span<const named_json> all) {
  out.key(kind);
  out.open('{');
  for (const auto& [name, json] : all) {
    out.key(name);
    if (name == "CreateContainer")
      out.raw(with_options(json));
    else
      out.raw(json);
  }
  out.close('}');
}

void put_components(json_text& out) {
  out.key("components");
  out.open('{');
  put_named(out, "schemas", api_schemas());
  put_named(out, "parameters", api_parameters());
  out.key("responses");
  out.raw(R"({"Problem":{"description":"what went wrong, in words",)"
          R"("content":{"application/json":{"schema":)"
          R"({"$ref":"#/components/schemas/Message"}}}}})");
  out.key("securitySchemes");
  out.raw(R"({"password":{"type":"http","scheme":"basic"},)"
          R"("token":{"type":"http","scheme":"bearer"}})");
  out.close('}');
}

} // namespace

std::string openapi() {
  json_text out{32 * 1024};
  out.open('{');
  out.member("openapi", "3.1.0");
  out.key("info");
  out.open('{');
  out.member("title", "spin-docker");
  out.member("version", SPIN_VERSION);
  out.member("summary", "Containers on demand, stopped when nobody uses them.");
  out.key("license");
  out.raw(R"({"name":"MIT","identifier":"MIT"})");
  out.close('}');
  out.key("servers");
  out.raw(R"([{"url":"/"}])");
  out.key("security");
  out.raw(R"([{"password":[]},{"token":[]}])");
  put_paths(out);
  put_components(out);
  out.close('}');
  return out.take();
}

void show_openapi(const context_ptr&, const request&, std::string_view,
                  const responder_ptr& to) {
  static const auto text = openapi();
  to->answer(json_response(200, text));
}

} // namespace spin::http
