#include "raw_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace spin::http::test {

raw_client::raw_client(const std::string& address, const std::string& source) {
  const auto colon = address.rfind(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port =
      htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in from{};
  from.sin_family = AF_INET;
  inet_pton(AF_INET, source.c_str(), &from.sin_addr);
  const timeval limit{patience.count(), 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  if (::bind(fd_, reinterpret_cast<sockaddr*>(&from), sizeof(from)) != 0
      || ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0)
    throw std::runtime_error("cannot connect to " + address);
}

raw_client::~raw_client() {
  ::close(fd_);
}

bool raw_client::send(std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void raw_client::end_sending() {
  ::shutdown(fd_, SHUT_WR);
}

bool raw_client::receive_more() {
  pollfd waiting{fd_, POLLIN, 0};
  const auto limit = std::chrono::milliseconds{patience}.count();
  if (ended_ || ::poll(&waiting, 1, static_cast<int>(limit)) != 1)
    return false;
  std::array<char, 65536> buffer{};
  const auto size = ::recv(fd_, buffer.data(), buffer.size(), 0);
  ended_ = size <= 0;
  if (!ended_)
    received_.append(buffer.data(), static_cast<std::size_t>(size));
  return !ended_;
}

bool raw_client::has_nothing() const {
  char byte = 0;
  return received_.empty()
         && ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

std::optional<std::string> raw_client::answer_head() {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos)
    if (!receive_more())
      return std::nullopt;
  auto head = received_.substr(0, end + 4);
  received_.erase(0, end + 4);
  return head;
}

std::optional<std::string> raw_client::answer() {
  for (;;) {
    if (const auto size = size_of_answer(received_)) {
      auto text = received_.substr(0, *size);
      received_.erase(0, *size);
      return text;
    }
    if (!receive_more())
      return std::nullopt;
  }
}

std::string raw_client::some() {
  if (received_.empty())
    receive_more();
  return std::exchange(received_, {});
}

std::optional<std::string> raw_client::rest() {
  while (receive_more()) {
    // nop
  }
  if (!ended_)
    return std::nullopt;
  return std::move(received_);
}

std::string status_in(const std::optional<std::string>& answer) {
  return answer && answer->size() > 12 ? answer->substr(9, 3) : "";
}

std::optional<std::size_t> size_of_answer(std::string_view text) {
  const auto end = text.find("\r\n\r\n");
  if (end == std::string_view::npos)
    return std::nullopt;
  constexpr std::string_view name = "Content-Length: ";
  const auto at = text.substr(0, end).find(name);
  const auto body =
      at == std::string_view::npos
          ? 0u
          : std::stoul(std::string{text.substr(at + name.size())});
  const auto size = end + 4 + body;
  return text.size() < size ? std::nullopt : std::optional{size};
}

std::size_t answers_in(std::string_view text) {
  constexpr std::string_view mark = "\r\nConnection: ";
  std::size_t count = 0;
  for (auto at = text.find(mark); at != std::string_view::npos;
       at = text.find(mark, at + 1))
    ++count;
  return count;
}

} // namespace spin::http::test
