#pragma once

#include <optional>
#include <string_view>

#include <sys/types.h>

#include "config/settings.hpp"

namespace spin::log {

/// Returns whether `said`, what systemd writes into JOURNAL_STREAM
/// ("device:inode"), names the file with these numbers. Pure.
bool names_file(std::string_view said, dev_t device, ino_t inode) noexcept;

/// Returns whether the standard error stream goes to the journal. A service
/// that was given another one keeps the variable, so the stream itself is
/// looked at.
bool is_journal() noexcept;

/// Returns what a line begins with to have this priority in the journal, which
/// takes it off again: sd-daemon(3).
std::string_view priority_of(config::log_level level) noexcept;

} // namespace spin::log
