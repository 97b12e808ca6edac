#include "tests/faults/ledger.hpp"

#include <gmock/gmock.h>

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

namespace spin::test {

namespace {

/// One container that was created, and what may happen to it.
struct Ledger : ::testing::Test {
  Ledger() { book.created("a"); }

  void wish(fate what, reply how = reply::acknowledged) {
    book.begin("a");
    book.end("a", what, how);
  }

  void hold() {
    book.begin("a");
    book.end_hold("a", reply::acknowledged);
  }

  fate told() const { return book.accounts().at("a").told; }

  /// Returns the breaches if engine and GET agree on this.
  std::vector<std::string> judged(const std::string& state,
                                  shown_container shown) const {
    return breaches(book.accounts(), {{{"a", state}}, {{"a", shown}}});
  }

  std::vector<std::string> judged_idle() const {
    return judged("exited", {"stopped", "idle", now() + 5s});
  }

  ledger book;
};

} // namespace

TEST_F(Ledger, KeepsTheLastAcknowledgedWish) {
  wish(fate::stopped);
  EXPECT_EQ(told(), fate::stopped);
  EXPECT_THAT(judged("running", {"running", ""}), SizeIs(1));
  EXPECT_THAT(judged("exited", {"stopped", "asked"}), IsEmpty());
}

TEST_F(Ledger, KnowsNothingAfterAWishWithoutAnAnswer) {
  wish(fate::stopped, reply::uncertain);
  EXPECT_EQ(told(), fate::unknown);
}

TEST_F(Ledger, KeepsThePromiseThatARefusedWishLeft) {
  wish(fate::stopped, reply::refused);
  EXPECT_EQ(told(), fate::running);
}

TEST_F(Ledger, KnowsNothingOfWishesThatOverlapUntilTheNextAlone) {
  book.begin("a");
  book.begin("a");
  book.end("a", fate::stopped, reply::acknowledged);
  EXPECT_EQ(told(), fate::unknown);
  book.end("a", fate::running, reply::acknowledged);
  EXPECT_EQ(told(), fate::unknown);
  wish(fate::stopped);
  EXPECT_EQ(told(), fate::stopped);
}

TEST_F(Ledger, AllowsAnIdleStopOnlyOfAContainerThatIsNotUsed) {
  EXPECT_THAT(judged_idle(), IsEmpty());
  EXPECT_THAT(judged("exited", {"stopped", "died"}), SizeIs(1));
  book.reported("a", book.reporting("a", true));
  EXPECT_THAT(judged_idle(), SizeIs(1));
  book.reporting("a", false);
  EXPECT_THAT(judged_idle(), IsEmpty());
  hold();
  EXPECT_THAT(judged_idle(), SizeIs(1));
}

TEST_F(Ledger, EndsAHoldAndAReportWithTheRun) {
  hold();
  book.reported("a", book.reporting("a", true));
  wish(fate::stopped);
  wish(fate::running);
  EXPECT_THAT(judged_idle(), IsEmpty());
}

TEST_F(Ledger, CountsNoReportThatAWishOverlapped) {
  const auto turn = book.reporting("a", true);
  wish(fate::running);
  book.reported("a", turn);
  EXPECT_THAT(judged_idle(), IsEmpty());
}

TEST_F(Ledger, FindsOrphansGhostsAndLosses) {
  const auto told = book.accounts();
  EXPECT_THAT(breaches(told, {{{"a", "running"}}, {}}), SizeIs(2));
  EXPECT_THAT(breaches(told, {{}, {{"a", {"running", ""}}}}), SizeIs(2));
  EXPECT_THAT(breaches(told, {}), SizeIs(1));
  wish(fate::removed);
  EXPECT_THAT(breaches(book.accounts(), {}), IsEmpty());
  EXPECT_THAT(judged("running", {"running", ""}), SizeIs(1));
}

TEST_F(Ledger, ReadsMomentsToTheNanosecond) {
  EXPECT_EQ(moment_of("1970-01-01T00:00:01.5Z"), moment{1500ms});
  EXPECT_EQ(moment_of("1970-01-02T00:00:00.000000001Z"), moment{24h + 1ns});
  EXPECT_EQ(moment_of("1970-01-01T00:00:00Z"), moment{});
  EXPECT_EQ(moment_of("null"), std::nullopt);
  EXPECT_EQ(moment_of("1970-01-01T00:00:01.5"), std::nullopt);
}

} // namespace spin::test
