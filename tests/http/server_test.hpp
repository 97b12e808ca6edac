#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "actors/directory.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"
#include "samples.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http_client.hpp"

namespace spin::http::test {

using spin::test::eventually;

/// What the made-up actors were told and what they do about it.
struct world {
  std::mutex mutex;
  std::vector<std::string> told;
  /// What the wishes among them came from.
  std::vector<std::string> causes;
  /// Other than `none`: what every request fails with.
  failure fails{errc::none, ""};
  /// Only those fail whose note begins so.
  std::string failing;
  /// Keep every request unanswered until `release`.
  bool holds = false;
  /// Who reads a log or statistics, as the engine sees them.
  std::vector<docker::log_order> logs;
  std::vector<docker::stats_order> stats;
  /// The last create that was asked for.
  create_request wanted;
  /// What a container uses.
  docker::container_stats uses;

  void note(std::string what);
  void note(const cause& by);
  bool fails_at(std::string_view what);
  std::vector<std::string> notes();
};

/// A server on a free port with made-up actors behind it and the containers
/// "aaa..." (running) and "bbb..." (stopped) in its directory.
class ServerTest : public testing::Test {
protected:
  ServerTest();
  ~ServerTest() override;

  /// Starts listening (again).
  std::unique_ptr<server> listen(surface what, server_config config = {});

  /// Sends a request to the API with the right password.
  spin::test::response ask(const std::string& method, const std::string& path,
                           const std::string& body = "",
                           std::vector<std::string> headers = {});

  /// The same as somebody else: "user:password".
  spin::test::response ask_as(const std::string& login,
                              const std::string& method,
                              const std::string& path,
                              const std::string& body = "",
                              std::vector<std::string> headers = {});

  /// Sends a request to `to` without a password.
  spin::test::response ask_openly(const server& to, const std::string& method,
                                  const std::string& path,
                                  const std::string& body = "",
                                  std::vector<std::string> headers = {});

  /// Lets the actors answer what they hold.
  void release();

  /// Returns whether no message but `those` reached any actor.
  void expect_told(const std::vector<std::string>& those);

  /// That of admin.
  static constexpr const char* password = "pass:word";

  static server_config test_config();
  static std::string path_of(char digit);

  /// What the next `listen` works by.
  std::function<clock_pair()> clocks = some_time;
  server_policy rules;
  std::shared_ptr<health_board> signs = std::make_shared<health_board>(
      [] { return some_time().wall; });
  std::shared_ptr<chronicle> past = std::make_shared<chronicle>();
  std::shared_ptr<pulse> beats;
  std::shared_ptr<telemetry> meters = std::make_shared<telemetry>();
  std::shared_ptr<savings_book> savings = std::make_shared<savings_book>();
  std::shared_ptr<event_feed> feed = std::make_shared<event_feed>();
  std::shared_ptr<vanished_book> vanished_ones
      = std::make_shared<vanished_book>();
  std::shared_ptr<world> around = std::make_shared<world>();
  caf::actor_system_config settings;
  std::unique_ptr<caf::actor_system> system;
  directory containers;
  caf::actor registry;
  caf::actor gateway;
  std::shared_ptr<token_book> tokens = std::make_shared<token_book>();
  caf::actor keeper;
  std::vector<caf::actor> actors;
  std::unique_ptr<server> api;
};

} // namespace spin::http::test
