#include "docker/call_queue.hpp"

#include <utility>

namespace spin::docker {

void call_queue::submit(const std::string& container, call_class kind,
                        job run) {
  ++waiting_;
  auto& own = lanes_[container];
  own.calls.push_back({++last_turn_, kind, std::move(run)});
  if (own.calls.size() == 1)
    want_turn(container);
}

bool call_queue::finished(turn which) {
  const auto ended = under_way_.extract(which);
  if (!ended)
    return false;
  const auto& container = ended.mapped();
  const auto i = lanes_.find(container);
  const auto kind = i->second.calls.front().kind;
  --in_flight_[kind];
  i->second.calls.pop_front();
  i->second.under_way = false;
  if (i->second.calls.empty())
    lanes_.erase(i);
  else
    want_turn(container);
  // The room that became free goes to who waited longest for it.
  auto& turns = turns_[kind];
  while (!turns.empty() && has_room(kind)) {
    const auto next = std::move(turns.front());
    turns.pop_front();
    run_front(next);
  }
  return true;
}

std::size_t call_queue::in_flight(call_class kind) const {
  const auto i = in_flight_.find(kind);
  return i == in_flight_.end() ? 0 : i->second;
}

bool call_queue::has_room(call_class kind) const {
  switch (kind) {
    case call_class::start: return in_flight(kind) < limits_.starts;
    case call_class::stop: return in_flight(kind) < limits_.stops;
    case call_class::other: return true;
  }
  return true;
}

void call_queue::want_turn(const std::string& container) {
  const auto kind = lanes_[container].calls.front().kind;
  auto& turns = turns_[kind];
  if (turns.empty() && has_room(kind))
    run_front(container);
  else
    turns.push_back(container);
}

void call_queue::run_front(const std::string& container) {
  auto& own = lanes_[container];
  own.under_way = true;
  --waiting_;
  ++in_flight_[own.calls.front().kind];
  const auto number = own.calls.front().number;
  under_way_.emplace(number, container);
  // The job may finish at once and with it erase the lane.
  const auto run = std::move(own.calls.front().run);
  run(number);
}

} // namespace spin::docker
