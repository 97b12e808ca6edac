#include "tests/faults/traffic.hpp"

#include <algorithm>

#include "tests/support/engine_cli.hpp"
#include "tests/support/eventually.hpp"

namespace spin::test {

namespace {

using namespace std::chrono_literals;

/// Few containers meet many wishes each; starting one costs a quarter of a
/// second of the processor.
constexpr std::size_t pool_size = 6;
constexpr unsigned client_count = 3;

/// A service that refuses at once must not be asked in a tight loop.
constexpr auto pace = 20ms;

std::string uri_of(const std::string& id) {
  return "/v1/containers/" + id;
}

/// Returns the token in a container's environment; empty if it is not told.
std::string token_of(const std::string& id) {
  const std::string name = "SPIN_DOCKER_TOKEN=";
  const auto env = inspect(id, "{{range .Config.Env}}{{println .}}{{end}}");
  const auto at = env.find(name);
  if (at == env.npos)
    return {};
  const auto begin = at + name.size();
  return env.substr(begin, env.find('\n', begin) - begin);
}

} // namespace

std::string pool::pick(std::mt19937& dice) const {
  const std::lock_guard guard{mutex_};
  const auto place = dice() % pool_size;
  return place < ids_.size() ? ids_[place] : "";
}

std::size_t pool::size() const {
  const std::lock_guard guard{mutex_};
  return ids_.size();
}

void pool::add(const std::string& id) {
  const std::lock_guard guard{mutex_};
  ids_.push_back(id);
}

void pool::drop(const std::string& id) {
  const std::lock_guard guard{mutex_};
  std::erase(ids_, id);
  tokens_.erase(id);
}

std::string pool::token(const std::string& id) {
  {
    const std::lock_guard guard{mutex_};
    if (const auto known = tokens_.find(id); known != tokens_.end())
      return known->second;
  }
  auto token = token_of(id);
  const std::lock_guard guard{mutex_};
  if (!token.empty())
    tokens_[id] = token;
  return token;
}

traffic::traffic(const spin_server& server, pool& containers, ledger& told,
                 unsigned seed)
    : server_(server), containers_(containers), told_(told) {
  for (unsigned i = 0; i < client_count; ++i)
    clients_.emplace_back(
        [this, mine = seed * client_count + i] { be_a_client(mine); });
}

void traffic::end() {
  over_ = true;
  clients_.clear();
}

std::map<int, int> traffic::answers() const {
  const std::lock_guard guard{mutex_};
  return answers_;
}

void traffic::be_a_client(unsigned seed) {
  std::mt19937 dice{seed};
  while (!over_) {
    const auto id = containers_.pick(dice);
    const auto status = id.empty() ? make() : act(id, dice() % 100);
    {
      const std::lock_guard guard{mutex_};
      ++answers_[status];
    }
    if (status == 0)
      return;
    let_pass(pace);
  }
}

int traffic::act(const std::string& id, unsigned choice) {
  if (choice < 25)
    return wish(id, fate::stopped);
  if (choice < 55)
    return wish(id, fate::running);
  if (choice < 70)
    return report(id, true);
  if (choice < 75)
    return report(id, false);
  if (choice < 88)
    return hold(id);
  if (choice < 95)
    return wish(id, fate::removed);
  return server_.get(uri_of(id)).status;
}

int traffic::make() {
  const auto made = server_.post("/v1/containers", "image=spin-docker/hello");
  if (made.status == 201) {
    const auto id = made.field("container_id");
    told_.created(id);
    containers_.add(id);
  }
  return made.status;
}

int traffic::wish(const std::string& id, fate what) {
  told_.begin(id);
  const auto answer =
      what == fate::removed
          ? server_.remove(uri_of(id))
          : server_.patch(uri_of(id), what == fate::running ? "status=running"
                                                            : "status=stopped");
  told_.end(id, what, reply_of(answer.status));
  if (answer.status == 404 || (what == fate::removed && answer.status == 204))
    containers_.drop(id);
  return answer.status;
}

int traffic::hold(const std::string& id) {
  told_.begin(id);
  const auto status =
      server_.post(uri_of(id) + "/keep-alive", "for=3600").status;
  told_.end_hold(id, reply_of(status));
  return status;
}

int traffic::report(const std::string& id, bool busy) {
  const auto token = containers_.token(id);
  if (token.empty())
    return server_.get(uri_of(id)).status;
  const auto turn = told_.reporting(id, busy);
  const auto status = send({.method = "POST",
                            .url = server_.url("/v1/check-in"),
                            .body = std::string{"active="} + (busy ? "1" : "0"),
                            .headers = {"Authorization: Bearer " + token}})
                          .status;
  if (busy && status == 200)
    told_.reported(id, turn);
  return status;
}

void let_pass(std::chrono::milliseconds time) {
  eventually([] { return false; }, time);
}

} // namespace spin::test
