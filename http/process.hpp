#pragma once

namespace spin::http {

/// Returns when this process started, in seconds since 1970; 0 if the system
/// does not tell.
double process_start_time();

/// Returns the resident memory of this process in bytes; 0 if the system does
/// not tell.
double resident_memory();

} // namespace spin::http
