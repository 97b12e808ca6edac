// The composition root: settings -> store -> gateway -> registry -> http, and
// the same backwards at the end.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <unistd.h>

#include "config/command_line.hpp"
#include "config/logging.hpp"
#include "service.hpp"

namespace {

/// Blocks the signals that end us in every thread to come, so that `wait_for_end`
/// is the only place that sees them.
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return ends;
}

/// Returns whether a signal to end came within `seconds`.
bool end_asked(const sigset_t& ends, int seconds) {
  const timespec wait{seconds, 0};
  return sigtimedwait(&ends, nullptr, &wait) > 0;
}

int run(const spin::config::settings& settings) {
  const auto ends = block_signals();
  spin::service service{settings};
  // The store is the memory of the service: without it nothing is promised, so
  // nothing is served either.
  while (auto why = service.recover()) {
    spin::log::error("cannot read the store yet", {{"reason", *why}});
    if (end_asked(ends, 2))
      return EXIT_SUCCESS;
  }
  if (const auto why = service.listen()) {
    spin::log::error("cannot listen", {{"reason", *why}});
    return EXIT_FAILURE;
  }
  while (!end_asked(ends, 2))
    service.listen_for_check_ins();
  spin::log::info("stopping; containers keep running");
  return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
  const auto what = spin::config::parse_command_line(argc, argv, environ);
  if (const auto* answer = std::get_if<spin::config::answer>(&what)) {
    std::fputs(answer->out.c_str(), stdout);
    std::fputs(answer->err.c_str(), stderr);
    return answer->exit_code;
  }
  const auto& settings = std::get<spin::config::settings>(what);
  spin::log::init(settings.sd_log_level, settings.sd_log_format);
  try {
    return run(settings);
  } catch (const std::exception& why) {
    spin::log::error("cannot go on", {{"reason", why.what()}});
    return EXIT_FAILURE;
  }
}
