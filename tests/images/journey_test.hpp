#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/service/service_test.hpp"

namespace spin::test {

/// A client that stays connected for as long as the function's result lives.
using connection = std::shared_ptr<void>;

/// The life of a container from one of deploy/images, as a user lives it: by
/// the API, through its published ports.
class ImageJourney : public ServiceTest {
protected:
  /// Starts the server with the times of the manual, and makes a login key.
  void SetUp() override;

  /// Creates one of spin-docker/NAME that our key may log in to. `options`: more
  /// members of what is asked for, as JSON.
  container start_one(const std::string& image,
                      const std::string& options = "");

  /// Runs the image's check-in as cron does: as root, with no environment.
  finished check_in(const container& of) const;

  /// Waits until check-in reports `number`.
  bool reports(const container& of, const std::string& number) const;

  /// Waits until the image reports `number` by itself, which it does each
  /// minute.
  bool reports_itself(const container& of, const std::string& number) const;

  /// Runs a command by ssh as root.
  finished ssh(const container& to, const std::string& command) const;

  /// Stays logged in by ssh.
  connection ssh_session(const container& to) const;

  /// The public host key that sshd shows on the published port.
  std::string host_key(const container& of) const;

  /// Waits until ssh lets us in.
  bool lets_us_in(const container& to) const;

  /// Lets it be stopped for idleness within seconds, and waits for it; checks
  /// that its process 1 ended cleanly.
  void await_idle_stop(const container& which);

  /// Starts it again; returns it with its new ports.
  container start_again(const container& which);

  /// Deletes it and checks that no volume is left.
  void remove(const container& which);

  /// All of the journey: `connect` stays connected to the app, `write` leaves
  /// data, `read` says whether they are there.
  struct app {
    std::string image;
    std::function<connection(const container&)> connect;
    std::function<bool(const container&)> write;
    std::function<bool(const container&)> read;
  };
  void live(const app& with);

  /// What the engine publishes for the port, e.g. "22/tcp".
  std::string published(const container& which, const std::string& port) const;

  std::string key() const { return (folder.path() / "key").string(); }

private:
  std::vector<std::string> ssh_words(const container& to) const;
};

/// Runs `argv` until the result is let go.
connection keep_running(const command& what);

/// A client that has connected to the port and says nothing.
connection keep_silent(const std::string& port);

} // namespace spin::test
