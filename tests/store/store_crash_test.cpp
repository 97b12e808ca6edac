#include <chrono>
#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/store_contract_test.hpp"

namespace spin::test {

// A writer that is killed at any moment.
using StoreCrash = StoreTest;

INSTANTIATE_TEST_SUITE_P(Every, StoreCrash, ::testing::ValuesIn(every_bench()),
                         name_of);

namespace {

/// How many records each group writes, all with the number of the group.
constexpr std::uint64_t width = 20;

std::vector<store::change> group(std::uint64_t number) {
  std::vector<store::change> result;
  for (std::uint64_t n = 0; n < width; ++n) {
    auto what = sample(n);
    what.active = number;
    result.push_back(keep(what));
  }
  return result;
}

/// Writes group after group and reports the number of each acknowledged one.
[[noreturn]] void write_for_ever(bench& on, std::uint64_t first, int report) {
  const auto ours = on.open();
  for (auto number = first;; ++number) {
    const bool good = ours->apply(group(number)).has_value();
    if (!good || write(report, &number, sizeof number) != sizeof number)
      _exit(1);
  }
}

void spin_for(std::chrono::microseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    // A wait by the scheduler would be too long and too even.
  }
}

/// Runs a writer until a random moment after its `acks`th report and kills it.
/// Returns the last number that it reported.
std::uint64_t run_and_kill(bench& on, std::uint64_t first, int acks,
                           std::chrono::microseconds more) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const auto child = fork();
  if (child == 0)
    write_for_ever(on, first, ends[1]);
  close(ends[1]);
  std::uint64_t last = 0;
  std::uint64_t number = 0;
  while (acks-- > 0 && read(ends[0], &number, sizeof number) == sizeof number)
    last = number;
  spin_for(more);
  kill(child, SIGKILL);
  while (read(ends[0], &number, sizeof number) == sizeof number)
    last = number;
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer gave up";
  return last;
}

} // namespace

TEST_P(StoreCrash, LosesNothingAcknowledgedAndTearsNoGroup) {
  dice from{20'269};
  std::uint64_t next = 1;
  for (int round = 0; round < 25; ++round) {
    const auto acks = 1 + static_cast<int>(from() % 4);
    const std::chrono::microseconds more{from() % 5'000};
    const auto last = run_and_kill(*on, next, acks, more);
    ASSERT_GE(last, next);
    const auto ours = on->open();
    const auto all = load(*ours).snapshots;
    ASSERT_EQ(all.size(), width);
    // The group after the last acknowledged one may be there: all of it.
    ASSERT_TRUE(all[0].active == last || all[0].active == last + 1)
        << all[0].active << " after " << last;
    for (const auto& one : all)
      ASSERT_EQ(one.active, all[0].active);
    next = last + 2;
  }
}

} // namespace spin::test
