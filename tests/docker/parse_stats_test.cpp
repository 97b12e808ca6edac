#include "docker/parse_stats.hpp"

#include <random>

#include <gmock/gmock.h>

#include "docker/stats_lines.hpp"
#include "tests/docker/recorded.hpp"

namespace spin::docker {

namespace {

container_stats parsed_stats(const std::string& api) {
  return parse_stats(test::recorded(api, "stats.json")).value();
}

/// A sample with these parts.
std::string sample(const std::string& before, const std::string& now,
                   const std::string& memory = R"({"usage":4096})") {
  return R"({"read":"2026-11-22T10:00:01.5Z","pids_stats":{"current":1},)"
         R"("precpu_stats":)"
         + before + R"(,"cpu_stats":)" + now + R"(,"memory_stats":)" + memory
         + "}";
}

std::string cpu(std::uint64_t own, std::uint64_t whole, int online) {
  return R"({"cpu_usage":{"total_usage":)" + std::to_string(own)
         + R"(},"system_cpu_usage":)" + std::to_string(whole)
         + R"(,"online_cpus":)" + std::to_string(online) + "}";
}

std::optional<double> percent(const std::string& text) {
  return parse_stats(text).value().cpu_percent;
}

} // namespace

TEST(ParseStats, ReadsBothVersionsOfCgroups) {
  for (const auto* api : {"1.41", "1.51"}) {
    const auto got = parsed_stats(api);
    EXPECT_GT(got.at, 1'700'000'000'000'000'000) << api;
    ASSERT_TRUE(got.cpu_percent) << api;
    EXPECT_GT(*got.cpu_percent, 0.0) << api;
    EXPECT_LE(*got.cpu_percent, 100.0 * static_cast<double>(got.cpus)) << api;
    EXPECT_EQ(got.cpus, 2u) << api;
    EXPECT_GT(got.memory_used, 0u) << api;
    EXPECT_LT(got.memory_used, got.memory_limit) << api;
    EXPECT_GT(got.network_received, 0u) << api;
    EXPECT_GE(got.pids, 1u) << api;
  }
}

TEST(ParseStats, AContainerThatDoesNotRunHasNone) {
  const auto got = parse_stats(test::recorded("1.41", "stats_stopped.json"));
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_EQ(*got, container_stats{});
}

TEST(ParseStats, ProcessorsAreComparedWithTheMomentBefore) {
  EXPECT_DOUBLE_EQ(
      percent(sample(cpu(100, 1000, 4), cpu(150, 1400, 4))).value(), 50.0);
  // The first moment, no time between them, and a counter that began again.
  EXPECT_FALSE(percent(sample("{}", cpu(150, 1400, 4))));
  EXPECT_FALSE(percent(sample(cpu(100, 1400, 4), cpu(150, 1400, 4))));
  EXPECT_FALSE(percent(sample(cpu(200, 1000, 4), cpu(150, 1400, 4))));
}

TEST(ParseStats, CountsProcessorsThatAnOldEngineLists) {
  const auto got = parse_stats(
      sample(cpu(100, 1000, 0),
             R"({"cpu_usage":{"total_usage":200,"percpu_usage":[1,2,3]},)"
             R"("system_cpu_usage":1200})"));
  EXPECT_EQ(got.value().cpus, 3u);
  EXPECT_DOUBLE_EQ(got.value().cpu_percent.value(), 150.0);
}

TEST(ParseStats, MemoryIsWithoutFilesThatAreOnlyKeptAtHand) {
  const auto used = [](const std::string& memory) {
    return parse_stats(sample("{}", "{}", memory)).value().memory_used;
  };
  EXPECT_EQ(used(R"({"usage":1000,"stats":{"inactive_file":300}})"), 700u);
  // Version 1 has both; that of the whole group counts.
  EXPECT_EQ(used(R"({"usage":1000,"stats":{"inactive_file":1,)"
                 R"("total_inactive_file":400}})"),
            600u);
  EXPECT_EQ(used(R"({"usage":1000,"stats":{"inactive_file":1000}})"), 1000u);
  EXPECT_EQ(used(R"({"usage":1000})"), 1000u);
  EXPECT_EQ(parse_stats(sample("{}", "{}",
                               R"({"usage":1,)"
                               R"("limit":18446744073709551615})"))
                .value()
                .memory_limit,
            18'446'744'073'709'551'615u);
}

TEST(ParseStats, AddsAllNetworks) {
  auto text = sample("{}", "{}");
  text.pop_back();
  text += R"(,"networks":{"eth0":{"rx_bytes":1,"tx_bytes":10},)"
          R"("eth1":{"rx_bytes":2,"tx_bytes":20}}})";
  const auto got = parse_stats(text).value();
  EXPECT_EQ(got.network_received, 3u);
  EXPECT_EQ(got.network_sent, 30u);
}

TEST(ParseStats, AnotherThingIsMalformed) {
  for (const auto* text :
       {"", "[]", "{}", R"({"read":1})", R"({"read":"today"})",
        R"({"read":"2026-11-22T10:00:01Z","memory_stats":{"usage":-1}})",
        R"({"read":"2026-11-22T10:00:01Z","pids_stats":{"current":"1"}})"})
    EXPECT_EQ(parse_stats(text).error().code, errc::malformed) << text;
}

TEST(StatsLines, TellTheSameHoweverTheyAreCut) {
  std::string text;
  for (int i = 0; i < 5; ++i)
    text += sample(cpu(100, 1000, 2), cpu(110 + i, 1100, 2)) + "\r\n";
  std::mt19937 random{7};
  for (int round = 0; round < 100; ++round) {
    std::vector<double> got;
    stats_lines cut{
        [&](const container_stats& one) { got.push_back(*one.cpu_percent); }};
    for (std::string_view left{text}; !left.empty();) {
      const auto size = std::min<std::size_t>(1 + random() % 300, left.size());
      ASSERT_TRUE(cut.take(left.substr(0, size)));
      left.remove_prefix(size);
    }
    ASSERT_THAT(got, testing::Pointwise(testing::DoubleEq(),
                                        {20., 22., 24., 26., 28.}));
    ASSERT_TRUE(cut.whole());
  }
}

TEST(StatsLines, OneThatIsTooLongOrNoneIsMalformed) {
  const auto code = [](const std::string& text) {
    return stats_lines{[](const auto&) {}}.take(text).error().code;
  };
  EXPECT_EQ(code("nonsense\n"), errc::malformed);
  EXPECT_EQ(code(std::string(stats_lines::line_limit + 1, ' ')),
            errc::malformed);
}

} // namespace spin::docker
