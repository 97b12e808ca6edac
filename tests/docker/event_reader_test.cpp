#include "docker/event_reader.hpp"

#include <gmock/gmock.h>

#include "tests/docker/event_log.hpp"
#include "tests/docker/recorded.hpp"

namespace spin::docker {

namespace {

using test::event_log;
using testing::HasSubstr;

/// What a listener was told of a stream that came in these pieces.
struct reading {
  explicit reading(const std::vector<std::string_view>& pieces) {
    reader.open();
    for (const auto piece : pieces)
      if (how)
        how = reader.take(piece);
  }

  event_log log;
  event_reader reader{log.listener()};
  outcome<done> how = done{};
};

const std::string line = R"({"Type":"container","Action":"die","Actor":{"ID":")"
                         + std::string(64, 'a') + R"("},"time":1})";

} // namespace

TEST(EventReader, WhereverThePiecesEndTheEventsAreTheSame) {
  const auto text = test::recorded("1.52", "events.jsonl");
  const std::string_view all = text;
  const auto whole = reading({all}).log.events();
  ASSERT_EQ(whole.size(), 11u);
  for (std::size_t n = 0; n <= all.size(); n += 7) { // 7: also inside of words
    const reading halves({all.substr(0, n), all.substr(n)});
    EXPECT_TRUE(halves.how);
    ASSERT_EQ(halves.log.events(), whole) << n;
  }
  std::vector<std::string_view> bytes;
  for (std::size_t n = 0; n < all.size(); ++n)
    bytes.push_back(all.substr(n, 1));
  EXPECT_EQ(reading(bytes).log.events(), whole);
}

TEST(EventReader, AnEventIsToldAsSoonAsItsLineIsWhole) {
  event_log log;
  event_reader reader(log.listener());
  reader.open();
  EXPECT_TRUE(reader.take(line));
  EXPECT_EQ(log.events().size(), 0u);
  EXPECT_TRUE(reader.take("\n"));
  EXPECT_EQ(log.events().size(), 1u);
}

TEST(EventReader, EmptyLinesAndCarriageReturnsAreNoEvents) {
  const auto text = "\n\r\n \n" + line + "\r\n\n";
  const reading got({text});
  EXPECT_TRUE(got.how);
  EXPECT_EQ(got.log.events().size(), 1u);
}

TEST(EventReader, ALineThatIsNoEventEndsItAfterThoseBefore) {
  const auto text = line + "\n<html>\n" + line + "\n";
  const reading got({text});
  ASSERT_FALSE(got.how);
  EXPECT_EQ(got.how.error().code, errc::malformed);
  EXPECT_EQ(got.log.events().size(), 1u);
}

TEST(EventReader, ALineHasALimitToTheByte) {
  for (const std::size_t more : {0u, 1u}) {
    const auto text =
        line + std::string(event_reader::line_limit + more - line.size(), ' ')
        + '\n';
    const std::string_view all = text;
    for (const std::size_t cut :
         {std::size_t{0}, std::size_t{9}, all.size() - 1}) {
      const reading got({all.substr(0, cut), all.substr(cut)});
      EXPECT_EQ(got.how.has_value(), more == 0) << cut;
      if (!got.how) {
        EXPECT_EQ(got.how.error().code, errc::malformed);
        EXPECT_THAT(got.how.error().what, HasSubstr("1048576 bytes"));
      }
    }
  }
}

TEST(EventReader, AnEndlessLineIsGivenUpBeforeItEnds) {
  const std::string piece(100'000, ' ');
  const reading got(std::vector<std::string_view>(11, piece));
  EXPECT_FALSE(got.how);
}

TEST(EventReader, ALineThatWasCutOffIsNothing) {
  reading got({line});
  got.reader.end(fail(errc::timed_out, "why"));
  EXPECT_EQ(got.log.events().size(), 0u);
  EXPECT_EQ(got.log.ended(), (failure{errc::timed_out, "why"}));
}

TEST(EventReader, AnEndWithoutAReasonIsAnEngineThatIsAway) {
  reading got({line + "\n"});
  got.reader.end(std::string{});
  EXPECT_EQ(got.log.ended()->code, errc::engine_down);
}

} // namespace spin::docker
