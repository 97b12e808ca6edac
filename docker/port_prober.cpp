#include "docker/port_prober.hpp"

#include <array>
#include <thread>
#include <unordered_set>
#include <utility>

#include <asio.hpp>

namespace spin::docker {

namespace {

using asio::ip::tcp;

/// One try. Holds itself through what it waits for.
class attempt : public std::enable_shared_from_this<attempt> {
public:
  attempt(asio::io_context& on, const probe_times& times,
          port_prober::reply then)
      : times_(times), finder_(on), socket_(on), timer_(on),
        then_(std::move(then)) {
    // nop
  }

  void begin(const std::string& host, std::uint16_t port) {
    set_timer(times_.connect, false);
    finder_.async_resolve(
        host, std::to_string(port),
        [me = shared_from_this()](const asio::error_code& why,
                                  const tcp::resolver::results_type& found) {
          why ? me->finish(false) : me->connect(found);
        });
  }

  void finish(bool serves) {
    if (!then_)
      return;
    const auto then = std::exchange(then_, nullptr);
    asio::error_code ignored;
    finder_.cancel();
    socket_.close(ignored);
    timer_.cancel();
    then(serves);
  }

private:
  void connect(const tcp::resolver::results_type& where) {
    if (!then_)
      return; // it took too long to find the host
    asio::async_connect(socket_, where,
                        [me = shared_from_this()](const asio::error_code& why,
                                                  const tcp::endpoint&) {
                          why ? me->finish(false) : me->listen();
                        });
  }

  void listen() {
    if (!then_)
      return;
    set_timer(times_.hang_up, true);
    socket_.async_read_some(
        asio::buffer(byte_),
        [me = shared_from_this()](const asio::error_code& why, std::size_t) {
          me->finish(!why);
        });
  }

  /// If nothing else happens for so long, that is the answer.
  void set_timer(std::chrono::milliseconds length, bool answer) {
    timer_.expires_after(length);
    timer_.async_wait(
        [me = shared_from_this(), answer](const asio::error_code& why) {
          if (!why)
            me->finish(answer);
        });
  }

  probe_times times_;
  tcp::resolver finder_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  port_prober::reply then_;
  std::array<char, 1> byte_{};
};

} // namespace

class port_prober::loop {
public:
  loop(std::string host, probe_times times)
      : host_(std::move(host)), times_(times), work_(context_.get_executor()),
        thread_([this] { context_.run(); }) {
    // nop
  }

  ~loop() {
    asio::post(context_, [this] {
      for (const auto& one : std::exchange(under_way_, {}))
        one->finish(false);
      work_.reset(); // nothing is left to wait for: the thread ends
    });
    thread_.join();
  }

  void probe(std::uint16_t port, reply then) {
    asio::post(context_, [this, port, then = std::move(then)]() mutable {
      const auto key = std::make_shared<std::weak_ptr<attempt>>();
      const auto one = std::make_shared<attempt>(
          context_, times_, [this, key, then = std::move(then)](bool serves) {
            if (const auto mine = key->lock())
              under_way_.erase(mine);
            then(serves);
          });
      *key = one;
      under_way_.insert(one);
      one->begin(host_, port);
    });
  }

private:
  std::string host_;
  probe_times times_;
  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::unordered_set<std::shared_ptr<attempt>> under_way_; ///< Of the thread.
  std::thread thread_;
};

port_prober::port_prober(std::string host, probe_times times)
    : loop_(std::make_unique<loop>(std::move(host), times)) {
  // nop
}

port_prober::~port_prober() = default;

void port_prober::probe(std::uint16_t port, reply then) {
  loop_->probe(port, std::move(then));
}

} // namespace spin::docker
