#include "tests/support/redis_server.hpp"

#include <stdexcept>
#include <utility>

#include "tests/support/eventually.hpp"
#include "tests/support/http_client.hpp"

namespace spin::test {

redis_server::redis_server(std::vector<std::string> options)
    : options_(std::move(options)), port_(free_port()) {
  start();
}

std::string redis_server::uri() const {
  return "redis://127.0.0.1:" + std::to_string(port_);
}

std::string redis_server::ask(std::vector<std::string> words) const {
  std::vector<std::string> argv{"redis-cli", "-s", socket().string()};
  argv.insert(argv.end(), words.begin(), words.end());
  auto output = run(argv).output;
  if (output.ends_with('\n'))
    output.pop_back();
  return output;
}

void redis_server::crash() {
  child_->signal(SIGKILL);
  child_->wait(std::chrono::seconds{15});
  child_.reset();
}

void redis_server::start() {
  const auto folder = folder_.path().string();
  const auto log = folder_.path() / "log";
  std::vector<std::string> argv{"redis-server",
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                std::to_string(port_),
                                "--unixsocket",
                                socket().string(),
                                "--dir",
                                folder,
                                "--save",
                                "",
                                "--appendonly",
                                "yes",
                                "--appendfsync",
                                "always"};
  argv.insert(argv.end(), options_.begin(), options_.end());
  child_.emplace(command{argv, {}, log});
  // It asks for a password only if told to: that, too, is an answer.
  const auto settled = [this] {
    if (!child_->running())
      return true;
    const auto answer = ask({"PING"});
    return answer == "PONG" || answer.starts_with("NOAUTH");
  };
  if (!eventually(settled) || !child_->running())
    throw std::runtime_error("redis-server does not run: " + read_file(log));
}

} // namespace spin::test
