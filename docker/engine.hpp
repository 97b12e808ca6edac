#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "docker/streams.hpp"
#include "docker/types.hpp"
#include "store/failure.hpp"

namespace spin::docker {

/// What to do with an answer. Called exactly once, on a thread of the engine's
/// own: it must not block and must not throw.
template <class T>
using callback = std::function<void(outcome<T>)>;

/// Who listens to the event stream; called on a thread of the engine's own,
/// must not block and must not throw.
struct event_listener {
  /// The stream is open: whatever happens from now on will be told. Called at
  /// most once, before any event.
  std::function<void()> opened;
  std::function<void(engine_event)> happened;
  /// The stream has ended, and why. Called exactly once, last.
  std::function<void(failure)> ended;
};

/// The container engine, one verb each. Calls return at once; the answer comes
/// through the callback: a whole value, or a failure whose text is what the
/// engine said. Every call ends within its own time limit. Errors of all verbs:
/// `engine_down` (not reached; nothing happened or the connection broke),
/// `timed_out` (outcome unknown), `engine_refused` (it said no), `malformed`.
class engine {
public:
  virtual ~engine() = default;

  /// `GET /version`: is it there, and which API do we speak?
  virtual void version(callback<engine_version> then) = 0;

  /// `docker image ls`: every tag of every image, sorted.
  virtual void images(callback<std::vector<std::string>> then) = 0;

  /// `docker image inspect`. Also errors: `no_such_image`.
  virtual void inspect_image(std::string reference,
                             callback<image_info> then) = 0;

  /// `docker create`; answers the container's id. Also errors:
  /// `no_such_image`, `conflict` (the name is taken).
  virtual void create(container_spec what, callback<std::string> then) = 0;

  /// `docker network connect`: joins `container` to a network before it starts.
  virtual void join_network(std::string container, network_join what,
                            callback<done> then) = 0;

  /// `docker cp`: writes files into a container. Also errors:
  /// `no_such_container`.
  virtual void put_files(std::string container, std::vector<new_file> files,
                         callback<done> then) = 0;

  /// `docker info`.
  virtual void info(callback<engine_info> then) = 0;

  /// `docker start`; no error if it runs already. `container` is an id or a
  /// name in all verbs. Also errors: `no_such_container` - which here may also
  /// mean that something else is missing (e.g. its network): inspect to know;
  /// `port_taken`.
  virtual void start(std::string container, callback<done> then) = 0;

  /// `docker stop -t grace`; no error if it is stopped already. Answers when
  /// it has stopped. Also errors: `no_such_container`.
  virtual void stop(std::string container, std::chrono::seconds grace,
                    callback<done> then) = 0;

  /// `docker pause`: its processes freeze, its memory stays. Also errors:
  /// `no_such_container`; `engine_refused` if it does not run or is paused.
  virtual void pause(std::string container, callback<done> then) = 0;

  /// `docker unpause`. Also errors: `no_such_container`; `engine_refused` if it
  /// is not paused.
  virtual void resume(std::string container, callback<done> then) = 0;

  /// `docker rm -f -v`; no error if it is gone already. While somebody else
  /// removes it, it is not gone yet: `engine_refused`, try again.
  virtual void remove(std::string container, callback<done> then) = 0;

  /// `docker inspect`. Also errors: `no_such_container`, the only proof that a
  /// container is gone.
  virtual void inspect(std::string container,
                       callback<container_info> then) = 0;

  /// Whether something serves at that host port, which a container publishes:
  /// takes a connection and does not hang up at once, as the engine's proxy does
  /// before the container serves. Takes a second at most; no error if nobody is
  /// there.
  virtual void probe(std::uint16_t host_port, callback<bool> then) = 0;

  /// `docker logs`: tells `whom` what the container wrote. Answers when it is
  /// open; has no time limit from then on. `terminal`: it has one, see
  /// `container_info`. Also errors: `no_such_container`.
  virtual void logs(std::string container, log_query which, bool terminal,
                    log_reader whom, callback<done> then) = 0;

  /// `docker stats --no-stream`: takes the engine a second or two. Also errors:
  /// `no_such_container`.
  virtual void stats(std::string container,
                     callback<container_stats> then) = 0;

  /// `docker stats`. Answers when it is open; has no time limit from then on,
  /// and goes on while the container is stopped. Also errors:
  /// `no_such_container`.
  virtual void follow_stats(std::string container, stats_reader whom,
                            callback<done> then) = 0;

  /// `docker ps -a --filter label=...`: all containers with that label, written
  /// "key" or "key=value".
  virtual void list(std::string label,
                    callback<std::vector<container_summary>> then) = 0;

  /// `docker events --filter label=...`: tells `whom` what happens to all
  /// containers with that label, until the connection ends. `since`: also what
  /// happened from that moment on, in nanoseconds since 1970, as far as the
  /// engine remembers (a moment is told again by its own `since`); 0 = only
  /// what is new. Has no time limit once it is open. A line that is no event
  /// ends it as `malformed`.
  virtual void watch(std::string label, std::int64_t since,
                     event_listener whom) = 0;

  /// The gateway address of the engine's default bridge network: where
  /// unmodified images send their check-ins.
  virtual void bridge_gateway(callback<std::string> then) = 0;
};

/// Where to find the engine and how long to wait for it.
struct engine_config {
  /// `unix:///path` or `tcp://host:port` (also `http://host:port`).
  std::string address = "unix:///var/run/docker.sock";
  /// Where containers publish their ports. All addresses ("0.0.0.0") = they are
  /// probed at the engine's host.
  std::string publish_address = "127.0.0.1";
};

/// Makes the client that speaks HTTP to a real engine through libcurl. Errors:
/// `bad_request` with what is wrong in the address.
outcome<std::unique_ptr<engine>> connect(const engine_config& config);

} // namespace spin::docker
