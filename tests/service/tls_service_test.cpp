#include <algorithm>
#include <csignal>

#include "tests/service/service_test.hpp"
#include "tests/support/certificate.hpp"

namespace spin::test {

namespace {

/// The real server with a certificate of its own.
class TlsService : public ServiceTest {
protected:
  TlsService() {
    settings["sd_tls_certificate"] = put("cert.pem", made.certificate);
    settings["sd_tls_key"] = put("key.pem", made.key);
  }

  std::string put(const std::string& name, const std::string& text) {
    const auto path = folder.path() / name;
    replace_file(path, text);
    return path;
  }

  std::vector<std::string> server_command() const {
    std::vector<std::string> argv{SPIN_SERVER_BINARY, "--config", "/dev/null"};
    for (const auto& [key, value] : settings) {
      argv.emplace_back("--set");
      argv.push_back(key + '=' + value);
    }
    return argv;
  }

  /// Runs the server to its end; returns its log.
  std::string refusal() const {
    const auto ended = run(server_command(), std::chrono::seconds{20});
    EXPECT_EQ(ended.exit_code, 1) << ended.output;
    return ended.output;
  }

  certificate made = make_certificate("localhost");
};

} // namespace

TEST_F(TlsService, ServesTheApiByHttps) {
  process running{{server_command(), {}, folder.path() / "server.log"}};
  const auto curl = [&](const std::string& path) {
    return run({"curl", "-sS", "--noproxy", "*", "--cacert",
                settings["sd_tls_certificate"], "-u", "admin:spindocker",
                "https://" + settings["sd_listen"] + path});
  };
  EXPECT_TRUE(eventually([&] { return curl("/healthz").exit_code == 0; }));
  EXPECT_EQ(curl("/v1/containers").output, "[]");
  EXPECT_EQ(
      send({.url = "http://" + settings["sd_listen"] + "/healthz"}).status,
      400);
  // Containers have no use for certificates.
  EXPECT_EQ(send({.url = check_in_url()}).status, 405);
  running.signal(SIGTERM);
  EXPECT_EQ(running.wait(std::chrono::seconds{30}), 0);
}

TEST_F(TlsService, WithoutAMatchingKeyItDoesNotStart) {
  put("key.pem", make_certificate("other").key);
  const auto log = refusal();
  EXPECT_NE(log.find("sd_tls_certificate, sd_tls_key: key"), std::string::npos)
      << log;
  EXPECT_NE(log.find("does not belong to certificate"), std::string::npos);
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
}

TEST_F(TlsService, WithoutTheFilesItDoesNotStart) {
  std::filesystem::remove(folder.path() / "cert.pem");
  EXPECT_NE(refusal().find("No such file"), std::string::npos);
}

} // namespace spin::test
