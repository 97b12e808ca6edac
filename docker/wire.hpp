#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "docker/api_version.hpp"
#include "docker/http_message.hpp"
#include "docker/streams.hpp"
#include "docker/types.hpp"

namespace spin::docker {

/// What the engine can be asked; one for each verb of `engine`.
enum class verb : std::uint8_t {
  version,
  images,
  inspect_image,
  create,
  join_network,
  put_files,
  info,
  start,
  stop,
  pause,
  resume,
  remove,
  inspect,
  logs,
  stats,
  follow_stats,
  list,
  watch,
  bridge_gateway,
};

/// Returns how long `what` may take in all; a stop takes its grace on top, and
/// a watch, a log and followed statistics need no more than their opening
/// within it.
std::chrono::milliseconds time_limit(verb what) noexcept;

} // namespace spin::docker

/// The requests as the engine's HTTP API wants them. Pure. Targets carry no
/// version yet: `versioned` adds it.
namespace spin::docker::wire {

struct request {
  verb what = verb::version;
  http_request http;
};

request version();
request images();
request inspect_image(std::string_view reference);
request create(const container_spec& what);
request join_network(std::string_view container, const network_join& what);
request put_files(std::string_view container,
                  const std::vector<new_file>& files);
request info();
request start(std::string_view container);
request stop(std::string_view container, std::chrono::seconds grace);
request pause(std::string_view container);
request resume(std::string_view container);
request remove(std::string_view container);
request inspect(std::string_view container);
request logs(std::string_view container, const log_query& which);
/// Compares two moments, a second apart.
request stats(std::string_view container);
request follow_stats(std::string_view container);
/// `label` is "key" or "key=value".
request list(std::string_view label);
/// Asks for the event stream: what happened to containers with `label` from
/// `since` on (nanoseconds since 1970; 0 or less = from now on).
request watch(std::string_view label, std::int64_t since);
request bridge_gateway();

/// Returns `target` for version `v`: "/images/json" -> "/v1.41/images/json".
std::string versioned(api_version v, std::string_view target);

/// Returns `text` with everything but letters, digits and `-._~` as %XX, so
/// that it is one segment of a path or one value of a query.
std::string percent_encoded(std::string_view text);

/// Returns the JSON body of a create. Every port to publish gets one binding
/// at a host port of the engine's choice, or at the one that is wanted: an empty
/// list of bindings would un-expose the port, and `PublishAllPorts` would bind
/// all addresses. Only the first network can be named here.
std::string create_body(const container_spec& what);

/// Returns the JSON body that joins `container` to a network.
std::string join_body(std::string_view container, const network_join& what);

} // namespace spin::docker::wire
