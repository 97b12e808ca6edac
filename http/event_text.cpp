#include "http/event_text.hpp"

#include "http/json_text.hpp"
#include "http/render.hpp"
#include "store/utf8.hpp"

namespace spin::http {

namespace {

constexpr std::size_t usual_event_size = 2048;

void put_or_null(json_text& out, std::string_view name, std::string_view text) {
  out.key(name);
  if (text.empty())
    out.null();
  else
    out.string(text);
}

void put_container(json_text& out, const bulletin& what, audience whom,
                   const server_policy& server) {
  const auto& view = *what.about;
  out.member("container_id", view.who->container_id);
  out.member("name", "/" + view.who->name);
  out.member("image", view.who->image);
  out.member("owner", owner_of(view));
  out.member("status",
             what.what == tiding::removed ? "removed" : status_of(view));
  if (what.why != stop_reason::none)
    out.member("reason", to_string(what.why));
  if (what.what == tiding::failed) {
    put_or_null(out, "call", what.call);
    out.member("error", to_string(what.trouble.code));
    put_or_null(out, "detail",
                whom == audience::trusted ? to_utf8(what.trouble.what) : "");
  }
  out.member("cause", to_string(what.by.what));
  if (what.by.what == trigger::request)
    out.member("request_id", what.by.request);
  if (is_listed(view)) {
    out.key("container");
    out.raw(render(view, what.at, server));
  }
}

void put_part(json_text& out, const bulletin& what, audience whom) {
  out.member("part", to_string(what.part));
  out.member("since", to_iso(what.since));
  put_or_null(out, "error",
              whom == audience::trusted ? to_utf8(what.trouble.what) : "");
}

std::string block(std::string_view id, std::string_view type,
                  std::string_view data) {
  std::string text;
  text.reserve(id.size() + type.size() + data.size() + 32);
  return text.append("id: ")
      .append(id)
      .append("\nevent: ")
      .append(type)
      .append("\ndata: ")
      .append(data)
      .append("\n\n");
}

/// Returns a block that is no event but says where to go on.
std::string mark(std::string_view id) {
  return "id: " + std::string{id} + "\n\n";
}

} // namespace

std::string render_bulletin(const bulletin& what, std::string_view id,
                            audience whom, const server_policy& server) {
  json_text out{usual_event_size};
  out.open('{');
  out.member("id", id);
  out.member("type", to_string(what.what));
  out.member("time", to_iso(what.at.wall));
  if (what.about)
    put_container(out, what, whom, server);
  else
    put_part(out, what, whom);
  out.close('}');
  return out.take();
}

std::string event_block(const bulletin& what, std::string_view id,
                        audience whom, const server_policy& server) {
  return block(id, to_string(what.what),
               render_bulletin(what, id, whom, server));
}

std::string event_opening(std::string_view id, bool reset, utc now) {
  const std::string soon = "retry: 2000\n";
  if (!reset)
    return soon + mark(id);
  return soon
         + block(id, "reset",
                 R"({"type":"reset","time":")" + to_iso(now) + "\"}");
}

std::string event_heartbeat(std::string_view id) {
  return ":\n" + mark(id);
}

} // namespace spin::http
