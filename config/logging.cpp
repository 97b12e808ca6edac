#include "config/logging.hpp"

#include <atomic>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

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
  spdlog::logger to{"spin-docker",
                    std::make_shared<spdlog::sinks::stderr_sink_mt>()};
  std::atomic<config::log_format> how{config::log_format::text};

  log_output() {
    to.set_pattern("%v"); // the line is whole when it comes
    to.set_level(spdlog::level::info);
    to.set_error_handler([](const std::string&) {});
  }
};

log_output& output() {
  static auto* const only = new log_output;
  return *only;
}

void write(config::log_level level, std::string_view message, fields details) {
  auto& out = output();
  if (!out.to.should_log(to_spdlog(level)))
    return;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
  out.to.log(to_spdlog(level),
             spdlog::string_view_t{line(
                 out.how, now, level, message,
                 std::span<const field>{details.begin(), details.size()})});
}

} // namespace

void init(config::log_level least, config::log_format how) {
  output().how = how;
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

} // namespace spin::log
