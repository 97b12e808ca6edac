#include "http/render_past.hpp"

#include "http/json_writer.hpp"
#include "http/render.hpp"

namespace spin::http {

namespace {

void put(json_writer& out, std::string_view name, std::string_view text) {
  put_text(out, name);
  put_text(out, text);
}

void write_truth(json_writer& out, std::string_view name, bool value) {
  put_text(out, name);
  out.Bool(value);
}

void write_seconds(json_writer& out, std::string_view name, span length) {
  put_text(out, name);
  out.Int64(std::chrono::floor<std::chrono::seconds>(length).count());
}

void write_moment(json_writer& out, std::string_view name, std::optional<instant> at,
                const clock_pair& now) {
  put_text(out, name);
  if (at && *at != instant::max() && *at != instant{})
    put_text(out, to_iso(now.to_utc(*at)));
  else
    out.Null();
}

void put_age(json_writer& out, std::optional<instant> at, const clock_pair& now) {
  put_text(out, "age");
  if (at)
    out.Int64(
        std::chrono::floor<std::chrono::seconds>(now.steady - *at).count());
  else
    out.Null();
}

void put_report(json_writer& out, const lifecycle& life, const evidence& found,
                const clock_pair& now) {
  put_text(out, "report");
  out.StartObject();
  put_text(out, "active");
  out.Uint64(life.active);
  write_moment(out, "at", found.at, now);
  put_age(out, found.at, now);
  write_truth(out, "counts", found.counts);
  write_moment(out, "counts_until", found.until, now);
  out.EndObject();
}

void write_lease(json_writer& out, std::string_view name, const evidence& found,
               const clock_pair& now) {
  put_text(out, name);
  out.StartObject();
  write_truth(out, "counts", found.counts);
  write_moment(out, "until",
             found.counts ? std::optional{found.until} : std::nullopt, now);
  out.EndObject();
}

void put_signals(json_writer& out, const lifecycle& life, const explanation& found,
                 const idle_policy& policy, const clock_pair& now) {
  put_text(out, "signals");
  out.StartObject();
  put_report(out, life, found.report, now);
  write_truth(out, "busy_since_last_look", life.busy_since_check);
  write_truth(out, "last_look_found_idle", life.last_chance);
  write_lease(out, "keep_alive", found.keep_alive, now);
  write_lease(out, "busy_for", found.busy_for, now);
  write_lease(out, "group", found.group, now);
  write_seconds(out, "report_ttl", policy.report_ttl);
  out.EndObject();
}

void put_checks(json_writer& out, const std::vector<past_check>& all) {
  put_text(out, "checks");
  out.StartArray();
  for (const auto& one : all) {
    out.StartObject();
    put(out, "at", to_iso(one.at));
    put(out, "verdict", to_string(one.found));
    out.EndObject();
  }
  out.EndArray();
}

void write_policy(json_writer& out, const idle_policy& policy) {
  put_text(out, "policy");
  out.StartObject();
  write_seconds(out, "initial_timeout", policy.initial);
  write_seconds(out, "timeout", policy.interval);
  write_truth(out, "disable_timeouts", policy.disabled);
  write_seconds(out, "max_age", policy.max_age);
  put(out, "on_idle", to_string(policy.on_idle));
  write_seconds(out, "warn_before", policy.warn_before);
  out.EndObject();
}

void put_change(json_writer& out, const transition& one) {
  out.StartObject();
  put(out, "at", to_iso(one.at));
  put(out, "status", to_string(one.to));
  put_text(out, "reason");
  if (one.why == stop_reason::none)
    out.Null();
  else
    put_text(out, to_string(one.why));
  put(out, key_of(one.by), to_string(one.by));
  out.EndObject();
}

} // namespace

std::string render_idle(const container_view& what, const history& past,
                        const clock_pair& now, const server_policy& server) {
  const auto policy = policy_of(what, server);
  const auto found = explain(what, policy, past.checks, now);
  rapidjson::StringBuffer text;
  json_writer out{text};
  out.StartObject();
  put(out, "container_id", what.who->container_id);
  put(out, "status", status_of(what));
  put(out, "sentence", found.sentence);
  put(out, "rule", to_string(found.rule));
  write_moment(out, "stops_at", found.stops_at, now);
  write_truth(out, "stopping_soon", found.stopping_soon);
  write_moment(out, "next_look_at", found.next_check, now);
  put_signals(out, what.life, found, policy, now);
  put_checks(out, past.checks);
  write_policy(out, policy);
  out.EndObject();
  return {text.GetString(), text.GetSize()};
}

std::string render_history(const container_view& what, const history& past) {
  rapidjson::StringBuffer text;
  json_writer out{text};
  out.StartObject();
  put(out, "container_id", what.who->container_id);
  put_text(out, "changes");
  out.StartArray();
  for (const auto& one : past.changes)
    put_change(out, one);
  out.EndArray();
  out.EndObject();
  return {text.GetString(), text.GetSize()};
}

} // namespace spin::http
