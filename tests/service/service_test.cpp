#include "tests/service/service_test.hpp"

#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

#include "store/store.hpp"

namespace spin::test {

namespace {

std::string instance_of_this_test() {
  const char* run = std::getenv("SPIN_TEST_RUN");
  return std::string{run != nullptr ? run : "test"} + "."
         + std::to_string(getpid());
}

std::optional<std::string> engine_in_use() {
  const char* address = std::getenv("DOCKER_HOST");
  return address == nullptr ? std::nullopt : std::optional{std::string{address}};
}

} // namespace

ServiceTest::ServiceTest()
    : instance(instance_of_this_test()), engine_before_(engine_in_use()) {
  const auto port = [] { return ":" + std::to_string(free_port()); };
  settings = {
      {"sd_instance", instance},
      {"sd_listen", "127.0.0.1" + port()},
      {"sd_check_in_listen", bridge_gateway() + port()},
      {"sd_store", "sqlite:" + (folder.path() / "spin.db").string()},
      {"sd_stop_grace", "2"},
      {"sd_log_level", "debug"},
  };
}

void ServiceTest::TearDown() {
  if (server) {
    EXPECT_TRUE(agree()) << "the engine and GET differ";
    const auto last = listed();
    EXPECT_EQ(server->stop(), 0) << "no clean end";
    EXPECT_EQ(stored(), last) << "the store and GET differ";
  }
}

ServiceTest::~ServiceTest() {
  server.reset();
  if (HasFailure())
    std::cout << server_log(folder.path());
  if (engine)
    leave_own_engine();
  else
    run({"sh", "-c",
         "docker ps -aq --filter label=spin-docker.instance=" + instance
             + " | xargs -r docker rm -f -v"});
}

void ServiceTest::use_own_engine() {
  engine.emplace((folder.path() / "engine").string());
  setenv("DOCKER_HOST", engine->address().c_str(), 1);
  if (const auto built = run({SPIN_BUILD_IMAGES, "tests"});
      built.exit_code != 0)
    throw std::runtime_error(built.output);
  settings["sd_check_in_listen"] = "off";
  settings["sd_engine"] = engine->address();
}

void ServiceTest::leave_own_engine() {
  engine.reset(); // takes its containers with it
  if (engine_before_)
    setenv("DOCKER_HOST", engine_before_->c_str(), 1);
  else
    unsetenv("DOCKER_HOST");
}

void ServiceTest::use_redis() {
  redis = std::make_unique<redis_server>();
  settings["sd_store"] = redis->uri();
}

void ServiceTest::start() {
  server.emplace(server_setup{SPIN_SERVER_BINARY, settings, folder.path()});
}

void ServiceTest::restart() {
  ASSERT_EQ(server->stop(), 0);
  server.reset();
  start();
}

void ServiceTest::crash_and_start() {
  server->crash();
  server.reset();
  start();
}

container ServiceTest::create(const std::string& image) {
  const auto answer = server->post("/v1/containers", "image=" + image);
  if (answer.status != 201)
    throw std::runtime_error("create answered " + std::to_string(answer.status)
                             + ": " + answer.body);
  return container{answer};
}

std::string ServiceTest::shown(const container& which,
                               const char* field) const {
  return server->get(which.uri).field(field);
}

bool ServiceTest::becomes(const container& which, const std::string& status,
                          std::chrono::seconds within) const {
  return eventually([&] { return shown(which, "status") == status; }, within);
}

std::set<std::string> ServiceTest::listed() const {
  const auto answer = server->get("/v1/containers");
  if (answer.status != 200)
    throw std::runtime_error("list: " + answer.body);
  std::set<std::string> ids;
  const auto list = answer.json();
  for (const auto& each : list.GetArray())
    ids.insert(field_of(each, "container_id"));
  return ids;
}

std::set<std::string> ServiceTest::on_engine() const {
  return containers_with("spin-docker.instance=" + instance);
}

bool ServiceTest::agree() const {
  return eventually([this] { return listed() == on_engine(); },
                    std::chrono::seconds{30});
}

std::set<std::string> ServiceTest::stored() const {
  auto opened =
      store::make_store(settings.at("sd_store"), "spin-docker:" + instance);
  if (!opened)
    throw std::runtime_error(opened.error().what);
  auto held = (*opened)->load();
  if (!held)
    throw std::runtime_error(held.error().what);
  EXPECT_TRUE(held->refused.empty());
  std::set<std::string> ids;
  for (const auto& each : held->snapshots)
    ids.insert(each.who.container_id);
  return ids;
}

finished ServiceTest::exec(const container& where,
                           std::vector<std::string> words) const {
  words.insert(words.begin(), {"exec", where.id});
  return docker(words);
}

bool ServiceTest::page_answers(const std::string& port) {
  return eventually([&] {
    const auto page = send({.url = "http://127.0.0.1:" + port + "/"});
    return page.status == 200
           && page.body.find("Hello from spin-docker") != std::string::npos;
  });
}

std::string ServiceTest::check_in_url() const {
  return "http://" + settings.at("sd_check_in_listen") + "/v1/check-in";
}

} // namespace spin::test
