#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/faults/ledger.hpp"
#include "tests/support/spin_server.hpp"

namespace spin::test {

/// The containers that clients share; it outlives the servers.
class pool {
public:
  /// Returns one of them at random; the more room for others there is, the more
  /// often it is empty.
  std::string pick(std::mt19937& dice) const;

  std::size_t size() const;

  void add(const std::string& id);
  void drop(const std::string& id);

  /// Returns the token by which `id` reports, asked from the engine once; empty
  /// while that cannot tell.
  std::string token(const std::string& id);

private:
  mutable std::mutex mutex_;
  std::vector<std::string> ids_;
  std::map<std::string, std::string> tokens_;
};

/// Several clients that create, stop, start, delete, report and keep alive at
/// random until they are told to end or get no answer.
class traffic {
public:
  traffic(const spin_server& server, pool& containers, ledger& told,
          unsigned seed);
  traffic(const traffic&) = delete;
  traffic& operator=(const traffic&) = delete;
  ~traffic() { end(); }

  /// Waits for the last answers.
  void end();

  /// Returns how often each status was answered; 0 = no answer.
  std::map<int, int> answers() const;

private:
  void be_a_client(unsigned seed);
  /// Each does one thing and returns the status that it was answered.
  int make();
  int wish(const std::string& id, fate what);
  int hold(const std::string& id);
  int report(const std::string& id, bool busy);
  int act(const std::string& id, unsigned choice);

  const spin_server& server_;
  pool& containers_;
  ledger& told_;
  std::atomic<bool> over_ = false;
  mutable std::mutex mutex_;
  std::map<int, int> answers_;
  std::vector<std::jthread> clients_; ///< Last: they use all of the above.
};

/// Lets time pass in which the clients work.
void let_pass(std::chrono::milliseconds time);

} // namespace spin::test
