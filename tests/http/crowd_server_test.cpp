// Clients that take connections and give nothing.
#include "server_test.hpp"

#include "raw_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

const std::string bare_report = "POST /v1/check-in HTTP/1.1\r\nHost: x\r\n"
                         "Content-Length: 8\r\n\r\nactive=x";

class CrowdServer : public ServerTest {
protected:
  CrowdServer() {
    server_config config;
    config.caps = connection_caps{6, 3};
    config.trusted_proxies = {"127.0.0.9"};
    narrow = listen(surface::check_in, config);
  }

  /// Opens a connection, asks for something and returns whether it was served.
  bool served(const std::string& source) {
    const auto& client = clients.emplace_back(
        std::make_unique<raw_client>(narrow->address(), source));
    client->send(bare_report);
    return status_in(client->answer()) == "400";
  }

  std::unique_ptr<server> narrow;
  std::vector<std::unique_ptr<raw_client>> clients;
};

} // namespace

TEST_F(CrowdServer, OneAddressCannotTakeAllConnections) {
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(served("127.0.0.1"));
  for (int i = 0; i < 200; ++i)
    EXPECT_FALSE(served("127.0.0.1"));
  EXPECT_TRUE(served("127.0.0.2"));
}

TEST_F(CrowdServer, ManyAddressesCannotHoldMoreThanThereIs) {
  for (auto source : {"127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4",
                      "127.0.0.5", "127.0.0.6"})
    EXPECT_TRUE(served(source));
  EXPECT_FALSE(served("127.0.0.7"));
  // The other listener has connections of its own.
  EXPECT_EQ(ask_openly(*api, "GET", "/healthz").status, 200);
}

TEST_F(CrowdServer, ATrustedProxyIsACrowd) {
  for (int i = 0; i < 6; ++i)
    EXPECT_TRUE(served("127.0.0.9"));
  EXPECT_FALSE(served("127.0.0.9"));
}

TEST_F(CrowdServer, WhoLeavesMakesRoom) {
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 3; ++i)
      EXPECT_TRUE(eventually([&] { return served("127.0.0.1"); }));
    clients.clear();
  }
}

TEST_F(CrowdServer, WhoSaysNothingIsPutOutSoon) {
  raw_client silent{narrow->address()};
  raw_client slow{narrow->address(), "127.0.0.2"};
  slow.send("POST /v1/check-in HT");
  EXPECT_TRUE(silent.rest());
  EXPECT_TRUE(slow.rest());
}

TEST_F(CrowdServer, AKeptConnectionIsPutOutSoonToo) {
  raw_client client{narrow->address()};
  client.send(bare_report);
  EXPECT_EQ(status_in(client.answer()), "400");
  EXPECT_TRUE(client.rest());
}

TEST_F(CrowdServer, OfHalfRequestsIsToldSoOneByOneAndHoldsNobodyUp) {
  raise_file_limit();
  server_config config;
  config.caps = {.in_total = 600, .from_one_address = 600};
  config.times.head = 3s;
  api = listen(surface::api, config);
  std::vector<std::unique_ptr<raw_client>> half;
  for (int i = 0; i < 500; ++i) {
    half.push_back(std::make_unique<raw_client>(api->address()));
    half.back()->send("POST /v1/check-in HTTP/1.1\r\nContent-Le");
  }
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(ask_openly(*api, "GET", "/healthz").status, 200);
  for (const auto& each : half) {
    ASSERT_EQ(status_in(each->answer()), "408");
    const auto rest = each->rest();
    ASSERT_TRUE(rest) << "it stayed open";
    ASSERT_EQ(*rest, "");
  }
  expect_told({});
}
