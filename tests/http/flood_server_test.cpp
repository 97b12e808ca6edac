// Clients that send, or do not read, more than anybody needs to.
#include <atomic>
#include <thread>

#include "raw_client.hpp"
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

const std::string asks = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string lists = "GET /v1/containers HTTP/1.1\r\nHost: x\r\n"
                          "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n\r\n";

using FloodServer = ServerTest;

/// Sends requests without a pause, again and again on new connections, and takes
/// all answers, until it ends.
class flooder {
public:
  explicit flooder(const std::string& address)
      : thread_([this, address] { run(address); }) {
    // nop
  }
  ~flooder() {
    over_ = true;
    thread_.join();
  }

  std::size_t answers() const { return bytes_; }

private:
  void run(const std::string& address) {
    std::string burst;
    for (int i = 0; i < 100; ++i)
      burst += asks;
    while (!over_) {
      raw_client client{address};
      std::thread reads{[&] {
        for (auto some = client.some(); !some.empty(); some = client.some())
          bytes_ += some.size();
      }};
      while (!over_ && client.send(burst)) {
        // nop
      }
      client.end_sending();
      reads.join();
    }
  }

  std::atomic<bool> over_ = false;
  std::atomic<std::size_t> bytes_ = 0;
  std::thread thread_;
};

} // namespace

// Pistache reads of one connection as long as there is something to read.
TEST_F(FloodServer, WhoSendsWithoutAPauseHoldsNobodyUp) {
  std::vector<std::unique_ptr<flooder>> all;
  for (int i = 0; i < 2 * reading_threads; ++i)
    all.push_back(std::make_unique<flooder>(api->address()));
  for (const auto& each : all)
    ASSERT_TRUE(eventually([&] { return each->answers() > 100'000; }));
  for (int i = 0; i < 10; ++i) {
    raw_client other{api->address()};
    other.send(asks);
    ASSERT_EQ(status_in(other.answer()), "200") << "the " << i << "th";
  }
}

TEST_F(FloodServer, OneThatWaitsForItsAnswersIsKeptHoweverManyItAsks) {
  raw_client client{api->address()};
  for (int i = 0; i < 300; ++i) {
    client.send(asks);
    ASSERT_EQ(status_in(client.answer()), "200") << "the " << i << "th";
  }
}

TEST_F(FloodServer, FewListsAreHeldForThoseWhoDoNotRead) {
  auto config = test_config();
  config.times.send = std::chrono::hours{1}; // nobody is put out meanwhile
  api = listen(surface::api, config);
  for (int i = 0; i < 10'000; ++i) {
    auto view = some_container();
    auto who = *view.who;
    who.id = std::to_string(100'000 + i);
    who.container_id = who.id + who.container_id.substr(who.id.size());
    view.who = std::make_shared<const identity>(who);
    containers.enter({}, shared(view));
  }
  std::vector<std::unique_ptr<raw_client>> silent;
  for (int i = 0; i < 16; ++i) {
    silent.push_back(std::make_unique<raw_client>(api->address()));
    silent.back()->send(lists);
    ASSERT_TRUE(silent.back()->answer_head());
  }
  const auto refused = ask("GET", "/v1/containers");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(ask("GET", "/metrics").status, 503);
  EXPECT_EQ(ask("GET", path_of('a')).status, 200);
  silent.clear();
  EXPECT_TRUE(
      eventually([&] { return ask("GET", "/v1/containers").status == 200; }));
}
