#include "store/snapshot_fields.hpp"

#include <rapidjson/error/en.h>

#include "store/utf8.hpp"

namespace spin {

namespace {

/// Returns why a text is not JSON, in the words of the parser.
std::string parse_error(const rapidjson::Document& document) {
  std::string reason = rapidjson::GetParseError_En(document.GetParseError());
  if (reason.ends_with('.'))
    reason.pop_back();
  return "not JSON: " + reason + " at byte "
         + std::to_string(document.GetErrorOffset());
}

} // namespace

outcome<done> parse_object(std::string_view text, rapidjson::Document& to) {
  // The parser takes a zero byte for the end and would not see what follows.
  if (text.find('\0') != std::string_view::npos)
    return fail(errc::malformed, "not JSON: it holds a zero byte");
  // It also steps over parts of a byte order mark.
  if (!is_utf8(text))
    return fail(errc::malformed, "not JSON: it is not UTF-8");
  // Iterative: deep nesting must not use up our stack.
  to.Parse<rapidjson::kParseIterativeFlag
           | rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (to.HasParseError())
    return fail(errc::malformed, parse_error(to));
  if (!to.IsObject())
    return fail(errc::malformed, "not a JSON object");
  return done{};
}

} // namespace spin
