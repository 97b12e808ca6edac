#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/hex.hpp"
#include "store/options_json.hpp"
#include "store/policy_json.hpp"
#include "store/snapshot.hpp"
#include "store/utf8.hpp"

namespace spin {

namespace {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(writer& to, const char* name, std::string_view text) {
  const auto clean = to_utf8(text);
  to.Key(name);
  to.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
}

void put(writer& to, const char* name, std::int64_t number) {
  to.Key(name);
  to.Int64(number);
}

void put(writer& to, const char* name, bool flag) {
  to.Key(name);
  to.Bool(flag);
}

void put(writer& to, const char* name, utc moment) {
  put(to, name, std::int64_t{moment.time_since_epoch().count()});
}

void put_null(writer& to, const char* name) {
  to.Key(name);
  to.Null();
}

void put(writer& to, const char* name, const std::optional<utc>& moment) {
  moment ? put(to, name, *moment) : put_null(to, name);
}

void put_identity(writer& to, const identity& who) {
  put(to, "id", who.id);
  put(to, "container_id", who.container_id);
  put(to, "name", who.name);
  put(to, "image", who.image);
  put(to, "token_sha256", to_hex(who.token_digest));
  put(to, "created_at", who.created_at);
  put(to, "owner", who.owner);
}

void put_run(writer& to, const run_facts& run) {
  to.Key("ports");
  to.StartArray();
  for (const auto& port : run.ports) {
    to.StartObject();
    put(to, "port", std::int64_t{port.container_port});
    put(to, "protocol", to_string(port.protocol));
    put(to, "host_port", std::int64_t{port.host_port});
    to.EndObject();
  }
  to.EndArray();
  to.Key("addresses");
  to.StartArray();
  for (const auto& address : run.addresses) {
    const auto clean = to_utf8(address);
    to.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
  }
  to.EndArray();
}

void put_readiness(writer& to, const snapshot& what) {
  if (what.health != health_status::none)
    put(to, "health", to_string(what.health));
  if (what.answers)
    put(to, "answers", true);
}

void put_activity(writer& to, const snapshot& what) {
  put(to, "next_check", what.next_check);
  if (what.stop_sent) // rare: not a null in every record
    put(to, "stop_sent", what.stop_sent);
  put(to, "last_chance", what.last_chance);
  put(to, "busy_since_check", what.busy_since_check);
  to.Key("active");
  to.Uint64(what.active);
  put(to, "reported_at", what.reported_at);
  put(to, "held_until", what.held_until);
  put(to, "busy_until", what.busy_until);
}

void put_end(writer& to, const std::optional<run_end>& what) {
  if (!what)
    return put_null(to, "last_end");
  to.Key("last_end");
  to.StartObject();
  put(to, "reason", to_string(what->why));
  put(to, "at", what->at);
  what->exit_code ? put(to, "exit_code", std::int64_t{*what->exit_code})
                  : put_null(to, "exit_code");
  put(to, "oom_killed", what->oom_killed);
  to.EndObject();
}

/// As rows, since there are many of them: [at, phase, why, trigger, request].
void put_changes(writer& to, const std::vector<transition>& changes) {
  const auto word = [&to](std::string_view text) {
    to.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  to.Key("changes");
  to.StartArray();
  for (const auto& one : changes) {
    to.StartArray();
    to.Int64(one.at.time_since_epoch().count());
    word(to_string(one.to));
    word(to_string(one.why));
    word(to_string(one.by.what));
    word(one.by.request);
    to.EndArray();
  }
  to.EndArray();
}

void put_checks(writer& to, const std::vector<past_check>& checks) {
  to.Key("checks");
  to.StartArray();
  for (const auto& one : checks) {
    const auto word = to_string(one.found);
    to.StartArray();
    to.Int64(one.at.time_since_epoch().count());
    to.String(word.data(), static_cast<rapidjson::SizeType>(word.size()));
    to.EndArray();
  }
  to.EndArray();
}

} // namespace

std::string encode(const snapshot& what) {
  rapidjson::StringBuffer buffer;
  writer to{buffer};
  to.StartObject();
  put(to, "version", std::int64_t{snapshot_version});
  put_identity(to, what.who);
  put(to, "want", to_string(what.want));
  put(to, "phase", to_string(what.now));
  put(to, "why", to_string(what.why));
  put(to, "incarnation", static_cast<std::int64_t>(what.run_id));
  put(to, "began", what.began);
  put_run(to, what.run);
  put_readiness(to, what);
  put_activity(to, what);
  put_end(to, what.last_end);
  to.Key("policy");
  put_policy(to, what.own);
  if (what.options != create_options{}) {
    to.Key("options");
    put_options(to, what.options);
  }
  if (what.idle_memory != 0) {
    to.Key("idle_memory");
    to.Uint64(what.idle_memory);
  }
  if (!what.past.changes.empty())
    put_changes(to, what.past.changes);
  if (!what.past.checks.empty())
    put_checks(to, what.past.checks);
  put(to, "boot", what.boot);
  put(to, "lead", std::int64_t{what.lead.count()});
  to.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

} // namespace spin
