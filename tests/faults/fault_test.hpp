#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "tests/faults/ledger.hpp"
#include "tests/faults/traffic.hpp"
#include "tests/service/service_test.hpp"
#include "tests/support/redis_server.hpp"

namespace spin::test {

/// The real server over an engine of its own, with timeouts of seconds, and
/// what clients were told by it. Each test ends with the law of ServiceTest.
class FaultTest : public ServiceTest {
protected:
  /// From its start to the stop of a container that nobody uses: the first look
  /// and the last one.
  static constexpr std::chrono::seconds initial_timeout{3};
  static constexpr std::chrono::seconds timeout{2};

  /// Starts the engine; the server is for the test to start.
  FaultTest();

  /// Lets clients work undisturbed until there are containers to disturb.
  void warm_up();

  /// Returns what the engine and GET say.
  world look() const;

  /// Judges by all laws, once what is under way has come to its end. Adds what
  /// is wrong to the failures of the test and to `violations`.
  void judge();

  /// Fails unless a wish that needs what is away is told so, in time, and
  /// reading still works.
  void refuses_clearly();

  /// Checks that no client was left without a clear answer.
  void answered_clearly(const traffic& clients);

  /// Returns a moment that GET shows of a container, if it shows one.
  std::optional<moment> shown_moment(const std::string& id,
                                     const char* field) const;

  pool containers;
  ledger told;
  int violations = 0;
  const unsigned seed;
  unsigned rounds_worked = 0;
};

/// How many kills each store's run shall take: $SPIN_FAULT_KILLS, or few.
int kills_wanted();

/// Prints a row of the table that run.sh makes of a whole run.
void print_row(const std::string& what, int count, int violations,
               std::optional<std::chrono::nanoseconds> worst = {});

} // namespace spin::test
