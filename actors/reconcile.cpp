#include "actors/reconcile.hpp"

#include <unordered_map>

#include "actors/token.hpp"

namespace spin {

namespace {

std::string label_of(const docker::container_summary& what, const char* key) {
  const auto i = what.labels.find(key);
  return i == what.labels.end() ? std::string{} : i->second;
}

} // namespace

pass compare(const std::vector<view_ptr>& known,
             const std::vector<docker::container_summary>& listed) {
  std::unordered_map<std::string_view, std::size_t> by_engine_id;
  std::unordered_map<std::string, std::size_t> by_label;
  by_engine_id.reserve(listed.size());
  by_label.reserve(listed.size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    by_engine_id.emplace(listed[i].id, i);
    if (auto id = id_of(listed[i]);
        !id.empty() && listed[i].state != docker::run_state::removing)
      by_label.emplace(std::move(id), i);
  }
  pass result;
  result.seen.reserve(known.size());
  for (const auto& view : known) {
    const auto& id = view->who->id;
    const auto& container_id = view->who->container_id;
    auto line = pass::not_listed;
    if (container_id.empty()) {
      if (const auto i = by_label.find(id); i != by_label.end())
        line = i->second;
    } else if (const auto i = by_engine_id.find(container_id);
               i != by_engine_id.end()) {
      line = i->second;
    }
    result.seen.push_back(line);
    by_label.erase(id);
  }
  for (const auto& [id, i] : by_label)
    result.strangers.push_back(i);
  return result;
}

any_event event_of(const docker::container_summary* line,
                   const container_view& known) {
  if (!line)
    return event::not_listed{};
  const bool paused = line->state == docker::run_state::paused;
  const bool differs = line->run != *known.run || line->name != known.who->name
                       || (!paused && line->health != health_status::none
                           && line->health != known.health);
  return event::listed{docker::is_up(line->state), differs, paused};
}

bool is_news(const docker::container_summary* line, const container_view& known,
             const server_policy& policy) {
  if (known.life.pending == call::inspect)
    return true; // the truth is on its way: who wants a pass waits for it
  // The cells of the table for a listing do not depend on the time.
  const auto d = decide(known.life, policy_of(known, policy),
                        event_of(line, known), instant{});
  return !d.effects.empty();
}

std::string id_of(const docker::container_summary& listed) {
  return label_of(listed, docker::label::id);
}

bool is_our_making(const docker::container_summary& listed) {
  // Those made before names could be chosen have no label of it.
  const auto given = label_of(listed, docker::label::name);
  return listed.name == (given.empty() ? name_of(id_of(listed)) : given);
}

identity identity_of(const docker::container_summary& listed, utc now) {
  identity who;
  who.id = id_of(listed);
  who.container_id = listed.id;
  who.name = listed.name;
  who.image = label_of(listed, docker::label::image);
  if (who.image.empty())
    who.image = listed.image;
  who.token_digest
    = digest_from_hex(label_of(listed, docker::label::token_sha256));
  who.created_at = now;
  // A copy carries the labels of another: it is not that user's.
  if (is_our_making(listed))
    who.owner = label_of(listed, docker::label::owner);
  return who;
}

outcome<create_options> options_of(const docker::container_summary& listed) {
  const auto label = label_of(listed, docker::label::options);
  if (label.empty() || !is_our_making(listed))
    return create_options{};
  return decode_options(label);
}

} // namespace spin
