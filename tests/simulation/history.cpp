#include "tests/simulation/history.hpp"

#include <set>

#include "tests/simulation/laws.hpp"

namespace spin::test {

namespace {

/// Milliseconds, as the story counts them.
std::string text_of(instant at) {
  return std::to_string(at.time_since_epoch() / std::chrono::milliseconds{1});
}

} // namespace

history::history(std::uint64_t seed) : dice_(seed) {
  seed_identities(seed);
  policy.warn_before = 5s;
  bounds.keep_alive_max = 1h;
  keep_vanished = 24h * 365; // whatever the wall clock does
  follows_events = true;
  engine_goes_on = true;
  trouble();
  listen_to_engine();
  boot();
}

void history::live(std::size_t steps) {
  for (std::size_t i = 0; i < steps; ++i) {
    step();
    serves();
    throw_found();
    take_answers();
    note_views();
    tell_views();
    const auto at = now_at();
    note_runs();
    for (const auto& [id, c] : engine->containers())
      book_.judge_age(c, at);
  }
  heal_all();
  throw_found();
  check_quiet();
}

void history::throw_found() const {
  if (found_)
    throw *found_;
}

void history::heal_all() {
  tell("heal");
  faulty_calls_ = false;
  faulty_events_ = false;
  engine_away_ = false;
  engine->set_down(false);
  stored->away = false;
  while (engine->waiting() > 0)
    engine->release_one(0);
  late_events_.clear();
  trouble();
  for (int i = 0; i < 300 && !serves(); ++i)
    time.advance(1s);
  if (!serves())
    throw breach(law::answered, "the server never begins to serve");
  // Every retry and every pass has its turn, also the watchdog and what the pass
  // after it finds.
  for (int i = 0; i < 90; ++i) {
    take_answers();
    note_views();
    time.advance(5s);
  }
  take_answers();
  if (tells)
    for (const auto& entry : containers->all())
      tell("      " + entry.view->who->name + ' '
           + std::string{to_string(entry.view->life.now)} + " why "
           + std::string{to_string(entry.view->life.why)} + " pending "
           + std::string{to_string(entry.view->life.pending)} + " failures "
           + std::to_string(entry.view->life.failures));
}

void history::check_quiet() {
  if (!creates_.empty())
    throw breach(law::answered, "a create is not answered");
  if (!open_.empty())
    throw breach(law::answered, "wish "
                                  + std::to_string(static_cast<int>(
                                    open_.front().kind))
                                  + " of " + open_.front().id
                                  + " is not answered");
  std::map<std::string, const simulated_engine::container*> there;
  for (const auto& [id, c] : engine->containers())
    there[c.info.labels.at(docker::label::id)] = &c;
  for (const auto& [id, whose] : book_.all()) {
    const auto i = there.find(id);
    book_.judge_outcome(whose, i == there.end() ? nullptr : i->second);
  }
  check_same_everywhere();
  check_vanished();
}

void history::check_vanished() {
  std::set<std::string> kept;
  for (const auto& each : context->vanished->all())
    kept.insert(each->container_id);
  std::set<std::string> in_store;
  for (const auto& [id, document] : stored->records)
    if (is_vanished_record(id))
      in_store.insert(decode_vanished(document).value().container_id);
  if (in_store != kept)
    throw breach(law::made_again, "the store keeps "
                                    + std::to_string(in_store.size())
                                    + " that vanished, the server "
                                    + std::to_string(kept.size()));
  for (const auto& [id, whose] : book_.all())
    if (!whose.engine_id.empty())
      book_.judge_loss(whose, kept.count(whose.engine_id) > 0);
}

void history::check_same_everywhere() {
  std::set<std::string> at_engine;
  for (const auto& [engine_id, c] : engine->containers()) {
    const auto& id = c.info.labels.at(docker::label::id);
    at_engine.insert(id);
    const auto entry = containers->get(id);
    if (!entry)
      throw breach(law::no_orphan, "nobody knows " + id);
    const auto& view = *entry->view;
    if (view.life.fresh)
      throw breach(law::no_orphan, "a create that failed left " + id);
    if (is_working(view.life.now))
      throw breach(law::answered, id + " is still "
                                    + std::string{to_string(view.life.now)});
    const auto is = c.info.state;
    const bool same
      = (view.life.now == phase::running && is == docker::run_state::running)
        || (view.life.now == phase::paused && is == docker::run_state::paused)
        || (view.life.now == phase::stopped && !docker::is_up(is));
    if (!same || view.who->name != c.info.name
        || (docker::is_up(is) && *view.run != c.info.run))
      throw breach(law::true_state, id + " is shown as "
                                      + std::string{status_of(view)}
                                      + " and is "
                                      + std::string{docker::to_string(is)});
  }
  if (containers->all().size() != at_engine.size())
    throw breach(law::no_orphan, "the API shows what the engine has not");
  for (const auto& [id, document] : stored->records)
    if (!at_engine.count(id) && !is_saving_record(id)
        && !is_vanished_record(id))
      throw breach(law::no_orphan, "a record of what is gone: " + document);
  for (const auto& id : at_engine)
    if (!stored->records.count(id))
      throw breach(law::no_orphan, "no record of " + id);
}

void history::tell_views() {
  if (!tells)
    return;
  for (const auto& view : containers->list()) {
    const auto end = stops_at(view->life, policy_of(*view, context->policy));
    tell("      " + view->who->name + ' '
         + std::string{to_string(view->life.now)} + " want "
         + std::string{to_string(view->life.want)} + " pending "
         + std::string{to_string(view->life.pending)}
         + (end ? " until " + text_of(*end) : ""));
  }
}

void history::tell(const std::string& what) {
  if (tells)
    story_.push_back(text_of(time.now()) + ' ' + what);
}

} // namespace spin::test
