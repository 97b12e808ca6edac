#include "http/render.hpp"

#include <array>
#include <cstdio>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "http/ports.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(writer& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put(writer& out, std::string_view name, std::string_view text) {
  put(out, name);
  put(out, text);
}

void put_moment(writer& out, std::string_view name, std::optional<instant> at,
                const clock_pair& now) {
  put(out, name);
  if (at)
    put(out, to_iso(now.to_utc(*at)));
  else
    out.Null();
}

std::string port_text(std::optional<std::uint16_t> port) {
  return port ? std::to_string(*port) : std::string{};
}

/// The manual's fields, in the manual's order.
void put_v1(writer& out, const container_view& what) {
  const auto ports =
      shows_ports(what) ? pick_ports(what.run->ports) : v1_ports{};
  put(out, "status", status_of(what));
  put(out, "name", "/" + what.who->name);
  put(out, "active", std::to_string(what.life.active));
  put(out, "ssh_port", port_text(ports.ssh));
  put(out, "image", what.who->image);
  put(out, "container_id", what.who->container_id);
  put(out, "uri", uri_of(what));
  put(out, "app_port", port_text(ports.app));
}

void put_ports(writer& out, const container_view& what) {
  put(out, "ports");
  out.StartObject();
  if (shows_ports(what))
    for (const auto& each : what.run->ports)
      if (each.host_port != 0)
        put(out,
            std::to_string(each.container_port) + "/"
                + std::string{to_string(each.protocol)},
            std::to_string(each.host_port));
  out.EndObject();
}

void put_container(writer& out, const container_view& what,
                   const clock_pair& now) {
  const auto& life = what.life;
  out.StartObject();
  put_v1(out, what);
  put_ports(out, what);
  put(out, "created_at", to_iso(what.who->created_at));
  put_moment(out, "stops_at", what.stops_at, now);
  put_moment(out, "reported_at", life.reported_at, now);
  put(out, "stop_reason");
  if (life.why == stop_reason::none)
    out.Null();
  else
    put(out, to_string(life.why));
  put_moment(out, "stopped_at", life.stopped_at, now);
  put(out, "exit_code");
  if (life.exit_code)
    out.Int(*life.exit_code);
  else
    out.Null();
  out.EndObject();
}

} // namespace

std::string render(const container_view& what, const clock_pair& now) {
  rapidjson::StringBuffer text;
  writer out{text};
  put_container(out, what, now);
  return {text.GetString(), text.GetSize()};
}

std::string render(const std::vector<container_view>& all,
                   const clock_pair& now) {
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartArray();
  for (const auto& each : all)
    put_container(out, each, now);
  out.EndArray();
  return {text.GetString(), text.GetSize()};
}

std::string render(const std::vector<std::string>& all) {
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartArray();
  for (const auto& each : all)
    put(out, each);
  out.EndArray();
  return {text.GetString(), text.GetSize()};
}

std::string render_message(std::string_view message) {
  std::string clean{message};
  if (!is_utf8(clean))
    for (auto& c : clean)
      if (static_cast<unsigned char>(c) >= 0x80)
        c = '?';
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartObject();
  put(out, "message", clean);
  out.EndObject();
  return {text.GetString(), text.GetSize()};
}

std::string uri_of(const container_view& what) {
  return "/v1/containers/" + what.who->container_id;
}

std::string to_iso(utc at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::array<char, 64> text{};
  std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()));
  return text.data();
}

} // namespace spin::http
