#include "docker/curl_engine.hpp"

#include <utility>

#include "docker/event_reader.hpp"
#include "docker/parse_container.hpp"
#include "docker/parse_image.hpp"
#include "docker/parse_stats.hpp"
#include "docker/verdict.hpp"

namespace spin::docker {

namespace {

/// Reads an answer that says no more than its status.
outcome<done> parse_nothing(std::string_view) {
  return done{};
}

outcome<engine_offer> read_offer(outcome<http_answer> answer) {
  if (!answer)
    return tl::unexpected(std::move(answer).error());
  return judge(verb::version, *std::move(answer)).and_then(parse_version);
}

} // namespace

// -- the verbs ----------------------------------------------------------------

curl_engine::curl_engine(http_client_config config, std::string host)
    : ports_(std::move(host)), http_(std::move(config)) {
  // nop
}

template <class T>
void curl_engine::ask(wire::request what, outcome<T> (*parse)(std::string_view),
                      callback<T> then) {
  send({std::move(what),
        [parse, then = std::move(then)](const outcome<std::string>& body) {
          then(body.and_then(parse));
        }});
}

void curl_engine::images(callback<std::vector<std::string>> then) {
  ask(wire::images(), parse_images, std::move(then));
}

void curl_engine::inspect_image(std::string reference,
                                callback<image_info> then) {
  ask(wire::inspect_image(reference), parse_image, std::move(then));
}

void curl_engine::create(container_spec what, callback<std::string> then) {
  ask(wire::create(what), parse_created, std::move(then));
}

void curl_engine::join_network(std::string container, network_join what,
                               callback<done> then) {
  ask(wire::join_network(container, what), parse_nothing, std::move(then));
}

void curl_engine::put_files(std::string container, std::vector<new_file> files,
                            callback<done> then) {
  ask(wire::put_files(container, files), parse_nothing, std::move(then));
}

void curl_engine::info(callback<engine_info> then) {
  ask(wire::info(), parse_info, std::move(then));
}

void curl_engine::start(std::string container, callback<done> then) {
  ask(wire::start(container), parse_nothing, std::move(then));
}

void curl_engine::stop(std::string container, std::chrono::seconds grace,
                       callback<done> then) {
  ask(wire::stop(container, grace), parse_nothing, std::move(then));
}

void curl_engine::pause(std::string container, callback<done> then) {
  ask(wire::pause(container), parse_nothing, std::move(then));
}

void curl_engine::resume(std::string container, callback<done> then) {
  ask(wire::resume(container), parse_nothing, std::move(then));
}

void curl_engine::remove(std::string container, callback<done> then) {
  ask(wire::remove(container), parse_nothing, std::move(then));
}

void curl_engine::inspect(std::string container,
                          callback<container_info> then) {
  ask(wire::inspect(container), parse_container, std::move(then));
}

void curl_engine::probe(std::uint16_t host_port, callback<bool> then) {
  ports_.probe(host_port,
               [then = std::move(then)](bool serves) { then(serves); });
}

void curl_engine::list(std::string label,
                       callback<std::vector<container_summary>> then) {
  ask(wire::list(label), parse_list, std::move(then));
}

void curl_engine::watch(std::string label, std::int64_t since,
                        event_listener whom) {
  auto reader = std::make_shared<event_reader>(std::move(whom));
  http_sink into{
      [reader] { reader->open(); },
      [reader](std::string_view piece) { return reader->take(piece); }};
  send({wire::watch(label, since),
        [reader](const outcome<std::string>& end) { reader->end(end); },
        std::move(into)});
}

void curl_engine::stats(std::string container, callback<container_stats> then) {
  ask(wire::stats(container), parse_stats, std::move(then));
}

void curl_engine::bridge_gateway(callback<std::string> then) {
  ask(wire::bridge_gateway(), parse_bridge_gateway, std::move(then));
}

void curl_engine::version(callback<engine_version> then) {
  {
    std::lock_guard guard(mutex_);
    curious_.push_back(std::move(then));
    if (std::exchange(asking_version_, true))
      return;
  }
  ask_version();
}

// -- one call -----------------------------------------------------------------

void curl_engine::send(call what) {
  std::optional<api_version> pinned;
  {
    std::lock_guard guard(mutex_);
    pinned = pinned_;
    if (!pinned) {
      waiting_.push_back(std::move(what));
      if (std::exchange(asking_version_, true))
        return;
    }
  }
  if (pinned)
    dispatch(std::move(what), *pinned);
  else
    ask_version();
}

void curl_engine::dispatch(call what, api_version pinned) {
  auto ask = what.ask.http;
  ask.target = wire::versioned(pinned, ask.target);
  auto into = what.into;
  auto then = [this, what = std::move(what),
               pinned](outcome<http_answer> answer) {
    answered(what, pinned, std::move(answer));
  };
  if (into)
    http_.stream(std::move(ask), *std::move(into), std::move(then));
  else
    http_.send(std::move(ask), std::move(then));
}

void curl_engine::answered(call what, api_version pinned,
                           outcome<http_answer> answer) {
  if (!answer) {
    if (answer.error().code == errc::engine_down)
      forget(pinned);
    return what.then(tl::unexpected(std::move(answer).error()));
  }
  if (refuses_version(*answer)) {
    forget(pinned);
    if (!std::exchange(what.repeated, true))
      return send(std::move(what));
  }
  what.then(judge(what.ask.what, *std::move(answer)));
}

// -- the version --------------------------------------------------------------

void curl_engine::ask_version() {
  http_.send(wire::version().http, [this](outcome<http_answer> answer) {
    const auto offer = read_offer(std::move(answer));
    settle(offer.and_then([](const engine_offer& theirs) {
      return negotiate(theirs).map([&](api_version chosen) {
        return agreement{theirs.engine, chosen};
      });
    }));
  });
}

void curl_engine::settle(const outcome<agreement>& result) {
  std::vector<call> waiting;
  std::vector<callback<engine_version>> curious;
  {
    std::lock_guard guard(mutex_);
    asking_version_ = false;
    pinned_.reset();
    if (result)
      pinned_ = result->pinned;
    waiting.swap(waiting_);
    curious.swap(curious_);
  }
  for (auto& then : curious)
    then(result.map([](const agreement& made) {
      return engine_version{made.engine, to_string(made.pinned)};
    }));
  for (auto& what : waiting) {
    if (result)
      dispatch(std::move(what), result->pinned);
    else
      what.then(tl::unexpected(result.error()));
  }
}

void curl_engine::forget(api_version old) {
  std::lock_guard guard(mutex_);
  if (pinned_ == old)
    pinned_.reset();
}

// -- the way in ---------------------------------------------------------------

outcome<std::unique_ptr<engine>> connect(const engine_config& config) {
  return parse_endpoint(config.address).map([&config](const endpoint& peer) {
    const auto& published = config.publish_address;
    const bool anywhere = published == "0.0.0.0" || published == "::";
    http_client_config http;
    http.peer = peer;
    return std::unique_ptr<engine>(std::make_unique<curl_engine>(
        std::move(http), anywhere ? peer.host() : published));
  });
}

} // namespace spin::docker
