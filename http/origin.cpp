#include "http/origin.hpp"

#include "http/text.hpp"

namespace spin::http {

namespace {

/// Returns host and port of "https://host:port"; "" for anything else, as the
/// "null" of a page without an origin.
std::string_view authority_of(std::string_view origin) {
  const auto at = origin.find("://");
  return at == std::string_view::npos ? std::string_view{}
                                      : origin.substr(at + 3);
}

} // namespace

bool only_reads(const request& from) {
  return from.method == "GET" || from.method == "HEAD";
}

bool is_forged(const request& from) {
  if (only_reads(from))
    return false;
  // What the browser itself says; a proxy in between does not change it.
  if (const auto site = from.header("sec-fetch-site"))
    return *site != "same-origin" && *site != "none";
  const auto origin = from.header("origin");
  if (!origin)
    return false;
  const auto host = from.header("host");
  const auto sender = authority_of(*origin);
  return sender.empty() || !host || lower_case(sender) != lower_case(*host);
}

} // namespace spin::http
