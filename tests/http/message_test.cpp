#include "http/message.hpp"

#include <set>

#include <gmock/gmock.h>

#include "http/status.hpp"

using namespace spin;
using namespace spin::http;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Wire, AnAnswerTellsItsLengthAndTheFateOfTheConnection) {
  const auto text = head_to_wire(json_response(200, "{}"), {});
  EXPECT_THAT(text, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(text, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(text, HasSubstr("Content-Length: 2\r\n"));
  EXPECT_THAT(text, HasSubstr("Connection: keep-alive\r\n"));
  EXPECT_THAT(text, EndsWith("\r\n\r\n"));
  EXPECT_THAT(head_to_wire(json_response(200, "{}"), {.keep_alive = false}),
              HasSubstr("Connection: close\r\n"));
}

// RFC 9110, 8.6: no Content-Length in a 204.
TEST(Wire, AnAnswerWithoutContentHasNoLength) {
  const auto text = head_to_wire(response{204, {}, {}, {}, {}}, {});
  EXPECT_THAT(text, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("Content-Length")));
}

TEST(Wire, AStreamTellsNoLength) {
  auto answer = json_response(200, "");
  answer.goes_on = [](const stream_ptr&) {};
  const auto chunks = head_to_wire(answer, {});
  EXPECT_THAT(chunks, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(chunks, Not(HasSubstr("Content-Length")));
  const auto bare =
      head_to_wire(answer, {.keep_alive = false, .takes_chunks = false});
  EXPECT_THAT(bare, Not(HasSubstr("Transfer-Encoding")));
}

TEST(Problem, SaysWhyAsJson) {
  const auto answer = problem(failure{errc::no_ports, "exposes no TCP port"});
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.content_type, "application/json");
  EXPECT_EQ(answer.body, R"({"message":"exposes no TCP port"})");
}

TEST(Problem, AnInternalReasonStaysInTheLog) {
  const auto answer = problem(failure{errc::internal, "secret at 0x1234"});
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body, R"({"message":"internal error"})");
  EXPECT_EQ(answer.note, "secret at 0x1234");
}

// Reasons from within name sockets, hosts and files.
TEST(Problem, WhyAPartIsAwayStaysInTheLogAndItsMeaningIsTold) {
  const std::string why = "unix:///var/run/docker.sock: no answer in 5000 ms";
  std::set<std::string> bodies;
  for (auto code : {errc::engine_down, errc::store_down, errc::timed_out,
                    errc::malformed, errc::internal}) {
    const auto answer = problem(failure{code, why});
    EXPECT_EQ(answer.status, status_of(code));
    EXPECT_THAT(answer.body, Not(HasSubstr("sock")));
    EXPECT_EQ(answer.note, why);
    bodies.insert(answer.body);
  }
  EXPECT_EQ(bodies.size(), 5u);
  EXPECT_EQ(problem(failure{errc::store_down, why}).body,
            R"({"message":"the store is away; nothing was changed"})");
  EXPECT_THAT(problem(failure{errc::timed_out, why}).body,
              HasSubstr("the outcome is not known yet"));
}

TEST(Problem, WhatTheEngineSaidOfTheRequestIsPassedOn) {
  EXPECT_EQ(problem(failure{errc::engine_refused, "name in use"}).body,
            R"({"message":"name in use"})");
}

// S24: the original answered 500 for most of these.
TEST(Status, EveryFailureHasItsOwn) {
  EXPECT_EQ(status_of(errc::bad_request), 400);
  EXPECT_EQ(status_of(errc::no_such_container), 404);
  EXPECT_EQ(status_of(errc::no_such_image), 404);
  EXPECT_EQ(status_of(errc::unknown_source), 404);
  EXPECT_EQ(status_of(errc::conflict), 409);
  EXPECT_EQ(status_of(errc::no_ports), 422);
  EXPECT_EQ(status_of(errc::engine_refused), 502);
  EXPECT_EQ(status_of(errc::engine_down), 503);
  EXPECT_EQ(status_of(errc::store_down), 503);
  EXPECT_EQ(status_of(errc::timed_out), 504);
  EXPECT_EQ(status_of(errc::internal), 500);
}
