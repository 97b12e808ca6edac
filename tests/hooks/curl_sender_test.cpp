#include "hooks/curl_sender.hpp"

#include <future>
#include <mutex>

#include <gmock/gmock.h>

#include "tests/support/fake_http.hpp"

// Over real sockets.

namespace spin::hooks {

namespace {

using spin::test::fake_answer;
using spin::test::fake_http;
using spin::test::fake_request;
using testing::HasSubstr;

std::string http_address(const fake_http& of) {
  return "http" + of.address().substr(3); // "tcp://..."
}

outcome<int> post(hook_sender& by, const std::string& url) {
  std::promise<outcome<int>> answer;
  by.post({url,
           {{"webhook-id", "e-1"}, {"X-Spin-Docker-Event", "stopped"}},
           R"({"a":1})"},
          [&](outcome<int> how) { answer.set_value(std::move(how)); });
  return answer.get_future().get();
}

} // namespace

TEST(CurlSender, PostsJsonWithItsHeaders) {
  std::mutex mutex;
  std::vector<fake_request> got;
  fake_http receiver{[&](const fake_request& what) {
                       const std::lock_guard hold{mutex};
                       got.push_back(what);
                       return spin::test::answer(204, "");
                     },
                     fake_http::place::loopback};
  const auto sender = make_curl_sender();
  EXPECT_EQ(post(*sender, http_address(receiver) + "/in?x=1"), 204);
  const std::lock_guard hold{mutex};
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].method, "POST");
  EXPECT_EQ(got[0].target, "/in?x=1");
  EXPECT_EQ(got[0].body, R"({"a":1})");
  EXPECT_THAT(got[0].head, HasSubstr("webhook-id: e-1\r\n"));
  EXPECT_THAT(got[0].head, HasSubstr("X-Spin-Docker-Event: stopped\r\n"));
  EXPECT_THAT(got[0].head, HasSubstr("Content-Type: application/json\r\n"));
}

TEST(CurlSender, FollowsNoRedirect) {
  fake_http receiver{[](const fake_request&) {
                       return fake_answer{
                           "HTTP/1.1 302 Found\r\nLocation: /other\r\n"
                           "Content-Length: 0\r\n\r\n"};
                     },
                     fake_http::place::loopback};
  const auto sender = make_curl_sender();
  EXPECT_EQ(post(*sender, http_address(receiver) + "/in"), 302);
  EXPECT_EQ(receiver.seen().size(), 1u);
}

TEST(CurlSender, ASilentReceiverAndNoneAreFailures) {
  const auto sender = make_curl_sender();
  EXPECT_FALSE(post(*sender, "http://127.0.0.1:1/"));
  EXPECT_FALSE(post(*sender, "file:///etc/passwd"));
  fake_http closes{[](const fake_request&) { return spin::test::hang_up(); },
                   fake_http::place::loopback};
  EXPECT_FALSE(post(*sender, http_address(closes) + "/"));
}

TEST(CurlSender, EndsWhatIsUnderWay) {
  fake_http silent{[](const fake_request&) { return spin::test::hang(); },
                   fake_http::place::loopback};
  auto sender = make_curl_sender();
  std::promise<outcome<int>> answer;
  sender->post({http_address(silent) + "/", {}, "{}"},
               [&](outcome<int> how) { answer.set_value(std::move(how)); });
  sender.reset();
  EXPECT_FALSE(answer.get_future().get());
}

} // namespace spin::hooks
