#include "tests/images/journey_test.hpp"

#include <fstream>
#include <sstream>

using namespace std::chrono_literals;

namespace spin::test {

namespace {

/// The names of the volumes of a container.
std::vector<std::string> volumes_of(const std::string& id) {
  std::istringstream names{inspect(id, "{{range .Mounts}}{{.Name}} {{end}}")};
  return {std::istream_iterator<std::string>{names}, {}};
}

} // namespace

connection keep_running(const command& what) {
  return std::make_shared<process>(what);
}

connection keep_silent(const std::string& port) {
  return std::make_shared<silent_client>(
      static_cast<std::uint16_t>(std::stoi(port)));
}

void ImageJourney::SetUp() {
  settings["sd_stop_grace"] = "10";
  start();
  ASSERT_EQ(run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key()})
                .exit_code,
            0)
      << "is openssh-client installed?";
}

container ImageJourney::start_one(const std::string& image,
                                  const std::string& options) {
  std::ifstream file{key() + ".pub"};
  std::string line;
  std::getline(file, line);
  const auto answer = server->call(
      "POST", "/v1/containers",
      R"({"image":"spin-docker/)" + image + R"(","ssh_keys":[")" + line + "\"]"
          + (options.empty() ? "" : ",") + options + "}",
      {"Content-Type: application/json"});
  EXPECT_EQ(answer.status, 201) << answer.body;
  return container{answer};
}

finished ImageJourney::check_in(const container& of) const {
  return exec(of, {"env", "-i", "PATH=/usr/bin:/bin", "/usr/bin/check-in"});
}

bool ImageJourney::reports(const container& of,
                           const std::string& number) const {
  return eventually(
      [&] {
        return check_in(of).exit_code == 0 && shown(of, "active") == number;
      },
      30s);
}

bool ImageJourney::reports_itself(const container& of,
                                  const std::string& number) const {
  return eventually([&] { return shown(of, "active") == number; }, 130s);
}

std::string ImageJourney::published(const container& which,
                                    const std::string& port) const {
  return inspect(which.id, "{{(index (index .NetworkSettings.Ports \"" + port
                               + "\") 0).HostPort}}");
}

std::vector<std::string> ImageJourney::ssh_words(const container& to) const {
  return {"ssh",
          "-i",
          key(),
          "-p",
          shown(to, "ssh_port"),
          "-o",
          "BatchMode=yes",
          "-o",
          "StrictHostKeyChecking=no",
          "-o",
          "UserKnownHostsFile=/dev/null",
          "-o",
          "LogLevel=ERROR",
          "-o",
          "ConnectTimeout=5",
          "root@127.0.0.1"};
}

finished ImageJourney::ssh(const container& to,
                           const std::string& command) const {
  auto words = ssh_words(to);
  words.push_back(command);
  return run(words);
}

connection ImageJourney::ssh_session(const container& to) const {
  auto words = ssh_words(to);
  words.emplace_back("sleep 300");
  return keep_running({words, {}, {}});
}

bool ImageJourney::lets_us_in(const container& to) const {
  return eventually([&] { return ssh(to, "true").exit_code == 0; }, 30s);
}

std::string ImageJourney::host_key(const container& of) const {
  std::string key;
  eventually([&] {
    std::istringstream words{
        run({"sh", "-c",
             "ssh-keyscan -t ed25519 -p " + shown(of, "ssh_port")
                 + " 127.0.0.1 2>/dev/null"})
            .output};
    std::string host;
    std::string type;
    return static_cast<bool>(words >> host >> type >> key);
  });
  return key;
}

void ImageJourney::await_idle_stop(const container& which) {
  ASSERT_EQ(server->patch(which.uri, "initial_timeout=2&timeout=2").status,
            200);
  ASSERT_TRUE(becomes(which, "stopped", 30s));
  EXPECT_EQ(shown(which, "stop_reason"), "idle");
  // Not 137: it obeyed its stop signal before the engine's patience ended.
  EXPECT_EQ(shown(which, "exit_code"), "0")
      << docker({"logs", "--tail", "20", which.id}).output;
}

container ImageJourney::start_again(const container& which) {
  const auto times = "&initial_timeout=3600&timeout=3600";
  const auto answer =
      server->patch(which.uri, std::string{"status=running"} + times);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(becomes(which, "running"));
  return container{server->get(which.uri)};
}

void ImageJourney::remove(const container& which) {
  const auto volumes = volumes_of(which.id);
  EXPECT_EQ(server->remove(which.uri).status, 204);
  EXPECT_TRUE(eventually([&] { return on_engine().count(which.id) == 0; }));
  for (const auto& each : volumes)
    EXPECT_NE(docker({"volume", "inspect", each}).exit_code, 0) << each;
}

void ImageJourney::live(const app& with) {
  auto made = start_one(with.image);
  ASSERT_NE(made.app_port, "");
  ASSERT_TRUE(eventually([&] { return with.write(made); }, 60s))
      << docker({"logs", made.id}).output;
  ASSERT_TRUE(reports(made, "0")) << check_in(made).output;
  {
    const auto somebody = with.connect(made);
    EXPECT_TRUE(reports_itself(made, "1")) << check_in(made).output;
  }
  EXPECT_TRUE(reports_itself(made, "0")) << check_in(made).output;
  ASSERT_TRUE(lets_us_in(made));
  const auto key_before = host_key(made);
  ASSERT_NE(key_before, "");
  await_idle_stop(made);

  made = start_again(made);
  EXPECT_TRUE(eventually([&] { return with.read(made); }, 60s))
      << docker({"logs", "--tail", "20", made.id}).output;
  EXPECT_EQ(host_key(made), key_before);
  EXPECT_TRUE(lets_us_in(made));
  remove(made);
}

} // namespace spin::test
