#include "tests/service/service_test.hpp"

#include <filesystem>
#include <fstream>

using namespace std::chrono_literals;

// Every option by its effect on a container that runs, and every one that is
// not allowed by its refusal.

namespace spin::test {

namespace {

constexpr auto public_key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2V3d4X5y6Z7a8B9c0D1e2F3g4H5"
    "i6J7k8 ann";

/// The engine's socket, as these tests find it.
std::string engine_socket() {
  const char* host = std::getenv("DOCKER_HOST");
  return host ? std::string{host}.substr(std::string{"unix://"}.size())
              : "/var/run/docker.sock";
}

std::string trimmed(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r'))
    text.pop_back();
  return text;
}

} // namespace

class OptionsService : public ServiceTest {
protected:
  void SetUp() override {
    shared = folder.path() / "shared";
    std::filesystem::create_directories(shared);
    network = instance + ".net";
    docker({"network", "create", network});
    settings["sd_policy_binds"] = shared;
    settings["sd_policy_volumes"] = instance + ".*";
    settings["sd_policy_networks"] = network + "*";
    settings["sd_policy_ports"] = "20000-29999";
    settings["sd_policy_capabilities"] = "NET_ADMIN";
    settings["sd_policy_devices"] = "/dev/full";
    start();
  }

  void TearDown() override {
    for (const auto& id : on_engine())
      server->remove("/v1/containers/" + id);
    EXPECT_TRUE(eventually([&] { return on_engine().empty(); }, 30s));
    docker({"network", "rm", network, network + ".two"});
    docker({"volume", "rm", instance + ".data"});
    ServiceTest::TearDown();
  }

  response ask(const std::string& options,
               const std::string& image = "spin-docker/hello") const {
    return server->call("POST", "/v1/containers",
                        R"({"image":")" + image + "\"" + (options.empty() ? "" : ",")
                            + options + "}",
                        {as_json});
  }

  container made(const std::string& options) const {
    const auto answer = ask(options);
    EXPECT_EQ(answer.status, 201) << options << ": " << answer.body;
    return container{answer};
  }

  /// What the engine says of a container that has those options.
  std::string seen(const std::string& options,
                   const std::string& format) const {
    const auto one = made(options);
    const auto text = inspect(one.id, format);
    EXPECT_EQ(server->remove(one.uri).status, 204);
    return text;
  }

  /// What a command in a container that has those options prints.
  std::string printed(const std::string& options,
                      std::vector<std::string> words) const {
    const auto one = made(options);
    const auto text = trimmed(exec(one, std::move(words)).output);
    EXPECT_EQ(server->remove(one.uri).status, 204);
    return text;
  }

  std::filesystem::path shared;
  std::string network;
};

TEST_F(OptionsService, OfTheProcess) {
  EXPECT_EQ(printed(R"("env":{"COLOR":"deep blue"})", {"sh", "-c", "echo $COLOR"}),
            "deep blue");
  EXPECT_EQ(printed(R"("workdir":"/tmp")", {"pwd"}), "/tmp");
  EXPECT_EQ(printed(R"("hostname":"db-1")", {"hostname"}), "db-1");
  EXPECT_EQ(printed(R"("user":"1000:1001","command":["sleep","60"],)"
                    R"("entrypoint":[])",
                    {"sh", "-c", "id -u; id -g"}),
            "1000\n1001");
  EXPECT_EQ(printed(R"("entrypoint":["/bin/sh","-c"],"command":["sleep 61"])",
                    {"cat", "/proc/1/cmdline"})
                .substr(0, 5),
            "sleep");
  EXPECT_EQ(seen(R"("labels":{"course":"sql"})",
                 R"({{index .Config.Labels "course"}})"),
            "sql");
  EXPECT_EQ(seen(R"("stop_signal":"SIGINT","stop_timeout":"7s")",
                 "{{.Config.StopSignal}} {{.Config.StopTimeout}}"),
            "SIGINT 7");
  EXPECT_EQ(seen(R"("healthcheck":{"command":"true","interval":"30s"})",
                 "{{.Config.Healthcheck.Test}}"),
            "[CMD-SHELL true]");
  EXPECT_EQ(printed(R"("init":true)", {"cat", "/proc/1/comm"}), "docker-init");
}

TEST_F(OptionsService, OfLimits) {
  EXPECT_EQ(seen(R"("memory":"64m","cpus":0.5,"pids":77,"shm_size":"2m")",
                 "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} "
                 "{{.HostConfig.PidsLimit}} {{.HostConfig.ShmSize}}"),
            "67108864 500000000 77 2097152");
  EXPECT_EQ(printed(R"("ulimits":{"nofile":321})", {"sh", "-c", "ulimit -n"}),
            "321");
  EXPECT_EQ(printed(R"("read_only":true,"tmpfs":["/tmp:size=1m"])",
                    {"sh", "-c",
                     "touch /x 2>/dev/null || echo no; touch /tmp/x && echo yes"}),
            "no\nyes");
  EXPECT_EQ(printed(R"("cap_add":["cap_net_admin"])",
                    {"sh", "-c", "ip link set lo down && echo down"}),
            "down");
  EXPECT_EQ(printed(R"("cap_drop":["ALL"])", {"grep", "CapEff", "/proc/1/status"}),
            "CapEff:\t0000000000000000");
  EXPECT_EQ(printed(R"("devices":["/dev/full"])",
                    {"sh", "-c", "echo x >/dev/full 2>/dev/null || echo full"}),
            "full");
}

// Without a word of the client.
TEST_F(OptionsService, OfWhoAsksForNothingAreSafe) {
  EXPECT_EQ(seen("",
                 "{{.HostConfig.Memory}} {{.HostConfig.PidsLimit}} "
                 "{{.HostConfig.SecurityOpt}} {{.HostConfig.Privileged}} "
                 "{{(index (index .HostConfig.PortBindings \"80/tcp\") 0).HostIp}}"),
            "2147483648 1024 [no-new-privileges] false 127.0.0.1");
  EXPECT_EQ(printed("", {"grep", "NoNewPrivs", "/proc/1/status"}),
            "NoNewPrivs:\t1");
}

TEST_F(OptionsService, OfFolders) {
  std::ofstream{shared / "file"} << "theirs\n";
  const auto bind = shared.string();
  EXPECT_EQ(printed("\"binds\":[\"" + bind + ":/in:ro\"]",
                    {"sh", "-c", "cat /in/file; touch /in/x 2>&1 | grep -c Read"}),
            "theirs\n1");
  const auto volume = "\"volumes\":[\"" + instance + ".data:/data\"]";
  EXPECT_EQ(printed(volume, {"sh", "-c", "echo kept >/data/file; echo ok"}), "ok");
  EXPECT_EQ(printed(volume, {"cat", "/data/file"}), "kept")
      << "it outlives its containers";
}

TEST_F(OptionsService, OfNetworks) {
  const auto db = made(R"("name":")" + instance + R"(-db","networks":[{"name":")"
                       + network + R"(","aliases":["db"]}])");
  EXPECT_EQ(printed(R"("networks":[")" + network + R"("])",
                    {"wget", "-qO-", "http://db/"}),
            trimmed(exec(db, {"cat", "/www/index.html"}).output));
  // By two networks, the second joined by a call of its own.
  const auto second = network + ".two";
  docker({"network", "create", second});
  EXPECT_EQ(seen(R"("networks":[")" + network + R"(",")" + second + R"("])",
                 "{{len .NetworkSettings.Networks}}"),
            "2");
  const auto linked = made("");
  EXPECT_EQ(printed("\"links\":[\"" + linked.id.substr(0, 12) + ":web\"]",
                    {"wget", "-qO-", "http://web/"}),
            trimmed(exec(linked, {"cat", "/www/index.html"}).output));
  EXPECT_EQ(ask(R"("links":["nobody"])").status, 404);
}

TEST_F(OptionsService, OfNamesAndPorts) {
  const auto name = instance + "-one";
  const auto one = made(R"("name":")" + name + R"(","ports":{"80":20080})");
  EXPECT_EQ(server->get(one.uri).field("name"), "/" + name);
  EXPECT_EQ(one.app_port, "20080");
  EXPECT_TRUE(page_answers("20080"));
  const auto again = ask(R"("name":")" + name + "\"");
  EXPECT_EQ(again.status, 409);
  EXPECT_NE(again.body.find(name), std::string::npos) << again.body;
  const auto taken = ask(R"("ports":{"80":20080})");
  EXPECT_EQ(taken.status, 409);
  EXPECT_NE(taken.body.find("already"), std::string::npos) << taken.body;
  EXPECT_TRUE(eventually([&] { return on_engine().size() == 1; }))
      << "nothing is left of those refused";
  // Over a stop and a start it is the same.
  ASSERT_EQ(server->patch(one.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(one, "stopped"));
  EXPECT_EQ(server->patch(one.uri, "status=running").field("app_port"), "20080");
}

TEST_F(OptionsService, OfKeysAreThereBeforeItStarts) {
  EXPECT_EQ(printed(R"("ssh_keys":[")" + std::string{public_key} + "\"]",
                    {"cat", "/private/ssh/authorized_keys"}),
            public_key);
}

TEST_F(OptionsService, AreShownWithoutSecretsAndSurviveARestart) {
  const auto one = made(R"("env":{"DB_PASSWORD":"hunter2","LANG":"C"},)"
                        R"("memory":"64m")");
  const auto options = [&] {
    const auto json = server->get(one.uri).json();
    const auto& all = json["options"];
    return std::string{all["env"]["DB_PASSWORD"].GetString()} + ' '
           + all["env"]["LANG"].GetString() + ' '
           + std::to_string(all["memory"].GetInt64());
  };
  EXPECT_EQ(options(), "*** C 67108864");
  EXPECT_EQ(server->get(one.uri).body.find("hunter2"), std::string::npos);
  EXPECT_EQ(server->get("/v1/containers").body.find("hunter2"),
            std::string::npos);
  crash_and_start();
  EXPECT_EQ(options(), "*** C 67108864");
}

// A test tries to get out by every option.
TEST_F(OptionsService, NoneLeadsOutOfTheContainer) {
  std::filesystem::create_symlink("/etc", shared / "out");
  const std::pair<std::string, const char*> tries[] = {
      {R"("binds":["/:/host"])", "binds"},
      {R"("binds":["/etc:/host"])", "binds"},
      {R"("binds":[")" + shared.string() + R"(/out:/host"])", "binds"},
      {R"("binds":[")" + shared.string() + R"(/../..:/host"])", "binds"},
      {"\"binds\":[\"" + engine_socket() + ":/s\"]", "binds"},
      {R"("binds":["/proc:/host"])", "binds"},
      {R"("volumes":["others:/data"])", "volumes"},
      {R"("networks":["host"])", "networks"},
      {R"("networks":["container:x"])", "networks"},
      {R"("networks":["other"])", "networks"},
      {R"("ports":{"80":22})", "ports"},
      {R"("cap_add":["SYS_ADMIN"])", "cap_add"},
      {R"("cap_add":["ALL"])", "cap_add"},
      {R"("cap_add":["SYS_PTRACE"])", "cap_add"},
      {R"("devices":["/dev/mem"])", "devices"},
      {R"("devices":["/dev/../etc/shadow"])", "devices"},
      {R"("memory":0)", "memory"},
      {R"("memory":"9g")", "memory"},
      {R"("pids":0)", "pids"},
      {R"("shm_size":"2g")", "shm_size"},
      {R"("ulimits":{"nofile":1000000})", "ulimits"},
      {R"("ulimits":{"nofile":-1})", "ulimits"},
      {R"("ulimits":{"rtprio":99})", "ulimits"},
      {R"("stop_timeout":"1h")", "stop_timeout"},
      {R"("profile":"none")", "profile"},
      {R"("labels":{"spin-docker.instance":"other"})", "labels"},
      {R"("env":{"SPIN_DOCKER_TOKEN":"x"})", "env"},
      {R"("privileged":true)", "privileged"},
      {R"("pid":"host")", "pid"},
      {R"("security_opt":["seccomp=unconfined"])", "security_opt"},
      {R"("volumes":[{"source":"x1","target":"/x","driver":"local"}])",
       "volumes"},
      {R"("HostConfig":{"Privileged":true})", "HostConfig"},
  };
  for (const auto& [options, named] : tries) {
    const auto answer = ask(options);
    EXPECT_TRUE(answer.status == 403 || answer.status == 400)
        << options << ": " << answer.status << ' ' << answer.body;
    EXPECT_NE(answer.body.find(named), std::string::npos)
        << options << ": " << answer.body;
  }
  EXPECT_TRUE(on_engine().empty());
}

// The profile of the operator that has what is refused to all others.
TEST_F(OptionsService, TheBuilderHasTheEnginesSocket) {
  EXPECT_EQ(printed(R"("profile":"builder")",
                    {"sh", "-c", "[ -S /var/run/docker.sock ] && echo yes"}),
            "yes");
}

TEST_F(OptionsService, ProfilesAreForThoseWhomTheOperatorNames) {
  settings["sd_policy_profiles"] =
      "[{name: quiet, users: nobody}, {name: open, users: admin, "
      "no_new_privileges: false, env: A=1}]";
  restart();
  EXPECT_EQ(ask(R"("profile":"quiet")").status, 403);
  EXPECT_EQ(printed(R"("profile":"open")",
                    {"sh", "-c", "grep NoNewPrivs /proc/1/status; echo $A"}),
            "NoNewPrivs:\t0\n1");
}

} // namespace spin::test
