#include <fstream>

#include "tests/service/service_test.hpp"
#include "tests/support/certificate.hpp"

namespace spin::test {

namespace {

/// Puts `by` in the place of `what`, which must be there.
void replace(std::string& in, const std::string& what, const std::string& by) {
  const auto at = in.find(what);
  if (at == std::string::npos)
    throw std::runtime_error("the site file has no \"" + what + '"');
  in.replace(at, what.size(), by);
}

/// A real nginx with the site file that we ship, on ports of its own.
class nginx {
public:
  nginx(const std::filesystem::path& folder, const std::string& server,
        const std::string& check_ins)
      : folder_(folder / "nginx"), secure_("127.0.0.1:" + port()),
        child_(command_of(server, check_ins)) {
    if (!eventually([this] { return run(curl("/healthz")).exit_code == 0; }))
      throw std::runtime_error("nginx did not come up: "
                               + read_file(folder_ / "output"));
  }

  ~nginx() {
    child_.signal(SIGTERM);
    child_.wait(std::chrono::seconds{10});
  }

  /// curl by HTTPS, with the password.
  std::vector<std::string> curl(const std::string& path,
                                std::vector<std::string> more = {}) const {
    std::vector<std::string> all{"curl",       "-sS",
                                 "--max-time", "60",
                                 "--noproxy",  "*",
                                 "--cacert",   (folder_ / "cert.pem").string(),
                                 "-u",         "admin:spindocker"};
    all.insert(all.end(), more.begin(), more.end());
    all.push_back("https://" + secure_ + path);
    return all;
  }

  void renew(const std::string& name) {
    const auto made = make_certificate(name);
    replace_file(folder_ / "cert.pem", made.certificate);
    replace_file(folder_ / "key.pem", made.key);
    child_.signal(SIGHUP);
  }

private:
  static std::string port() { return std::to_string(free_port()); }

  command command_of(const std::string& server, const std::string& check_ins) {
    std::filesystem::create_directories(folder_);
    const auto made = make_certificate("spin-docker.example");
    replace_file(folder_ / "cert.pem", made.certificate);
    replace_file(folder_ / "key.pem", made.key);
    auto site = read_file(SPIN_NGINX_SITE);
    replace(site, "server 127.0.0.1:8080;", "server " + server + ';');
    replace(site, "listen 443 ", "listen " + secure_ + ' ');
    replace(site, "listen 172.17.0.1:80;", "listen " + check_ins + ';');
    for (const auto* file : {"cert.pem", "key.pem"})
      replace(site, std::string{"/etc/nginx/spin-docker/"} + file,
              (folder_ / file).string());
    std::ofstream{folder_ / "nginx.conf"}
        << "daemon off;\nuser root;\npid " << (folder_ / "pid").string()
        << ";\nerror_log stderr;\nworker_processes 1;\n"
           "events {}\nhttp {\naccess_log off;\n"
           "client_body_temp_path body;\nproxy_temp_path proxy;\n"
           "fastcgi_temp_path f;\nuwsgi_temp_path u;\nscgi_temp_path s;\n"
        << site << "}\n";
    return {{"/usr/sbin/nginx", "-p", folder_.string() + '/', "-c",
             (folder_ / "nginx.conf").string(), "-e", "stderr"},
            {},
            folder_ / "output"};
  }

  std::filesystem::path folder_;
  std::string secure_;
  process child_;
};

} // namespace

/// The server behind nginx; containers report to nginx as well.
class NginxService : public ServiceTest {
protected:
  NginxService() {
    check_ins = settings["sd_check_in_listen"];
    settings["sd_check_in_listen"] = "off";
    settings["sd_trusted_proxies"] = "127.0.0.1";
  }

  void SetUp() override {
    start();
    front.emplace(folder.path(), settings["sd_listen"], check_ins);
  }

  void TearDown() override {
    front.reset();
    ServiceTest::TearDown();
  }

  finished report(const container& from, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"wget", "-q", "-O", "-"};
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"--post-data", "active=5",
                               "http://" + check_ins + "/v1/check-in"});
    return exec(from, words);
  }

  std::string check_ins;
  std::optional<nginx> front;
};

TEST_F(NginxService, ServesTheApiByHttp2) {
  const auto made = run(
      front->curl("/v1/containers", {"--http2", "-d", "image=spin-docker/hello",
                                     "-w", " %{http_version} %{http_code}"}));
  EXPECT_EQ(made.exit_code, 0) << made.output;
  EXPECT_TRUE(made.output.ends_with(" 2 201")) << made.output;
  const auto old = run(
      front->curl("/v1/containers", {"--http1.1", "-w", " %{http_version}"}));
  EXPECT_TRUE(old.output.ends_with(" 1.1")) << old.output;
  EXPECT_NE(old.output.find("\"container_id\""), std::string::npos);
  EXPECT_EQ(run(front->curl("/", {"--tlsv1.0", "--tls-max", "1.1"})).exit_code,
            35);
}

TEST_F(NginxService, ACheckInIsCreditedToTheContainerThatSentIt) {
  const auto made = create();
  const auto other = create();
  const auto sent = report(made);
  ASSERT_EQ(sent.exit_code, 0) << sent.output;
  EXPECT_EQ(shown(made, "active"), "5");
  EXPECT_EQ(shown(other, "active"), "0");
}

TEST_F(NginxService, AForgedAddressIsNotBelieved) {
  const auto made = create();
  const auto victim = create();
  const auto address = inspect(victim.id, "{{.NetworkSettings.IPAddress}}");
  for (const auto* header : {"X-Forwarded-For: ", "X-Real-IP: "}) {
    const auto sent = report(made, {"--header", header + address});
    ASSERT_EQ(sent.exit_code, 0) << sent.output;
    EXPECT_EQ(shown(victim, "active"), "0") << header;
    EXPECT_EQ(shown(made, "active"), "5");
  }
  // From elsewhere it is nobody's, whoever it says it is.
  const auto outside = run(front->curl(
      "/v1/check-in", {"-d", "active=7", "-H", "X-Forwarded-For: " + address,
                       "-o", "/dev/null", "-w", "%{http_code}"}));
  EXPECT_EQ(outside.output, "404");
  EXPECT_EQ(shown(victim, "active"), "0");
}

// Else anybody could put a line into the story of somebody else's request.
TEST_F(NginxService, AClientDoesNotChooseTheNameOfItsRequest) {
  const auto sent = run(
      front->curl("/v1/containers", {"-H", "X-Request-Id: mine", "-o",
                                     "/dev/null", "-w",
                                     "%header{x-request-id}"}));
  EXPECT_EQ(sent.output.size(), 32u) << sent.output;
}

TEST_F(NginxService, WhereContainersReportNothingElseIsServed) {
  for (const auto* path : {"/v1/containers", "/metrics", "/v1/check-in/x"})
    EXPECT_EQ(
        send({.url = "http://" + check_ins + path, .auth = "admin:spindocker"})
            .status,
        404)
        << path;
}

TEST_F(NginxService, AReloadTakesTheRenewedCertificate) {
  front->renew("renewed.example");
  EXPECT_TRUE(eventually([&] {
    const auto shown = run(front->curl("/healthz", {"-v"}));
    return shown.output.find("CN=renewed.example") != std::string::npos
           && shown.exit_code == 0;
  }));
}

} // namespace spin::test
