#include "docker/parse_image.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <optional>

#include "docker/json.hpp"
#include "docker/parse_fields.hpp"

namespace spin::docker {

namespace {

template <class T>
void sort_unique(std::vector<T>& what) {
  std::sort(what.begin(), what.end());
  what.erase(std::unique(what.begin(), what.end()), what.end());
}

api_version read_api_version(const json::field& where) {
  const auto result = parse_api_version(where.text());
  if (!result)
    where.complain("is " + result.error().what);
  return result.value_or(api_version{});
}

bool is_ipv4(const std::string& text) {
  in_addr ignored{};
  // A zero byte would hide what follows it.
  return text.find('\0') == std::string::npos
         && inet_pton(AF_INET, text.c_str(), &ignored) == 1;
}

/// Returns the first host address of "172.17.0.0/16"; nothing if not IPv4.
std::optional<std::string> first_host(const std::string& subnet) {
  in_addr net{};
  const auto base = subnet.substr(0, subnet.find('/'));
  if (inet_pton(AF_INET, base.c_str(), &net) != 1)
    return std::nullopt;
  net.s_addr = htonl(ntohl(net.s_addr) + 1);
  char text[INET_ADDRSTRLEN];
  return inet_ntop(AF_INET, &net, text, sizeof text);
}

std::string optional_text(const json::field& where) {
  return where.present() ? where.text() : std::string{};
}

} // namespace

outcome<engine_offer> parse_version(std::string_view text) {
  json::document doc(text);
  const auto root = doc.root();
  engine_offer result{read_word(root["Version"]),
                      read_api_version(root["ApiVersion"]),
                      read_api_version(root["MinAPIVersion"])};
  return doc.finish(std::move(result));
}

outcome<engine_info> parse_info(std::string_view text) {
  json::document doc(text);
  const auto version = read_word(doc.root()["ServerVersion"]);
  engine_info result;
  std::from_chars(version.data(), version.data() + version.size(),
                  result.major);
  if (optional_text(doc.root()["CgroupVersion"]) == "2")
    result.cgroup_version = 2;
  return doc.finish(result);
}

outcome<std::vector<std::string>> parse_images(std::string_view text) {
  json::document doc(text);
  std::vector<std::string> result;
  if (!doc.root().present())
    doc.root().complain("is missing");
  doc.root().each_item([&](const json::field& image) {
    image["RepoTags"].each_item([&](const json::field& tag) {
      auto name = read_word(tag);
      if (name != "<none>:<none>")
        result.push_back(std::move(name));
    });
  });
  sort_unique(result);
  return doc.finish(std::move(result));
}

outcome<image_info> parse_image(std::string_view text) {
  json::document doc(text);
  const auto root = doc.root();
  image_info result;
  result.id = read_word(root["Id"]);
  // Newer engines leave out what is empty, even all of Config.
  const auto config = root["Config"];
  config["ExposedPorts"].each_member(
      [&](const std::string& key, const json::field& where) {
        if (const auto port = read_port(key, where))
          result.exposed.push_back(*port);
      });
  sort_unique(result.exposed);
  result.labels = read_labels(config["Labels"]);
  return doc.finish(std::move(result));
}

outcome<std::string> parse_bridge_gateway(std::string_view text) {
  json::document doc(text);
  const auto config = doc.root()["IPAM"]["Config"];
  std::string told;
  std::string derived;
  config.each_item([&](const json::field& pool) {
    const auto gateway = optional_text(pool["Gateway"]);
    if (told.empty() && is_ipv4(gateway))
      told = gateway;
    const auto first = first_host(optional_text(pool["Subnet"]));
    if (derived.empty() && first)
      derived = *first;
  });
  auto result = told.empty() ? derived : told;
  if (result.empty())
    config.complain("has no IPv4 gateway");
  return doc.finish(std::move(result));
}

} // namespace spin::docker
