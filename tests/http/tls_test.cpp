/// Both sides of TLS in memory.

#include "http/tls.hpp"

#include <fstream>

#include <gmock/gmock.h>

#include "tests/support/certificate.hpp"
#include "tests/support/process.hpp"
#include "tls_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using spin::test::make_certificate;
using spin::test::replace_file;
using state = tls_session::state;
using namespace std::chrono_literals;
using testing::HasSubstr;

namespace {

/// Both files of "first.example", in a folder of their own.
class Tls : public testing::Test {
protected:
  Tls() { put("first.example"); }

  void put(const std::string& name) {
    const auto made = make_certificate(name);
    replace_file(files.certificate, made.certificate);
    replace_file(files.key, made.key);
  }

  tls_identity identity() {
    auto loaded = load_identity(files);
    EXPECT_TRUE(loaded) << loaded.error().what;
    return *loaded;
  }

  std::string refused() {
    const auto loaded = load_identity(files);
    return loaded ? "(loaded)" : loaded.error().what;
  }

  spin::test::temporary_folder folder;
  tls_files files{folder.path() / "cert.pem", folder.path() / "key.pem"};
};

/// A client and a session of ours, and the wire between them.
struct pair_of {
  explicit pair_of(const tls_identity& identity, const tls_offer& offer = {})
      : client(offer), server(identity) {}

  /// Lets both sides speak until neither has anything to say; what the client
  /// sends comes in pieces of `piece` bytes.
  void settle(std::size_t piece = 65536) {
    for (auto sent = client.take(); !sent.empty(); sent = client.take()) {
      for (std::string_view rest{sent}; !rest.empty();
           rest.remove_prefix(std::min(piece, rest.size())))
        server.receive(rest.substr(0, piece), plain, reply);
      client.receive(std::exchange(reply, {}));
    }
  }

  tls_client client;
  tls_session server;
  std::string plain; ///< What the server read.
  std::string reply;
};

std::string long_text() {
  std::string text;
  while (text.size() < 200'000)
    text += std::to_string(text.size()) + ' ';
  return text;
}

} // namespace

TEST_F(Tls, CarriesTextBothWaysHoweverItIsCut) {
  const auto who = identity();
  const auto text = long_text();
  for (const std::size_t piece : {1u, 7u, 1000u, 65536u}) {
    pair_of both{who};
    both.settle(piece);
    ASSERT_EQ(both.server.now(), state::open);
    EXPECT_EQ(both.client.protocol(), "http/1.1");
    EXPECT_EQ(both.client.server_name(), "first.example");
    both.client.send(text);
    both.settle(piece);
    ASSERT_EQ(both.plain, text) << piece;
    both.client.receive(both.server.seal(text));
    ASSERT_EQ(both.client.plain, text) << piece;
  }
}

TEST_F(Tls, SpeaksVersion12AndNothingOlder) {
  const auto who = identity();
  const std::pair<int, bool> versions[] = {{TLS1_3_VERSION, true},
                                           {TLS1_2_VERSION, true},
                                           {TLS1_1_VERSION, false},
                                           {TLS1_VERSION, false}};
  for (const auto& [version, good] : versions) {
    pair_of both{who, {.newest = version}};
    both.settle();
    EXPECT_EQ(both.client.open(), good) << version;
    EXPECT_EQ(both.server.now(), good ? state::open : state::broken);
    EXPECT_EQ(both.client.failed(), !good) << "no alert was sent";
  }
}

TEST_F(Tls, WhoOffersOnlyOtherProtocolsIsRefused) {
  pair_of both{identity(), {.protocols = "\x02h2"}};
  both.settle();
  EXPECT_EQ(both.server.now(), state::broken);
  EXPECT_TRUE(both.client.failed());
  pair_of with_more{identity(), {.protocols = "\x02h2\x08http/1.1"}};
  with_more.settle();
  EXPECT_EQ(with_more.client.protocol(), "http/1.1");
  pair_of without{identity(), {.protocols = ""}};
  without.settle();
  EXPECT_EQ(without.server.now(), state::open);
}

TEST_F(Tls, EitherSideMayEndFirst) {
  pair_of both{identity()};
  both.settle();
  both.client.send("request");
  both.client.close();
  both.settle();
  EXPECT_EQ(both.plain, "request");
  EXPECT_EQ(both.server.now(), state::half_closed);
  both.client.receive(both.server.seal("answer"));
  EXPECT_EQ(both.client.plain, "answer");
  EXPECT_FALSE(both.client.closed());
  const auto farewell = both.server.close();
  EXPECT_FALSE(farewell.empty());
  both.client.receive(farewell);
  EXPECT_TRUE(both.client.closed());
  EXPECT_EQ(both.server.close(), "") << "said twice";
}

TEST_F(Tls, BeforeTheHandshakeNothingIsSaidInTheClear) {
  tls_session fresh{identity()};
  EXPECT_EQ(fresh.seal("secret"), "");
  EXPECT_EQ(fresh.close(), "");
}

TEST_F(Tls, HttpInTheClearIsKnownByItsFirstByte) {
  std::string plain;
  std::string reply;
  for (const std::string text : {"GET / HTTP/1.1\r\n", "P", "DELETE /x"}) {
    tls_session session{identity()};
    EXPECT_EQ(session.receive(text, plain, reply), state::plain_http);
  }
  for (const std::string text : {"\x80\x2e\x01", "get", "\n", "\x17\x03\x03"}) {
    tls_session session{identity()};
    EXPECT_EQ(session.receive(text, plain, reply), state::broken);
  }
  EXPECT_EQ(plain + reply, "");
}

TEST_F(Tls, DamagedBytesBreakItAndNeverBecomeText) {
  const auto who = identity();
  pair_of good{who};
  const auto hello = good.client.take();
  for (std::size_t at = 0; at < hello.size(); at += 3) {
    auto damaged = hello;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    pair_of both{who};
    both.server.receive(damaged, both.plain, both.reply);
    EXPECT_EQ(both.plain, "");
    EXPECT_NE(both.server.now(), state::open);
  }
  pair_of open{who};
  open.settle();
  open.client.send("a request");
  auto record = open.client.take();
  record.back() = static_cast<char>(record.back() ^ 1);
  EXPECT_EQ(open.server.receive(record, open.plain, open.reply), state::broken);
  EXPECT_EQ(open.plain, "");
  EXPECT_EQ(open.server.seal("x"), "");
}

TEST_F(Tls, NobodyRenegotiates) {
  pair_of both{identity(), {.newest = TLS1_2_VERSION}};
  both.settle();
  both.client.renegotiate();
  both.settle();
  EXPECT_NE(both.server.now(), state::handshake);
  EXPECT_FALSE(both.client.open()) << "a second handshake was done";
}

TEST_F(Tls, WhoAsksForNewKeysForEverIsCutOff) {
  pair_of both{identity()};
  both.settle();
  int rounds = 0;
  while (both.server.now() == state::open && rounds < 10'000) {
    both.client.renew_keys();
    both.settle();
    ++rounds;
  }
  EXPECT_EQ(both.server.now(), state::broken);
  EXPECT_GT(rounds, 100) << "new keys now and then are usual";
}

// -- the files
// ------------------------------------------------------------------

TEST_F(Tls, WhatIsWrongWithTheFilesIsSaidInOneLine) {
  const auto good = make_certificate("x");
  const auto other = make_certificate("y");
  replace_file(files.key, other.key);
  EXPECT_THAT(refused(), HasSubstr("does not belong to certificate \""));
  replace_file(files.key, good.certificate);
  EXPECT_THAT(refused(), HasSubstr("key \"" + files.key + "\": "));
  replace_file(files.certificate, "no certificate");
  EXPECT_THAT(refused(), HasSubstr("certificate \"" + files.certificate + '"'));
  replace_file(files.certificate, good.certificate);
  std::filesystem::remove(files.key);
  EXPECT_THAT(refused(), HasSubstr("No such file or directory"));
  EXPECT_EQ(refused().find('\n'), std::string::npos);
}

TEST_F(Tls, AKeyWithAPassPhraseIsRefusedWithoutAsking) {
  const auto locked = folder.path() / "locked.pem";
  const auto made =
      spin::test::run({"openssl", "pkey", "-in", files.key, "-aes256",
                       "-passout", "pass:secret", "-out", locked});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  files.key = locked;
  EXPECT_THAT(refused(), HasSubstr("has a pass phrase"));
}

// -- changes
// --------------------------------------------------------------------

namespace {

std::string name_shown_by(const tls_identity& who) {
  pair_of both{who};
  both.settle();
  return both.client.server_name();
}

} // namespace

TEST_F(Tls, ANewCertificateIsTakenByNewConnectionsOnly) {
  tls_keeper::moment now{};
  const auto keeper = *tls_keeper::open(files, now);
  pair_of old{keeper->identity(now)};
  old.settle();
  put("second.example");
  EXPECT_EQ(name_shown_by(keeper->identity(now)), "first.example")
      << "looked before its time";
  now += tls_keeper::look_interval;
  EXPECT_EQ(name_shown_by(keeper->identity(now)), "second.example");
  old.client.send("still here");
  old.settle();
  EXPECT_EQ(old.plain, "still here");
}

TEST_F(Tls, WhatCannotBeUsedIsToldOnceAndChangesNothing) {
  tls_keeper::moment now{};
  const auto keeper = *tls_keeper::open(files, now);
  const auto second = make_certificate("second.example");
  testing::internal::CaptureStderr();
  // Half a renewal: the certificate is there, its key not yet.
  replace_file(files.certificate, second.certificate);
  for (int i = 0; i < 5; ++i) {
    now += tls_keeper::look_interval;
    EXPECT_EQ(name_shown_by(keeper->identity(now)), "first.example");
  }
  const auto log = testing::internal::GetCapturedStderr();
  const std::string told = "the one before stays";
  EXPECT_THAT(log, HasSubstr(told));
  EXPECT_EQ(log.find(told), log.rfind(told)) << log;
  replace_file(files.key, second.key);
  now += tls_keeper::look_interval;
  EXPECT_EQ(name_shown_by(keeper->identity(now)), "second.example");
  std::filesystem::remove(files.certificate);
  now += tls_keeper::look_interval;
  EXPECT_EQ(name_shown_by(keeper->identity(now)), "second.example");
}
