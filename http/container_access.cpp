#include "http/container_access.hpp"

#include "http/authorise.hpp"
#include "http/render.hpp"

namespace spin::http {

namespace {

bool is_hidden(const principal& who, std::string_view owner) {
  return authorise(access::read, &who, owner) != ruling::allow;
}

std::string story_of(const vanished& what) {
  return "container " + what.name + " was removed outside of spin-docker at "
         + to_iso(what.at) + "; POST /v1/containers/" + what.container_id
         + "/recreate makes it again as it was";
}

} // namespace

bool hides(const principal& who, const container_view& view) {
  return is_hidden(who, owner_of(view));
}

vanished_ptr find_vanished(const context& all, const principal& who,
                           std::string_view id) {
  if (all.with.containers.find(id).how != directory::match::none)
    return nullptr;
  auto found = all.with.vanished->find(id, all.with.now().wall);
  return found && !is_hidden(who, owner_of(*found)) ? found : nullptr;
}

std::optional<directory_entry> find(const context& all, const principal& who,
                                    std::string_view id,
                                    const responder_ptr& to) {
  auto found = all.with.containers.find(id);
  if (found.how == directory::match::one && !hides(who, *found.entry->view))
    return found.entry;
  if (found.how == directory::match::many && sees_all(who.may))
    to->answer(problem(
        failure{errc::conflict, "several containers begin with this id"}));
  else if (const auto old = find_vanished(all, who, id))
    to->answer(problem(failure{errc::no_such_container, story_of(*old)}));
  else
    to->answer(problem(failure{errc::no_such_container, "no such container"}));
  return std::nullopt;
}

std::optional<directory_entry> find_named(const context& all,
                                          const principal& who,
                                          std::string_view name) {
  auto found = all.with.containers.find(name);
  if (found.how == directory::match::one && !hides(who, *found.entry->view))
    return found.entry;
  if (name.starts_with('/'))
    name.remove_prefix(1);
  for (const auto& view : all.with.containers.list())
    if (view->who->name == name && !hides(who, *view))
      return all.with.containers.get(view->who->id);
  return std::nullopt;
}

} // namespace spin::http
