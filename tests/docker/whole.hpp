#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "docker/parse_image.hpp"
#include "docker/types.hpp"

/// What is promised of every value that a parser returns.
namespace spin::docker {

template <class Range>
bool is_sorted_and_unique(const Range& what) {
  return std::is_sorted(what.begin(), what.end())
         && std::adjacent_find(what.begin(), what.end()) == what.end();
}

inline bool is_whole(const run_facts& run, run_state state) {
  const bool holds = state == run_state::running || state == run_state::paused;
  return is_sorted_and_unique(run.ports) && is_sorted_and_unique(run.addresses)
         && (holds || run == run_facts{})
         && std::none_of(run.ports.begin(), run.ports.end(),
                         [](auto& p) { return p.container_port == 0; });
}

inline bool is_whole(const container_info& c) {
  return c.id.size() == 64 && !c.name.empty() && !c.image.empty()
         && (!is_up(c.state) || c.started != incarnation::none)
         && is_whole(c.run, c.state);
}

inline bool is_whole(const container_summary& c) {
  return c.id.size() == 64 && !c.image.empty() && is_whole(c.run, c.state);
}

inline bool is_whole(const std::string& text) {
  return !text.empty();
}

inline bool is_whole(const image_info& i) {
  return !i.id.empty() && is_sorted_and_unique(i.exposed);
}

inline bool is_whole(const engine_offer& o) {
  return !o.engine.empty() && o.newest > api_version{}
         && o.oldest > api_version{};
}

template <class T>
bool is_whole(const std::vector<T>& all) {
  return std::all_of(all.begin(), all.end(),
                     [](const T& one) { return is_whole(one); });
}

} // namespace spin::docker
