#include "tests/bench/rig.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <stdexcept>

#include <rapidjson/document.h>

#include "actors/token.hpp"
#include "docker/wire.hpp"
#include "tests/support/eventually.hpp"

namespace spin::bench {

namespace {

const std::string containers = "/v1/containers";

std::string engine_address() {
  const char* set = std::getenv("DOCKER_HOST");
  return set != nullptr && *set != '\0' ? set : "unix:///var/run/docker.sock";
}

std::string local_address() {
  return "127.0.0.1:" + std::to_string(test::free_port());
}

docker::http_answer expect(docker::http_answer answer, int status,
                           const char* what) {
  if (answer.status != status)
    throw std::runtime_error(std::string{what} + ": "
                             + std::to_string(answer.status) + ' '
                             + answer.body);
  return answer;
}

docker::http_answer expect(timed_client& client, const docker::wire::request& r,
                           int status, const char* what) {
  return expect(client.send(r.http.method, r.http.target, r.http.body), status,
                what);
}

rapidjson::Document parsed(const docker::http_answer& answer) {
  rapidjson::Document result;
  result.Parse(answer.body.data(), answer.body.size());
  if (result.HasParseError())
    throw std::runtime_error("not JSON: " + answer.body);
  return result;
}

std::string text(const rapidjson::Value& object, const char* name) {
  return test::field_of(object, name);
}

/// Returns `all` with what differs from container to container cut off.
std::vector<std::string> names_in(const rapidjson::Value& all) {
  std::vector<std::string> result;
  if (all.IsObject())
    for (const auto& member : all.GetObject())
      result.emplace_back(member.name.GetString());
  if (all.IsArray())
    for (const auto& line : all.GetArray()) {
      const std::string pair = line.GetString();
      result.push_back(pair.substr(0, pair.find('=')));
    }
  std::sort(result.begin(), result.end());
  return result;
}

} // namespace

rig::rig(const std::string& server_binary, std::string instance)
    : instance_(std::move(instance)), check_in_address_(local_address()),
      server_target_{
          docker::parse_endpoint("http://" + local_address()).value(),
          "admin:spindocker", "application/x-www-form-urlencoded"},
      engine_target_{docker::parse_endpoint(engine_address()).value()},
      server_client_(server_target_), engine_client_(engine_target_) {
  const auto address = server_target_.where.base_url.substr(7); // "http://"
  process_.emplace(test::server_setup{
      server_binary,
      {{"sd_instance", instance_},
       {"sd_listen", address},
       {"sd_check_in_listen", check_in_address_},
       {"sd_engine", engine_address()},
       {"sd_store", "sqlite:" + (folder_.path() / "spin.db").string()}},
      folder_.path()});
}

rig::~rig() {
  process_->stop();
  try {
    for (const auto& container : made_by_server())
      remove_by_engine(container);
    remove_all_by_engine();
  } catch (const std::exception& why) {
    std::fprintf(stderr, "cleaning up: %s\n", why.what());
  }
}

// -- making
// ---------------------------------------------------------------------

std::string rig::make_by_server(timed_client& server, const std::string& of) {
  const auto made = expect(server.send("POST", containers, "image=" + of), 201,
                           "create by the server");
  return text(parsed(made), "container_id");
}

docker::container_spec rig::next_spec() const {
  const auto id = make_id();
  const auto token = make_token(id);
  docker::container_spec spec;
  spec.name = name_of(id);
  spec.image = image;
  spec.publish = {{80, transport::tcp}};
  spec.publish_address = "127.0.0.1";
  spec.labels = {{docker::label::id, id},
                 {docker::label::instance, engine_instance()},
                 {docker::label::image, image},
                 {docker::label::token_sha256, to_hex(digest_of(token))}};
  spec.env = {"SPIN_DOCKER_URL=http://" + check_in_address_ + "/v1/check-in",
              "SPIN_DOCKER_TOKEN=" + token};
  return spec;
}

std::string rig::make_by_engine(timed_client& engine) const {
  using namespace docker;
  const auto made = expect(engine, wire::create(next_spec()), 201, "create");
  const auto id = text(parsed(made), "Id");
  expect(engine, wire::start(id), 204, "start");
  expect(engine, wire::inspect(id), 200, "inspect");
  return id;
}

void rig::compare_sides() {
  const auto ours = make_by_server(server_client_);
  const auto theirs = make_by_engine(engine_client_);
  const auto settings = [this](const std::string& container) {
    const auto all = parsed(expect(
        engine_client_, docker::wire::inspect(container), 200, "inspect"));
    const auto& config = all["Config"];
    auto names = names_in(config["Labels"]);
    for (auto& more :
         {names_in(config["Env"]), names_in(config["ExposedPorts"])})
      names.insert(names.end(), more.begin(), more.end());
    names.push_back(text(all, "HostConfig"));
    return names;
  };
  const bool same = settings(ours) == settings(theirs);
  remove_by_server(ours);
  remove_by_engine(theirs);
  if (!same)
    throw std::runtime_error("the server asks the engine for something else "
                             "than it is compared with");
}

// -- removing
// -------------------------------------------------------------------

std::vector<std::string> rig::listed(const std::string& instance) {
  const auto label = std::string{docker::label::instance} + '=' + instance;
  const auto all =
      parsed(expect(engine_client_, docker::wire::list(label), 200, "list"));
  std::vector<std::string> result;
  for (const auto& line : all.GetArray())
    result.push_back(text(line, "Id"));
  return result;
}

void rig::wait_until_gone(const std::vector<std::string>& gone) {
  const auto all_gone = [&] {
    const auto left = listed(instance_);
    return std::none_of(gone.begin(), gone.end(), [&](const auto& id) {
      return std::find(left.begin(), left.end(), id) != left.end();
    });
  };
  if (!test::eventually(all_gone, std::chrono::minutes{3}))
    throw std::runtime_error("containers were not removed");
}

void rig::remove_by_server(const std::string& container) {
  expect(server_client_.send("DELETE", containers + '/' + container), 204,
         "delete");
  wait_until_gone({container});
}

void rig::remove_by_engine(const std::string& container) {
  expect(engine_client_, docker::wire::remove(container), 204, "remove");
}

void rig::remove_all_by_server(const std::string& kept) {
  auto all = made_by_server();
  std::erase(all, kept);
  for (const auto& container : all)
    expect(server_client_.send("DELETE", containers + '/' + container), 204,
           "delete");
  wait_until_gone(all);
}

void rig::remove_all_by_engine() {
  for (const auto& container : made_by_engine())
    remove_by_engine(container);
}

} // namespace spin::bench
