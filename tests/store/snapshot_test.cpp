#include <gtest/gtest.h>

#include "store/snapshot.hpp"
#include "tests/store/samples.hpp"

namespace spin::test {

namespace {

/// Returns `text` with its one `old` replaced.
std::string with(std::string text, const std::string& old,
                 const std::string& fresh) {
  const auto where = text.find(old);
  EXPECT_NE(where, std::string::npos) << old << " is not in " << text;
  EXPECT_EQ(text.find(old, where + 1), std::string::npos) << old;
  return text.replace(where, old.size(), fresh);
}

/// Returns why the sample with `old` replaced by `fresh` is refused.
std::string refusal(const std::string& old, const std::string& fresh) {
  const auto read = decode(with(encode(sample()), old, fresh));
  if (read)
    return "(it was read)";
  EXPECT_EQ(read.error().code, errc::malformed);
  return read.error().what;
}

/// Every top-level field of a document.
constexpr const char* field_names[] = {
    "version",   "id",           "container_id", "name",
    "image",     "token_sha256", "created_at",   "owner",       "want",
    "phase",     "why",          "incarnation",  "ports",
    "addresses", "next_check",   "last_chance",  "busy_since_check",
    "active",    "reported_at",  "began",        "held_until",
    "busy_until", "last_end",    "policy",       "boot",
    "lead"};

} // namespace

TEST(SnapshotLaws, DecodeGivesBackWhatEncodeWrote) {
  dice from{20'261};
  for (int i = 0; i < 3000; ++i) {
    const auto before = random_snapshot(from);
    const auto after = decode(encode(before));
    ASSERT_TRUE(after) << after.error().what << "\n" << encode(before);
    ASSERT_EQ(*after, before) << encode(before);
  }
}

TEST(SnapshotLaws, DocumentsAreOneLine) {
  dice from{20'262};
  for (int i = 0; i < 500; ++i)
    ASSERT_EQ(encode(random_snapshot(from)).find('\n'), std::string::npos);
}

TEST(SnapshotEncode, WritesWhatItAlwaysWrote) {
  // Documents of this form are in people's stores: a change of it needs a new
  // version and a decoder that still reads this one.
  EXPECT_EQ(
      encode(sample(7)),
      R"({"version":3,"id":"00000000000000000000000000000007","container_id":")"
          + std::string(64, 'c')
          + R"(","name":"brave_curie","image":"spin-docker/web","token_sha256":")"
          + "010203" + std::string(58, '0')
          + R"(","created_at":1,"owner":"ann","want":"stopped","phase":"stopping","why":"idle",)"
            R"("incarnation":1700000000123456789,"began":5,"ports":[{"port":22,)"
            R"("protocol":"tcp","host_port":32768},{"port":53,"protocol":"udp",)"
            R"("host_port":0}],"addresses":["172.17.0.2"],"next_check":2,)"
            R"("last_chance":true,"busy_since_check":true,"active":7,)"
            R"("reported_at":3,"held_until":6,"busy_until":7,"last_end":)"
            R"({"reason":"idle","at":4,"exit_code":137,"oom_killed":true},)"
            R"("policy":{"initial_timeout":60,"timeout":30,)"
            R"("disable_timeouts":true,"max_age":0,"on_idle":"pause"},)"
            R"("changes":[[9,"running","none","request","r1"],)"
            R"([10,"stopping","idle","idle-check",""]],)"
            R"("checks":[[10,"idle_again"]],"boot":"b1","lead":8})");
}

// What most containers have not is not there.
TEST(SnapshotEncode, WritesHowItWasMadeAndWhatItTakesIfThatIsKnown) {
  auto made = sample(7);
  made.options.env = {{"A", "1"}};
  made.idle_memory = 98765;
  const auto text = encode(made);
  EXPECT_NE(text.find(R"("options":{"env":{"A":"1"}},"idle_memory":98765,)"),
            std::string::npos)
      << text;
  EXPECT_EQ(decode(text).value(), made);
  const auto spoilt = with(text, R"({"A":"1"})", R"({"A":1})");
  EXPECT_EQ(decode(spoilt).error().what, "field options.env.A: must be text");
  EXPECT_EQ(decode(with(text, "98765", "-1")).error().what.substr(0, 17),
            "field idle_memory");
}

TEST(SnapshotDecode, ReadsTheDocumentsOfVersion2AsNobodys) {
  auto expected = sample();
  expected.who.owner.clear();
  const auto text = with(with(encode(sample()), R"("version":3)",
                              R"("version":2)"),
                         R"("owner":"ann",)", "");
  const auto read = decode(text);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, expected);
}

TEST(SnapshotDecode, ReadsTheDocumentsOfVersion1) {
  const std::string old
    = R"({"version":1,"id":"00000000000000000000000000000007","container_id":")"
      + std::string(64, 'c')
      + R"(","name":"brave_curie","image":"spin-docker/web","token_sha256":")"
      + "010203" + std::string(58, '0')
      + R"(","created_at":1,"want":"stopped","phase":"stopped","why":"idle",)"
        R"("incarnation":1700000000123456789,"ports":[],"addresses":[],)"
        R"("next_check":2,"last_chance":true,"busy_since_check":true,"active":7,)"
        R"("reported_at":3,"stopped_at":4,"exit_code":137})";
  const auto read = decode(old);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->began, utc{std::chrono::milliseconds{1}});
  EXPECT_EQ(read->last_end, (run_end{stop_reason::idle,
                                     utc{std::chrono::milliseconds{4}}, 137,
                                     false}));
  EXPECT_EQ(read->own, policy_overrides{});
}

TEST(SnapshotEncode, ReplacesBytesThatNobodyCouldReadAgain) {
  auto what = sample();
  what.who.image = "caf\xe9";
  const auto read = decode(encode(what));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->who.image, "caf\xef\xbf\xbd");
}

// Records are older than histories, and most have little of one.
TEST(SnapshotDecode, AHistoryMayBeMissingButNotWrong) {
  auto what = sample();
  what.past = {};
  EXPECT_EQ(encode(what).find("changes"), std::string::npos);
  EXPECT_EQ(decode(encode(what))->past, history{});
  EXPECT_EQ(refusal(R"([9,"running")", R"(["9","running")"),
            "field changes[0] is not a row that we know");
  EXPECT_EQ(refusal(R"("idle-check","")", R"("idle-check","r1")"),
            "field changes[1] is not a row that we know");
  EXPECT_EQ(refusal(R"("request","r1")", R"("request","")"),
            "field changes[0] is not a row that we know");
  EXPECT_EQ(refusal("[[10,", "[[1.5,"),
            "field checks[0] is not a row that we know");
  EXPECT_EQ(refusal("idle_again", "tired"),
            "field checks[0] is not a row that we know");
}

TEST(SnapshotDecode, NamesTheFieldThatIsMissing) {
  for (const std::string name : field_names)
    EXPECT_EQ(refusal("\"" + name + "\":", "\"x\":"),
              "field " + name + " is missing");
}

TEST(SnapshotDecode, NamesTheFieldOfTheWrongType) {
  const auto whole = encode(sample());
  for (const std::string name : field_names) {
    // No field is an array of arrays.
    auto bent
      = with(whole, "\"" + name + "\":", "\"" + name + "\":[[]],\"y\":");
    const auto read = decode(bent);
    ASSERT_FALSE(read) << name;
    EXPECT_EQ(read.error().what.find("field " + name), 0U)
        << read.error().what;
  }
}

TEST(SnapshotDecode, RefusesANewerVersionByItsNumber) {
  EXPECT_EQ(refusal("\"version\":3,", "\"version\":4,"),
            "field version is 4, newer than ours, 3");
}

TEST(SnapshotDecode, RefusesNumbersOutOfRange) {
  EXPECT_EQ(refusal("\"version\":3,", "\"version\":0,"),
            "field version is out of range (1 to 2147483647)");
  EXPECT_EQ(refusal("\"port\":22,", "\"port\":0,"),
            "field ports[0].port is out of range (1 to 65535)");
  EXPECT_EQ(refusal("\"host_port\":32768", "\"host_port\":65536"),
            "field ports[0].host_port is out of range (0 to 65535)");
  EXPECT_EQ(refusal("\"active\":1,", "\"active\":-1,"),
            "field active is out of range (0 to 18446744073709551615)");
  EXPECT_EQ(refusal("\"exit_code\":137", "\"exit_code\":2147483648"),
            "field last_end.exit_code is out of range (-2147483648 to 2147483647)");
  EXPECT_EQ(refusal("\"created_at\":1,", "\"created_at\":9223372036854775808,"),
            "field created_at is out of range (-9223372036854775808 to "
            "9223372036854775807)");
}

TEST(SnapshotDecode, RefusesNumbersThatAreNotWhole) {
  for (const char* number : {"1.5", "1.0", "1e3", "99999999999999999999"})
    EXPECT_EQ(refusal("1700000000123456789", number),
              "field incarnation is not a whole number in range");
}

TEST(SnapshotDecode, RefusesWordsThatItDoesNotKnow) {
  for (const char* word : {"\"want\":\"stopped\"", "\"phase\":\"stopping\"",
                           "\"why\":\"idle\"", "\"protocol\":\"udp\""}) {
    const std::string pair = word;
    const auto key = pair.substr(0, pair.find(':') + 1);
    for (const char* value : {"\"unknown\"", "\"\"", "\"Running\""})
      EXPECT_NE(refusal(pair, key + value).find("is not a word that we know"),
                std::string::npos)
          << key << value;
  }
}

TEST(SnapshotDecode, RefusesIdsAndDigestsOfTheWrongForm) {
  const auto id = id_of(1);
  EXPECT_EQ(refusal(id, id.substr(1)),
            "field id is not 32 lower-case hex digits");
  EXPECT_EQ(refusal(id, "A" + id.substr(1)),
            "field id is not 32 lower-case hex digits");
  EXPECT_EQ(refusal(std::string(64, 'c'), "c"),
            "field container_id is not 64 lower-case hex digits");
  EXPECT_EQ(refusal("010203", "01020z"),
            "field token_sha256 is not 64 lower-case hex digits");
}

TEST(SnapshotDecode, RefusesTextThatIsNotUtf8) {
  EXPECT_NE(refusal("brave_curie", "caf\xe9").find("not JSON: "),
            std::string::npos);
  // Half of a surrogate pair has no UTF-8.
  EXPECT_NE(refusal("brave_curie", "\\ud83d").find("not JSON: "),
            std::string::npos);
  EXPECT_EQ(refusal("brave_curie", "\\udc33"), "field name is not UTF-8");
  EXPECT_EQ(refusal("172.17.0.2", "\\udc33"),
            "field addresses[0] is not UTF-8");
}

TEST(SnapshotDecode, IgnoresFieldsThatItDoesNotKnow) {
  const auto read = decode(with(encode(sample()), "{\"version\"",
                                R"({"future":[{"x":null},1.5],"version")"));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, sample());
}

TEST(SnapshotDecode, RefusesWhatIsNoObject) {
  for (const char* text : {"", "null", "[]", "1", "\"x\"", "{", "{}{}", "x"})
    EXPECT_FALSE(decode(text)) << text;
}

} // namespace spin::test
