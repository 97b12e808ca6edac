#include "http/create_body.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "http/option_table.hpp"
#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

constexpr std::array<std::string_view, 2> plain_fields{"image", "timeout"};

create_options read_options(std::string_view json) {
  auto body = read_create_body(with_body(json_type, json), plain_fields);
  EXPECT_TRUE(body) << json << ": " << body.error().message;
  return body ? body->options : create_options{};
}

std::string body_error(std::string_view type, std::string_view text) {
  const auto body = read_create_body(with_body(type, text), plain_fields);
  return body ? "(none)"
              : std::to_string(body.error().status) + ' '
                    + body.error().message;
}

/// Whether both ways to write something mean the same.
void same(std::string_view one, std::string_view other) {
  EXPECT_EQ(encode(read_options(one)), encode(read_options(other))) << one;
  EXPECT_NE(encode(read_options(one)), "{}") << one;
}

} // namespace

TEST(CreateBody, OptionsMayBeWrittenInShort) {
  same(R"({"env":["A=1","B=x=y"]})", R"({"env":{"A":"1","B":"x=y"}})");
  same(R"({"env":{"A":1,"B":true}})", R"({"env":{"A":"1","B":"true"}})");
  same(R"({"labels":["a=b"]})", R"({"labels":{"a":"b"}})");
  same(R"({"command":"a | b"})", R"({"command":["/bin/sh","-c","a | b"]})");
  same(R"({"volumes":["data:/d:ro"]})",
       R"({"volumes":[{"source":"data","target":"/d","read_only":true}]})");
  same(R"({"binds":["/a:/b"]})", R"({"binds":[{"source":"/a","target":"/b"}]})");
  same(R"({"tmpfs":["/run:exec,size=1m","/tmp"]})",
       R"({"tmpfs":[{"target":"/run","exec":true,"size":1048576},)"
       R"({"target":"/tmp"}]})");
  same(R"({"memory":"512m"})", R"({"memory":536870912})");
  same(R"({"memory":"1GB"})", R"({"memory":1073741824})");
  same(R"({"shm_size":"64M"})", R"({"shm_size":67108864})");
  same(R"({"cpus":"1.5"})", R"({"cpus":1.5})");
  same(R"({"pids":"100"})", R"({"pids":100})");
  same(R"({"ulimits":{"nofile":1024}})",
       R"({"ulimits":{"nofile":{"soft":1024,"hard":1024}}})");
  same(R"({"ulimits":{"memlock":"1m:2m"}})",
       R"({"ulimits":{"memlock":{"soft":1048576,"hard":2097152}}})");
  same(R"({"networks":["class"]})", R"({"networks":[{"name":"class"}]})");
  same(R"({"links":["my-db:db"]})",
       R"({"links":[{"container":"my-db","alias":"db"}]})");
  same(R"({"links":["my-db"]})",
       R"({"links":[{"container":"my-db","alias":"my-db"}]})");
  same(R"({"cap_add":["cap_net_admin"]})", R"({"cap_add":["NET_ADMIN"]})");
  same(R"({"read_only":"yes"})", R"({"read_only":true})");
  same(R"({"stop_timeout":"1m"})", R"({"stop_timeout":60})");
  same(R"({"healthcheck":"none"})", R"({"healthcheck":{"test":["NONE"]}})");
  same(R"({"healthcheck":{"command":"true","interval":"1m"}})",
       R"({"healthcheck":{"test":["CMD-SHELL","true"],"interval":60}})");
  same(R"({"healthcheck":{"command":["a","b"]}})",
       R"({"healthcheck":{"test":["CMD","a","b"]}})");
  same(R"({"ports":["8080:80","53:53/udp"]})",
       R"({"ports":{"80/tcp":8080,"53/udp":53}})");
  same(R"({"ports":{"80":"8080"}})", R"({"ports":{"80":8080}})");
}

TEST(CreateBody, KeysMayComeAsTheFileHasThem) {
  const auto key = std::string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJw0bY8hA1c2"};
  const auto read_keys =
      read_options(R"({"ssh_keys":"\n )" + key + R"( ann\r\n)" + key + R"( bob\n"})");
  EXPECT_EQ(read_keys.ssh_keys,
            (std::vector<std::string>{key + " ann", key + " bob"}));
}

TEST(CreateBody, AFormCarriesTheSimpleOnes) {
  const auto body = read_create_body(
      with_body(form_type, "image=a&name=my-db&memory=64m&cpus=0.5&read_only=1"
                           "&stop_timeout=1m&pids=50&command=sleep+60"),
      plain_fields);
  ASSERT_TRUE(body) << body.error().message;
  EXPECT_EQ(value_of("image", body->plain), "a");
  EXPECT_EQ(body->options.name, "my-db");
  EXPECT_EQ(body->options.memory, 64 << 20);
  EXPECT_EQ(body->options.nano_cpus, 500'000'000);
  EXPECT_EQ(body->options.read_only, true);
  EXPECT_EQ(body->options.stop_timeout, 60s);
  EXPECT_EQ(body->options.pids, 50);
  EXPECT_EQ(body->options.command->back(), "sleep 60");
  EXPECT_EQ(body_error(form_type, "image=a&volumes=x"),
            "400 volumes: a form cannot carry it, a JSON body can");
  EXPECT_THAT(body_error(form_type, "image=a&volume=x"),
              HasSubstr("400 volume: unknown field; allowed: image, timeout, "
                        "name"));
}

TEST(CreateBody, IsRefusedByField) {
  const auto error = [](std::string_view text) {
    return body_error(json_type, text);
  };
  EXPECT_THAT(error(R"({"imagine":1})"),
              HasSubstr("400 imagine: unknown field; allowed: image, timeout, "
                        "name, env"));
  EXPECT_EQ(error(R"({"image":null})"), "400 image: must not be null");
  EXPECT_EQ(error(R"({"image":["a"]})"),
            "400 image: must be a string, a number or a boolean");
  EXPECT_EQ(error(R"({"image":"a","image":"b"})"), "400 image: given twice");
  EXPECT_EQ(error("[]"), "400 body: must be a JSON object");
  EXPECT_THAT(error("{"), HasSubstr("400 body: broken JSON at byte "));
  EXPECT_THAT(error(R"({"image":"a"} x)"), HasSubstr("400 body: broken JSON"));
  EXPECT_THAT(error(R"({"memory":null})"),
              HasSubstr("400 memory: must be a whole number"));
  EXPECT_THAT(error(R"({"memory":"lots"})"),
              HasSubstr("400 memory: must be a whole number"));
  EXPECT_THAT(error(R"({"env":{"A":"1"},"env":{"B":"2"}})"),
              HasSubstr("400 env: must be there only once"));
  EXPECT_THAT(body_error("text/plain", "{}"), HasSubstr("415 content-type"));
}

// Whoever walks a tree does so on a stack.
TEST(CreateBody, NoDepthOfBracketsHurts) {
  const std::string deep(60'000, '[');
  EXPECT_THAT(body_error(json_type, R"({"env":)" + deep),
              HasSubstr("400 body: brackets within more than 8 others"));
  EXPECT_THAT(body_error(json_type, R"({"env":{"A":"[[[[[[[[[[[[[{{{{\"[[["}})"),
              HasSubstr("(none)"))
      << "brackets in a text are none";
}

// The table describes what there is, and its examples work.
TEST(OptionTable, HasAnExampleOfEachThatIsRead) {
  for (const auto& row : option_rows()) {
    const auto json =
        "{\"" + std::string{row.name} + "\":" + std::string{row.example} + "}";
    const auto options = read_options(json);
    EXPECT_NE(options, create_options{}) << json;
    // As JSON it begins with the option's own name.
    EXPECT_THAT(encode(options), HasSubstr("\"" + std::string{row.name} + "\":"));
  }
}

TEST(OptionTable, IsInTheManual) {
  std::ifstream file{SPIN_OPTIONS_PAGE};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto begin = text.find("| option |");
  const auto end = text.find("\n\n", begin);
  if (std::getenv("SPIN_REGENERATE")) {
    const auto from = text.find("OPTIONS\n");
    const auto at = from == text.npos ? begin : from;
    const auto size = from == text.npos ? end + 1 - begin : 8;
    text.replace(at, size, option_page());
    std::ofstream{SPIN_OPTIONS_PAGE} << text;
    return;
  }
  ASSERT_NE(end, text.npos);
  EXPECT_EQ(text.substr(begin, end + 1 - begin), option_page())
      << "write it anew with SPIN_REGENERATE=1";
}

TEST(OptionTable, HasEveryOptionThereIs) {
  for (const auto* name :
       {"name",      "env",         "command",      "entrypoint", "workdir",
        "user",      "hostname",    "labels",       "volumes",    "binds",
        "tmpfs",     "memory",      "cpus",         "pids",       "shm_size",
        "ulimits",   "networks",    "links",        "cap_add",    "cap_drop",
        "devices",   "read_only",   "stop_signal",  "stop_timeout", "init",
        "healthcheck", "ports",     "ssh_keys",     "profile",
        "group",     "depends_on"})
    EXPECT_NE(option_row_of(name), nullptr) << name;
  EXPECT_EQ(option_rows().size(), 31u) << "name the new one above, too";
}
