#include "http/auth.hpp"

#include <sodium.h>

#include "http/text.hpp"

namespace spin::http {

namespace {

/// Returns what follows "`scheme` " in `value`; none for another scheme.
std::optional<std::string_view> after_scheme(std::string_view value,
                                             std::string_view scheme) {
  const auto space = value.find(' ');
  if (space == std::string_view::npos
      || lower_case(value.substr(0, space)) != scheme)
    return std::nullopt;
  return trimmed(value.substr(space));
}

} // namespace

std::optional<basic_login> read_basic(std::string_view authorization) {
  const auto encoded = after_scheme(authorization, "basic");
  if (!encoded)
    return std::nullopt;
  std::string plain(encoded->size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  if (sodium_base642bin(out, plain.size(), encoded->data(), encoded->size(),
                        nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL)
          != 0
      || end != encoded->data() + encoded->size())
    return std::nullopt;
  plain.resize(size);
  const auto colon = plain.find(':');
  if (colon == std::string::npos)
    return std::nullopt;
  return basic_login{plain.substr(0, colon), plain.substr(colon + 1)};
}

std::optional<std::string> read_bearer(std::string_view authorization) {
  const auto token = after_scheme(authorization, "bearer");
  return token ? std::optional<std::string>{*token} : std::nullopt;
}

} // namespace spin::http
