#pragma once

#include <memory>
#include <optional>
#include <string>

#include "config/settings.hpp"

namespace spin {

/// The whole server as one object: built from its settings, it starts store,
/// engine client and actors; destroyed, it ends them in reverse order, writing
/// what is unsaved. Containers keep running.
class service {
public:
  /// Throws std::runtime_error with what is wrong if a part cannot be made.
  explicit service(const config::settings& settings);
  ~service();

  /// Takes up the stored records and compares them with the engine, if that
  /// answers. Returns why the store could not be read, or nothing. Blocks.
  std::optional<std::string> recover();

  /// Opens the API, then the listener for check-ins. Returns why the API (or a
  /// check-in address that was named) cannot be opened, or nothing.
  std::optional<std::string> listen();

  /// Opens the listener for check-ins at the engine's bridge, if that is wanted
  /// and was not possible so far.
  void listen_for_check_ins();

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

} // namespace spin
