#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "docker/engine.hpp"
#include "tests/docker/await.hpp"
#include "tests/support/engine_cli.hpp"
#include "tests/support/process.hpp"

/// The client against the engine at $DOCKER_HOST or its usual socket. Fails if
/// none answers. Touches only what carries this run's own label, and removes
/// all of it.
namespace spin::docker {

inline const std::string run_id = std::to_string(::getpid());
inline const std::string image =
    "spin-docker-test/engine-" + run_id + ":latest";
inline const std::string run_label = "spin-docker-test.run=" + run_id;

/// Builds an image of busybox alone that exposes ports of three transports.
inline void build_image() {
  test::temporary_folder folder;
  std::filesystem::copy("/bin/busybox", folder.path() / "busybox");
  std::ofstream(folder.path() / "Dockerfile")
      << "FROM scratch\nLABEL " << run_label << "\nCOPY busybox /bin/busybox\n"
      << "EXPOSE 22 80 53/udp 132/sctp\n"
      << "CMD [\"/bin/busybox\",\"sleep\",\"600\"]\n";
  const auto built =
      test::docker({"build", "-q", "-t", image, folder.path().string()});
  ASSERT_EQ(built.exit_code, 0) << built.output;
}

inline std::string engine_address() {
  const auto* host = std::getenv("DOCKER_HOST");
  return host && *host ? host : engine_config{}.address;
}

/// Each test has a client of its own.
class RealEngine : public testing::Test {
protected:
  static void SetUpTestSuite() { build_image(); }

  static void TearDownTestSuite() {
    for (const auto& id : test::containers_with(run_label))
      test::docker({"rm", "-f", "-v", id});
    EXPECT_EQ(test::docker({"rmi", image}).exit_code, 0);
    EXPECT_TRUE(test::containers_with(run_label).empty());
  }

  /// Answers what to create: a container of this run's own.
  static container_spec spec() {
    static int count = 0;
    container_spec what;
    what.name = "spin-docker-test-" + run_id + '-' + std::to_string(++count);
    what.image = image;
    what.env = {"SPIN_TEST=1"};
    what.labels = {{label::id, what.name}, {"spin-docker-test.run", run_id}};
    what.publish = {{22, transport::tcp}, {53, transport::udp}};
    what.publish_address = "127.0.0.1";
    return what;
  }

  outcome<std::string> create(const container_spec& what) {
    return test::await<std::string>([&](auto f) { engine_->create(what, f); });
  }
  outcome<done> start(const std::string& id) {
    return test::await<done>([&](auto f) { engine_->start(id, f); });
  }
  outcome<done> stop(const std::string& id, std::chrono::seconds grace = {}) {
    return test::await<done>([&](auto f) { engine_->stop(id, grace, f); });
  }
  outcome<done> pause(const std::string& id) {
    return test::await<done>([&](auto f) { engine_->pause(id, f); });
  }
  outcome<done> resume(const std::string& id) {
    return test::await<done>([&](auto f) { engine_->resume(id, f); });
  }
  outcome<done> remove(const std::string& id) {
    return test::await<done>([&](auto f) { engine_->remove(id, f); });
  }
  outcome<container_info> inspect(const std::string& id) {
    return test::await<container_info>(
        [&](auto f) { engine_->inspect(id, f); });
  }
  outcome<image_info> inspect_image(const std::string& reference) {
    return test::await<image_info>(
        [&](auto f) { engine_->inspect_image(reference, f); });
  }
  outcome<std::vector<container_summary>> list(const std::string& by) {
    return test::await<std::vector<container_summary>>(
        [&](auto f) { engine_->list(by, f); });
  }

  std::unique_ptr<engine> engine_ = connect({engine_address()}).value();
};

} // namespace spin::docker
