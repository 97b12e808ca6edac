#include "config/logging.hpp"

#include <atomic>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "config/journal.hpp"

namespace spin::log {

namespace {

spdlog::level::level_enum to_spdlog(config::log_level level) {
  switch (level) {
  case config::log_level::debug:
    return spdlog::level::debug;
  case config::log_level::info:
    return spdlog::level::info;
  case config::log_level::warning:
    return spdlog::level::warn;
  case config::log_level::error:
    return spdlog::level::err;
  }
  return spdlog::level::err;
}

/// The one logger of the process. It is never destroyed, so that threads may
/// log until the very end.
struct log_output {
  std::shared_ptr<spdlog::sinks::stderr_sink_mt> where =
      std::make_shared<spdlog::sinks::stderr_sink_mt>();
  spdlog::logger to{"spin-docker", where};
  /// For the lines of requests; has no least level.
  spdlog::logger access{"access", where};
  std::atomic<config::log_format> how{config::log_format::text};
  /// Each line begins with its priority.
  std::atomic<bool> to_journal{is_journal()};

  log_output() {
    for (auto* each : {&to, &access}) {
      each->set_pattern("%v"); // the line is whole when it comes
      each->set_level(spdlog::level::info);
      each->set_error_handler([](const std::string&) {});
    }
  }
};

log_output& output() {
  static auto* const only = new log_output;
  return *only;
}

void write(spdlog::logger& to, config::log_level level,
           std::string_view message, fields details) {
  if (!to.should_log(to_spdlog(level)))
    return;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
  std::string text{output().to_journal ? priority_of(level) : ""};
  text += line(output().how, now, level, message,
               std::span<const field>{details.begin(), details.size()});
  to.log(to_spdlog(level), spdlog::string_view_t{text});
}

void write(config::log_level level, std::string_view message, fields details) {
  write(output().to, level, message, details);
}

} // namespace

void init(config::log_level least, config::log_format how) {
  output().how = how;
  output().to_journal = is_journal();
  output().to.set_level(to_spdlog(least));
}

bool enabled(config::log_level level) {
  return output().to.should_log(to_spdlog(level));
}

void debug(std::string_view message, fields details) {
  write(config::log_level::debug, message, details);
}

void info(std::string_view message, fields details) {
  write(config::log_level::info, message, details);
}

void warning(std::string_view message, fields details) {
  write(config::log_level::warning, message, details);
}

void error(std::string_view message, fields details) {
  write(config::log_level::error, message, details);
}

void access(std::string_view message, fields details) {
  write(output().access, config::log_level::info, message, details);
}

} // namespace spin::log
