#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/engine_cli.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/redis_server.hpp"
#include "tests/support/spin_server.hpp"

namespace spin::test {

/// A header for requests with JSON.
inline constexpr auto as_json = "Content-Type: application/json";

/// The manual's fields of a container and what we show beyond them.
struct container {
  std::string id;
  std::string uri;
  std::string app_port;

  explicit container(const response& from)
      : id(from.field("container_id")), uri(from.field("uri")),
        app_port(from.field("app_port")) {
    // nop
  }
};

/// One server with an instance name, a store and a folder of its own, so that
/// it sees and leaves behind nothing of others. Every test ends with the same
/// law: the engine, GET and the store name the same containers.
class ServiceTest : public ::testing::Test {
protected:
  ServiceTest();

  /// Shows the server's log if the test failed; removes all its containers.
  ~ServiceTest() override;

  /// Checks the law, ends the server and checks that it ended cleanly.
  void TearDown() override;

  /// Lets the server use an engine of this test alone, which faults may be done
  /// to. It has the sample images. Its containers live in another network
  /// namespace, so nobody here looks at their pages and none checks in.
  void use_own_engine();

  /// Keeps the state in a Redis of this test alone instead of SQLite.
  void use_redis();

  /// Starts a server with `settings`; ports stay the same for a whole test.
  void start();

  /// Ends it as an operator does (SIGTERM) and starts it again.
  void restart();

  /// Starts a server after a kill -9 of the one before.
  void crash_and_start();

  /// POST /v1/containers; fails the test unless it is a 201.
  container create(const std::string& image = "spin-docker/hello");

  /// Returns the field of a container as GET shows it now.
  std::string shown(const container& which, const char* field) const;

  /// Waits until GET shows `status`.
  bool becomes(const container& which, const std::string& status,
               std::chrono::seconds within = std::chrono::seconds{20}) const;

  /// Returns the ids in GET /v1/containers.
  std::set<std::string> listed() const;

  /// Returns the ids of the engine's containers of this test.
  std::set<std::string> on_engine() const;

  /// Waits until the engine and GET name the same containers; they may differ
  /// only while deletions are under way.
  bool agree() const;

  /// Returns the ids in the store of a server that has ended.
  std::set<std::string> stored() const;

  /// Runs a command inside a container.
  finished exec(const container& where, std::vector<std::string> words) const;

  /// Whether the sample page answers at `port` of 127.0.0.1.
  static bool page_answers(const std::string& port);

  /// The check-in url as containers reach it.
  std::string check_in_url() const;

  const std::string instance;
  temporary_folder folder;
  std::map<std::string, std::string> settings;
  std::unique_ptr<redis_server> redis;
  std::optional<private_engine> engine;
  std::optional<spin_server> server;

private:
  void leave_own_engine();

  const std::optional<std::string> engine_before_;
};

} // namespace spin::test
