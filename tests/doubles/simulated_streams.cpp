// What the simulated engine tells piece by piece.
#include <algorithm>

#include "tests/doubles/simulated_engine.hpp"

namespace spin::test {

namespace {

bool takes(const std::shared_ptr<pace>& steer) {
  return !steer || steer->now() == pace::state::goes;
}

bool left(const std::shared_ptr<pace>& steer) {
  return steer && steer->now() == pace::state::ended;
}

} // namespace

void simulated_engine::print(const std::string& id, docker::log_channel where,
                             const std::string& line) {
  containers_.at(id).written.emplace_back(where, line);
  tell_readers();
}

void simulated_engine::use(const std::string& id,
                           const docker::container_stats& what) {
  containers_.at(id).uses = what;
  for (const auto& [whose, whom] : stats_readers_)
    if (whose == id && takes(whom.steer)) {
      whom.take(what);
      whom.caught_up();
    }
}

void simulated_engine::tell_readers() {
  std::erase_if(log_readers_, [this](log_place& each) {
    if (left(each.whom.steer)) {
      each.whom.ended(failure{errc::internal, "nobody reads the stream"});
      return true;
    }
    const auto* c = find(each.id);
    const auto size = c ? c->written.size() : each.next;
    for (; each.next < size && takes(each.whom.steer); ++each.next) {
      const auto& [where, line] = c->written.at(each.next);
      each.whom.take(where, line, true);
      each.whom.caught_up();
    }
    const bool over = !c || !each.follow || !docker::is_up(c->info.state);
    if (!over || each.next < size || !takes(each.whom.steer))
      return false;
    each.whom.ended(std::nullopt);
    return true;
  });
  std::erase_if(stats_readers_,
                [](const auto& each) { return left(each.second.steer); });
}

void simulated_engine::logs(std::string what, docker::log_query which, bool,
                            docker::log_reader whom,
                            docker::callback<done> then) {
  answer<done>("logs", what, std::move(then),
               [this, what, which, whom]() -> outcome<done> {
                 const auto* c = find(what);
                 if (!c)
                   return gone(what);
                 const auto size = c->written.size();
                 const auto tail =
                   std::min<std::uint64_t>(which.tail.value_or(size), size);
                 log_readers_.push_back(
                   {c->info.id, which.follow, whom, size - tail});
                 return done{};
               });
}

void simulated_engine::stats(
  std::string what, docker::callback<docker::container_stats> then) {
  answer<docker::container_stats>(
    "stats", what, std::move(then),
    [this, what]() -> outcome<docker::container_stats> {
      const auto* c = find(what);
      if (!c)
        return gone(what);
      return docker::is_up(c->info.state) ? c->uses
                                          : docker::container_stats{};
    });
}

void simulated_engine::follow_stats(std::string what,
                                    docker::stats_reader whom,
                                    docker::callback<done> then) {
  answer<done>("follow_stats", what, std::move(then),
               [this, what, whom]() -> outcome<done> {
                 const auto* c = find(what);
                 if (!c)
                   return gone(what);
                 stats_readers_.emplace_back(c->info.id, whom);
                 return done{};
               });
}

} // namespace spin::test
