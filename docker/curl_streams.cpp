// What the engine client reads piece by piece for one reader each.
#include <utility>

#include "docker/curl_engine.hpp"
#include "docker/log_frames.hpp"
#include "docker/stats_lines.hpp"

namespace spin::docker {

/// Opens a stream that `cut` takes apart for `whom`.
template <class Reader, class Cutter>
void curl_engine::open(wire::request what, Cutter cut, Reader whom,
                       callback<done> then) {
  struct under_way {
    Cutter cut;
    Reader whom;
    callback<done> then;
    bool open = false;
  };
  auto one = std::make_shared<under_way>(
      under_way{std::move(cut), std::move(whom), std::move(then)});
  http_sink into{[one] {
                   one->open = true;
                   one->then(done{});
                 },
                 [one](std::string_view piece) {
                   auto how = one->cut.take(piece);
                   one->whom.caught_up();
                   return how;
                 },
                 one->whom.steer, true};
  const auto over = [one](const outcome<std::string>& how) {
    if (!one->open)
      return one->then(how.and_then([](const std::string&) -> outcome<done> {
        return fail(errc::malformed, "an answer without a head");
      }));
    if (!how)
      return one->whom.ended(how.error());
    one->whom.ended(one->cut.whole()
                        ? std::nullopt
                        : std::optional{failure{errc::malformed,
                                                "the stream was cut off"}});
  };
  send({std::move(what), over, std::move(into)});
}

void curl_engine::logs(std::string container, log_query which, bool terminal,
                       log_reader whom, callback<done> then) {
  log_frames cut{terminal, whom.take};
  open(wire::logs(container, which), std::move(cut), std::move(whom),
       std::move(then));
}

void curl_engine::follow_stats(std::string container, stats_reader whom,
                               callback<done> then) {
  stats_lines cut{whom.take};
  open(wire::follow_stats(container), std::move(cut), std::move(whom),
       std::move(then));
}

} // namespace spin::docker
