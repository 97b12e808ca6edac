// Events over real connections.
#include "access_server.hpp"
#include "actors/token.hpp"
#include "http/event_wish.hpp"
#include "raw_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A client that follows the events.
class follower {
public:
  follower(const server& at, const std::string& authorization,
           const std::string& query = "", const std::string& header = "")
      : client_(at.address()) {
    client_.send("GET /v1/events" + query + " HTTP/1.1\r\nHost: x\r\n"
                 + "Authorization: " + authorization + "\r\n" + header
                 + "\r\n");
    head_ = client_.answer_head().value_or("");
  }

  const std::string& head() const { return head_; }

  /// Reads until `what` has come; false if it does not.
  bool gets(const std::string& what) {
    while (text_.find(what) == std::string::npos) {
      const auto more = client_.some();
      if (more.empty())
        return false;
      text_ += more;
    }
    return true;
  }

  const std::string& text() const { return text_; }

  /// The events up to `last`, whatever the chunks that they came in.
  std::string events(const std::string& last) const {
    auto plain = "\r\n" + text_;
    for (auto at = plain.find('\r'); at != plain.npos; at = plain.find('\r')) {
      const auto end = plain.find("\r\n", at + 2); // "\r\n", a length, "\r\n"
      plain.erase(at, end == plain.npos ? 2 : end + 2 - at);
    }
    const auto begin = plain.find("event:");
    return plain.substr(begin, plain.find(last) - begin);
  }

  raw_client& client() { return client_; }

private:
  raw_client client_;
  std::string head_;
  std::string text_;
};

constexpr auto as_admin = "Basic YWRtaW46cGFzczp3b3Jk";
constexpr auto as_ann = "Basic YW5uOmE=";

class EventsServer : public AccessServer {
protected:
  void publish(tiding what, char digit = 'a') {
    const auto id = std::string(32, digit);
    feed->publish(bulletin_of(what, containers.get(id)->view, {}, some_time()));
  }
};

} // namespace

TEST_F(EventsServer, AreAnEventStreamThatGoesOn) {
  follower one{*api, as_admin};
  EXPECT_EQ(status_in(one.head()), "200");
  EXPECT_THAT(one.head(), HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(one.head(), HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_THAT(one.head(), HasSubstr("X-Accel-Buffering: no\r\n"));
  EXPECT_TRUE(one.gets("retry: 2000\nid: " + feed->epoch() + "-0\n\n"));
  publish(tiding::started);
  EXPECT_TRUE(one.gets("event: started\n"));
  publish(tiding::stopped);
  EXPECT_TRUE(one.gets("event: stopped\n"));
}

// The client has its 200: what it reads from now on, it hears the changes of.
TEST_F(EventsServer, NothingIsMissedBetweenTheAnswerAndTheFirstEvent) {
  for (int i = 0; i < 30; ++i) {
    const auto before = feed->last();
    follower one{*api, as_admin};
    publish(tiding::started);
    ASSERT_TRUE(one.gets("id: " + event_id(feed->epoch(), before + 1)));
  }
}

TEST_F(EventsServer, HeadIsAnsweredAndNotFollowed) {
  raw_client client{api->address()};
  const std::string rest = " /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: "
                           + std::string{as_admin} + "\r\n\r\n";
  client.send("HEAD" + rest);
  EXPECT_EQ(status_in(client.answer_head()), "200");
  client.send("HEAD" + rest);
  EXPECT_EQ(status_in(client.answer_head()), "200");
}

TEST_F(EventsServer, NeedALoginAndKnownTypes) {
  EXPECT_EQ(ask_openly(*api, "GET", "/v1/events").status, 401);
  EXPECT_EQ(ask("GET", "/v1/events?type=nonsense").status, 400);
  EXPECT_EQ(ask("GET", "/v1/events?container=x").status, 400);
}

TEST_F(EventsServer, AUserHearsOfTheirOwnOnly) {
  follower ann{*api, as_ann};
  ASSERT_TRUE(ann.gets("retry"));
  publish(tiding::stopped, 'b'); // bob's
  publish(tiding::started, 'a');
  EXPECT_TRUE(ann.gets("event: started\n"));
  EXPECT_THAT(ann.text(), Not(HasSubstr("event: stopped")));
}

TEST_F(EventsServer, WhoComesBackGetsWhatWasMissed) {
  publish(tiding::started);
  publish(tiding::stopped);
  const auto first = event_id(feed->epoch(), 1);
  follower by_header{*api, as_admin, "", "Last-Event-ID: " + first + "\r\n"};
  EXPECT_TRUE(by_header.gets("event: stopped\n"));
  EXPECT_THAT(by_header.text(), Not(HasSubstr("event: started\n")));
  follower by_query{*api, as_admin, "?last_event_id=" + first};
  EXPECT_TRUE(by_query.gets("event: stopped\n"));
  follower stranger{*api, as_admin, "?last_event_id=other-1"};
  EXPECT_TRUE(stranger.gets("event: reset\n"));
}

TEST_F(EventsServer, OfHttp10EndWithTheConnection) {
  raw_client client{api->address()};
  client.send("GET /v1/events HTTP/1.0\r\nAuthorization: "
              + std::string{as_admin} + "\r\n\r\n");
  EXPECT_THAT(client.answer_head().value_or(""),
              Not(HasSubstr("Transfer-Encoding")));
  EXPECT_THAT(client.some(), HasSubstr("retry: 2000\n"));
}

TEST_F(EventsServer, EndWithTheServer) {
  std::vector<std::unique_ptr<follower>> all;
  for (int i = 0; i < 20; ++i) {
    all.push_back(std::make_unique<follower>(*api, as_admin));
    ASSERT_TRUE(all.back()->gets("retry"));
  }
  const auto begin = std::chrono::steady_clock::now();
  api.reset();
  for (const auto& each : all)
    EXPECT_TRUE(each->client().rest());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST_F(EventsServer, ARevokedTokenEndsItsStream) {
  api_token token;
  token.id = std::string(32, '7');
  token.user = "ann";
  token.may = role::user;
  const auto secret = "spin_" + token.id + ".secret";
  token.sum = digest_of(secret);
  tokens->put(token);
  follower one{*api, "Bearer " + secret};
  ASSERT_TRUE(one.gets("retry"));
  tokens->drop(token.id);
  // With the next heartbeat at the latest, and whole: its last chunk is empty.
  EXPECT_TRUE(eventually([&] { return one.gets("\r\n0\r\n\r\n"); }, 40s));
}

TEST_F(EventsServer, HaveAFewPlacesWhichAreFreeAgainAtOnce) {
  server_config config;
  config.event_streams = 4;
  config.users = {{"admin", role::admin, password, false, 0},
                  {"ann", role::user, "a", false, 0}};
  const auto narrow = listen(surface::api, config);
  std::vector<std::unique_ptr<follower>> all;
  for (int i = 0; i < 2; ++i)
    all.push_back(std::make_unique<follower>(*narrow, as_ann));
  EXPECT_EQ(status_in(follower(*narrow, as_ann).head()), "503")
      << "half of them are left to others";
  for (int i = 0; i < 2; ++i)
    all.push_back(std::make_unique<follower>(*narrow, as_admin));
  for (const auto& each : all)
    EXPECT_EQ(status_in(each->head()), "200");
  const follower refused{*narrow, as_admin};
  EXPECT_EQ(status_in(refused.head()), "503");
  EXPECT_THAT(refused.head(), HasSubstr("Retry-After: "));
  EXPECT_EQ(ask_openly(*narrow, "GET", "/healthz").status, 200);
  all.clear();
  EXPECT_TRUE(eventually(
      [&] { return status_in(follower(*narrow, as_admin).head()) == "200"; }));
}

TEST_F(EventsServer, ReachAThousandAtOnce) {
  constexpr std::size_t crowd = 1000;
  if (raise_file_limit() < 8 * crowd + 200)
    FAIL() << "this test needs " << 8 * crowd + 200 << " open files";
  const auto wide = listen(surface::api, {});
  std::vector<std::unique_ptr<follower>> all;
  for (std::size_t i = 0; i < crowd; ++i) {
    all.push_back(std::make_unique<follower>(*wide, as_admin));
    ASSERT_EQ(status_in(all.back()->head()), "200") << i;
  }
  for (int i = 0; i < 10; ++i)
    publish(i < 9 ? tiding::started : tiding::removed);
  for (const auto& each : all)
    ASSERT_TRUE(each->gets("event: removed\n"));
  for (const auto& each : all)
    EXPECT_EQ(each->events("event: removed\n"),
              all.front()->events("event: removed\n"));
  // Others are served beside them.
  EXPECT_EQ(ask_openly(*wide, "GET", "/healthz").status, 200);
}

TEST_F(EventsServer, WhoDoesNotReadIsCutOffAndHoldsNobodyUp) {
  server_config config;
  config.times.send = 1s;
  const auto strict = listen(surface::api, config);
  follower slow{*strict, as_admin};
  follower quick{*strict, as_admin};
  ASSERT_TRUE(slow.gets("retry"));
  auto last = feed->last();
  // More than the sockets hold.
  for (int i = 0; i < 300; ++i) {
    for (int n = 0; n < 50; ++n)
      publish(tiding::started);
    last = feed->last();
    ASSERT_TRUE(quick.gets("id: " + event_id(feed->epoch(), last) + '\n'));
  }
  // What had been sent may still arrive; then it ends before it has all.
  std::string got;
  EXPECT_TRUE(eventually([&] {
    const auto more = slow.client().some();
    got += more;
    return more.empty() && slow.client().ended();
  }));
  EXPECT_THAT(got, Not(HasSubstr(event_id(feed->epoch(), last) + '\n')));
}
