#include "http/metrics.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "http/process.hpp"
#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

TEST(Metrics, CountRequestsByRouteAndStatus) {
  metrics all;
  all.count_request("GET /v1/images", 200, 20ms);
  all.count_request("GET /v1/images", 200, 2s);
  all.count_request("none", 404, 1ms);
  const auto text = all.text({});
  EXPECT_THAT(text, HasSubstr(R"(http_requests_total{route="GET /v1/images",)"
                              R"(status="200"} 2)"));
  EXPECT_THAT(text,
              HasSubstr(R"(http_requests_total{route="none",status="404"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(request_duration_seconds_bucket{)"
                              R"(route="GET /v1/images",le="0.05"} 1)"));
}

TEST(Metrics, CountContainersByStatusAsTheyAreNow) {
  metrics all;
  EXPECT_THAT(
      all.text({shared(some_container('a')), shared(some_container('b'))}),
      HasSubstr(R"(spin_docker_containers{status="running"} 2)"));
  const auto later = all.text({shared(in_phase(phase::stopped))});
  EXPECT_THAT(later,
              HasSubstr(R"(spin_docker_containers{status="running"} 0)"));
  EXPECT_THAT(later,
              HasSubstr(R"(spin_docker_containers{status="stopped"} 1)"));
}

TEST(Metrics, CountCheckInsByOutcome) {
  metrics all;
  all.count_check_in(check_in_outcome::credited);
  const auto text = all.text({});
  EXPECT_THAT(text, HasSubstr(R"(check_ins_total{outcome="credited"} 1)"));
  EXPECT_THAT(text, HasSubstr(R"(check_ins_total{outcome="malformed"} 0)"));
}

TEST(Metrics, TellWhetherContainersCanReport) {
  metrics all;
  const std::string name = "spin_docker_check_in_listening ";
  EXPECT_THAT(all.text({}), HasSubstr(name + "0"));
  all.set_check_in_listening(true);
  EXPECT_THAT(all.text({}), HasSubstr(name + "1"));
  all.set_check_in_listening(false);
  EXPECT_THAT(all.text({}), HasSubstr(name + "0"));
}

TEST(Metrics, TellTheVersionAndHowTheProcessDoes) {
  const auto text = metrics{}.text({});
  EXPECT_THAT(text, HasSubstr("spin_docker_build_info{version=\"" SPIN_VERSION
                              "\"} 1"));
  EXPECT_THAT(text, HasSubstr("process_start_time_seconds "));
  EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes "));
}

TEST(Process, KnowsItsAgeAndSize) {
  const auto now = std::chrono::duration<double>(
      std::chrono::system_clock::now().time_since_epoch());
  EXPECT_LE(process_start_time(), now.count() + 2);
  EXPECT_GT(process_start_time(), now.count() - 3600);
  EXPECT_GT(resident_memory(), 1e6);
}
