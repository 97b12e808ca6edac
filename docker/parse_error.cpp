#include "docker/parse_error.hpp"

#include "docker/json.hpp"
#include "store/utf8.hpp"

namespace spin::docker {

namespace {

/// Returns `message` of the JSON object `body`; empty if it is none.
std::string message_of(std::string_view body) {
  json::document doc(body);
  auto result = doc.root()["message"].text();
  return doc.failed() ? std::string{} : result;
}

/// Cuts at `error_text_limit`, but not inside a UTF-8 character.
std::string_view capped(std::string_view text) {
  if (text.size() <= error_text_limit)
    return text;
  auto end = error_text_limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return text.substr(0, end);
}

} // namespace

std::string parse_error(std::string_view body) {
  auto text = message_of(body);
  // Also the message: RapidJSON takes half of a surrogate pair.
  text = to_utf8(text.empty() ? body.substr(0, 2 * error_text_limit)
                              : std::string_view{text});
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
      c = ' '; // it goes into logs and answers, one line each
  const auto first = text.find_first_not_of(' ');
  if (first == text.npos)
    return {};
  text = capped(std::string_view(text).substr(first));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

bool is_error_document(std::string_view body) {
  return !message_of(body).empty();
}

} // namespace spin::docker
