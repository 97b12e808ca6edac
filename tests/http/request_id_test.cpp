#include "http/request_id.hpp"

#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "store/hex.hpp"

using namespace spin;
using namespace spin::http;

namespace {

networks trusting(const std::vector<std::string>& list) {
  return networks::read(list).value();
}

request from(const std::string& peer, const std::string& id) {
  request what;
  what.peer = peer;
  what.headers = {{"x-request-id", id}};
  return what;
}

} // namespace

TEST(RequestIds, AreShortAndNeverTheSame) {
  std::set<std::string> all;
  std::vector<std::string> here;
  std::vector<std::string> there;
  std::thread other{[&there] {
    for (int i = 0; i < 5000; ++i)
      there.push_back(make_request_id());
  }};
  for (int i = 0; i < 5000; ++i)
    here.push_back(make_request_id());
  other.join();
  all.insert(here.begin(), here.end());
  all.insert(there.begin(), there.end());
  EXPECT_EQ(all.size(), 10000u);
  EXPECT_TRUE(is_hex(here[0], 15));
}

TEST(RequestIds, AreTakenOverFromTrustedProxiesOnly) {
  const auto proxy = trusting({"10.0.0.0/8"});
  EXPECT_EQ(request_id_for(from("10.1.2.3", "front-7.a_b"), proxy),
            "front-7.a_b");
  EXPECT_NE(request_id_for(from("192.0.2.1", "front-7"), proxy), "front-7");
  EXPECT_NE(request_id_for(from("10.1.2.3", "front-7"), trusting({})),
            "front-7");
}

TEST(RequestIds, OfATrustedProxyMustBeIdsToo) {
  const auto proxy = trusting({"10.1.2.3"});
  for (const std::string bad :
       {"", "a b", "a\nb", "a=b", "\"", "a, b", "\xc3\xa9"}) {
    const auto id = request_id_for(from("10.1.2.3", bad), proxy);
    EXPECT_TRUE(is_hex(id, 15)) << bad;
  }
  const std::string longest(max_request_id, 'x');
  EXPECT_EQ(request_id_for(from("10.1.2.3", longest), proxy), longest);
  EXPECT_NE(request_id_for(from("10.1.2.3", longest + 'x'), proxy),
            longest + 'x');
}
