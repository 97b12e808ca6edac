// Every hostile or unusual way to speak HTTP that we know of, as a table: what
// is sent, which answers come, and what becomes of the connection.
#include "server_test.hpp"

#include "raw_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::Not;

namespace {

enum class then { stays, closes };

struct exchange {
  const char* name;
  std::string sent;
  /// The statuses of the answers in their order.
  std::vector<std::string> answers;
  then what = then::closes;
  /// Part of the last answer.
  std::string says{};
};

const std::string get = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string post = "POST /v1/check-in HTTP/1.1\r\nHost: x\r\n";
const std::string create = "POST /v1/containers HTTP/1.1\r\nHost: x\r\n"
                           "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n";
const std::string chunked = "Transfer-Encoding: chunked\r\n\r\n";

std::string with(const std::string& header) {
  return "GET /healthz HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
}

std::string body(const std::string& text, const std::string& type = "") {
  return (type.empty() ? "" : "Content-Type: " + type + "\r\n")
         + "Content-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

std::string json(const std::string& text) {
  return body(text, "application/json");
}

std::string times(std::size_t count, const std::string& text) {
  std::string all;
  while (count-- > 0)
    all += text;
  return all;
}

using std::string_literals::operator""s;

// -- how a connection goes on
// -----------------------------------------------------

const std::vector<exchange> manners{
    {"NoConnectionHeader", get, {"200"}, then::stays, "keep-alive"},
    {"KeepAlive", with("Connection: keep-alive"), {"200"}, then::stays},
    {"Close", with("Connection: close"), {"200"}, then::closes, "close"},
    {"CloseAmongOthers", with("Connection: te, CLOSE"), {"200"}},
    {"NotQuiteClose", with("Connection: closed"), {"200"}, then::stays},
    {"OldVersion", "GET /healthz HTTP/1.0\r\n\r\n", {"200"}},
    {"OldVersionKept",
     "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
     {"200"},
     then::stays},
    {"Pipeline", times(20, get), std::vector<std::string>(20, "200"),
     then::stays},
    {"PipelineUntilAWrongOne",
     get + post + body("active=x") + "nonsense\r\n\r\n" + get,
     {"200", "400", "400"}},
    {"PipelineBehindClose", with("Connection: close") + get, {"200"}},
    {"EmptyLinesBefore", "\r\n\r\n" + get, {"200"}, then::stays},
    {"Head", "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n", {"200"}, then::stays},
    {"HeadOfNothing",
     "HEAD /no HTTP/1.1\r\nHost: x\r\n\r\n",
     {"404"},
     then::stays},
    {"AbsoluteTarget",
     "GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
     {"200"},
     then::stays},
    {"Continue",
     post + "Expect: 100-continue\r\n" + body("active=x"),
     {"400"},
     then::stays},
    {"AnotherExpectation", with("Expect: a-wonder"), {"417"}},
    {"OddPortInHost",
     "GET /healthz HTTP/1.1\r\nHost: x:99999999\r\n\r\n",
     {"200"},
     then::stays},
    {"OddCacheControl",
     with("Cache-Control: max-age=abc"),
     {"200"},
     then::stays},
    {"OddAccept", with("Accept: no/such;thing=1;;"), {"200"}, then::stays},
    {"EmptyHeader", with("X:"), {"200"}, then::stays},
    {"WrongMethod",
     "PUT /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
     {"405"},
     then::stays},
    {"OptionsOfAll",
     "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
     {"404"},
     then::stays},
};

// -- heads that are refused
// -------------------------------------------------------

const std::vector<exchange> heads{
    {"Nonsense", "nonsense\r\n\r\n", {"400"}},
    {"Tls", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s, {"400"}},
    {"Nul", "GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"s, {"400"}},
    {"NulInAHeader", with("X: a\0b"s), {"400"}},
    {"BareLineFeeds", "GET / HTTP/1.1\nHost: x\n\n", {"400"}},
    {"BareCarriageReturn", with("X: a\rb"), {"400"}},
    {"FoldedHeader", with("X: a\r\n b"), {"400"}},
    {"SpaceBeforeColon", with("X : a"), {"400"}},
    {"NoColon", with("Xa"), {"400"}},
    {"NoName", with(": a"), {"400"}},
    {"SpaceBeforeFirstHeader", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", {"400"}},
    {"NoHost", "GET /healthz HTTP/1.1\r\n\r\n", {"400"}},
    {"TwoHosts", with("Host: y"), {"400"}},
    {"UrlAsHost", "GET / HTTP/1.1\r\nHost: http://x/\r\n\r\n", {"400"}},
    {"TwoAuthorizations",
     with("Authorization: a\r\nAuthorization: b"),
     {"400"}},
    {"NoTarget", "GET  HTTP/1.1\r\nHost: x\r\n\r\n", {"400"}},
    {"TargetIsNoPath", "GET x HTTP/1.1\r\nHost: x\r\n\r\n", {"400"}},
    {"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", {"400"}},
    {"OlderVersion", "GET / HTTP/0.9\r\n\r\n", {"505"}},
    {"NewerVersion", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {"505"}},
    {"NoVersion", "GET /\r\n\r\n", {"400"}},
    {"UnknownMethod", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", {"501"}},
    {"SmallMethod", "get / HTTP/1.1\r\nHost: x\r\n\r\n", {"501"}},
    {"LongTarget",
     "GET /" + std::string(9000, 'x') + " HTTP/1.1\r\n\r\n",
     {"414"}},
    {"EndlessTarget", "GET /" + std::string(40'000, 'x'), {"414"}},
    {"LongHeader", with("X: " + std::string(20'000, 'x')), {"431"}},
    {"ManyHeaders", with(times(100, "X: x\r\n") + "X: x"), {"431"}},
    {"EndlessEmptyLines", times(20'000, "\r\n"), {"431"}},
};

// -- lengths and bodies
// -----------------------------------------------------------

const std::vector<exchange> lengths{
    {"NegativeLength", post + "Content-Length: -5\r\n\r\n", {"400"}},
    {"SignedLength", post + "Content-Length: +5\r\n\r\n", {"400"}},
    {"HexLength", post + "Content-Length: 0x5\r\n\r\n", {"400"}},
    {"LengthsInALine", post + "Content-Length: 5, 5\r\n\r\n", {"400"}},
    {"EmptyLength", post + "Content-Length:\r\n\r\n", {"400"}},
    {"HugeLength",
     post + "Content-Length: 12345678901234567890123\r\n\r\n",
     {"413"}},
    {"TwoLengths",
     post + "Content-Length: 8\r\nContent-Length: 9\r\n\r\nactive=x",
     {"400"}},
    {"TwoEqualLengths",
     post + "Content-Length: 8\r\nContent-Length: 8\r\n\r\nactive=x",
     {"400"}},
    {"LengthAndChunks",
     post + "Content-Length: 5\r\n" + chunked + "0\r\n\r\n",
     {"400"}},
    {"LargeBody", post + body(std::string(1'000'000, 'x')), {"413"}},
    {"LargeBodyAnnounced",
     post + "Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n",
     {"413"}},
    {"Gzip", post + "Transfer-Encoding: gzip\r\n\r\n", {"501"}},
    {"ChunksTwice",
     post + "Transfer-Encoding: chunked, chunked\r\n\r\n",
     {"501"}},
    {"ChunksInOldVersion", "POST / HTTP/1.0\r\n" + chunked, {"400"}},
    {"Chunks",
     post + chunked + "8;a=b\r\nactive=x\r\n0\r\nT: 1\r\n\r\n",
     {"400"},
     then::stays,
     "active: must"},
    {"ChunkWithoutSize", post + chunked + "x\r\n", {"400"}},
    {"NegativeChunk", post + chunked + "-1\r\n", {"400"}},
    {"HugeChunk", post + chunked + "ffffffffffffffffff\r\n", {"413"}},
    {"LargeChunk", post + chunked + "10001\r\n", {"413"}},
    {"LongChunk", post + chunked + "2\r\nabc\r\n", {"400"}},
    {"EndlessExtension",
     post + chunked + "1;" + std::string(5000, 'x'),
     {"400"}},
    {"Crumbs", post + chunked + times(50'000, "1\r\nx\r\n"), {"413"}},
};

const std::vector<exchange> bodies{
    {"OtherType", post + body("active=1", "text/plain"), {"415"}, then::stays},
    {"OddType", post + body("active=1", ";;//"), {"415"}, then::stays},
    {"BadEscape", post + body("active=%4"), {"400"}, then::stays},
    {"BadHex", post + body("active=%g0"), {"400"}, then::stays},
    {"NulInAForm", post + body("active=1%00"), {"400"}, then::stays},
    {"BadUtf8InAForm", post + body("active=%ff"), {"400"}, then::stays},
    {"OverlongUtf8", post + body("active=%c0%af"), {"400"}, then::stays},
    {"FieldTwice", post + body("active=1&active=1"), {"400"}, then::stays},
    {"NoFieldName", post + body("=1"), {"400"}, then::stays},
    {"ManyFields",
     post + body("a=&b=&c=&d=&e=&f=&g=&h=&i=&j=&k=&l=&m=&n=&o=&p=&q="),
     {"400"},
     then::stays},
    {"LongField",
     post + body("a=" + std::string(2000, 'x')),
     {"400"},
     then::stays},
    {"LongFieldName",
     post + body(std::string(200, 'x') + "=1"),
     {"400"},
     then::stays},
    {"BrokenJson", create + json("{\"image\":"), {"400"}, then::stays},
    {"DeepJson", create + json(times(30'000, "[")), {"400"}, then::stays},
    {"DeepObjects",
     create + json(times(10'000, "{\"a\":")),
     {"400"},
     then::stays},
    {"KeyTwice",
     create + json(R"({"image":"a","image":"b"})"),
     {"400"},
     then::stays},
    {"EscapedKeyTwice",
     create + json(R"({"image":"a","im\u0061ge":"b"})"),
     {"400"},
     then::stays},
    {"TextBehindJson",
     create + json(R"({"image":"a"} x)"),
     {"400"},
     then::stays},
    {"TwoObjects", create + json(R"({"image":"a"}{})"), {"400"}, then::stays},
    {"NulInJson", create + json("{\"image\":\"a\0\"}"s), {"400"}, then::stays},
    {"EscapedNulInJson",
     create + json(R"({"image":"a\u0000"})"),
     {"400"},
     then::stays},
    {"BadUtf8InJson",
     create + json("{\"image\":\"\xff\"}"),
     {"400"},
     then::stays},
    {"HalfASurrogate",
     create + json(R"({"image":"\ud800"})"),
     {"400"},
     then::stays},
    {"NumberAsBody", create + json("1"), {"400"}, then::stays},
    {"EmptyJson", create + json("{}"), {"400"}, then::stays},
    {"HugeNumber", post + json(R"({"active":1e400})"), {"400"}, then::stays},
};

// -- senders that do not go on
// ------------------------------------------------------

const std::vector<exchange> slow_ones{
    {"HalfALine", "GET /hea", {"408"}},
    {"HalfAHead", "GET / HTTP/1.1\r\nHost: x\r\n", {"408"}},
    {"HalfABody", post + "Content-Length: 8\r\n\r\nact", {"408"}},
    {"HalfAChunk", post + chunked + "8\r\nact", {"408"}},
    {"WaitsForContinue",
     post + "Expect: 100-continue\r\nContent-Length: 8\r\n\r\n",
     {"100", "408"}},
    {"HalfOfASecond", get + "GET /hea", {"200", "408"}},
    {"Nothing", "", {}},
    {"NothingMore", get, {"200"}},
};

class HostileWire : public ServerTest,
                    public testing::WithParamInterface<exchange> {
protected:
  /// Receives one answer and says what is wrong with it.
  void expect_answer(raw_client& client, const std::string& status) {
    const bool bare = GetParam().sent.starts_with("HEAD") || status == "100";
    const auto answer = bare ? client.answer_head() : client.answer();
    ASSERT_EQ(status_in(answer), status) << answer.value_or("nothing came");
    if (status >= "400") {
      EXPECT_THAT(*answer, HasSubstr("Content-Type: application/json\r\n"));
      if (!bare) {
        EXPECT_THAT(*answer, HasSubstr("{\"message\":\""));
      }
    }
    for (const auto* inner : {"basic_string", "std::", "stoull", "what()"})
      EXPECT_THAT(*answer, Not(HasSubstr(inner)));
    last = *answer;
  }

  void run(const std::string& address) {
    const auto& row = GetParam();
    raw_client client{address};
    client.send(row.sent);
    for (const auto& status : row.answers)
      ASSERT_NO_FATAL_FAILURE(expect_answer(client, status));
    EXPECT_THAT(last, HasSubstr(row.says));
    if (row.what == then::closes) {
      const auto rest = client.rest();
      ASSERT_TRUE(rest) << "it stayed open";
      EXPECT_EQ(*rest, "");
    } else {
      client.send(get);
      EXPECT_EQ(status_in(client.answer()), "200");
    }
    expect_told({});
  }

  std::string last;
};

class SlowWire : public HostileWire {};

} // namespace

TEST_P(HostileWire, IsAnsweredRightAndReachesNobody) {
  run(api->address());
}

TEST_P(SlowWire, IsNotWaitedForLong) {
  server_config config;
  config.times.head = config.times.body = config.times.idle = 300ms;
  api = listen(surface::api, config);
  run(api->address());
}

const auto by_name = [](const auto& each) { return each.param.name; };
INSTANTIATE_TEST_SUITE_P(Manners, HostileWire, testing::ValuesIn(manners),
                         by_name);
INSTANTIATE_TEST_SUITE_P(Heads, HostileWire, testing::ValuesIn(heads), by_name);
INSTANTIATE_TEST_SUITE_P(Lengths, HostileWire, testing::ValuesIn(lengths),
                         by_name);
INSTANTIATE_TEST_SUITE_P(Bodies, HostileWire, testing::ValuesIn(bodies),
                         by_name);
INSTANTIATE_TEST_SUITE_P(Senders, SlowWire, testing::ValuesIn(slow_ones),
                         by_name);
