#include "http/image_name.hpp"

#include <regex>
#include <string>

namespace spin::http {

namespace {

std::regex reference() {
  const std::string label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  const std::string host =
      "(?:" + label + "(?:\\." + label + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
  const std::string part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  const std::string tag = "[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}";
  return std::regex{"(?:" + host + "/)?" + part + "(?:/" + part + ")*(?::" + tag
                    + ")?(?:@sha256:[a-f0-9]{64})?"};
}

} // namespace

bool is_image_name(std::string_view text) {
  static const auto form = reference();
  // The limit also bounds how deep the matcher recurses.
  return text.size() <= max_image_name
         && std::regex_match(text.begin(), text.end(), form);
}

} // namespace spin::http
