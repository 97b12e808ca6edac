#include "store/health.hpp"

#include <utility>

namespace spin {

namespace {

/// No error: what is well for the first time never had one.
constexpr std::string_view untried = "not tried yet";

} // namespace

std::string_view to_string(vital what) noexcept {
  switch (what) {
  case vital::engine:
    return "engine";
  case vital::events:
    return "events";
  case vital::store:
    return "store";
  case vital::recovery:
    return "recovery";
  }
  return "unknown";
}

health_board::health_board(std::function<utc()> now) : now_(std::move(now)) {
  for (auto& sign : signs_)
    sign = {false, now_(), std::string{untried}};
}

bool health_board::well(vital which) {
  return turn(which, true, {});
}

bool health_board::ill(vital which, std::string_view problem) {
  return turn(which, false, problem);
}

void health_board::asked(vital which) {
  std::lock_guard guard{mutex_};
  auto& since = asked_[static_cast<std::size_t>(which)];
  if (!since) // else it owes an answer already
    since = now_();
}

vital_sign health_board::look(vital which) const {
  std::lock_guard guard{mutex_};
  const auto i = static_cast<std::size_t>(which);
  auto sign = signs_[i];
  if (sign.well && asked_[i] && now_() - *asked_[i] > patience)
    sign = {false, *asked_[i] + patience, "it does not answer"};
  return sign;
}

bool health_board::turn(vital which, bool well, std::string_view problem) {
  std::lock_guard guard{mutex_};
  auto& sign = signs_[static_cast<std::size_t>(which)];
  asked_[static_cast<std::size_t>(which)].reset();
  if (!well)
    sign.problem = problem;
  else if (sign.problem == untried)
    sign.problem.clear();
  if (sign.well == well)
    return false;
  sign.well = well;
  sign.since = now_();
  return true;
}

} // namespace spin
