#include <arpa/inet.h>

#include "docker/parse_container.hpp"
#include "docker/parse_error.hpp"
#include "docker/parse_image.hpp"
#include "docker/parse_stats.hpp"
#include "docker/parse_time.hpp"
#include "store/utf8.hpp"
#include "tests/docker/whole.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

using namespace docker;

namespace {

/// A parser's answer is a whole value or a reason.
template <class T>
outcome<T> check_answer(outcome<T> (*parse)(std::string_view),
                        std::string_view input) {
  auto result = parse(input);
  if (!result) {
    expect(result.error().code == errc::malformed
               && !result.error().what.empty(),
           "an answer that is refused has a reason");
    return result;
  }
  expect(is_whole(*result), "a value that is read is whole");
  expect_clean(input, "an answer is UTF-8 without NUL");
  return result;
}

void check_refusal_text(std::string_view input) {
  const auto text = parse_error(input);
  expect(text.size() <= error_text_limit && is_utf8(text),
         "what the engine says is short and UTF-8");
  for (unsigned char c : text)
    expect(c >= ' ' && c != 0x7f, "what the engine says is one line");
  expect(text.empty() || (text.front() != ' ' && text.back() != ' '),
         "what the engine says is trimmed");
  if (is_error_document(input))
    expect_clean(input, "a refusal of the engine is UTF-8 without NUL");
}

void check_version_text(std::string_view input) {
  if (const auto version = parse_api_version(input)) {
    const auto again = parse_api_version(to_string(*version));
    expect(again && *again == *version, "a version reads as it was written");
  }
}

} // namespace

void check_engine(std::string_view input) {
  check_answer(parse_container, input);
  check_answer(parse_list, input);
  check_answer(parse_created, input);
  check_answer(parse_images, input);
  check_answer(parse_image, input);
  check_answer(parse_version, input);
  if (const auto gateway = check_answer(parse_bridge_gateway, input)) {
    in_addr ignored{};
    expect(gateway->find('\0') == std::string::npos
               && ::inet_pton(AF_INET, gateway->c_str(), &ignored) == 1,
           "a gateway is an IPv4 address");
  }
  if (const auto stats = parse_stats(input))
    expect(stats->at >= 0 && stats->cpu_percent.value_or(0) >= 0,
           "statistics are not below nothing");
  check_refusal_text(input);
  check_version_text(input);
  if (const auto moment = parse_time(input))
    expect(*moment == incarnation::none
               || static_cast<std::int64_t>(*moment) > 0,
           "a moment is after 1970");
}

} // namespace spin::fuzz
