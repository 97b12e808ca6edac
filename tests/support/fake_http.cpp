#include "tests/support/fake_http.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string_view>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace spin::test {

namespace {

/// Reads the length from a head; 0 if it names none.
std::size_t content_length(const std::string& head) {
  const std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  return at == head.npos ? 0 : std::stoul(head.substr(at + name.size()));
}

/// Takes one whole request off the front of `buffer`, if there is one.
std::optional<fake_request> take_request(std::string& buffer) {
  const auto end = buffer.find("\r\n\r\n");
  if (end == buffer.npos)
    return std::nullopt;
  const auto head = buffer.substr(0, end + 2);
  const auto body_at = end + 4;
  const auto length = content_length(head);
  if (buffer.size() < body_at + length)
    return std::nullopt;
  fake_request result;
  const auto space = head.find(' ');
  result.method = head.substr(0, space);
  result.target = head.substr(space + 1, head.find(' ', space + 1) - space - 1);
  result.head = head;
  result.body = buffer.substr(body_at, length);
  buffer.erase(0, body_at + length);
  return result;
}

[[noreturn]] void give_up(const char* what) {
  throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

} // namespace

fake_answer answer(int status, const std::string& body,
                   const std::string& type) {
  return {"HTTP/1.1 " + std::to_string(status) + " Scripted\r\nContent-Type: "
          + type + "\r\nContent-Length: " + std::to_string(body.size())
          + "\r\n\r\n" + body};
}

fake_answer hang() {
  return {};
}

fake_answer hang_up() {
  return {"", true};
}

fake_http::fake_http(script what, place where)
    : script_(std::move(what)),
      listener_(where == place::unix_socket ? listen_unix()
                                            : listen_loopback()),
      acceptor_([this] { accept_all(); }) {}

fake_http::~fake_http() {
  {
    std::lock_guard guard(mutex_);
    over_ = true;
    for (const int fd : open_)
      ::shutdown(fd, SHUT_RDWR);
  }
  ending_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& thread : threads_)
    thread.join();
  ::close(listener_);
}

std::size_t fake_http::open() const {
  std::lock_guard guard(mutex_);
  return open_.size();
}

std::vector<std::string> fake_http::seen() const {
  std::lock_guard guard(mutex_);
  return seen_;
}

int fake_http::listen_unix() {
  const auto path = (folder_.path() / "fake.sock").string();
  address_ = "unix://" + path;
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  path.copy(name.sun_path, sizeof name.sun_path - 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof name) != 0
      || ::listen(fd, SOMAXCONN) != 0)
    give_up("fake_http on a Unix socket");
  return fd;
}

int fake_http::listen_loopback() {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof name;
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof name) != 0
      || ::listen(fd, SOMAXCONN) != 0
      || ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0)
    give_up("fake_http on 127.0.0.1");
  address_ = "tcp://127.0.0.1:" + std::to_string(ntohs(name.sin_port));
  return fd;
}

void fake_http::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0)
      return;
    std::lock_guard guard(mutex_);
    if (over_) {
      ::close(fd);
      return;
    }
    open_.push_back(fd);
    threads_.emplace_back([this, fd, n = accepted_++] { serve(fd, n); });
  }
}

void fake_http::serve(int fd, int connection) {
  std::string buffer;
  char chunk[4096];
  for (int nth = 0;;) {
    const auto n = ::recv(fd, chunk, sizeof chunk, 0);
    if (n <= 0)
      break;
    buffer.append(chunk, static_cast<std::size_t>(n));
    auto request = take_request(buffer);
    if (!request)
      continue;
    request->connection = connection;
    request->nth = nth++;
    {
      std::lock_guard guard(mutex_);
      seen_.push_back(request->method + ' ' + request->target);
    }
    const auto what = script_(*request);
    if (!send_all(fd, what) || what.close)
      break;
  }
  std::lock_guard guard(mutex_);
  open_.erase(std::find(open_.begin(), open_.end(), fd));
  ::close(fd);
}

bool fake_http::send_all(int fd, const fake_answer& what) {
  std::string_view rest = what.bytes;
  while (!rest.empty()) {
    const auto size = what.pace.count() > 0 ? 1 : rest.size();
    const auto n = ::send(fd, rest.data(), size, MSG_NOSIGNAL);
    if (n <= 0)
      return false;
    rest.remove_prefix(static_cast<std::size_t>(n));
    std::unique_lock guard(mutex_);
    if (ending_.wait_for(guard, what.pace, [this] { return over_; }))
      return false;
  }
  return true;
}

} // namespace spin::test
