#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include <tl/expected.hpp>

#include "actors/directory.hpp"

namespace spin::http {

/// How many containers of a user run, counted so that two wishes at once never
/// pass a limit together: what has been granted counts from that moment, and not
/// twice when the directory shows it. Thread-safe; lives in a shared pointer,
/// which every place holds.
class running_limit : public std::enable_shared_from_this<running_limit> {
public:
  /// A place for a container that is to run; given back when nobody holds it
  /// any more. By then the directory shows it, if it runs.
  using place = std::shared_ptr<const void>;

  /// Takes a place for the container `id` (our own id) of `owner`, of whose
  /// containers `most` may run at once. One that is up already needs none and
  /// gets one. Error: how many are up or about to be.
  tl::expected<place, std::size_t> take(const directory& containers,
                                        const std::string& owner,
                                        const std::string& id,
                                        std::size_t most);

private:
  void give_back(const std::string& owner, const std::string& id);

  std::mutex mutex_;
  std::map<std::string, std::multiset<std::string>> granted_;
};

} // namespace spin::http
