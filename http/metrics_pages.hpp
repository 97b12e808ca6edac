#pragma once

#include "http/exposition.hpp"
#include "http/metrics.hpp"

namespace spin::http {

// The parts of the page of metrics.

/// The images that are shown by name are those with the most containers.
inline constexpr std::size_t images_shown = 20;

/// A container that runs so long after its moment to be stopped is overdue.
inline constexpr span overdue_after = std::chrono::seconds{5};

void put_containers(exposition& page, const scrape& from);
void put_savings(exposition& page, const savings_report& savings);
void put_supervision(exposition& page, const supervision_meter& from);
void put_actors(exposition& page, const scrape& from);
void put_engine(exposition& page, const engine_meter& from);
void put_parts(exposition& page, const health_board& from);
void put_store(exposition& page, const store_meter& from);
void put_listening(exposition& page, const listening_meter& from);
void put_process(exposition& page);

} // namespace spin::http
