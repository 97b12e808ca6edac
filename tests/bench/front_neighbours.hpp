#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/load.hpp"
#include "tests/bench/plain_client.hpp"
#include "tests/support/redis_server.hpp"

// What goes on beside that which is measured, each in a thread of its own.

namespace spin::bench {

/// Check-ins at a steady pace beside other work.
class reporter {
public:
  reporter(std::uint16_t port, std::string request)
      : thread_([this, port, request](const std::stop_token& end) {
          plain_client client{port};
          for (auto due = std::chrono::steady_clock::now();
               !end.stop_requested(); due += std::chrono::milliseconds{2}) {
            std::this_thread::sleep_until(due);
            took.push_back(milliseconds_of([&] { client.ask(request); }));
          }
        }) {
    // nop
  }

  std::vector<double> stop() {
    thread_.request_stop();
    thread_.join();
    std::sort(took.begin(), took.end());
    return took;
  }

private:
  std::vector<double> took;
  std::jthread thread_; // last: it uses all of the above
};

/// Keeps Redis from answering anything for a second, again and again.
class slow_redis {
public:
  explicit slow_redis(const test::redis_server& which)
      : thread_([&which](const std::stop_token& end) {
          while (!end.stop_requested())
            which.ask({"CLIENT", "PAUSE", "1000"});
        }) {
    // nop
  }

private:
  std::jthread thread_;
};

/// Many connections that say nothing and some that say little.
class crowd {
public:
  crowd(std::uint16_t port, std::size_t idle, std::size_t slow) {
    for (std::size_t i = 0; i < idle + slow; ++i)
      all_.push_back(std::make_unique<plain_client>(port));
    thread_ = std::jthread{[this, port, slow](const std::stop_token& end) {
      const std::string text = "GET /v1/containers HTTP/1.1\r\nX: xxxxxxxxxxxx";
      for (std::size_t at = 0; !end.stop_requested(); ++at) {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        for (std::size_t i = 0; i < slow; ++i)
          if (!all_[i]->send(text.substr(at % text.size(), 1)))
            all_[i] = std::make_unique<plain_client>(port);
      }
    }};
  }

private:
  std::vector<std::unique_ptr<plain_client>> all_;
  std::jthread thread_;
};

} // namespace spin::bench
