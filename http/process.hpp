#pragma once

namespace spin::http {

/// Returns when this process started, in seconds since 1970; 0 if the system
/// does not tell.
double process_start_time();

/// Returns the resident memory of this process in bytes; 0 if the system does
/// not tell.
double resident_memory();

/// Returns its virtual memory in bytes; 0 if the system does not tell.
double virtual_memory();

/// Returns the CPU time that it has used, in seconds.
double cpu_time();

/// Returns how many file descriptors are open, and how many may be; 0 if the
/// system does not tell.
double open_files();
double most_files();

/// Returns how many threads it has; 0 if the system does not tell.
double threads();

} // namespace spin::http
