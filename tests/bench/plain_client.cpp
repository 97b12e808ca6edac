#include "tests/bench/plain_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string_view>
#include <utility>

namespace spin::bench {

plain_client::plain_client(std::uint16_t port)
    : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0) {
    ::close(fd_);
    throw std::runtime_error("cannot connect");
  }
  constexpr int yes = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
}

plain_client::plain_client(plain_client&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {
  // nop
}

plain_client::~plain_client() {
  if (fd_ >= 0)
    ::close(fd_);
}

bool plain_client::send(const std::string& text) {
  return ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL)
         == static_cast<ssize_t>(text.size());
}

std::size_t plain_client::ask(const std::string& request) {
  if (!send(request))
    throw std::runtime_error("the server closed the connection");
  std::string head;
  std::size_t end = std::string::npos;
  while (end == std::string::npos) {
    const auto size = ::recv(fd_, buffer_.data(), buffer_.size(), 0);
    if (size <= 0)
      throw std::runtime_error("no answer");
    head.append(buffer_.data(), static_cast<std::size_t>(size));
    end = head.find("\r\n\r\n");
  }
  constexpr std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  if (!head.starts_with("HTTP/1.1 200") || at > end)
    throw std::runtime_error("answered " + head.substr(0, end));
  const std::size_t whole = std::stoul(head.substr(at + name.size()));
  for (auto have = head.size() - end - 4; have < whole;) {
    const auto size = ::recv(fd_, buffer_.data(), buffer_.size(), 0);
    if (size <= 0)
      throw std::runtime_error("half an answer");
    have += static_cast<std::size_t>(size);
  }
  return whole;
}

} // namespace spin::bench
