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

pass compare(const std::vector<std::string>& known,
             const std::vector<docker::container_summary>& listed) {
  std::unordered_map<std::string, std::size_t> lines;
  for (std::size_t i = 0; i < listed.size(); ++i)
    if (auto id = label_of(listed[i], docker::label::id); !id.empty())
      lines.emplace(std::move(id), i);
  pass result;
  result.seen.reserve(known.size());
  for (const auto& id : known) {
    const auto line = lines.find(id);
    if (line == lines.end()) {
      result.seen.push_back(pass::not_listed);
      continue;
    }
    result.seen.push_back(line->second);
    lines.erase(line);
  }
  for (const auto& [id, i] : lines)
    result.strangers.push_back(i);
  return result;
}

identity identity_of(const docker::container_summary& listed, utc now) {
  identity who;
  who.id = label_of(listed, docker::label::id);
  who.container_id = listed.id;
  who.name = listed.name;
  who.image = label_of(listed, docker::label::image);
  if (who.image.empty())
    who.image = listed.image;
  who.token_digest
    = digest_from_hex(label_of(listed, docker::label::token_sha256));
  who.created_at = now;
  return who;
}

} // namespace spin
