#include "docker/verdict.hpp"

#include <gmock/gmock.h>

#include "tests/docker/recorded.hpp"

namespace spin::docker {

namespace {

using test::recorded;
using testing::HasSubstr;

constexpr verb every_verb[] = {
    verb::version, verb::images, verb::inspect_image, verb::create,
    verb::start,   verb::stop,   verb::pause,         verb::resume,
    verb::remove,  verb::inspect, verb::list,         verb::watch,
    verb::bridge_gateway};

const std::string said_so = R"({"message":"said so"})";

/// Returns the code of the failure; `none` if it is none.
errc code(verb what, int status, const std::string& body = said_so) {
  const auto result = judge(what, {status, body});
  return result ? errc::none : result.error().code;
}

} // namespace

TEST(Verdict, SuccessKeepsTheBody) {
  for (const auto what : every_verb)
    for (const int status : {200, 201, 204})
      EXPECT_EQ(judge(what, {status, "body"}), "body");
}

// S24: a start of a running container is no error.
TEST(Verdict, NothingToDoIsSuccessForStartAndStopOnly) {
  for (const auto what : every_verb)
    EXPECT_EQ(code(what, 304) == errc::none,
              what == verb::start || what == verb::stop);
}

TEST(Verdict, MissingThingsHaveTheirOwnCodes) {
  EXPECT_EQ(code(verb::inspect_image, 404), errc::no_such_image);
  EXPECT_EQ(code(verb::create, 404), errc::no_such_image);
  EXPECT_EQ(code(verb::start, 404), errc::no_such_container);
  EXPECT_EQ(code(verb::stop, 404), errc::no_such_container);
  EXPECT_EQ(code(verb::pause, 404), errc::no_such_container);
  EXPECT_EQ(code(verb::resume, 404), errc::no_such_container);
  EXPECT_EQ(code(verb::inspect, 404), errc::no_such_container);
  EXPECT_EQ(code(verb::list, 404), errc::engine_refused);
  EXPECT_EQ(code(verb::watch, 404), errc::engine_refused);
}

TEST(Verdict, AMissingImageIsNamedOnce) {
  const auto said = [](const std::string& text) {
    return judge(verb::inspect_image, {404, R"({"message":")" + text + "\"}"})
        .error()
        .what;
  };
  EXPECT_EQ(said("no such image: nope:1: No such image: nope:1"),
            "No such image: nope:1");
  EXPECT_EQ(said("No such image: nope:1"), "No such image: nope:1");
}

// S18: any error was taken as proof that a container is gone.
TEST(Verdict, OnlyTheEnginesOwn404ProvesThatAContainerIsGone) {
  for (const int status : {301, 400, 403, 409, 500, 502, 503})
    EXPECT_NE(code(verb::inspect, status), errc::no_such_container) << status;
  for (const auto* body : {"", "<html>Not Found</html>", "{}", "[]", "null"}) {
    EXPECT_EQ(code(verb::inspect, 404, body), errc::engine_refused) << body;
    EXPECT_EQ(code(verb::remove, 404, body), errc::engine_refused) << body;
    EXPECT_EQ(code(verb::pause, 404, body), errc::engine_refused) << body;
    EXPECT_EQ(code(verb::resume, 404, body), errc::engine_refused) << body;
  }
}

TEST(Verdict, RemovingWhatIsGoneOrGoingIsDone) {
  EXPECT_EQ(code(verb::remove, 404), errc::none);
  EXPECT_EQ(code(verb::remove, 409), errc::engine_refused);
  for (const int status : {301, 400, 500, 503})
    EXPECT_EQ(code(verb::remove, status), errc::engine_refused) << status;
}

// Docker says 409 to pausing what is paused, 500 to resuming what is not.
TEST(Verdict, ASwitchToWhatItIsAlreadyIsARefusal) {
  for (const int status : {304, 409, 500})
    for (const auto what : {verb::pause, verb::resume})
      EXPECT_EQ(code(what, status), errc::engine_refused) << status;
}

TEST(Verdict, ATakenNameIsAConflict) {
  const auto taken =
      judge(verb::create, {409, recorded("1.41", "error_conflict.json")});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, errc::conflict);
  EXPECT_THAT(taken.error().what, HasSubstr(R"("/sdt-run" is already in use)"));
}

TEST(Verdict, AReferenceThatCanNameNoImageNamesNone) {
  EXPECT_EQ(code(verb::inspect_image, 400), errc::no_such_image);
  EXPECT_EQ(code(verb::inspect_image, 301, ""), errc::no_such_image);
  EXPECT_EQ(code(verb::create, 400), errc::bad_request);
}

TEST(Verdict, EveryOtherStatusIsARefusalThatSaysSomething) {
  for (const auto what : every_verb)
    for (int status = 300; status < 600; ++status)
      for (const auto& body : {said_so, std::string{}}) {
        const auto result = judge(what, {status, body});
        if (result) {
          EXPECT_TRUE(status == 304 || what == verb::remove) << status;
        } else {
          EXPECT_FALSE(result.error().what.empty());
        }
        if (status >= 500) {
          EXPECT_EQ(code(what, status, body), errc::engine_refused) << status;
        }
      }
}

TEST(Verdict, VersionRefusalsAreKnownInBothForms) {
  EXPECT_TRUE(refuses_version({400, recorded("1.41", "error_too_new.json")}));
  EXPECT_TRUE(refuses_version({400, recorded("1.41", "error_too_old.txt")}));
  EXPECT_FALSE(refuses_version({404, recorded("1.41", "error_too_new.json")}));
  EXPECT_FALSE(refuses_version({400, recorded("1.41", "error_start.json")}));
  EXPECT_EQ(
      code(verb::inspect_image, 400, recorded("1.41", "error_too_new.json")),
      errc::engine_refused);
}

} // namespace spin::docker
