#include <algorithm>
#include <utility>

#include "store/options_json.hpp"
#include "store/policy_json.hpp"
#include "store/snapshot_fields.hpp"
#include "store/snapshot_history.hpp"

namespace spin {

namespace {

bool read_version(fields& from, int& version) {
  return from.number("version", version, 1)
         && (version <= snapshot_version
             || from.refuse("version", "is " + std::to_string(version)
                                           + ", newer than ours, "
                                           + std::to_string(snapshot_version)));
}

bool read_identity(fields& from, int version, identity& to) {
  std::string token;
  return from.hex("id", 32, false, to.id)
         && from.hex("container_id", 64, true, to.container_id)
         && from.text("name", to.name) && from.text("image", to.image)
         && from.hex("token_sha256", 64, false, token)
         && from_hex(token, to.token_digest)
         && from.moment("created_at", to.created_at)
         && (version < 3 || from.text("owner", to.owner));
}

bool read_run(fields& from, run_facts& to, std::string& why) {
  const auto port = [&](const json& element, const std::string& path,
                        port_binding& binding) {
    if (!element.IsObject()) {
      why = "field " + path + " is not an object";
      return false;
    }
    fields inner{element, path + '.', why};
    return inner.number("port", binding.container_port, std::uint16_t{1})
           && inner.word("protocol", binding.protocol)
           && inner.number("host_port", binding.host_port);
  };
  const auto address = [&](const json& element, const std::string& path,
                           std::string& text) {
    return from.as_text(element, path, text);
  };
  return from.list("ports", to.ports, port)
         && from.list("addresses", to.addresses, address);
}

/// Reads null as "none", anything else as an object with `read(fields, value)`.
template <class T, class Read>
bool read_object(const json& in, const char* name, std::string& why,
                 std::optional<T>& to, Read read) {
  const auto member = in.FindMember(name);
  if (member == in.MemberEnd()) {
    why = std::string{"field "} + name + " is missing";
    return false;
  }
  if (member->value.IsNull())
    return true;
  if (!member->value.IsObject()) {
    why = std::string{"field "} + name + " is not an object";
    return false;
  }
  fields inner{member->value, std::string{name} + '.', why};
  return read(inner, to.emplace());
}

bool read_end(fields& from, run_end& to) {
  const auto number = [&](const char* n, int& v) { return from.number(n, v); };
  return from.word("reason", to.why) && from.moment("at", to.at)
         && from.maybe("exit_code", to.exit_code, number)
         && from.flag("oom_killed", to.oom_killed);
}

/// What version 2 added.
bool read_additions(fields& from, const json& document, std::string& why,
                    snapshot& to) {
  const auto moment = [&](const char* n, utc& v) { return from.moment(n, v); };
  std::optional<policy_overrides> own;
  std::int64_t lead = 0;
  if (!(from.text("boot", to.boot) && from.number("lead", lead)
        && from.moment("began", to.began)
        && from.if_there("stop_sent", to.stop_sent, moment)
        && from.maybe("held_until", to.held_until, moment)
        && from.maybe("busy_until", to.busy_until, moment)
        && read_object(document, "last_end", why, to.last_end, read_end)
        && read_object(document, "policy", why, own, read_policy)))
    return false;
  to.own = own.value_or(policy_overrides{});
  to.lead = std::chrono::milliseconds{lead};
  return true;
}

/// How version 1 told of the end of a run.
bool read_old_end(fields& from, snapshot& to) {
  const auto moment = [&](const char* n, utc& v) { return from.moment(n, v); };
  const auto number = [&](const char* n, int& v) { return from.number(n, v); };
  std::optional<utc> stopped_at;
  std::optional<int> exit_code;
  if (!(from.maybe("stopped_at", stopped_at, moment)
        && from.maybe("exit_code", exit_code, number)))
    return false;
  if (stopped_at)
    to.last_end = run_end{to.why, *stopped_at, exit_code, false};
  to.began = to.who.created_at;
  return true;
}

bool read_state(fields& from, snapshot& to) {
  std::int64_t run_id = 0;
  const auto moment = [&](const char* n, utc& v) { return from.moment(n, v); };
  if (!(from.word("want", to.want) && from.word("phase", to.now)
        && from.word("why", to.why) && from.number("incarnation", run_id)
        && from.moment("next_check", to.next_check)
        && from.flag("last_chance", to.last_chance)
        && from.flag("busy_since_check", to.busy_since_check)
        && from.number("active", to.active)
        && from.maybe("reported_at", to.reported_at, moment)))
    return false;
  to.run_id = static_cast<incarnation>(run_id);
  return true;
}

/// What is written only if there is something to say.
bool read_readiness(fields& from, snapshot& to) {
  std::optional<health_status> health;
  std::optional<bool> answers;
  const auto word = [&](const char* n, health_status& v) {
    return from.word(n, v);
  };
  const auto flag = [&](const char* n, bool& v) { return from.flag(n, v); };
  if (!from.if_there("health", health, word)
      || !from.if_there("answers", answers, flag))
    return false;
  to.health = health.value_or(health_status::none);
  to.answers = answers.value_or(false);
  return true;
}

bool read_idle_memory(fields& from, std::uint64_t& to) {
  std::optional<std::uint64_t> bytes;
  const auto number = [&](const char* n, std::uint64_t& v) {
    return from.number(n, v);
  };
  if (!from.if_there("idle_memory", bytes, number))
    return false;
  to = bytes.value_or(0);
  return true;
}

bool read_how_made(const json& document, std::string& why,
                   create_options& to) {
  const auto member = document.FindMember("options");
  if (member == document.MemberEnd() || read_options(member->value, to, why))
    return true;
  why.insert(0, "field options.");
  return false;
}

} // namespace

outcome<snapshot> decode(std::string_view text) {
  rapidjson::Document document;
  if (auto parsed = parse_object(text, document); !parsed)
    return tl::unexpected(std::move(parsed.error()));
  snapshot result;
  std::string why;
  fields from{document, "", why};
  int version = 0;
  if (!read_version(from, version) || !read_identity(from, version, result.who)
      || !read_run(from, result.run, why) || !read_state(from, result)
      || !(version == 1 ? read_old_end(from, result)
                        : read_additions(from, document, why, result))
      || !read_readiness(from, result)
      || !read_idle_memory(from, result.idle_memory)
      || !read_how_made(document, why, result.options)
      || !read_history(document, why, result.past))
    return fail(errc::malformed, why);
  return result;
}

} // namespace spin
