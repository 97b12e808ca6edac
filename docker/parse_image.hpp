#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "docker/api_version.hpp"
#include "docker/types.hpp"
#include "store/failure.hpp"

/// Pure readers of the engine's answers, API 1.41 and later: a whole value, or
/// `malformed` with the field that is wrong. Unknown fields are ignored.
namespace spin::docker {

/// Reads `GET /version`.
outcome<engine_offer> parse_version(std::string_view text);

/// Reads `GET /info`. An engine that does not say which control groups it has is
/// old, and has version 1.
outcome<engine_info> parse_info(std::string_view text);

/// Reads `GET /images/json`: every tag of every image, sorted, each once.
/// Untagged images have none: `null`, `[]` or `<none>:<none>`, by version.
outcome<std::vector<std::string>> parse_images(std::string_view text);

/// Reads `GET /images/{reference}/json`: what its `Config` says, not the
/// `ContainerConfig` that is gone since API 1.45.
outcome<image_info> parse_image(std::string_view text);

/// Reads `GET /networks/bridge`: the first IPv4 gateway of its `IPAM.Config`.
/// An engine that has just made its bridge lists the subnet only; it has then
/// taken the subnet's first address.
outcome<std::string> parse_bridge_gateway(std::string_view text);

} // namespace spin::docker
