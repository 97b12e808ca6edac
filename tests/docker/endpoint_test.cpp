#include "docker/endpoint.hpp"

#include <gtest/gtest.h>

namespace spin::docker {

TEST(Endpoint, UnixSocketsAreAbsolutePaths) {
  const auto e = parse_endpoint("unix:///var/run/docker.sock");
  ASSERT_TRUE(e);
  EXPECT_EQ(e->socket_path, "/var/run/docker.sock");
  EXPECT_EQ(e->base_url, "http://engine");
  EXPECT_EQ(e->address, "unix:///var/run/docker.sock");
}

TEST(Endpoint, TcpAndHttpAreTheSame) {
  for (const auto* text : {"tcp://10.0.0.1:2375", "http://10.0.0.1:2375",
                           "tcp://10.0.0.1:2375/"}) {
    const auto e = parse_endpoint(text);
    ASSERT_TRUE(e) << text;
    EXPECT_EQ(e->socket_path, "");
    EXPECT_EQ(e->base_url, "http://10.0.0.1:2375");
  }
  EXPECT_EQ(parse_endpoint("tcp://[::1]:2375")->base_url, "http://[::1]:2375");
}

TEST(Endpoint, EverythingElseIsRefusedByName) {
  const std::string too_long = "unix:///" + std::string(107, 'x');
  for (const std::string text : {"",
                                 "docker.sock",
                                 "/var/run/docker.sock",
                                 "unix://",
                                 "unix://a.sock",
                                 "tcp://",
                                 "tcp://host",
                                 "tcp://:2375",
                                 "tcp://host:",
                                 "tcp://host:0",
                                 "tcp://host:65536",
                                 "tcp://host:x",
                                 "tcp://user@host:1",
                                 "tcp://host:1/path",
                                 "tcp://::1:2375",
                                 "tcp://a b:1",
                                 "https://host:2376",
                                 "ssh://host",
                                 "npipe:////./pipe",
                                 too_long.c_str()}) {
    const auto e = parse_endpoint(text);
    ASSERT_FALSE(e) << text;
    EXPECT_EQ(e.error().code, errc::bad_request);
    EXPECT_NE(e.error().what.find(text), std::string::npos);
  }
}

} // namespace spin::docker
