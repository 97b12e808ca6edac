#include "http/render_past.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "http/render.hpp"

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

void put_truth(writer& out, std::string_view name, bool value) {
  put(out, name);
  out.Bool(value);
}

void put_seconds(writer& out, std::string_view name, span length) {
  put(out, name);
  out.Int64(std::chrono::floor<std::chrono::seconds>(length).count());
}

void put_moment(writer& out, std::string_view name, std::optional<instant> at,
                const clock_pair& now) {
  put(out, name);
  if (at && *at != instant::max() && *at != instant{})
    put(out, to_iso(now.to_utc(*at)));
  else
    out.Null();
}

void put_age(writer& out, std::optional<instant> at, const clock_pair& now) {
  put(out, "age");
  if (at)
    out.Int64(
        std::chrono::floor<std::chrono::seconds>(now.steady - *at).count());
  else
    out.Null();
}

void put_report(writer& out, const lifecycle& life, const evidence& found,
                const clock_pair& now) {
  put(out, "report");
  out.StartObject();
  put(out, "active");
  out.Uint64(life.active);
  put_moment(out, "at", found.at, now);
  put_age(out, found.at, now);
  put_truth(out, "counts", found.counts);
  put_moment(out, "counts_until", found.until, now);
  out.EndObject();
}

void put_lease(writer& out, std::string_view name, const evidence& found,
               const clock_pair& now) {
  put(out, name);
  out.StartObject();
  put_truth(out, "counts", found.counts);
  put_moment(out, "until",
             found.counts ? std::optional{found.until} : std::nullopt, now);
  out.EndObject();
}

void put_signals(writer& out, const lifecycle& life, const explanation& found,
                 const idle_policy& policy, const clock_pair& now) {
  put(out, "signals");
  out.StartObject();
  put_report(out, life, found.report, now);
  put_truth(out, "busy_since_last_look", life.busy_since_check);
  put_truth(out, "last_look_found_idle", life.last_chance);
  put_lease(out, "keep_alive", found.keep_alive, now);
  put_lease(out, "busy_for", found.busy_for, now);
  put_lease(out, "group", found.group, now);
  put_seconds(out, "report_ttl", policy.report_ttl);
  out.EndObject();
}

void put_checks(writer& out, const std::vector<past_check>& all) {
  put(out, "checks");
  out.StartArray();
  for (const auto& one : all) {
    out.StartObject();
    put(out, "at", to_iso(one.at));
    put(out, "verdict", to_string(one.found));
    out.EndObject();
  }
  out.EndArray();
}

void put_policy(writer& out, const idle_policy& policy) {
  put(out, "policy");
  out.StartObject();
  put_seconds(out, "initial_timeout", policy.initial);
  put_seconds(out, "timeout", policy.interval);
  put_truth(out, "disable_timeouts", policy.disabled);
  put_seconds(out, "max_age", policy.max_age);
  put(out, "on_idle", to_string(policy.on_idle));
  put_seconds(out, "warn_before", policy.warn_before);
  out.EndObject();
}

void put_change(writer& out, const transition& one) {
  out.StartObject();
  put(out, "at", to_iso(one.at));
  put(out, "status", to_string(one.to));
  put(out, "reason");
  if (one.why == stop_reason::none)
    out.Null();
  else
    put(out, to_string(one.why));
  put(out, key_of(one.by), to_string(one.by));
  out.EndObject();
}

} // namespace

std::string render_idle(const container_view& what, const history& past,
                        const clock_pair& now, const server_policy& server) {
  const auto policy = policy_of(what, server);
  const auto found = explain(what, policy, past.checks, now);
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartObject();
  put(out, "container_id", what.who->container_id);
  put(out, "status", status_of(what));
  put(out, "sentence", found.sentence);
  put(out, "rule", to_string(found.rule));
  put_moment(out, "stops_at", found.stops_at, now);
  put_truth(out, "stopping_soon", found.stopping_soon);
  put_moment(out, "next_look_at", found.next_check, now);
  put_signals(out, what.life, found, policy, now);
  put_checks(out, past.checks);
  put_policy(out, policy);
  out.EndObject();
  return {text.GetString(), text.GetSize()};
}

std::string render_history(const container_view& what, const history& past) {
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartObject();
  put(out, "container_id", what.who->container_id);
  put(out, "changes");
  out.StartArray();
  for (const auto& one : past.changes)
    put_change(out, one);
  out.EndArray();
  out.EndObject();
  return {text.GetString(), text.GetSize()};
}

} // namespace spin::http
