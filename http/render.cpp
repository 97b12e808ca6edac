#include "http/render.hpp"

#include <algorithm>
#include <array>

#include "actors/ports.hpp"
#include "actors/readiness.hpp"
#include "http/json_text.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

/// How long the JSON of a container is, in bytes; longer costs a copy.
constexpr std::size_t usual_size = 1280;

/// A moment as text, in place.
using iso_text = std::array<char, 24>;

iso_text iso_of(utc at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  iso_text text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0',
                '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', 'Z'};
  const auto put = [&text](std::size_t end, std::uint64_t number) {
    for (; number > 0; number /= 10)
      text.at(--end) = static_cast<char>('0' + number % 10);
  };
  // Years of more than four digits are out of this world.
  put(4, static_cast<std::uint64_t>(
             std::clamp(static_cast<int>(date.year()), 0, 9999)));
  put(7, static_cast<unsigned>(date.month()));
  put(10, static_cast<unsigned>(date.day()));
  put(13, static_cast<std::uint64_t>(time.hours().count()));
  put(16, static_cast<std::uint64_t>(time.minutes().count()));
  put(19, static_cast<std::uint64_t>(time.seconds().count()));
  put(23, static_cast<std::uint64_t>(
              std::chrono::floor<std::chrono::milliseconds>(time.subseconds())
                  .count()));
  return text;
}

void put_moment(json_text& out, std::string_view name,
                std::optional<instant> at, const clock_pair& now) {
  out.key(name);
  if (!at)
    return out.null();
  const auto text = iso_of(now.to_utc(*at));
  out.string({text.data(), text.size()});
}

std::string port_text(std::optional<std::uint16_t> port) {
  return port ? std::to_string(*port) : std::string{};
}

/// The manual's fields, in the manual's order.
void put_v1(json_text& out, const container_view& what) {
  const auto ports =
      shows_ports(what) ? pick_ports(what.run->ports) : v1_ports{};
  out.member("status", status_of(what));
  out.member("name", "/" + what.who->name);
  out.member("active", std::to_string(what.life.active));
  out.member("ssh_port", port_text(ports.ssh));
  out.member("image", what.who->image);
  out.member("container_id", what.who->container_id);
  out.member("uri", uri_of(what));
  out.member("app_port", port_text(ports.app));
}

void put_ports(json_text& out, const container_view& what) {
  out.key("ports");
  out.open('{');
  if (shows_ports(what))
    for (const auto& each : what.run->ports)
      if (each.host_port != 0)
        out.member(std::to_string(each.container_port) + "/"
                       + std::string{to_string(each.protocol)},
                   std::to_string(each.host_port));
  out.close('}');
}

void put_reason(json_text& out, std::string_view name, stop_reason why) {
  out.key(name);
  if (why == stop_reason::none)
    out.null();
  else
    out.string(to_string(why));
}

void put_exit_code(json_text& out, std::optional<int> code) {
  out.key("exit_code");
  if (code)
    out.whole(*code);
  else
    out.null();
}

void put_truth(json_text& out, std::string_view name, bool value) {
  out.key(name);
  out.truth(value);
}

/// A lease, as long as it holds.
void put_lease(json_text& out, std::string_view name, instant until,
               const clock_pair& now) {
  put_moment(out, name,
             until > now.steady ? std::optional{until} : std::nullopt, now);
}

/// How the last run ended, also if it runs again.
void put_last_stop(json_text& out, const std::optional<ended_run>& end,
                   const clock_pair& now) {
  out.key("last_stop");
  if (!end)
    return out.null();
  out.open('{');
  put_reason(out, "reason", end->why);
  put_moment(out, "at", end->at, now);
  put_exit_code(out, end->exit_code);
  put_truth(out, "oom_killed", end->oom_killed);
  out.close('}');
}

void put_seconds(json_text& out, std::string_view name, span length) {
  out.key(name);
  out.whole(std::chrono::floor<std::chrono::seconds>(length).count());
}

void put_policy(json_text& out, const idle_policy& what) {
  out.key("policy");
  out.open('{');
  put_seconds(out, "initial_timeout", what.initial);
  put_seconds(out, "timeout", what.interval);
  put_truth(out, "disable_timeouts", what.disabled);
  put_seconds(out, "max_age", what.max_age);
  out.member("on_idle", to_string(what.on_idle));
  out.close('}');
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

/// What its HEALTHCHECK says, if it has one.
void put_health(json_text& out, health_status what) {
  out.key("health");
  if (what == health_status::none)
    out.null();
  else
    out.string(to_string(what));
}

/// How it was made: not in lists, events and answers to check-ins, where that
/// would be most of the text, and not for everybody.
void put_options(json_text& out, const options_ptr& what) {
  out.key("options");
  out.raw(what ? std::string_view{what->shown} : "{}");
}

/// What all answers have of a container; its object stays open.
void begin_container(json_text& out, const container_view& what,
                     const clock_pair& now, const server_policy& server) {
  const auto& life = what.life;
  const auto policy = policy_of(what, server);
  const auto warning = warns_at(life, policy);
  const auto* end =
      life.now == phase::stopped && life.ended ? &*life.ended : nullptr;
  const bool began = is_up(life.now) && life.began != instant{};
  out.open('{');
  put_v1(out, what);
  put_ports(out, what);
  const auto created = iso_of(what.who->created_at);
  out.member("created_at", {created.data(), created.size()});
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
  out.member("owner", owner_of(what));
  put_truth(out, "ready", is_ready(what));
  put_health(out, what.health);
}

} // namespace

std::string render(const container_view& what, const clock_pair& now,
                   const server_policy& server) {
  json_text out{usual_size};
  begin_container(out, what, now, server);
  out.close('}');
  return out.take();
}

std::string render_whole(const container_view& what, const clock_pair& now,
                         const server_policy& server) {
  json_text out{usual_size};
  begin_container(out, what, now, server);
  put_options(out, what.made_with);
  out.close('}');
  return out.take();
}

std::string render_waited(const container_view& what, bool reached,
                          const clock_pair& now, const server_policy& server) {
  json_text out{usual_size};
  begin_container(out, what, now, server);
  put_truth(out, "reached", reached);
  out.close('}');
  return out.take();
}

std::string render(const std::vector<view_ptr>& all, const clock_pair& now,
                   const server_policy& server) {
  json_text out{usual_size * all.size() + 2};
  out.open('[');
  for (const auto& each : all) {
    begin_container(out, *each, now, server);
    out.close('}');
  }
  out.close(']');
  return out.take();
}

std::string render(const std::vector<std::string>& all) {
  json_text out{usual_size};
  out.open('[');
  for (const auto& each : all)
    out.string(each);
  out.close(']');
  return out.take();
}

std::string render_message(std::string_view message) {
  std::string clean{message};
  if (!is_utf8(clean))
    for (auto& c : clean)
      if (static_cast<unsigned char>(c) >= 0x80)
        c = '?';
  json_text out{clean.size() + 16};
  out.open('{');
  out.member("message", clean);
  out.close('}');
  return out.take();
}

std::string uri_of(const container_view& what) {
  return "/v1/containers/" + what.who->container_id;
}

std::string to_iso(utc at) {
  const auto text = iso_of(at);
  return {text.data(), text.size()};
}

} // namespace spin::http
