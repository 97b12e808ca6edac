#include "hooks/curl_sender.hpp"

#include "docker/http_client.hpp"

namespace spin::hooks {

namespace {

using namespace std::chrono_literals;

docker::http_client_config config_of_all() {
  docker::http_client_config config;
  config.peer.address = "webhook";
  config.connect_limit = 5s;
  config.answer_limit = std::size_t{1} << 20; // nobody reads it
  config.protocols = "http,https";
  config.status_is_enough = true;
  return config;
}

class curl_sender final : public hook_sender {
public:
  void post(hook_request what,
            std::function<void(outcome<int>)> then) override {
    docker::http_request ask;
    ask.method = "POST";
    ask.target = std::move(what.url);
    ask.body = std::move(what.body);
    ask.limit = 10s;
    ask.repeatable = true; // receivers know deliveries by their id
    ask.headers = std::move(what.headers);
    client_.send(std::move(ask), [then = std::move(then)](
                                     const outcome<docker::http_answer>& how) {
      then(how.map([](const docker::http_answer& got) { return got.status; }));
    });
  }

private:
  docker::http_client client_{config_of_all()};
};

} // namespace

std::shared_ptr<hook_sender> make_curl_sender() {
  return std::make_shared<curl_sender>();
}

} // namespace spin::hooks
