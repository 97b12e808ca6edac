#include "docker/parse_fields.hpp"

#include <charconv>

namespace spin::docker {

std::optional<transport> read_transport(std::string_view name,
                                        const json::field& where) {
  if (name == "tcp")
    return transport::tcp;
  if (name == "udp")
    return transport::udp;
  if (name != "sctp")
    where.complain("has an unknown transport");
  return std::nullopt;
}

std::optional<exposed_port> read_port(const std::string& key,
                                      const json::field& where) {
  exposed_port result;
  const char* end = key.data() + key.size();
  const auto [rest, error] = std::from_chars(key.data(), end, result.port);
  if (error != std::errc{} || result.port == 0
      || (rest != end && *rest != '/')) {
    where.complain("is not a port");
    return std::nullopt;
  }
  const std::string_view name =
      rest == end ? "tcp" : std::string_view(rest + 1);
  const auto protocol = read_transport(name, where);
  if (!protocol)
    return std::nullopt;
  result.protocol = *protocol;
  return result;
}

std::map<std::string, std::string> read_labels(const json::field& where) {
  std::map<std::string, std::string> result;
  where.each_member([&](const std::string& key, const json::field& value) {
    result[key] = value.text();
  });
  return result;
}

std::string read_id(const json::field& where) {
  auto result = where.text();
  if (result.size() != 64
      || result.find_first_not_of("0123456789abcdef") != result.npos)
    where.complain("is not an id of 64 hex digits");
  return result;
}

std::string read_word(const json::field& where) {
  auto result = where.text();
  if (result.empty())
    where.complain("is empty");
  return result;
}

} // namespace spin::docker
