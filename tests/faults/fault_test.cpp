#include "tests/faults/fault_test.hpp"

#include <cstdlib>
#include <iostream>
#include <sstream>

using namespace std::chrono_literals;

namespace spin::test {

namespace {

int number_from(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::stoi(text);
}

} // namespace

int kills_wanted() {
  return number_from("SPIN_FAULT_KILLS", 12);
}

void print_row(const std::string& what, int count, int violations,
               std::optional<std::chrono::nanoseconds> worst) {
  std::cout << "## " << what << '\t' << count << '\t' << violations << '\t';
  if (worst)
    std::cout
        << std::chrono::duration_cast<std::chrono::milliseconds>(*worst).count()
        << " ms";
  std::cout << std::endl;
}

FaultTest::FaultTest()
    : seed(static_cast<unsigned>(number_from("SPIN_FAULT_SEED", 1))) {
  std::cout << "SPIN_FAULT_SEED=" << seed << std::endl;
  use_own_engine();
  settings["sd_audit_interval"] = "2";
  settings["sd_report_ttl"] = "0"; // a report counts for ever
  settings["sd_initial_timeout_interval"] =
      std::to_string(initial_timeout.count());
  settings["sd_timeout_interval"] = std::to_string(timeout.count());
}

void FaultTest::warm_up() {
  traffic clients{*server, containers, told, seed * 1000 + rounds_worked++};
  EXPECT_TRUE(eventually([this] { return containers.size() >= 4; }, 60s));
  clients.end();
  answered_clearly(clients);
}

world FaultTest::look() const {
  world result;
  const auto list = server->get("/v1/containers").json();
  if (list.IsArray())
    for (const auto& each : list.GetArray())
      result.api[field_of(each, "container_id")] = {
          field_of(each, "status"), field_of(each, "stop_reason"),
          moment_of(field_of(each, "stopped_at"))};
  std::istringstream lines{docker({"ps", "-a", "--no-trunc", "--filter",
                                   "label=spin-docker.instance=" + instance,
                                   "--format", "{{.ID}} {{.State}}"})
                               .output};
  for (std::string id, state; lines >> id >> state;)
    result.engine[id] = state;
  return result;
}

void FaultTest::judge() {
  std::vector<std::string> wrong;
  eventually(
      [&] { return (wrong = breaches(told.accounts(), look())).empty(); }, 30s);
  violations += static_cast<int>(wrong.size());
  for (const auto& each : wrong)
    ADD_FAILURE() << each;
}

void FaultTest::refuses_clearly() {
  const auto clear = [](int status) {
    return status == 502 || status == 503 || status == 504;
  };
  EXPECT_TRUE(eventually([&] {
    return clear(
        server->post("/v1/containers", "image=spin-docker/hello").status);
  })) << "no clear error";
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(server->get("/v1/containers").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
}

void FaultTest::answered_clearly(const traffic& clients) {
  static const std::set clear{200, 201, 204, 404, 409, 502, 503, 504};
  for (const auto& [status, count] : clients.answers()) {
    std::cout << count << " x " << status << ", ";
    if (clear.contains(status))
      continue;
    ++violations;
    ADD_FAILURE() << count << " answers " << status;
  }
  std::cout << std::endl;
}

std::optional<moment> FaultTest::shown_moment(const std::string& id,
                                              const char* field) const {
  return moment_of(server->get("/v1/containers/" + id).field(field));
}

} // namespace spin::test
