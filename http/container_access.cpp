#include "http/container_access.hpp"

#include "http/authorise.hpp"

namespace spin::http {

bool hides(const principal& who, const container_view& view) {
  return authorise(access::read, &who, owner_of(view)) != ruling::allow;
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
