#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/store.hpp"

namespace spin::store {

/// Makes the contents of a store from its records. Reading documents is most of
/// what a start takes, so that is done on all processors, a batch at a time: all
/// of them at once would take as much memory again.
class record_reader {
public:
  /// Adds what the store keeps under `id`: a snapshot (or, by its id, an API
  /// token or a saving) if `document` is one and names that id, else a line
  /// among the refused.
  void add(std::string_view id, std::string_view document);

  /// Adds "id: reason" to the refused.
  void refuse(std::string_view id, std::string_view reason);

  /// Returns all that was added, in that order; nothing is left.
  contents finish();

private:
  using record = std::pair<std::string, std::string>;

  void read_batch();

  std::vector<record> batch_;
  contents result_;
};

} // namespace spin::store
