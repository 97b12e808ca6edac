#include "http/creating.hpp"

#include "http/container_access.hpp"
#include "http/render.hpp"

namespace spin::http {

reading<running_limit::place>
take_place(const context& all, const principal& who, const std::string& id) {
  if (who.max_running == 0)
    return running_limit::place{};
  const auto place =
      all.running->take(all.with.containers, who.name, id, who.max_running);
  if (place)
    return *place;
  return refuse(429, who.name + " may have " + std::to_string(who.max_running)
                         + " containers running at once (max_running), and "
                         + std::to_string(place.error())
                         + " are running or starting; stop one first");
}

reading<done> find_linked(const context& all, const principal& who,
                          std::vector<container_link>& links) {
  for (auto& link : links) {
    const auto found = find_named(all, who, link.container);
    if (!found)
      return refuse(404, "links: there is no container " + link.container);
    link.container = found->view->who->container_id;
  }
  return done{};
}

response created(const context& all, const container_view& made) {
  auto answer =
      json_response(201, render_whole(made, all.with.now(), all.with.policy));
  answer.headers.emplace_back("Location", uri_of(made));
  return answer;
}

} // namespace spin::http
