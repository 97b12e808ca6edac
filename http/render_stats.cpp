#include "http/render_stats.hpp"

#include <algorithm>
#include <limits>

#include "http/json_text.hpp"
#include "http/render.hpp"
#include "store/time.hpp"

namespace spin::http {

namespace {

void put(json_text& out, std::string_view name, std::uint64_t number) {
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  out.key(name);
  out.whole(static_cast<std::int64_t>(std::min(number, most)));
}

} // namespace

std::string render(std::string_view id, const docker::container_stats& what) {
  using std::chrono::nanoseconds;
  const utc at{std::chrono::floor<utc::duration>(nanoseconds{what.at})};
  json_text out{320};
  out.open('{');
  out.member("container_id", id);
  out.member("time", to_iso(at));
  out.key("cpu_percent");
  if (what.cpu_percent)
    out.decimal(*what.cpu_percent);
  else
    out.null();
  put(out, "cpus", what.cpus);
  put(out, "memory_used", what.memory_used);
  put(out, "memory_limit", what.memory_limit);
  put(out, "network_received", what.network_received);
  put(out, "network_sent", what.network_sent);
  put(out, "pids", what.pids);
  out.close('}');
  return out.take();
}

} // namespace spin::http
