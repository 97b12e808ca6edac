#include "tests/support/redis_server.hpp"

#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/eventually.hpp"

namespace spin::test {

namespace {

/// Returns a TCP port of 127.0.0.1 that was free a moment ago.
std::uint16_t free_port() {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  auto* any = reinterpret_cast<sockaddr*>(&name);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool bound = fd >= 0 && ::bind(fd, any, size) == 0
                     && ::getsockname(fd, any, &size) == 0;
  if (fd >= 0)
    ::close(fd);
  if (!bound)
    throw std::runtime_error("no free port on 127.0.0.1");
  return ntohs(name.sin_port);
}

} // namespace

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
