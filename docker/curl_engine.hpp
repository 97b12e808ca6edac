#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "docker/engine.hpp"
#include "docker/http_client.hpp"
#include "docker/port_prober.hpp"
#include "docker/wire.hpp"

namespace spin::docker {

/// The engine behind an HTTP socket. Asks once which API versions the engine
/// speaks and pins the newest common one in every URL; calls made before wait
/// for that. Asks again when the engine could not be reached, as it may come
/// back as another version, or refuses the pinned one.
class curl_engine final : public engine {
public:
  /// `host`: where containers' ports are published.
  curl_engine(http_client_config config, std::string host);

  void version(callback<engine_version> then) override;
  void images(callback<std::vector<std::string>> then) override;
  void inspect_image(std::string reference, callback<image_info> then) override;
  void create(container_spec what, callback<std::string> then) override;
  void join_network(std::string container, network_join what,
                    callback<done> then) override;
  void put_files(std::string container, std::vector<new_file> files,
                 callback<done> then) override;
  void info(callback<engine_info> then) override;
  void start(std::string container, callback<done> then) override;
  void stop(std::string container, std::chrono::seconds grace,
            callback<done> then) override;
  void pause(std::string container, callback<done> then) override;
  void resume(std::string container, callback<done> then) override;
  void remove(std::string container, callback<done> then) override;
  void inspect(std::string container, callback<container_info> then) override;
  void probe(std::uint16_t host_port, callback<bool> then) override;
  void logs(std::string container, log_query which, bool terminal,
            log_reader whom, callback<done> then) override;
  void stats(std::string container, callback<container_stats> then) override;
  void follow_stats(std::string container, stats_reader whom,
                    callback<done> then) override;
  void list(std::string label,
            callback<std::vector<container_summary>> then) override;
  void watch(std::string label, std::int64_t since,
             event_listener whom) override;
  void bridge_gateway(callback<std::string> then) override;

private:
  /// A request that waits for the version or for its answer.
  struct call {
    wire::request ask;
    callback<std::string> then; ///< Gets the body of a success.
    std::optional<http_sink> into = {}; ///< Set for a stream.
    bool repeated = false;
  };

  /// What came of asking for the version.
  struct agreement {
    std::string engine;
    api_version pinned;
  };

  template <class T>
  void ask(wire::request what, outcome<T> (*parse)(std::string_view),
           callback<T> then);

  template <class Reader, class Cutter>
  void open(wire::request what, Cutter cut, Reader whom, callback<done> then);

  void send(call what);
  void dispatch(call what, api_version pinned);
  void answered(call what, api_version pinned, outcome<http_answer> answer);
  void ask_version();
  void settle(const outcome<agreement>& result);

  /// Makes the next call ask for the version again, unless that was done since
  /// `old` was pinned.
  void forget(api_version old);

  std::mutex mutex_; ///< Guards the next four; never held during a callback.
  std::optional<api_version> pinned_;
  bool asking_version_ = false;
  std::vector<call> waiting_;
  std::vector<callback<engine_version>> curious_;
  port_prober ports_;
  http_client http_; ///< Last: its end runs callbacks that use the above.
};

} // namespace spin::docker
