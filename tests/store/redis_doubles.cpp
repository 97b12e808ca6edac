#include "tests/store/redis_doubles.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/eventually.hpp"

namespace spin::test {

namespace {

sockaddr_un socket_name_of(const std::filesystem::path& path) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, path.c_str(), sizeof name.sun_path - 1);
  return name;
}

int listen_at(const std::filesystem::path& path) {
  const auto name = socket_name_of(path);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0
      || ::listen(fd, 8) != 0)
    throw std::runtime_error("cannot listen at " + path.string());
  return fd;
}

int connect_to(const std::filesystem::path& path) {
  const auto name = socket_name_of(path);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
    throw std::runtime_error("cannot connect to " + path.string());
  return fd;
}

/// Waits until one of `fds` can be read; returns it, or -1 after 20 ms.
int readable(std::initializer_list<int> fds) {
  std::vector<pollfd> all;
  for (int fd : fds)
    all.push_back({fd, POLLIN, 0});
  ::poll(all.data(), all.size(), 20);
  for (const auto& one : all)
    if (one.revents != 0)
      return one.fd;
  return -1;
}

/// Reads what is there; empty at the end.
std::string read_some(int fd) {
  std::array<char, 65536> buffer;
  const auto length = ::recv(fd, buffer.data(), buffer.size(), 0);
  return {buffer.data(), static_cast<std::size_t>(length > 0 ? length : 0)};
}

void send_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

} // namespace

scripted_redis::scripted_redis(std::vector<std::string> answers)
    : answers_(std::move(answers)), listener_(listen_at(socket())),
      thread_([this] { serve(); }) {
  // nop
}

scripted_redis::~scripted_redis() {
  ending_ = true;
  thread_.join();
  ::close(listener_);
}

void scripted_redis::serve() {
  while (!ending_) {
    if (readable({listener_}) < 0)
      continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    for (auto next = answers_.begin(); next != answers_.end() && !ending_;)
      if (readable({client}) == client) {
        if (read_some(client).empty())
          break;
        send_all(client, *next++);
      }
    ::close(client);
  }
}

delaying_relay::delaying_relay(std::filesystem::path server)
    : server_(std::move(server)), listener_(listen_at(socket())),
      thread_([this] { serve(); }) {
  // nop
}

delaying_relay::~delaying_relay() {
  ending_ = true;
  thread_.join();
  ::close(listener_);
  if (held_by_ >= 0)
    ::close(held_by_);
}

void delaying_relay::serve() {
  while (!ending_)
    if (readable({listener_}) >= 0)
      pass(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
}

void delaying_relay::pass(int client) {
  const int server = connect_to(server_);
  while (!ending_) {
    const int ready = readable({client, server});
    if (ready < 0)
      continue;
    const auto text = read_some(ready);
    if (ready == client && held_by_ < 0
        && text.find("MULTI") != std::string::npos) {
      held_ = text;
      held_by_ = server; // still connected: the server knows nothing yet
      // The client waits in vain and gives up.
      while (!ending_
             && (readable({client}) < 0 || !read_some(client).empty())) {
        // nothing passes
      }
      ::close(client);
      return;
    }
    if (text.empty())
      break;
    send_all(ready == client ? server : client, text);
  }
  ::close(client);
  ::close(server);
}

bool delaying_relay::release() {
  const int server = held_by_;
  if (server < 0)
    return false;
  send_all(server, held_);
  // The server hangs up when it has read everything and then our end.
  ::shutdown(server, SHUT_WR);
  return eventually([&] {
    return readable({server}) == server && read_some(server).empty();
  });
}

} // namespace spin::test
