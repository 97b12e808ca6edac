// The API by HTTPS, over sockets.
#include <algorithm>
#include <array>

#include "http/tls.hpp"
#include "server_test.hpp"
#include "tests/support/certificate.hpp"
#include "tests/support/process.hpp"
#include "tls_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using namespace std::chrono_literals;
using spin::test::make_certificate;
using spin::test::replace_file;
using spin::test::run;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

const std::string get = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

class TlsServer : public ServerTest {
protected:
  TlsServer() {
    raise_file_limit();
    put("first.example");
    secure = listen(surface::api, config());
  }

  server_config config() {
    server_config result;
    result.caps = connection_caps{2000, 2000};
    result.times.head = 60s;
    result.tls = *tls_keeper::open(files, std::chrono::steady_clock::now());
    return result;
  }

  void put(const std::string& name) {
    const auto made = make_certificate(name);
    replace_file(files.certificate, made.certificate);
    replace_file(files.key, made.key);
  }

  /// Runs curl, which trusts our certificate and no other.
  spin::test::finished curl(std::vector<std::string> arguments,
                            const std::string& path = "/healthz") {
    arguments.insert(arguments.begin(),
                     {"curl", "-sS", "--max-time", "30", "--noproxy", "*",
                      "--cacert", files.certificate, "-u", "admin:pass:word"});
    arguments.push_back("https://" + secure->address() + path);
    return run(arguments);
  }

  spin::test::temporary_folder folder;
  tls_files files{folder.path() / "cert.pem", folder.path() / "key.pem"};
  std::unique_ptr<server> secure;
};

} // namespace

TEST_F(TlsServer, ServesARealClient) {
  const auto made =
      curl({"-w", "%{http_version} %{http_code}", "-d", "image=x"},
           "/v1/containers");
  EXPECT_EQ(made.exit_code, 0) << made.output;
  EXPECT_THAT(made.output, HasSubstr("\"container_id\""));
  EXPECT_THAT(made.output, HasSubstr("1.1 201"));
  // Several requests on one connection.
  const auto url = "https://" + secure->address() + "/v1/images";
  const auto twice = curl({"-w", "%{num_connects};", url}, "/v1/images");
  EXPECT_EQ(twice.output, R"(["a/b:1","c:latest"]1;["a/b:1","c:latest"]0;)");
}

TEST_F(TlsServer, VersionsAreAsPromised) {
  EXPECT_EQ(curl({"--tlsv1.2", "--tls-max", "1.2"}).exit_code, 0);
  EXPECT_EQ(curl({"--tlsv1.3"}).exit_code, 0);
  const auto old = curl(
      {"--tlsv1.0", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0"});
  EXPECT_EQ(old.exit_code, 35) << old.output;
  secure_client older{secure->address(), {.newest = TLS1_1_VERSION}};
  EXPECT_TRUE(older.tls.failed());
  EXPECT_TRUE(older.rest()) << "left open";
}

TEST_F(TlsServer, StalledHandshakesStallNobody) {
  std::vector<std::unique_ptr<raw_client>> stalled;
  const auto hello = tls_client{}.take();
  const std::array beginnings{std::string{}, hello.substr(0, 1),
                              hello.substr(0, hello.size() / 2), hello};
  for (std::size_t i = 0; i < 500; ++i) {
    stalled.push_back(std::make_unique<raw_client>(secure->address()));
    stalled.back()->send(beginnings.at(i % beginnings.size()));
  }
  for (int i = 0; i < 5; ++i) {
    secure_client client{secure->address()};
    client.send(get);
    EXPECT_EQ(status_in(client.answer()), "200");
  }
  EXPECT_EQ(curl({}).exit_code, 0);
}

TEST_F(TlsServer, AStalledHandshakeIsPutOutAfterTheTimeOfAHead) {
  auto hasty = config();
  hasty.times.head = 300ms;
  const auto impatient = listen(surface::api, hasty);
  const auto hello = tls_client{}.take();
  for (const auto& beginning : {std::string{}, hello.substr(0, 50), hello}) {
    raw_client slow{impatient->address()};
    slow.send(beginning);
    EXPECT_TRUE(slow.rest()) << beginning.size();
  }
  // Who shook hands and says nothing, or half a request, too.
  secure_client silent{impatient->address()};
  EXPECT_EQ(silent.rest(), "");
  EXPECT_TRUE(silent.tls.closed());
  secure_client half{impatient->address()};
  half.send("GET / HT");
  EXPECT_EQ(status_in(half.rest()), "408");
  EXPECT_TRUE(half.tls.closed());
}

TEST_F(TlsServer, HttpInTheClearIsToldSo) {
  raw_client lost{secure->address()};
  lost.send(get);
  const auto answer = lost.rest();
  EXPECT_EQ(status_in(answer), "400");
  EXPECT_THAT(*answer, HasSubstr("HTTPS"));
  EXPECT_THAT(*answer, HasSubstr("application/json"));
  EXPECT_TRUE(around->notes().empty());
  for (const auto* garbage : {"\x80\x01", "\n\n\n\n", "\x16\x03\x01\xff\xff"}) {
    raw_client client{secure->address()};
    client.send(garbage);
    client.end_sending();
    EXPECT_TRUE(client.rest());
  }
}

TEST_F(TlsServer, AnAnswerThatClosesSaysFarewell) {
  secure_client client{secure->address()};
  client.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(status_in(client.rest()), "200");
  EXPECT_TRUE(client.tls.closed()) << "could be cut off by anybody";
  secure_client wrong{secure->address()};
  wrong.send("BREW / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(status_in(wrong.rest()), "501");
  EXPECT_TRUE(wrong.tls.closed());
}

TEST_F(TlsServer, WhoSendsNoMoreStillGetsTheAnswer) {
  for (const bool also_tcp : {false, true}) {
    secure_client client{secure->address()};
    client.tls.send(get);
    client.tls.close();
    client.wire.send(client.tls.take());
    if (also_tcp)
      client.wire.end_sending();
    EXPECT_EQ(status_in(client.rest()), "200") << also_tcp;
    EXPECT_TRUE(client.tls.closed());
  }
}

TEST_F(TlsServer, ATruncatedRequestIsNotServed) {
  const std::string post = "POST /v1/containers HTTP/1.1\r\nHost: x\r\n"
                           "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n"
                           "Content-Length: 7\r\n\r\nimage=";
  secure_client client{secure->address()};
  client.send(post);
  client.wire.end_sending();
  EXPECT_TRUE(client.rest());
  EXPECT_TRUE(around->notes().empty());
}

TEST_F(TlsServer, ALongAnswerReachesASlowReaderWhole) {
  for (int i = 0; i < 4000; ++i) {
    auto view = some_container('c');
    char id[65];
    std::snprintf(id, sizeof id, "%064x", i);
    auto who = *view.who;
    who.container_id = id;
    who.id = std::string{id}.substr(32);
    view.who = std::make_shared<const identity>(who);
    containers.enter(caf::actor_cast<container_handle>(
                         caf::actor_cast<caf::strong_actor_ptr>(actors.back())),
                     shared(view));
  }
  const auto expected = ask("GET", "/v1/containers").body;
  ASSERT_GT(expected.size(), 1'000'000u);
  secure_client slow{secure->address()};
  slow.send("GET /v1/containers HTTP/1.1\r\nHost: x\r\nAuthorization: "
            "Basic YWRtaW46cGFzczp3b3Jk\r\n\r\n");
  // While it reads nothing, others are served.
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(curl({}).exit_code, 0);
  const auto answer = slow.answer();
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->ends_with(expected));
  slow.send(get);
  EXPECT_EQ(status_in(slow.answer()), "200");
}

TEST_F(TlsServer, ARenewedCertificateNeedsNoRestart) {
  secure_client old{secure->address()};
  EXPECT_EQ(old.tls.server_name(), "first.example");
  put("second.example");
  EXPECT_TRUE(eventually([&] {
    return secure_client{secure->address()}.tls.server_name()
           == "second.example";
  }));
  EXPECT_EQ(curl({}).exit_code, 0);
  old.send(get);
  EXPECT_EQ(status_in(old.answer()), "200");
}
