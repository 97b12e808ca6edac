#include "store/policy_json.hpp"

namespace spin {

namespace {

using json_writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put_value(json_writer& to, std::chrono::seconds length) {
  to.Int64(length.count());
}

void put_value(json_writer& to, bool flag) {
  to.Bool(flag);
}

void put_value(json_writer& to, idle_action what) {
  const auto word = to_string(what);
  to.String(word.data(), static_cast<rapidjson::SizeType>(word.size()));
}

template <class T>
void put_member(json_writer& to, const char* name, const std::optional<T>& value) {
  to.Key(name);
  if (value)
    put_value(to, *value);
  else
    to.Null();
}

} // namespace

void put_policy(json_writer& to, const policy_overrides& own) {
  to.StartObject();
  put_member(to, "initial_timeout", own.initial_timeout);
  put_member(to, "timeout", own.timeout);
  put_member(to, "disable_timeouts", own.disable_timeouts);
  put_member(to, "max_age", own.max_age);
  put_member(to, "on_idle", own.on_idle);
  to.EndObject();
}

bool read_policy(fields& from, policy_overrides& to) {
  const auto length = [&](std::int64_t least) {
    return [&from, least](const char* name, std::chrono::seconds& to_length) {
      std::int64_t count = 0;
      if (!from.number(name, count, least))
        return false;
      to_length = std::chrono::seconds{count};
      return true;
    };
  };
  const auto flag = [&](const char* n, bool& v) { return from.flag(n, v); };
  const auto word = [&](const char* n, idle_action& v) {
    return from.word(n, v);
  };
  return from.maybe("initial_timeout", to.initial_timeout, length(1))
         && from.maybe("timeout", to.timeout, length(1))
         && from.maybe("disable_timeouts", to.disable_timeouts, flag)
         && from.maybe("max_age", to.max_age, length(0))
         && from.maybe("on_idle", to.on_idle, word);
}

} // namespace spin
