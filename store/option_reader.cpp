#include "store/option_reader.hpp"

#include <algorithm>

#include "store/utf8.hpp"

namespace spin {

namespace {

/// Returns a name as a message may show it.
std::string shown(std::string_view name) {
  constexpr std::size_t longest = 64;
  const std::string start{name.substr(0, longest)};
  return is_utf8(start) && one_line.holds(start) ? start : "a name";
}

std::string text_of(const rapidjson::Value& name) {
  return {name.GetString(), name.GetStringLength()};
}

} // namespace

option_reader::place option_reader::enter(std::string_view name) {
  return {path_, (path_.empty() ? "" : ".") + shown(name)};
}

bool option_reader::is(bool holds, const std::string& what) {
  if (!holds)
    why_ = (path_.empty() ? "options" : path_) + ": must be " + what;
  return holds;
}

bool option_reader::unknown(const std::string& name) {
  const auto inside = enter(name);
  why_ = path_ + ": unknown field";
  return false;
}

bool option_reader::text(const json& from, std::string& to,
                         std::size_t longest, const text_rule& rule) {
  if (!is(from.IsString(), "text"))
    return false;
  to = text_of(from);
  // The parser lets half of an escaped surrogate pair pass.
  return is(is_utf8(to), "UTF-8")
         && is(to.size() <= longest,
               "at most " + std::to_string(longest) + " bytes")
         && is(rule.holds(to), rule.what);
}

bool option_reader::whole(const json& from, std::int64_t& to,
                          std::int64_t least, std::int64_t most) {
  if (from.IsInt64())
    to = from.GetInt64();
  return is(from.IsInt64() && to >= least && to <= most,
            "a whole number from " + std::to_string(least) + " to "
                + std::to_string(most));
}

bool option_reader::truth(const json& from, bool& to) {
  if (!is(from.IsBool(), "true or false"))
    return false;
  to = from.GetBool();
  return true;
}

bool option_reader::members(
    const json& from, std::size_t most,
    const std::function<bool(const std::string&, const json&)>& read) {
  if (!is(from.IsObject() && from.MemberCount() <= most,
          "an object of at most " + std::to_string(most) + " members"))
    return false;
  std::set<std::string> seen;
  for (const auto& each : from.GetObject()) {
    const auto name = text_of(each.name);
    const auto inside = enter(name);
    if (!is(is_utf8(name), "UTF-8")
        || !is(seen.insert(name).second, "there only once")
        || !read(name, each.value))
      return false;
  }
  return true;
}

bool option_reader::object(const json& from,
                           std::initializer_list<part> all) {
  if (!is(from.IsObject(), "an object"))
    return false;
  std::set<std::string> seen;
  for (const auto& each : from.GetObject()) {
    const auto name = text_of(each.name);
    const auto at = std::ranges::find_if(
        all, [&](const part& known) { return name == known.name; });
    if (at == all.end())
      return unknown(name);
    const auto inside = enter(name);
    if (!is(seen.insert(name).second, "there only once")
        || !at->read(each.value))
      return false;
  }
  for (const auto& known : all)
    if (known.required && seen.count(known.name) == 0) {
      const auto inside = enter(known.name);
      why_ = path_ + ": is required";
      return false;
    }
  return true;
}

} // namespace spin
