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

void put_reason(writer& out, std::string_view name, stop_reason why) {
  put(out, name);
  if (why == stop_reason::none)
    out.Null();
  else
    put(out, to_string(why));
}

void put_exit_code(writer& out, std::optional<int> code) {
  put(out, "exit_code");
  if (code)
    out.Int(*code);
  else
    out.Null();
}

void put_truth(writer& out, std::string_view name, bool value) {
  put(out, name);
  out.Bool(value);
}

/// A lease, as long as it holds.
void put_lease(writer& out, std::string_view name, instant until,
               const clock_pair& now) {
  put_moment(out, name,
             until > now.steady ? std::optional{until} : std::nullopt, now);
}

/// How the last run ended, also if it runs again.
void put_last_stop(writer& out, const std::optional<ended_run>& end,
                   const clock_pair& now) {
  put(out, "last_stop");
  if (!end)
    return void(out.Null());
  out.StartObject();
  put_reason(out, "reason", end->why);
  put_moment(out, "at", end->at, now);
  put_exit_code(out, end->exit_code);
  put_truth(out, "oom_killed", end->oom_killed);
  out.EndObject();
}

void put_seconds(writer& out, std::string_view name, span length) {
  put(out, name);
  out.Int64(std::chrono::floor<std::chrono::seconds>(length).count());
}

void put_policy(writer& out, const idle_policy& what) {
  put(out, "policy");
  out.StartObject();
  put_seconds(out, "initial_timeout", what.initial);
  put_seconds(out, "timeout", what.interval);
  put_truth(out, "disable_timeouts", what.disabled);
  put_seconds(out, "max_age", what.max_age);
  put(out, "on_idle", to_string(what.on_idle));
  out.EndObject();
}

/// Returns why a container is not running, or is about to be not.
stop_reason reason_of(const lifecycle& life) {
  if (life.now == phase::stopped)
    return life.ended ? life.ended->why : stop_reason::none;
  const bool on_the_way = life.now == phase::stopping
                          || life.now == phase::pausing
                          || life.now == phase::paused;
  return on_the_way ? life.why : stop_reason::none;
}

void put_container(writer& out, const container_view& what,
                   const clock_pair& now, const server_policy& server) {
  const auto& life = what.life;
  const auto policy = policy_of(what, server);
  const auto warning = warns_at(life, policy);
  const auto* end =
      life.now == phase::stopped && life.ended ? &*life.ended : nullptr;
  const bool began = is_up(life.now) && life.began != instant{};
  out.StartObject();
  put_v1(out, what);
  put_ports(out, what);
  put(out, "created_at", to_iso(what.who->created_at));
  put_moment(out, "stops_at", stops_at(life, policy), now);
  put_moment(out, "reported_at", life.reported_at, now);
  put_reason(out, "stop_reason", reason_of(life));
  put_moment(out, "stopped_at", end ? std::optional{end->at} : std::nullopt,
             now);
  put_exit_code(out, end ? end->exit_code : std::nullopt);
  put_truth(out, "stopping_soon", warning && *warning <= now.steady);
  put_lease(out, "keep_alive_until", life.held_until, now);
  put_lease(out, "busy_until", life.busy_until, now);
  put_moment(out, "started_at",
             began ? std::optional{life.began} : std::nullopt, now);
  put_truth(out, "oom_killed", end && end->oom_killed);
  put_last_stop(out, life.ended, now);
  put_policy(out, policy);
  out.EndObject();
}

} // namespace

std::string render(const container_view& what, const clock_pair& now,
                   const server_policy& server) {
  rapidjson::StringBuffer text;
  writer out{text};
  put_container(out, what, now, server);
  return {text.GetString(), text.GetSize()};
}

std::string render(const std::vector<view_ptr>& all, const clock_pair& now,
                   const server_policy& server) {
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartArray();
  for (const auto& each : all)
    put_container(out, *each, now, server);
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
