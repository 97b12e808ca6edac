// A fault of ours behind a request.
#include "server_test.hpp"

#include <atomic>

#include "raw_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

class ThrowingServer : public ServerTest {
protected:
  ThrowingServer() {
    clocks = [this] {
      if (broken)
        throw std::runtime_error("basic_string::_M_create");
      return some_time();
    };
    api = listen(surface::api);
  }
  ~ThrowingServer() override { api.reset(); }

  void expect_whole() {
    broken = false;
    EXPECT_EQ(ask("GET", path_of('a')).status, 200);
  }

  std::atomic<bool> broken = false;
};

} // namespace

TEST_F(ThrowingServer, AFaultOfAHandlerIsA500WithoutItsText) {
  broken = true;
  const auto answer = ask("GET", path_of('a'));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, R"({"message":"internal error"})");
  expect_whole();
}

// Pistache's thread would end, and with it the process.
TEST_F(ThrowingServer, AFaultBeforeAnyHandlerIsOneToo) {
  broken = true;
  raw_client client{api->address()};
  client.send("GET /v1/containers HTTP/1.1\r\nHost: x\r\n"
              "Authorization: Bearer spin_00000000000000000000000000000000."
              "00000000000000000000000000000000\r\n\r\n");
  const auto answer = client.answer();
  EXPECT_EQ(status_in(answer), "500");
  EXPECT_EQ(answer->find("_M_create"), std::string::npos);
  expect_whole();
}
