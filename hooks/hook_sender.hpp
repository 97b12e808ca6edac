#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "store/failure.hpp"

namespace spin::hooks {

/// One try to deliver.
struct hook_request {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  /// JSON.
  std::string body;
};

/// The port to the network.
class hook_sender {
public:
  virtual ~hook_sender() = default;

  /// POSTs `what` and returns at once. Calls `then` once, on any thread, with
  /// the status of the answer, or why there was none. Redirects are answers
  /// like any other; certificates are verified.
  virtual void post(hook_request what,
                    std::function<void(outcome<int>)> then) = 0;
};

} // namespace spin::hooks
