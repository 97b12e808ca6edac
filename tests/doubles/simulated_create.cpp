#include "tests/doubles/simulated_engine.hpp"

// How a simulated engine makes containers.

namespace spin::test {

void simulated_engine::create(docker::container_spec what,
                              docker::callback<std::string> then) {
  answer<std::string>(
    "create", what.name, std::move(then),
    [this, what]() -> outcome<std::string> {
      if (find(what.name))
        return fail(errc::conflict, "name in use: " + what.name);
      container made;
      made.spec = what;
      auto digits = std::to_string(++made_);
      made.info.id = std::string(64 - digits.size(), 'a') + digits;
      made.info.name = what.name;
      made.info.image = what.image;
      made.info.labels = what.labels;
      const auto id = made.info.id;
      by_name_[what.name] = id;
      containers_.emplace(id, std::move(made));
      return id;
    });
}

void simulated_engine::join_network(std::string what, network_join network,
                                    docker::callback<done> then) {
  answer<done>("join", what, std::move(then),
               [this, what, network]() -> outcome<done> {
                 auto* c = find(what);
                 if (!c)
                   return gone(what);
                 c->joined.push_back(network);
                 return done{};
               });
}

void simulated_engine::put_files(std::string what,
                                 std::vector<docker::new_file> files,
                                 docker::callback<done> then) {
  answer<done>("put", what, std::move(then),
               [this, what, files]() -> outcome<done> {
                 auto* c = find(what);
                 if (!c)
                   return gone(what);
                 c->files = files;
                 return done{};
               });
}

void simulated_engine::info(docker::callback<docker::engine_info> then) {
  answer<docker::engine_info>("info", "", std::move(then), [] {
    return outcome<docker::engine_info>{{20, 1}};
  });
}

bool simulated_engine::has_port_taken(const container& c) const {
  for (const auto& wanted : c.spec.options.ports)
    for (const auto& [id, other] : containers_)
      if (docker::is_up(other.info.state))
        for (const auto& port : other.info.run.ports)
          if (port.host_port == wanted.host_port)
            return true;
  return false;
}

} // namespace spin::test
