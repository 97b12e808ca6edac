#include "store/create_options.hpp"

#include <gmock/gmock.h>

#include "tests/store/samples.hpp"

namespace spin {

namespace {

using testing::HasSubstr;

std::string error_of(const std::string& json) {
  const auto read = decode_options(json);
  return read ? "(none)" : read.error().what;
}

create_options read(const std::string& json) {
  const auto result = decode_options(json);
  EXPECT_TRUE(result) << json << ": " << result.error().what;
  return result.value_or(create_options{});
}

} // namespace

TEST(CreateOptions, WhatIsWrittenIsReadAgain) {
  test::dice from{1};
  for (int i = 0; i < 3000; ++i) {
    const auto one = test::random_options(from);
    const auto text = encode(one);
    const auto again = decode_options(text);
    ASSERT_TRUE(again) << again.error().what << "\n" << text;
    EXPECT_EQ(*again, one) << text;
  }
}

TEST(CreateOptions, OfNothingAreAnEmptyObject) {
  EXPECT_EQ(encode(create_options{}), "{}");
  EXPECT_EQ(read("{}"), create_options{});
}

TEST(CreateOptions, ProcessorsAreToTheBillionth) {
  for (const std::int64_t n : {0L, 1L, 500'000'000L, 1'000'000'000L,
                               1'500'000'001L, 1024'000'000'000L}) {
    create_options one;
    one.nano_cpus = n;
    EXPECT_EQ(read(encode(one)).nano_cpus, n);
  }
  EXPECT_EQ(read(R"({"cpus":0.25})").nano_cpus, 250'000'000);
}

TEST(CreateOptions, AreRefusedByFieldAndLimit) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"nam":"x"})", "nam: unknown field"},
      {R"({"name":"x"})", "name: must be 2 or more letters"},
      {R"({"name":"-xy"})", "name: must be 2 or more letters"},
      {R"({"name":"a/b"})", "name: must be 2 or more letters"},
      // The beginning of an id, as the engine would read it.
      {R"({"name":"deadbeef"})", "not all of them hexadecimal digits"},
      {R"({"ssh_keys":["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2"],)"
       R"("read_only":true})",
       "ssh_keys: must be empty if read_only is true"},
      {R"({"links":[{"container":"aa","alias":"b"}],)"
       R"("networks":[{"name":"nn"}]})",
       "links: must be empty if there are networks"},
      {R"({"healthcheck":{"test":["CMD","x"],"interval":1}})",
       "healthcheck: must be with an interval of 5 s or more"},
      {R"({"workdir":"/\u0000x"})", "workdir: must be an absolute path"},
      {R"({"name":7})", "name: must be text"},
      {R"({"name":"xx","name":"yy"})", "name: must be there only once"},
      {R"({"env":{"A=B":"1"}})", "env.A=B: must be a name without '='"},
      {R"({"env":{"SPIN_DOCKER_TOKEN":"x"}})",
       "env.SPIN_DOCKER_TOKEN: must be a name"},
      {R"({"env":{"A":"a\u0000b"}})", "env.A: must be text without NUL"},
      {R"({"env":{"A":"1","A":"2"}})", "env.A: must be there only once"},
      {R"({"labels":{"spin-docker.id":"x"}})", "labels.spin-docker.id: must be"},
      {R"({"command":"ls"})", "command: must be a list of at most 256"},
      {R"({"command":[1]})", "command[0]: must be text"},
      {R"({"workdir":"relative"})", "workdir: must be an absolute path"},
      {R"({"workdir":"/a/../b"})", "workdir: must be an absolute path"},
      {R"({"hostname":"a_b"})", "hostname: must be letters"},
      {R"({"volumes":[{"source":"v1"}]})", "volumes[0].target: is required"},
      {R"({"volumes":[{"source":"../x","target":"/x"}]})",
       "volumes[0].source: must be 2 or more"},
      {R"({"volumes":[{"source":"v1","target":"/x","driver":"nfs"}]})",
       "volumes[0].driver: unknown field"},
      {R"({"binds":[{"source":"x","target":"/x"}]})",
       "binds[0].source: must be an absolute path"},
      {R"({"binds":[{"source":"/x","target":"/x"}],"tmpfs":[{"target":"/x"}]})",
       "/x is there twice"},
      {R"({"memory":1})", "memory: must be 0 or at least 6 MiB"},
      {R"({"memory":-1})", "memory: must be a whole number from 0"},
      {R"({"memory":1.5})", "memory: must be a whole number from 0"},
      {R"({"cpus":-1})", "cpus: must be a number from 0 to 1024"},
      {R"({"cpus":1e400})", "not JSON: Number too big"},
      {R"({"pids":"many"})", "pids: must be a whole number"},
      {R"({"ulimits":{"files":{"soft":1,"hard":1}}})",
       "ulimits.files: must be a limit such as nofile"},
      {R"({"ulimits":{"nofile":{"soft":2,"hard":1}}})",
       "ulimits.nofile: must be with soft not above hard"},
      {R"({"networks":[{"name":"n1","aliases":["a b"]}]})",
       "networks[0].aliases[0]: must be letters"},
      {R"({"cap_add":["CAP_NET_ADMIN"]})", "cap_add[0]: must be a capability"},
      {R"({"devices":["/etc/passwd"]})", "devices[0]: must be a path below /dev"},
      {R"({"read_only":"yes"})", "read_only: must be true or false"},
      {R"({"stop_signal":"TERM"})", "stop_signal: must be a signal"},
      {R"({"stop_timeout":3601})", "stop_timeout: must be a whole number from 0 "
                                   "to 3600"},
      {R"({"healthcheck":{"test":["CMD"]}})", "healthcheck: must be a test"},
      {R"({"healthcheck":{}})", "healthcheck.test: is required"},
      {R"({"ports":{"70000":80}})", "ports.70000: must be a port such as 80/tcp"},
      {R"({"ports":{"80/sctp":80}})", "ports.80/sctp: must be a port"},
      {R"({"ports":{"80":0}})", "ports.80: must be a whole number from 1"},
      {R"({"ports":{"80":1000,"80/tcp":1001}})", "there only once"},
      {R"({"ssh_keys":["command=\"x\" ssh-ed25519 AAAA"]})",
       "ssh_keys[0]: must be a public key"},
      {R"({"ssh_keys":["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0 a\nssh-rsa x"]})",
       "ssh_keys[0]: must be a public key"},
      {R"([])", "not a JSON object"},
      {R"({"name":)", "not JSON"},
  };
  for (const auto& [json, why] : cases)
    EXPECT_THAT(error_of(json), HasSubstr(why)) << json;
}

TEST(CreateOptions, AreShownWithoutSecrets) {
  create_options one;
  one.env = {{"POSTGRES_PASSWORD", "hunter2"},
             {"api_key", "hunter2"},
             {"AWS_SECRET", ""},
             {"DATABASE", "postgres://ann:hunter2@db:5432/x?y=1"},
             {"BOTH", "redis://a:x@h1,redis://b:y/z@h2"},
             {"BARE", "https://ghp_abc@github.com/x"},
             {"MYSQL_PWD", "hunter2"},
             {"PLAIN", "http://a/b@c"},
             {"LANG", "C.UTF-8"}};
  one.labels = {{"oauth.token", "hunter2"}, {"course", "sql"}};
  one.command = {"redis-server", "--requirepass", "hunter2", "--port", "1",
                 "--masterauth=hunter2"};
  const auto shown = without_secrets(one);
  EXPECT_EQ(shown.env.at("POSTGRES_PASSWORD"), "***");
  EXPECT_EQ(shown.env.at("api_key"), "***");
  EXPECT_EQ(shown.env.at("AWS_SECRET"), "");
  EXPECT_EQ(shown.env.at("DATABASE"), "postgres://***@db:5432/x?y=1");
  EXPECT_EQ(shown.env.at("BOTH"), "redis://***@h1,redis://***@h2");
  EXPECT_EQ(shown.env.at("BARE"), "https://***@github.com/x");
  EXPECT_EQ(shown.env.at("MYSQL_PWD"), "***");
  EXPECT_EQ(shown.env.at("PLAIN"), "http://a/b@c");
  EXPECT_EQ(shown.env.at("LANG"), "C.UTF-8");
  EXPECT_EQ(shown.labels.at("oauth.token"), "***");
  EXPECT_EQ(shown.labels.at("course"), "sql");
  EXPECT_EQ(*shown.command,
            (std::vector<std::string>{"redis-server", "--requirepass", "***",
                                      "--port", "1", "--masterauth=***"}));
  EXPECT_EQ(encode(shown).find("hunter2"), std::string::npos);
}

// Hidden once is hidden: what comes back from a label is never taken for what a
// client said.
TEST(CreateOptionsLaws, SecretsThatWereLostAreMissed) {
  test::dice from{20'281};
  std::size_t some = 0;
  for (int i = 0; i < 3000; ++i) {
    auto one = test::random_options(from);
    if (i % 3 == 0)
      one.env["DB_PASSWORD"] = "hunter" + std::to_string(i);
    if (i % 3 == 1)
      one.command = {"run", "--token", "hunter2", "redis://a:b@c"};
    const auto shown = without_secrets(one);
    ASSERT_EQ(without_secrets(shown), shown) << encode(shown);
    ASSERT_FALSE(lost_secrets(one)) << encode(one);
    ASSERT_EQ(lost_secrets(shown), shown != one) << encode(one);
    some += lost_secrets(shown) ? 1 : 0;
  }
  EXPECT_GE(some, 2000u);
  EXPECT_FALSE(lost_secrets({}));
}

} // namespace spin
