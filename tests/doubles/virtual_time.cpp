#include "tests/doubles/virtual_time.hpp"

#include <caf/scheduler/test_coordinator.hpp>

namespace spin::test {

virtual_time::virtual_time()
  : system_(config_.set("scheduler.policy", caf::atom("testing"))),
    scheduler_(
      dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler())) {
  // An epoch of zero would hide mistakes with unset times.
  scheduler_.clock().current_time += std::chrono::hours{24 * 365};
}

virtual_time::~virtual_time() {
  end_waiting();
}

void virtual_time::end_waiting() {
  for (const auto& whom : std::exchange(waiting_, {}))
    caf::anon_send_exit(whom, caf::exit_reason::kill);
  settle();
}

instant virtual_time::now() { return scheduler_.clock().now(); }

void virtual_time::settle() {
  while (scheduler_.try_run_once()) {
    // nop
  }
}

bool virtual_time::idle() { return !scheduler_.has_job(); }

bool virtual_time::step() { return scheduler_.try_run_once(); }

void virtual_time::advance(span by) {
  auto& clock = scheduler_.clock();
  const auto end = clock.now() + by;
  settle();
  while (!clock.schedule().empty()
         && clock.schedule().begin()->first <= end) {
    const auto next = std::max(clock.schedule().begin()->first, clock.now());
    clock.advance_time(next - clock.now());
    settle();
  }
  clock.advance_time(end - clock.now());
  settle();
}

std::size_t virtual_time::alarms() { return scheduler_.clock().schedule().size(); }

} // namespace spin::test
