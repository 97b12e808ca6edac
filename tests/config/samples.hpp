#pragma once

#include <string>
#include <vector>

namespace spin::config {

/// Values of one key for tests.
struct sample {
  std::string key;
  /// Four values that differ from each other and from the default, as the
  /// option shows them again.
  std::vector<std::string> good;
  /// Texts that must be refused.
  std::vector<std::string> bad;
  /// What the message about each bad one must tell of what is allowed.
  std::string limit;
};

/// Those of the rules for new containers.
std::vector<sample> policy_samples();

/// Returns samples of every option.
const std::vector<sample>& samples();

} // namespace spin::config
