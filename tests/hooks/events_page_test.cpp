#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "actors/bulletin.hpp"
#include "hooks/signature.hpp"
#include "tests/support/process.hpp"

// What deploy/docs/events.md shows works as it stands there.

namespace spin::hooks {

namespace {

using spin::test::run;
using spin::test::temporary_folder;

std::string page() {
  std::ifstream file{SPIN_EVENTS_PAGE};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Returns the script that verifies a request.
std::string script() {
  const auto text = page();
  const std::string begin = "```bash\n";
  const auto at = text.find(begin) + begin.size();
  return text.substr(at, text.find("```", at) - at);
}

int verify(const std::string& secret, const std::string& id,
           const std::string& timestamp, const std::string& signature,
           const std::string& body) {
  const temporary_folder folder;
  const auto path = folder.path() / "verify";
  const auto body_path = folder.path() / "body";
  std::ofstream{path} << script();
  std::ofstream{body_path} << body;
  return run({"bash", "-euo", "pipefail", "-c",
              "secret=$1 id=$2 timestamp=$3 signature=$4; . \"$5\" < \"$6\"",
              "verify", secret, id, timestamp, signature, path.string(),
              body_path.string()})
      .exit_code;
}

} // namespace

TEST(EventsPage, ItsScriptTellsOursFromOthers) {
  for (const std::string secret :
       {"0123456789 'abc\"def$", "whsec_MfKQ9r8GKYqr"}) {
    const auto key = key_of(secret).value();
    const auto now = run({"date", "+%s"}).output;
    const auto timestamp = now.substr(0, now.find('\n'));
    const std::string body = R"({"id":"e-1","name":"/x","text":"a \\n b"})";
    const auto good = sign(key, "e-1", timestamp, body);
    EXPECT_EQ(verify(secret, "e-1", timestamp, good, body), 0) << script();
    EXPECT_NE(verify(secret, "e-2", timestamp, good, body), 0);
    EXPECT_NE(verify(secret, "e-1", timestamp, good, body + " "), 0);
    EXPECT_NE(verify(secret + "QUJD", "e-1", timestamp, good, body), 0);
    const std::string old = "1614265330";
    EXPECT_NE(verify(secret, "e-1", old, sign(key, "e-1", old, body), body), 0)
        << "it may have been recorded";
  }
}

TEST(EventsPage, NamesEveryType) {
  const auto text = page();
  for (std::size_t i = 0; i < tidings; ++i)
    EXPECT_THAT(
        text, testing::HasSubstr(
                  '`' + std::string{to_string(static_cast<tiding>(i))} + '`'));
}

} // namespace spin::hooks
