#include "tests/doubles/simulated_engine.hpp"

#include <utility>

// What others than we do to the containers of a simulated engine.

namespace spin::test {

void simulated_engine::end_by_itself(const std::string& id, int code) {
  end(containers_.at(id), code);
}

void simulated_engine::stop_by_hand(const std::string& id) {
  end(containers_.at(id), 143);
  tell(id, docker::happening::stopped);
}

void simulated_engine::start_by_hand(const std::string& id) {
  run(containers_.at(id));
}

void simulated_engine::pause_by_hand(const std::string& id) {
  containers_.at(id).info.state = docker::run_state::paused;
  tell(id, docker::happening::paused);
}

void simulated_engine::resume_by_hand(const std::string& id) {
  containers_.at(id).info.state = docker::run_state::running;
  tell(id, docker::happening::unpaused);
}

void simulated_engine::find_health(const std::string& id, health_status what) {
  containers_.at(id).info.health = what;
  tell(id, docker::happening::health_changed);
}

void simulated_engine::rename_by_hand(const std::string& id,
                                      const std::string& name) {
  auto& info = containers_.at(id).info;
  by_name_.erase(info.name);
  by_name_[name] = id;
  info.name = name;
  tell(id, docker::happening::renamed);
}

void simulated_engine::remove_by_hand(const std::string& id) {
  erase(id);
}

void simulated_engine::put_back(const container& what) {
  by_name_[what.info.name] = what.info.id;
  auto& c = containers_[what.info.id] = what;
  if (docker::is_up(what.info.state)) {
    c.info.state = docker::run_state::exited;
    run(c);
  }
}

void simulated_engine::restart() {
  const auto whom = std::exchange(listener_, std::nullopt);
  for (auto& [id, c] : containers_)
    if (docker::is_up(c.info.state))
      end(c, 255);
  if (whom)
    whom->ended({errc::engine_down, "the engine restarts"});
}

} // namespace spin::test
