#pragma once

#include <initializer_list>
#include <string_view>

#include "config/log_line.hpp"
#include "config/settings.hpp"

namespace spin::log {

/// A fact's details: `{{"id", id}, {"ports", 3}}`.
using fields = std::initializer_list<field>;

/// Sets what is logged and how. `main` calls it once, when the settings are
/// known; until then lines of level info and above are written as text. If the
/// standard error stream goes to systemd's journal, each line begins with its
/// priority.
void init(config::log_level least, config::log_format how);

/// Returns whether a line of this level would be written.
bool enabled(config::log_level level);

// Each writes one line to the standard error stream, e.g.
// `log::info("container started", {{"id", id}, {"image", image}})`. Callable
// from every thread; lines never mix. They never fail: if the stream does, the
// line is lost.

void debug(std::string_view message, fields details = {});
void info(std::string_view message, fields details = {});
void warning(std::string_view message, fields details = {});
void error(std::string_view message, fields details = {});

/// The same for the line of a request, whatever the least level is: whether
/// there is one is decided by who calls this.
void access(std::string_view message, fields details = {});

} // namespace spin::log
