#include "http/metrics.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "http/exposition.hpp"
#include "http/metric_table.hpp"
#include "http/metrics_pages.hpp"
#include "http/process.hpp"
#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::Not;

namespace {

/// Everything of which a page is made.
struct source {
  metrics counters{{"GET /a", "POST /b"}};
  std::vector<directory_entry> containers;
  server_policy policy;
  health_board health{[] { return some_time().wall; }};
  telemetry meters;
  savings_report savings;

  void add(container_view view) {
    containers.push_back({{}, shared(std::move(view))});
  }
  std::string text() const {
    return counters.text({containers, some_time(), policy, health, meters,
                          savings});
  }
};

container_view of_image(const std::string& image) {
  auto view = some_container();
  auto who = *view.who;
  who.image = image;
  view.who = std::make_shared<const identity>(who);
  return view;
}

std::string read_page(const char* path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

} // namespace

// -- what the front end counts --------------------------------------------------

TEST(Metrics, CountRequestsByRouteAndStatus) {
  source from;
  from.counters.count_request(0, 200, 20ms);
  from.counters.count_request(0, 200, 2s);
  from.counters.count_request(404, 1ms);
  const auto text = from.text();
  EXPECT_THAT(text, HasSubstr(R"(http_requests_total{route="GET /a",)"
                              R"(status="200"} 2)"));
  EXPECT_THAT(text,
              HasSubstr(R"(http_requests_total{route="none",status="404"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(request_duration_seconds_bucket{)"
                              R"(route="GET /a",le="0.05"} 1)"));
  EXPECT_THAT(text, Not(HasSubstr("POST /b"))); // no request, no series
}

TEST(Metrics, CountCheckInsByOutcome) {
  source from;
  from.counters.count_check_in(check_in_outcome::credited);
  EXPECT_THAT(from.text(), HasSubstr(R"(check_ins_total{outcome="credited"} 1)"));
  EXPECT_THAT(from.text(),
              HasSubstr(R"(check_ins_total{outcome="malformed"} 0)"));
}

TEST(Metrics, TellWhetherContainersCanReport) {
  source from;
  const std::string name = "spin_docker_check_in_listening ";
  EXPECT_THAT(from.text(), HasSubstr(name + "0"));
  from.counters.set_check_in_listening(true);
  EXPECT_THAT(from.text(), HasSubstr(name + "1"));
  from.counters.set_check_in_listening(false);
  EXPECT_THAT(from.text(), HasSubstr(name + "0"));
}

TEST(Metrics, ShowTheConnectionsOfEachListener) {
  source from;
  auto room = std::make_shared<seats>(connection_caps{1, 1});
  const auto waiting = std::make_shared<permits>(9);
  from.counters.watch("api", room, waiting);
  const auto one = room->take("192.0.2.1", false);
  EXPECT_EQ(room->take("192.0.2.1", false), nullptr);
  const auto two = waiting->take();
  const auto text = from.text();
  EXPECT_THAT(text, HasSubstr(R"(http_connections{listener="api"} 1)"));
  EXPECT_THAT(text,
              HasSubstr(R"(connections_refused_total{listener="api"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(http_waiting_requests{listener="api"} 1)"));
  EXPECT_EQ(room->taken(), 1u);
}

TEST(Metrics, CountNothingIfTheyAreNotTo) {
  metrics none{{"GET /a"}, false};
  none.count_request(0, 200, 1s);
  none.count_check_in(check_in_outcome::credited);
  const source from;
  const auto text = none.text({from.containers, some_time(), from.policy,
                               from.health, from.meters, from.savings});
  EXPECT_THAT(text, Not(HasSubstr("http_requests_total{")));
  EXPECT_THAT(text, HasSubstr(R"(check_ins_total{outcome="credited"} 0)"));
}

// -- containers -------------------------------------------------------------------

TEST(Metrics, CountContainersByStatusAsTheyAreNow) {
  source from;
  from.add(some_container('a'));
  from.add(some_container('b'));
  EXPECT_THAT(from.text(),
              HasSubstr(R"(spin_docker_containers{status="running"} 2)"));
  from.containers.clear();
  from.add(in_phase(phase::stopped));
  EXPECT_THAT(from.text(),
              HasSubstr(R"(spin_docker_containers{status="running"} 0)"));
  EXPECT_THAT(from.text(),
              HasSubstr(R"(spin_docker_containers{status="stopped"} 1)"));
}

TEST(Metrics, ShowTheLargestImagesByNameAndTheRestTogether) {
  source from;
  for (std::size_t i = 0; i < images_shown + 5; ++i) {
    from.add(of_image("small" + std::to_string(i)));
    from.add(of_image("large"));
  }
  const auto text = from.text();
  const std::string name = "spin_docker_image_containers";
  EXPECT_THAT(text, HasSubstr(name + R"({image="large",status="running"} 25)"));
  EXPECT_THAT(text, HasSubstr(name + R"x({image="(others)",status="running"} 6)x"));
  std::size_t lines = 0;
  for (std::size_t at = 0; (at = text.find(name + '{', at)) != text.npos; ++at)
    ++lines;
  EXPECT_EQ(lines, images_shown + 1);
}

TEST(Metrics, TellWhoNeverReportedWhoFailsAndWhoIsOverdue) {
  source from;
  auto silent = some_container('a');
  silent.life.reported_at.reset();
  from.add(silent);
  auto talking = some_container('b');
  talking.life.reported_at = some_time().steady;
  from.add(talking);
  auto failing = in_phase(phase::stopping, 'c');
  failing.life.failures = 3;
  from.add(failing);
  auto removing = in_phase(phase::removing, 'd'); // hidden from lists
  removing.life.failures = 1;
  from.add(removing);
  auto overdue = talking;
  overdue.life.next_check = some_time().steady - 1min;
  overdue.life.last_chance = true;
  overdue.life.active = 0;
  from.add(overdue);
  const auto text = from.text();
  EXPECT_THAT(text, HasSubstr("spin_docker_silent_containers 1\n"));
  EXPECT_THAT(text, HasSubstr(R"(failing_containers{phase="stopping"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(failing_containers{phase="removing"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(failing_containers{phase="pausing"} 0)"));
  EXPECT_THAT(text, HasSubstr("spin_docker_overdue_containers 1\n"));
}

TEST(Metrics, TellWhenTheNextStopIs) {
  source from;
  EXPECT_THAT(from.text(), Not(HasSubstr("next_stop_timestamp_seconds ")));
  auto view = some_container();
  view.life.next_check = some_time().steady + 90s;
  view.life.last_chance = true;
  view.life.active = 0;
  view.life.busy_since_check = false;
  from.add(view);
  // 2014-05-01T12:01:30Z
  EXPECT_THAT(from.text(), HasSubstr("next_stop_timestamp_seconds 1398945690"));
}

TEST(Metrics, TellWhatIdleStopsSaved) {
  source from;
  from.savings.saving_now = 3;
  from.savings.all.total = {90min, 7};
  EXPECT_THAT(from.text(), HasSubstr("spin_docker_saving_containers 3\n"));
  EXPECT_THAT(from.text(),
              HasSubstr("spin_docker_saved_container_seconds_total 5400\n"));
}

// -- the parts behind it ------------------------------------------------------------

TEST(Metrics, TellHowEachPartIs) {
  source from;
  from.health.well(vital::engine);
  from.health.ill(vital::store, "away");
  EXPECT_THAT(from.text(), HasSubstr(R"(spin_docker_part_up{part="engine"} 1)"));
  EXPECT_THAT(from.text(), HasSubstr(R"(spin_docker_part_up{part="store"} 0)"));
  EXPECT_THAT(from.text(),
              HasSubstr(R"(part_since_timestamp_seconds{part="store"} 1398945600)"));
}

TEST(Metrics, TellWhatTheActorsAndTheGatewayCounted) {
  source from;
  auto& gateway = from.meters.of(actor_kind::gateway);
  gateway.spawned.add(2);
  gateway.note_end(actor_end::fault);
  gateway.handling.note(2'000'000);
  from.meters.engine.of("stop").note(errc::none);
  from.meters.engine.of("stop").note(errc::timed_out);
  from.meters.engine.of("stop").took.note(3'000'000'000);
  from.meters.engine.queued = 4;
  from.meters.store.group.note(7);
  from.meters.supervision.stopped(stop_reason::idle).add();
  const auto text = from.text();
  for (const auto* line :
       {R"(spin_docker_actors{actor="gateway"} 1)",
        R"(actors_ended_total{actor="gateway",reason="fault"} 1)",
        R"(message_duration_seconds_bucket{actor="gateway",le="0.001"} 0)",
        R"(message_duration_seconds_bucket{actor="gateway",le="0.01"} 1)",
        R"(message_duration_seconds_count{actor="gateway"} 1)",
        R"(engine_calls_total{call="stop",outcome="ok"} 1)",
        R"(engine_calls_total{call="stop",outcome="timed_out"} 1)",
        R"(engine_call_duration_seconds_sum{call="stop"} 3)",
        "spin_docker_engine_calls_queued 4",
        R"(store_write_records_bucket{le="10"} 1)",
        R"(spin_docker_stops_total{reason="idle"} 1)",
        "spin_docker_scheduler_alive 1"})
    EXPECT_THAT(text, HasSubstr(line));
}

TEST(Metrics, TellTheVersionAndHowTheProcessDoes) {
  const source from;
  const auto text = from.text();
  EXPECT_THAT(text, HasSubstr("spin_docker_build_info{version=\"" SPIN_VERSION
                              "\"} 1"));
  EXPECT_THAT(text, HasSubstr("process_start_time_seconds "));
  EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes "));
}

// -- the table ----------------------------------------------------------------------

TEST(MetricTable, IsThePageInTheDocs) {
  const auto printed = metrics_page();
  if (std::getenv("SPIN_REGENERATE"))
    std::ofstream{SPIN_METRICS_PAGE} << printed;
  EXPECT_TRUE(read_page(SPIN_METRICS_PAGE) == printed)
      << SPIN_METRICS_PAGE << " is out of date: write it anew with\n"
      << "SPIN_REGENERATE=1 http_rules_test --gtest_filter=MetricTable.*";
}

TEST(MetricTable, EveryRowIsOnAPageThatHasEverything) {
  source from;
  from.counters.count_request(0, 200, 1s);
  const auto room = std::make_shared<seats>(connection_caps{1, 1});
  const auto waiting = std::make_shared<permits>(1);
  from.counters.watch("api", room, waiting);
  from.add(some_container());
  const auto text = from.text();
  for (const auto& row : metric_table())
    EXPECT_THAT(text, HasSubstr("# TYPE " + std::string{row.name} + ' '));
}

TEST(MetricTable, NamesFollowPrometheusConventions) {
  for (const auto& row : metric_table()) {
    const bool is_total = row.name.ends_with("_total");
    EXPECT_EQ(row.kind == metric_kind::counter, is_total) << row.name;
    EXPECT_TRUE(row.name.starts_with("spin_docker_")
                || row.name.starts_with("process_"))
        << row.name;
    EXPECT_FALSE(row.help.empty() || row.help.ends_with('.')) << row.name;
  }
}

TEST(Exposition, TakesNothingThatTheTableDoesNotHave) {
  exposition page;
  EXPECT_THROW(page.put("spin_docker_nonsense", 1), std::logic_error);
  EXPECT_THROW(page.put("spin_docker_containers", 1), std::logic_error);
  EXPECT_THROW(page.put("spin_docker_containers", 1, {"running", "more"}),
               std::logic_error);
  EXPECT_EQ(page.text(), "");
}

TEST(Process, KnowsItselfWell) {
  const auto now = std::chrono::duration<double>(
      std::chrono::system_clock::now().time_since_epoch());
  EXPECT_LE(process_start_time(), now.count() + 2);
  EXPECT_GT(process_start_time(), now.count() - 3600);
  EXPECT_GT(resident_memory(), 1e6);
  EXPECT_GE(virtual_memory(), resident_memory());
  EXPECT_GE(cpu_time(), 0);
  EXPECT_GE(open_files(), 3);
  EXPECT_LE(open_files(), most_files());
  EXPECT_GE(threads(), 1);
}
