#pragma once

#include <future>
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

  /// Opens the listener for monitoring, if one is wanted: it shows how the rest
  /// comes to life. Returns why it cannot be opened, or nothing.
  std::optional<std::string> listen_for_monitoring();

  /// Takes up the stored records and compares them with the engine, if that
  /// answers. Tells why the store could not be read, or nothing.
  std::future<std::optional<std::string>> recover();

  /// Opens the API, then the listener for check-ins. Returns why the API (or a
  /// check-in address that was named) cannot be opened, or nothing.
  std::optional<std::string> listen();

  /// Opens the listener for check-ins and learns its address from the
  /// containers' side, if that was not possible so far. To be called every few
  /// seconds: both may have to wait for the engine.
  void listen_for_check_ins();

  /// Returns whether a part that cannot be restarted has died of a fault.
  bool broken() const;

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

} // namespace spin
