#include "http/running_limit.hpp"

namespace spin::http {

tl::expected<running_limit::place, std::size_t>
running_limit::take(const directory& containers, const std::string& owner,
                    const std::string& id, std::size_t most) {
  const std::lock_guard hold{mutex_};
  auto& granted = granted_[owner];
  // Read after the lock was taken: who gave a place back is shown by then.
  const auto up = containers.up_of(owner);
  std::set<std::string> all{up.begin(), up.end()};
  all.insert(granted.begin(), granted.end());
  if (!all.contains(id) && all.size() >= most)
    return tl::unexpected(all.size());
  granted.insert(id);
  return place{granted.find(id).operator->(),
               [self = shared_from_this(), owner, id](const void*) {
                 self->give_back(owner, id);
               }};
}

void running_limit::give_back(const std::string& owner,
                              const std::string& id) {
  const std::lock_guard hold{mutex_};
  const auto i = granted_.find(owner);
  if (i == granted_.end())
    return;
  if (const auto one = i->second.find(id); one != i->second.end())
    i->second.erase(one);
  if (i->second.empty())
    granted_.erase(i);
}

} // namespace spin::http
