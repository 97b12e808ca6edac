#pragma once

#include "actors/explain.hpp"

namespace spin {

/// What there is to put into words.
struct to_say {
  const container_view& what;
  const idle_policy& policy;
  const std::vector<past_check>& checks;
  const clock_pair& now;
  const explanation& found;
};

/// Returns some sentences: what is known, what was found, what comes of it.
std::string sentence_of(const to_say& all);

} // namespace spin
