#include "store/health.hpp"

#include <gtest/gtest.h>

namespace spin {

TEST(Health, IsIllUntilItWasTried) {
  const health_board board{[] { return utc{}; }};
  for (const auto which : health_board::all)
    EXPECT_FALSE(board.look(which).well);
}

TEST(Health, TellsWhetherATurnIsNewAndSinceWhen) {
  utc now{std::chrono::milliseconds{1}};
  health_board board{[&now] { return now; }};
  EXPECT_TRUE(board.well(vital::engine));
  EXPECT_EQ(board.look(vital::engine).problem, "") << "it never had one";
  now = utc{std::chrono::milliseconds{2}};
  EXPECT_FALSE(board.well(vital::engine));
  EXPECT_EQ(board.look(vital::engine).since.time_since_epoch().count(), 1);
  EXPECT_TRUE(board.ill(vital::engine, "gone"));
  EXPECT_FALSE(board.ill(vital::engine, "still gone"));
  EXPECT_EQ(board.look(vital::engine).since.time_since_epoch().count(), 2);
  EXPECT_EQ(board.look(vital::engine).problem, "still gone");
}

TEST(Health, WhoDoesNotAnswerIsNotWell) {
  utc now{std::chrono::seconds{100}};
  health_board board{[&now] { return now; }};
  board.well(vital::store);
  board.asked(vital::store);
  now += health_board::patience;
  EXPECT_TRUE(board.look(vital::store).well);
  board.asked(vital::store); // it still owes the first answer
  now += std::chrono::milliseconds{1};
  const auto late = board.look(vital::store);
  EXPECT_FALSE(late.well);
  EXPECT_EQ(late.since, utc{std::chrono::seconds{100}}
                            + health_board::patience);
  EXPECT_FALSE(late.problem.empty());
  board.well(vital::store);
  EXPECT_TRUE(board.look(vital::store).well);
  now += std::chrono::hours{1};
  EXPECT_TRUE(board.look(vital::store).well) << "nobody asked";
}

TEST(Health, KeepsThePartsApart) {
  health_board board{[] { return utc{}; }};
  board.well(vital::store);
  EXPECT_TRUE(board.look(vital::store).well);
  EXPECT_FALSE(board.look(vital::engine).well);
  EXPECT_FALSE(board.look(vital::events).well);
}

} // namespace spin
