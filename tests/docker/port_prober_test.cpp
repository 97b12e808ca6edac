#include "docker/port_prober.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace spin::docker {

namespace {

using namespace std::chrono_literals;

/// Listens on a port of its own.
class listener {
public:
  listener() {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    auto* address = reinterpret_cast<sockaddr*>(&where);
    if (::bind(fd_, address, size) != 0 || ::listen(fd_, 64) != 0
        || ::getsockname(fd_, address, &size) != 0)
      ADD_FAILURE() << "cannot listen";
    port_ = ntohs(where.sin_port);
  }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  ~listener() { ::close(fd_); }

  std::uint16_t port() const { return port_; }

  /// Takes the next connection.
  int accept() const { return ::accept(fd_, nullptr, nullptr); }

private:
  int fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::uint16_t port_ = 0;
};

bool probe(port_prober& by, std::uint16_t port) {
  std::promise<bool> told;
  by.probe(port, [&](bool serves) { told.set_value(serves); });
  return told.get_future().get();
}

} // namespace

TEST(PortProber, FindsWhoListensAndSaysNothing) {
  const listener quiet;
  port_prober prober{"127.0.0.1"};
  EXPECT_TRUE(probe(prober, quiet.port()));
}

TEST(PortProber, FindsWhoSpeaksFirst) {
  const listener speaker;
  std::thread talk{[&] {
    const auto fd = speaker.accept();
    EXPECT_EQ(::write(fd, "SSH-2.0\r\n", 9), 9);
    char byte = 0;
    EXPECT_LE(::read(fd, &byte, 1), 0) << "a probe sends nothing";
    ::close(fd);
  }};
  port_prober prober{"127.0.0.1"};
  EXPECT_TRUE(probe(prober, speaker.port()));
  talk.join();
}

// As the engine's proxy does before the container serves.
TEST(PortProber, IsNotFooledByAProxyThatHangsUp) {
  const listener proxy;
  std::thread hang_up{[&] { ::close(proxy.accept()); }};
  port_prober prober{"127.0.0.1"};
  EXPECT_FALSE(probe(prober, proxy.port()));
  hang_up.join();
}

TEST(PortProber, FindsNobodyWhereNobodyListens) {
  std::uint16_t port = 0;
  {
    const listener gone;
    port = gone.port();
  }
  port_prober prober{"127.0.0.1"};
  EXPECT_FALSE(probe(prober, port));
  port_prober nowhere{"host.invalid", {200ms, 10ms}};
  EXPECT_FALSE(probe(nowhere, port));
}

TEST(PortProber, GivesUpOnWhoNeverAnswers) {
  // Set apart for documentation: nobody is there.
  port_prober prober{"192.0.2.1", {50ms, 10ms}};
  EXPECT_FALSE(probe(prober, 80));
}

TEST(PortProber, AnswersEachOnceAlsoWhenItEnds) {
  const listener quiet;
  constexpr int many = 200;
  std::atomic<int> told = 0;
  {
    port_prober prober{"127.0.0.1", {5000ms, 5000ms}};
    for (int i = 0; i < many; ++i)
      prober.probe(quiet.port(), [&](bool) { ++told; });
  }
  EXPECT_EQ(told, many);
}

} // namespace spin::docker
