#include "docker/wire.hpp"

#include <gmock/gmock.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace spin::docker {

namespace {

using namespace std::chrono_literals;

/// The create body of a container that has those options and rights.
class body {
public:
  explicit body(const create_options& options, const host_rights& rights = {}) {
    container_spec what;
    what.name = "sd-1";
    what.image = "app";
    what.env = {"SPIN_DOCKER_TOKEN=t"};
    what.labels = {{label::id, "0f"}};
    what.publish = {{22, transport::tcp}, {80, transport::tcp}};
    what.publish_address = "127.0.0.1";
    what.options = options;
    what.rights = rights;
    doc_.Parse(wire::create_body(what).c_str());
    EXPECT_FALSE(doc_.HasParseError());
  }

  /// Returns what stands there as JSON; "" if nothing does.
  std::string at(const char* name) const { return text(find(doc_, name)); }
  std::string host(const char* name) const {
    return text(find(doc_["HostConfig"], name));
  }

private:
  static const rapidjson::Value* find(const rapidjson::Value& in,
                                      const char* name) {
    const auto member = in.FindMember(name);
    return member == in.MemberEnd() ? nullptr : &member->value;
  }

  static std::string text(const rapidjson::Value* from) {
    if (!from)
      return "";
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> to{buffer};
    from->Accept(to);
    return {buffer.GetString(), buffer.GetSize()};
  }

  rapidjson::Document doc_;
};

template <class T>
create_options with(T create_options::*field, T value) {
  create_options result;
  result.*field = std::move(value);
  return result;
}

using o = create_options;

} // namespace

TEST(WireOptions, OfNothingAddNothing) {
  const body plain{o{}};
  for (const auto* name :
       {"Cmd", "Entrypoint", "WorkingDir", "User", "Hostname", "StopSignal",
        "StopTimeout", "Healthcheck", "NetworkingConfig"})
    EXPECT_EQ(plain.at(name), "") << name;
  for (const auto* name :
       {"Mounts", "Tmpfs", "Memory", "NanoCpus", "PidsLimit", "ShmSize",
        "Ulimits", "CapAdd", "CapDrop", "Devices", "Privileged", "PidMode",
        "IpcMode", "CgroupnsMode", "NetworkMode", "Links", "ReadonlyRootfs",
        "Init"})
    EXPECT_EQ(plain.host(name), "") << name;
  EXPECT_EQ(plain.host("SecurityOpt"), R"(["no-new-privileges"])");
}

TEST(WireOptions, OfTheProcess) {
  using words = std::vector<std::string>;
  EXPECT_EQ(body(with(&o::command, std::optional{words{"a", "b c"}})).at("Cmd"),
            R"(["a","b c"])");
  EXPECT_EQ(body(with(&o::entrypoint, std::optional{words{}})).at("Entrypoint"),
            "[]");
  EXPECT_EQ(body(with(&o::workdir, std::string{"/srv"})).at("WorkingDir"),
            R"("/srv")");
  EXPECT_EQ(body(with(&o::user, std::string{"1:2"})).at("User"), R"("1:2")");
  EXPECT_EQ(body(with(&o::hostname, std::string{"db"})).at("Hostname"),
            R"("db")");
  EXPECT_EQ(body(with(&o::stop_signal, std::string{"SIGINT"})).at("StopSignal"),
            R"("SIGINT")");
  EXPECT_EQ(body(with(&o::stop_timeout, std::optional{30s})).at("StopTimeout"),
            "30");
  EXPECT_EQ(
      body(with(&o::healthcheck,
                std::optional{health_check{{"CMD", "x"}, 1s, 2s, 3s, 4}}))
          .at("Healthcheck"),
      R"({"Test":["CMD","x"],"Interval":1000000000,"Timeout":2000000000,)"
      R"("StartPeriod":3000000000,"Retries":4})");
  EXPECT_EQ(body(with(&o::init, std::optional{true})).host("Init"), "true");
}

// Nobody's environment or labels take the place of ours.
TEST(WireOptions, OursComeLastAndWin) {
  o options;
  options.env = {{"A", "1"}};
  options.labels = {{"x", "y"}, {label::id, "other"}};
  const body one{options};
  EXPECT_EQ(one.at("Env"), R"(["A=1","SPIN_DOCKER_TOKEN=t"])");
  EXPECT_EQ(one.at("Labels"), R"({"spin-docker.id":"0f","x":"y"})");
}

TEST(WireOptions, OfFilesAndLimits) {
  o options;
  options.volumes = {{"data", "/data", false}};
  options.binds = {{"/srv/a", "/a", true}};
  options.tmpfs = {{"/run", 0, true}, {"/tmp", 1024, false}, {"/x", 1, true}};
  options.memory = 1 << 26;
  options.nano_cpus = 500'000'000;
  options.pids = 10;
  options.shm_size = 4096;
  options.ulimits = {{"nofile", {1, 2}}};
  options.read_only = true;
  const body one{options};
  EXPECT_EQ(one.host("Mounts"),
            R"([{"Type":"volume","Source":"data","Target":"/data",)"
            R"("ReadOnly":false},{"Type":"bind","Source":"/srv/a",)"
            R"("Target":"/a","ReadOnly":true,)"
            R"("BindOptions":{"NonRecursive":true}}])");
  EXPECT_EQ(one.host("Tmpfs"),
            R"({"/run":"exec","/tmp":"size=1024","/x":"exec,size=1"})");
  EXPECT_EQ(one.host("Memory"), "67108864");
  EXPECT_EQ(one.host("MemorySwap"), "67108864");
  EXPECT_EQ(one.host("NanoCpus"), "500000000");
  EXPECT_EQ(one.host("PidsLimit"), "10");
  EXPECT_EQ(one.host("ShmSize"), "4096");
  EXPECT_EQ(one.host("Ulimits"), R"([{"Name":"nofile","Soft":1,"Hard":2}])");
  EXPECT_EQ(one.host("ReadonlyRootfs"), "true");
}

TEST(WireOptions, OfPortsAndNetworks) {
  o options;
  options.ports = {{80, transport::tcp, 8080}, {53, transport::udp, 5353}};
  options.networks = {{"class", {"db"}}, {"other", {}}};
  options.links = {{"abc", "db"}};
  const body one{options};
  EXPECT_EQ(one.at("ExposedPorts"), R"({"22/tcp":{},"53/udp":{},"80/tcp":{}})");
  EXPECT_EQ(one.host("PortBindings"),
            R"({"22/tcp":[{"HostIp":"127.0.0.1","HostPort":""}],)"
            R"("53/udp":[{"HostIp":"127.0.0.1","HostPort":"5353"}],)"
            R"("80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}]})");
  EXPECT_EQ(one.host("NetworkMode"), R"("class")");
  EXPECT_EQ(one.at("NetworkingConfig"),
            R"({"EndpointsConfig":{"class":{"Aliases":["db"]}}})");
  EXPECT_EQ(one.host("Links"), R"(["abc:db"])");
  const auto join = wire::join_network("x", options.networks.at(1));
  EXPECT_EQ(join.http.target, "/networks/other/connect");
  EXPECT_EQ(join.http.body, R"({"Container":"x","EndpointConfig":{}})");
}

TEST(WireOptions, OfRights) {
  o options;
  options.cap_add = {"NET_ADMIN"};
  options.cap_drop = {"ALL"};
  options.devices = {"/dev/null"};
  host_rights rights;
  rights.no_new_privileges = false;
  rights.privileged = true;
  rights.cap_add = {"SYS_ADMIN", "NET_ADMIN"};
  rights.security_opt = {"seccomp=unconfined"};
  rights.binds = {{"/run/docker.sock", "/var/run/docker.sock", false}};
  rights.pid = "host";
  rights.ipc = "host";
  rights.network = "host";
  rights.cgroupns = "private";
  const body one{options, rights};
  EXPECT_EQ(one.host("Privileged"), "true");
  EXPECT_EQ(one.host("CapAdd"), R"(["NET_ADMIN","SYS_ADMIN"])");
  EXPECT_EQ(one.host("CapDrop"), R"(["ALL"])");
  EXPECT_EQ(one.host("SecurityOpt"), R"(["seccomp=unconfined"])");
  EXPECT_EQ(one.host("Devices"),
            R"([{"PathOnHost":"/dev/null","PathInContainer":"/dev/null",)"
            R"("CgroupPermissions":"rwm"}])");
  EXPECT_EQ(one.host("Mounts"),
            R"([{"Type":"bind","Source":"/run/docker.sock",)"
            R"("Target":"/var/run/docker.sock","ReadOnly":false}])");
  EXPECT_EQ(one.host("PidMode"), R"("host")");
  EXPECT_EQ(one.host("IpcMode"), R"("host")");
  EXPECT_EQ(one.host("NetworkMode"), R"("host")");
  EXPECT_EQ(one.host("CgroupnsMode"), R"("private")");
}

TEST(WireOptions, FilesGoAsAnArchive) {
  const auto ask = wire::put_files("x", {{"/a/b", "text"}});
  EXPECT_EQ(ask.http.method + ' ' + ask.http.target,
            "PUT /containers/x/archive?path=%2F");
  EXPECT_EQ(ask.http.content_type, "application/x-tar");
  EXPECT_NE(ask.http.body.find("text"), std::string::npos);
}

} // namespace spin::docker
