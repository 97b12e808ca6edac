#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "actors/directory.hpp"
#include "actors/readiness.hpp"
#include "http/context.hpp"
#include "http/responder.hpp"

// Answers that wait until a container is as it was wished.

namespace spin::http {

/// What a client waits for, and how long.
struct wait_wish {
  awaited what = awaited::ready;
  std::chrono::seconds length{30};
};

/// Reads `name` ("ready", "running", "stopped" or "paused") and `wait_timeout`
/// from the query; `usual` if `name` is not there. Errors: 400 with the name and
/// what it must be, also for a time beyond `most`, or one without need.
reading<std::optional<wait_wish>>
read_wait(const request& from, std::string_view name, std::chrono::seconds most,
          std::optional<awaited> usual = std::nullopt);

/// Returns the longest wait: the server's own deadline comes later.
std::chrono::seconds longest_wait(const time_limits&) noexcept;

/// Makes sure that `to` has a place among those who wait, else answers it 503.
bool may_wait(const context& all, const responder_ptr& to);

/// What is answered about a container as it is in the end.
using when_settled = std::function<response(const context&, const view_ptr&)>;

/// Answers `to` with what `make` returns as soon as `whom` is as `wish` has it,
/// or cannot be so without a further wish, or the time is over.
void answer_when(const context_ptr& all, const responder_ptr& to,
                 const directory_entry& whom, const wait_wish& wish,
                 when_settled make);

} // namespace spin::http
