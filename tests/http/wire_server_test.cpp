// What goes over the wire, byte by byte.
#include "server_test.hpp"

#include "http/connection.hpp"
#include "raw_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

namespace {

const std::string health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

class WireServer : public ServerTest {
protected:
  static std::string check_in_of(std::size_t length) {
    return "POST /v1/check-in HTTP/1.1\r\nHost: x\r\nContent-Length: "
           + std::to_string(length) + "\r\n\r\n";
  }

  /// Sends `text` and expects one answer of that status, as JSON, then the end.
  void expect_refused(const std::string& text, const std::string& status) {
    raw_client client{api->address()};
    client.send(text);
    const auto all = client.rest();
    ASSERT_TRUE(all) << "still open after " << text.substr(0, 60);
    EXPECT_EQ(status_in(all), status) << text.substr(0, 60);
    EXPECT_THAT(*all, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(*all, HasSubstr("{\"message\":\""));
    EXPECT_EQ(answers_in(*all), 1u) << *all;
  }
};

} // namespace

TEST_F(WireServer, AConnectionIsUsedAgainWithoutBeingAskedTo) {
  raw_client client{api->address()};
  for (int i = 0; i < 3; ++i) {
    client.send(health);
    const auto answer = client.answer();
    EXPECT_EQ(status_in(answer), "200");
    EXPECT_THAT(*answer, HasSubstr("Connection: keep-alive\r\n"));
  }
}

TEST_F(WireServer, AConnectionIsUsedAgainAfterAnActorsAnswer) {
  raw_client client{api->address()};
  const std::string images =
      "GET /v1/images HTTP/1.1\r\nHost: x\r\n"
      "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n\r\n";
  for (int i = 0; i < 3; ++i) {
    client.send(images);
    EXPECT_EQ(status_in(client.answer()), "200");
  }
  EXPECT_EQ(around->notes().size(), 3u);
}

TEST_F(WireServer, CloseIsHonouredByClosing) {
  for (std::string text :
       {"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /healthz HTTP/1.0\r\n\r\n"}) {
    raw_client client{api->address()};
    client.send(text);
    const auto all = client.rest();
    ASSERT_TRUE(all);
    EXPECT_EQ(status_in(all), "200");
    EXPECT_THAT(*all, HasSubstr("Connection: close\r\n"));
  }
}

TEST_F(WireServer, ARequestMayComeByteByByte) {
  raw_client client{api->address()};
  for (char c : check_in_of(8) + "active=x")
    client.send({&c, 1});
  EXPECT_EQ(status_in(client.answer()), "400");
}

TEST_F(WireServer, HeadIsAnsweredWithoutABody) {
  raw_client client{api->address()};
  client.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client.answer_head();
  EXPECT_EQ(status_in(head), "200");
  EXPECT_THAT(*head, Not(HasSubstr("Content-Length: 0\r\n")));
  client.send(health);
  EXPECT_EQ(status_in(client.answer()), "200");
}

TEST_F(WireServer, AMegabyteIsRefusedOnceAndTheConnectionClosed) {
  expect_refused(check_in_of(1'000'000) + std::string(1'000'000, 'x'), "413");
  expect_told({});
}

TEST_F(WireServer, AnEndlessSenderIsCutOff) {
  raw_client client{api->address()};
  client.send(check_in_of(1'000'000'000));
  const std::string block(1024 * 1024, 'x');
  bool taken = true;
  for (int i = 0; i < 64 && taken; ++i)
    taken = client.send(block);
  EXPECT_FALSE(taken);
}

TEST_F(WireServer, AMalformedRequestIsRefusedOnceAsJson) {
  const std::string post = "POST /v1/check-in HTTP/1.1\r\nHost: x\r\n";
  expect_refused(post + "Content-Length: -5\r\n\r\n", "400");
  expect_refused(post + "Content-Length: 12345678901234567890123\r\n\r\n",
                 "413");
  expect_refused(post + "Content-Length: 8\r\nContent-Length: 9\r\n\r\n",
                 "400");
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  expect_refused(post + chunked + "Content-Length: 5\r\n\r\n0\r\n\r\n", "400");
  expect_refused(post + chunked + "\r\nno size\r\n", "400");
  expect_refused(post + chunked + "\r\n10001\r\n", "413");
  expect_refused(post + "Transfer-Encoding: gzip\r\n\r\n", "501");
  expect_refused("GET /healthz HTTP/1.1\r\n\r\n", "400");
  expect_refused("nonsense\r\n\r\n", "400");
  expect_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505");
  expect_refused("BREW / HTTP/1.1\r\n\r\n", "501");
  expect_refused(
      "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", "431");
}

TEST_F(WireServer, AChunkedBodyIsReadAsAnyOther) {
  const std::string text =
      "POST /v1/containers HTTP/1.1\r\nHost: x\r\n"
      "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n"
      "Transfer-Encoding: chunked\r\n\r\n"
      "6;a=b\r\nimage=\r\n3\r\na/b\r\n0\r\nTrailer: 1\r\n\r\n";
  raw_client client{api->address()};
  client.send(text);
  EXPECT_EQ(status_in(client.answer()), "201");
  for (char c : text)
    client.send({&c, 1});
  EXPECT_EQ(status_in(client.answer()), "201");
  expect_told({"create a/b", "create a/b"});
}

// As `nc -N` does; RFC 9112, 9.6 calls it a half-close.
TEST_F(WireServer, WhoEndsHisSideAfterARequestIsAnswered) {
  for (std::string path : {"/healthz", "/v1/images"}) {
    raw_client client{api->address()};
    client.send("GET " + path
                + " HTTP/1.1\r\nHost: x\r\n"
                  "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n\r\n");
    client.end_sending();
    const auto all = client.rest();
    ASSERT_TRUE(all) << path;
    EXPECT_EQ(status_in(all), "200") << path;
    EXPECT_EQ(answers_in(*all), 1u) << *all;
  }
}

TEST_F(WireServer, AnEmptyLineBetweenRequestsIsSkipped) {
  raw_client client{api->address()};
  for (int i = 0; i < 3; ++i) {
    client.send("\r\n" + health);
    EXPECT_EQ(status_in(client.answer()), "200");
  }
}

TEST_F(WireServer, HeadersNobodyReadsRefuseNothing) {
  raw_client client{api->address()};
  client.send("GET /healthz HTTP/1.1\r\nCache-Control: max-age=abc\r\n"
              "Accept: no/such;thing=1;;\r\nHost: x:99999999\r\n\r\n");
  EXPECT_EQ(status_in(client.answer()), "200");
}

TEST_F(WireServer, RequestsSentTogetherAreAnsweredInOrder) {
  raw_client client{api->address()};
  std::string all;
  for (int i = 0; i < 50; ++i)
    all += (i % 2 == 0 ? health : check_in_of(8) + "active=x");
  client.send(all);
  for (int i = 0; i < 50; ++i)
    ASSERT_EQ(status_in(client.answer()), i % 2 == 0 ? "200" : "400") << i;
}

TEST_F(WireServer, ARequestBehindAnUnansweredOneIsDroppedAndToldSo) {
  around->holds = true;
  raw_client client{api->address()};
  client.send("GET /v1/images HTTP/1.1\r\nHost: x\r\n"
              "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n\r\n"
              + health);
  EXPECT_TRUE(eventually([&] { return !around->notes().empty(); }));
  // The second one is read with the first, before anybody who came later.
  EXPECT_EQ(ask("GET", "/healthz").status, 200);
  release();
  const auto all = client.rest();
  ASSERT_TRUE(all);
  EXPECT_EQ(status_in(all), "200");
  EXPECT_THAT(*all, HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(answers_in(*all), 1u) << *all;
}

TEST_F(WireServer, WhoWaitsForContinueGetsIt) {
  raw_client client{api->address()};
  client.send(
      "POST /v1/check-in HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
      "Content-Length: 8\r\n\r\n");
  EXPECT_EQ(status_in(client.answer_head()), "100");
  client.send("active=x");
  EXPECT_EQ(status_in(client.answer()), "400");
}

TEST_F(WireServer, AnAnswerLargerThanTheSocketTakesArrivesWhole) {
  for (int i = 0; i < 20'000; ++i) {
    auto view = some_container('c');
    auto who = *view.who;
    who.id = std::to_string(i);
    who.container_id = std::to_string(1'000'000 + i);
    view.who = std::make_shared<const identity>(who);
    containers.enter({}, shared(view));
  }
  const auto answer = ask("GET", "/v1/containers");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json().Size(), 20'002u);
}

TEST_F(WireServer, TakesNoMoreThanItWasGiven) {
  server_config config;
  config.sizes = {.head = 2048, .body = 1024};
  api = listen(surface::api, config);
  const std::string head = "POST /v1/check-in HTTP/1.1\r\nHost: x\r\n";
  raw_client long_head{api->address()};
  long_head.send(head + "X: " + std::string(2048, 'x') + "\r\n\r\n");
  EXPECT_EQ(status_in(long_head.answer()), "431");
  raw_client long_body{api->address()};
  long_body.send(head + "Content-Length: 1025\r\n\r\n");
  EXPECT_EQ(status_in(long_body.answer()), "413");
  raw_client fits{api->address()};
  fits.send(head + "X: " + std::string(1900, 'x')
            + "\r\nContent-Length: 1024\r\n\r\n" + std::string(1024, 'x'));
  EXPECT_NE(status_in(fits.answer()), "413");
}
