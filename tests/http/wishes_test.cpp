#include "http/wishes.hpp"

#include "http/image_name.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

std::string create_error(std::string_view type, const std::string& body) {
  const auto wish = read_create(with_body(type, body), server_policy{});
  return wish ? "(none)" : wish.error().message;
}

std::string image_in(std::string_view type, std::string_view body) {
  return read_create(with_body(type, body), server_policy{}).value().image;
}

std::optional<wanted> status_in(std::string_view type, std::string_view body) {
  return read_change(with_body(type, body), server_policy{}).value().status;
}

std::string change_error(std::string_view type, std::string_view body) {
  const auto wish = read_change(with_body(type, body), server_policy{});
  return wish ? "(none)" : wish.error().message;
}

/// "yes", "no" or the error.
std::string audit(std::string_view query, std::string_view body = "") {
  auto from = with_body(body.empty() ? "" : form_type, body);
  from.query = query;
  const auto wish = wants_audit(from);
  return wish ? (*wish ? "yes" : "no") : wish.error().message;
}

} // namespace

TEST(CreateWish, IsReadFromFormAndJsonAlike) {
  EXPECT_EQ(image_in(form_type, "image=a%2Fb:1"), "a/b:1");
  EXPECT_EQ(image_in(json_type, R"({"image":"a/b:1"})"), "a/b:1");
}

TEST(CreateWish, IsRefusedByField) {
  EXPECT_EQ(create_error("", ""), "image: is required");
  EXPECT_EQ(create_error(json_type, "{}"), "image: is required");
  EXPECT_EQ(create_error(form_type, "image="), "image: must not be empty");
  EXPECT_EQ(create_error(form_type, "image=../../x"),
            "image: " + std::string{image_rule});
  EXPECT_EQ(create_error(form_type, "image=a&imagine=b"),
            "imagine: unknown field; allowed: image, initial_timeout, timeout, "
            "disable_timeouts, max_age, on_idle, name, command, entrypoint, "
            "workdir, user, hostname, memory, cpus, pids, shm_size, read_only, "
            "stop_signal, stop_timeout, init, ssh_keys, profile, group, "
            "depends_on");
  EXPECT_EQ(create_error(form_type, "image=" + std::string(255, 'x')),
            "(none)");
  EXPECT_EQ(create_error(form_type, "image=" + std::string(256, 'x')),
            "image: at most 255 bytes");
}

TEST(ChangeWish, IsOneOfTwo) {
  EXPECT_EQ(status_in(form_type, "status=running"), wanted::running);
  EXPECT_EQ(status_in(json_type, R"({"status":"stopped"})"), wanted::stopped);
}

TEST(ChangeWish, IsRefusedByField) {
  EXPECT_EQ(change_error("", ""),
            "status: is required, or one of initial_timeout, timeout, "
            "disable_timeouts, max_age, on_idle");
  EXPECT_EQ(change_error(form_type, "status=paused"),
            "status: must be running or stopped");
  EXPECT_EQ(change_error(form_type, "status=Running"),
            "status: must be running or stopped");
  EXPECT_EQ(change_error(form_type, "status=running&status=stopped"),
            "status: given twice");
  EXPECT_EQ(
      change_error(json_type, R"({"status":"running","status":"stopped"})"),
      "status: given twice");
}

TEST(KeepAliveWish, IsALengthOfTime) {
  const auto length = [](std::string_view type, std::string_view body) {
    return read_keep_alive(with_body(type, body), 24h).value();
  };
  EXPECT_EQ(length(form_type, "for=0"), 0s);
  EXPECT_EQ(length(form_type, "for=86400"), 24h);
  EXPECT_EQ(length(form_type, "for=30m"), 30min);
  EXPECT_EQ(length(json_type, R"({"for":90})"), 90s);
  EXPECT_EQ(length(json_type, R"({"for":"1d"})"), 24h);
}

TEST(KeepAliveWish, IsRefusedByField) {
  const auto error = [](std::string_view type, std::string_view body) {
    const auto wish = read_keep_alive(with_body(type, body), 10min);
    return wish ? "(none)" : wish.error().message;
  };
  EXPECT_EQ(error("", ""), "for: is required, in seconds up to 600");
  for (auto text : {"", "-1", "x", "601", "11m", "1.5", "true"})
    EXPECT_EQ(error(form_type, std::string{"for="} + text),
              "for: must be whole seconds from 0 to 600, or as much with s, m, "
              "h or d")
        << text;
  EXPECT_EQ(error(form_type, "for=1&for=2"), "for: given twice");
  EXPECT_EQ(error(form_type, "for=1&status=running"),
            "status: unknown field; allowed: for");
  EXPECT_EQ(error(json_type, R"({"for":null})"), "for: must not be null");
}

// S29: the manual's audit call sends its field in the body of a GET.
TEST(AuditWish, IsReadFromQueryAndBodyAlike) {
  EXPECT_EQ(audit(""), "no");
  EXPECT_EQ(audit("audit=true"), "yes");
  EXPECT_EQ(audit("", "audit=true"), "yes");
  for (auto word : {"1", "yes", "YES", "on", "True"})
    EXPECT_EQ(audit(std::string{"audit="} + word), "yes") << word;
  EXPECT_EQ(audit("audit=true", "audit=1"), "yes");
}

// S13: in the original any text, "False" too, meant yes.
TEST(AuditWish, FalseMeansNo) {
  for (auto word : {"false", "False", "0", "no", "off"})
    EXPECT_EQ(audit(std::string{"audit="} + word), "no") << word;
}

TEST(AuditWish, IsRefusedByField) {
  EXPECT_EQ(audit("audit=maybe"), "audit: must be true or false");
  EXPECT_EQ(audit("", "audit="), "audit: must be true or false");
  EXPECT_EQ(audit("audit=1&audit=1"), "audit: given twice");
  EXPECT_EQ(audit("audit=1", "audit=0"),
            "audit: query and body say different things");
  EXPECT_EQ(audit("", "odit=1"), "odit: unknown field; allowed: audit");
  EXPECT_EQ(audit("_=1700000000"), "no");
}
