#include "docker/http_client.hpp"

#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "docker/http_transfer.hpp"

namespace spin::docker {

namespace {

/// How long the loop sleeps when nothing wakes it; libcurl's own deadlines and
/// `curl_multi_wakeup` cut it short.
constexpr int longest_sleep_ms = 60'000;

struct multi_deleter {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

failure closing() {
  return {errc::engine_down, "the client is closing"};
}

/// Keeps the process's signals away from the calling thread: they are for the
/// thread that waits for them.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

CURLM* new_multi(const http_client_config& config) {
  static const auto once = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(once);
  auto* result = curl_multi_init();
  curl_multi_setopt(result, CURLMOPT_MAXCONNECTS, config.idle_connections);
  return result;
}

} // namespace

/// The thread and what it works on. Only `inbox_`, `stopping_` and
/// `steered_` are shared.
class http_client::loop {
public:
  explicit loop(http_client_config config)
      : config_(std::move(config)), multi_(new_multi(config_)),
        thread_([this] { run(); }) {}

  ~loop() {
    {
      std::lock_guard guard(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
  }

  void send(http_order what) {
    {
      std::lock_guard guard(mutex_);
      inbox_.push_back(std::move(what));
    }
    curl_multi_wakeup(multi_.get());
  }

private:
  void run() {
    block_signals();
    while (!is_stopping()) {
      for (auto& order : take_inbox())
        begin(std::move(order));
      if (steered_.exchange(false))
        obey_readers();
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      reap();
      curl_multi_poll(multi_.get(), nullptr, 0, longest_sleep_ms, nullptr);
    }
    abandon_all();
  }

  bool is_stopping() {
    std::lock_guard guard(mutex_);
    return stopping_;
  }

  std::vector<http_order> take_inbox() {
    std::lock_guard guard(mutex_);
    return std::exchange(inbox_, {});
  }

  void begin(http_order what) {
    auto one = std::make_unique<http_transfer>(config_, std::move(what));
    auto* easy = one->easy();
    if (!easy || curl_multi_add_handle(multi_.get(), easy) != CURLM_OK)
      return one->abandon({errc::internal, "libcurl refused the request"});
    one->on_steered([this] {
      steered_ = true;
      curl_multi_wakeup(multi_.get());
    });
    steered_ = true; // its reader may have left already
    under_way_.emplace(easy, std::move(one));
  }

  /// Lets streams go on whose readers take more, and ends those without.
  void obey_readers() {
    std::vector<CURL*> unread;
    for (const auto& [easy, one] : under_way_)
      if (!one->obey())
        unread.push_back(easy);
    for (auto* easy : unread) {
      const auto left = under_way_.extract(easy);
      curl_multi_remove_handle(multi_.get(), easy);
      left.mapped()->abandon({errc::internal, "nobody reads the stream"});
    }
  }

  /// Answers all calls that have ended.
  void reap() {
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE)
        continue;
      const auto result = message->data.result; // gone after the removal
      auto ended = under_way_.extract(message->easy_handle);
      curl_multi_remove_handle(multi_.get(), ended.key());
      ended.mapped()->finish(result);
    }
  }

  /// Fails every call, and those that the replies make.
  void abandon_all() {
    for (auto& [easy, transfer] : std::exchange(under_way_, {})) {
      curl_multi_remove_handle(multi_.get(), easy);
      transfer->abandon(closing());
    }
    for (auto late = take_inbox(); !late.empty(); late = take_inbox())
      for (auto& order : late)
        order.then(tl::unexpected(closing()));
  }

  const http_client_config config_;
  std::mutex mutex_;
  std::vector<http_order> inbox_;
  bool stopping_ = false;
  std::atomic<bool> steered_ = false;
  std::unique_ptr<CURLM, multi_deleter> multi_;
  std::unordered_map<CURL*, std::unique_ptr<http_transfer>> under_way_;
  std::thread thread_; // last: it uses all of the above
};

http_client::http_client(http_client_config config)
    : loop_(std::make_unique<loop>(std::move(config))) {
  // nop
}

http_client::~http_client() = default;

void http_client::send(http_request ask, reply then) {
  loop_->send({std::move(ask), std::move(then), std::nullopt});
}

void http_client::stream(http_request ask, http_sink into, reply then) {
  loop_->send({std::move(ask), std::move(then), std::move(into)});
}

} // namespace spin::docker
