#include <algorithm>
#include <limits>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include "store/hex.hpp"
#include "store/snapshot.hpp"
#include "store/utf8.hpp"

namespace spin {

namespace {

using json = rapidjson::Value;

/// Reads the fields of one JSON object. Each reader returns false at the first
/// thing that is wrong and leaves the reason in `why`.
class fields {
public:
  fields(const json& from, std::string path, std::string& why)
      : from_(from), path_(std::move(path)), why_(why) {
    // nop
  }

  bool text(const char* name, std::string& to) {
    const auto* found = find(name);
    return found && as_text(*found, name, to);
  }

  /// Reads `length` lower-case hex digits, or "" if `may_be_empty`.
  bool hex(const char* name, std::size_t length, bool may_be_empty,
           std::string& to) {
    return text(name, to)
           && ((may_be_empty && to.empty()) || is_hex(to, length)
               || refuse(name, "is not " + std::to_string(length)
                                   + " lower-case hex digits"));
  }

  bool flag(const char* name, bool& to) {
    const auto* found = find(name);
    if (!found || !found->IsBool())
      return found && refuse(name, "is not true or false");
    to = found->GetBool();
    return true;
  }

  template <class T>
  bool number(const char* name, T& to,
              T least = std::numeric_limits<T>::min()) {
    const auto* found = find(name);
    return found && as_number(*found, name, to, least);
  }

  template <class E>
  bool word(const char* name, E& to) {
    std::string text_read;
    if (!text(name, text_read))
      return false;
    for (std::uint8_t i = 0; to_string(static_cast<E>(i)) != "unknown"; ++i)
      if (to_string(static_cast<E>(i)) == text_read) {
        to = static_cast<E>(i);
        return true;
      }
    return refuse(name, "is not a word that we know");
  }

  bool moment(const char* name, utc& to) {
    std::int64_t count = 0;
    if (!number(name, count))
      return false;
    to = utc{std::chrono::milliseconds{count}};
    return true;
  }

  /// Reads null as "none", anything else with `read(name, value)`.
  template <class T, class Read>
  bool maybe(const char* name, std::optional<T>& to, Read read) {
    const auto* found = find(name);
    if (!found || found->IsNull())
      return found != nullptr;
    T value{};
    if (!read(name, value))
      return false;
    to = value;
    return true;
  }

  /// Reads an array with `read(element, path of the element, value)`.
  template <class T, class Read>
  bool list(const char* name, std::vector<T>& to, Read read) {
    const auto* found = find(name);
    if (!found || !found->IsArray())
      return found && refuse(name, "is not an array");
    to.resize(found->Size());
    for (rapidjson::SizeType i = 0; i < found->Size(); ++i)
      if (!read((*found)[i], path_ + name + '[' + std::to_string(i) + ']',
                to[i]))
        return false;
    return true;
  }

  bool as_text(const json& from, const std::string& name, std::string& to) {
    if (!from.IsString())
      return refuse(name, "is not a string");
    to.assign(from.GetString(), from.GetStringLength());
    // The parser lets half of an escaped surrogate pair pass.
    return is_utf8(to) || refuse(name, "is not UTF-8");
  }

  bool refuse(const std::string& name, const std::string& reason) {
    why_ = "field " + path_ + name + ' ' + reason;
    return false;
  }

private:
  const json* find(const char* name) {
    const auto member = from_.FindMember(name);
    if (member != from_.MemberEnd())
      return &member->value;
    refuse(name, "is missing");
    return nullptr;
  }

  template <class T>
  bool as_number(const json& from, const char* name, T& to, T least) {
    if (!from.IsNumber() || from.IsDouble())
      return refuse(name, "is not a whole number in range");
    // Never by way of a double: an incarnation has more than 53 bits.
    const bool fits = from.IsInt64() ? std::in_range<T>(from.GetInt64())
                                     : std::in_range<T>(from.GetUint64());
    const auto value = from.IsInt64() ? static_cast<T>(from.GetInt64())
                                      : static_cast<T>(from.GetUint64());
    if (!fits || value < least)
      return refuse(name, "is out of range (" + std::to_string(least) + " to "
                              + std::to_string(std::numeric_limits<T>::max())
                              + ')');
    to = value;
    return true;
  }

  const json& from_;
  std::string path_;
  std::string& why_;
};

bool read_version(fields& from) {
  int version = 0;
  return from.number("version", version, 1)
         && (version <= snapshot_version
             || from.refuse("version", "is " + std::to_string(version)
                                           + ", newer than ours, "
                                           + std::to_string(snapshot_version)));
}

bool read_identity(fields& from, identity& to) {
  std::string token;
  return from.hex("id", 32, false, to.id)
         && from.hex("container_id", 64, true, to.container_id)
         && from.text("name", to.name) && from.text("image", to.image)
         && from.hex("token_sha256", 64, false, token)
         && from_hex(token, to.token_digest)
         && from.moment("created_at", to.created_at);
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

bool read_state(fields& from, snapshot& to) {
  std::int64_t run_id = 0;
  const auto moment = [&](const char* n, utc& v) { return from.moment(n, v); };
  const auto number = [&](const char* n, int& v) { return from.number(n, v); };
  if (!(from.word("want", to.want) && from.word("phase", to.now)
        && from.word("why", to.why) && from.number("incarnation", run_id)
        && from.moment("next_check", to.next_check)
        && from.flag("last_chance", to.last_chance)
        && from.flag("busy_since_check", to.busy_since_check)
        && from.number("active", to.active)
        && from.maybe("reported_at", to.reported_at, moment)
        && from.maybe("stopped_at", to.stopped_at, moment)
        && from.maybe("exit_code", to.exit_code, number)))
    return false;
  to.run_id = static_cast<incarnation>(run_id);
  return true;
}

/// Returns why `text` is not JSON, in the words of the parser.
std::string parse_error(const rapidjson::Document& document) {
  std::string reason = rapidjson::GetParseError_En(document.GetParseError());
  if (reason.ends_with('.'))
    reason.pop_back();
  return "not JSON: " + reason + " at byte "
         + std::to_string(document.GetErrorOffset());
}

} // namespace

outcome<snapshot> decode(std::string_view text) {
  // The parser takes a zero byte for the end and would not see what follows.
  if (text.find('\0') != std::string_view::npos)
    return fail(errc::malformed, "not JSON: it holds a zero byte");
  rapidjson::Document document;
  // Iterative: deep nesting must not use up our stack.
  document.Parse<rapidjson::kParseIterativeFlag
                 | rapidjson::kParseValidateEncodingFlag>(text.data(),
                                                          text.size());
  if (document.HasParseError())
    return fail(errc::malformed, parse_error(document));
  if (!document.IsObject())
    return fail(errc::malformed, "not a JSON object");
  snapshot result;
  std::string why;
  fields from{document, "", why};
  if (!read_version(from) || !read_identity(from, result.who)
      || !read_run(from, result.run, why) || !read_state(from, result))
    return fail(errc::malformed, why);
  return result;
}

} // namespace spin
