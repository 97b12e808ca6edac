#include "store/cause.hpp"

#include <algorithm>

namespace spin {

std::string_view to_string(trigger what) noexcept {
  switch (what) {
  case trigger::server:
    return "server";
  case trigger::request:
    return "request";
  case trigger::idle_check:
    return "idle-check";
  case trigger::age_check:
    return "age-check";
  case trigger::report:
    return "report";
  case trigger::event:
    return "event";
  case trigger::pass:
    return "pass";
  case trigger::recovery:
    return "recovery";
  }
  return "unknown";
}

std::string_view key_of(const cause& by) noexcept {
  return by.what == trigger::request ? "request" : "cause";
}

std::string_view to_string(const cause& by) noexcept {
  return by.what == trigger::request ? std::string_view{by.request}
                                     : to_string(by.what);
}

bool is_request_id(std::string_view text) noexcept {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= max_request_id
         && std::all_of(text.begin(), text.end(), allowed);
}

} // namespace spin
