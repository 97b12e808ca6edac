// The composition root: settings -> store -> gateway -> registry -> http, and
// the same backwards at the end.

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

#include "config/command_line.hpp"
#include "config/logging.hpp"
#include "config/memory.hpp"
#include "config/password_hash.hpp"
#include "http/limits.hpp"
#include "service.hpp"

namespace {

using namespace std::chrono_literals;

/// Blocks the signals that end us in every thread to come, so that `end_asked`
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

/// Returns whether a signal to end came within `wait`.
bool end_asked(const sigset_t& ends, std::chrono::milliseconds wait) {
  const timespec limit{wait.count() / 1000, wait.count() % 1000 * 1'000'000};
  return sigtimedwait(&ends, nullptr, &limit) > 0;
}

/// Takes up the stored state. The store is the memory of the service: without
/// it nothing is promised, so nothing is served either. Returns false if a
/// signal to end came first.
bool recover(spin::service& service, const sigset_t& ends) {
  std::string told;
  for (auto wait = 1s;; wait = std::min(wait * 2, 30s)) {
    auto answer = service.recover();
    while (answer.wait_for(0s) != std::future_status::ready)
      if (end_asked(ends, 50ms))
        return false;
    const auto why = answer.get();
    if (!why)
      return true;
    if (*why != std::exchange(told, *why))
      spin::log::error("cannot begin yet, trying again", {{"reason", *why}});
    if (end_asked(ends, wait))
      return false;
  }
}

int run(const spin::config::settings& settings) {
  const auto ends = block_signals();
  spin::http::raise_file_limit();
  spin::service service{settings};
  const auto cannot_listen = [](const std::optional<std::string>& why) {
    if (why)
      spin::log::error("cannot listen", {{"reason", *why}});
    return why.has_value();
  };
  if (cannot_listen(service.listen_for_monitoring()))
    return EXIT_FAILURE;
  if (!recover(service, ends))
    return EXIT_SUCCESS;
  if (cannot_listen(service.listen()))
    return EXIT_FAILURE;
  while (!end_asked(ends, 2s)) {
    if (service.broken())
      std::_Exit(EXIT_FAILURE); // an end in order might wait for the dead
    service.listen_for_check_ins();
  }
  spin::log::info("stopping; containers keep running");
  return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
  spin::keep_memory_small();
  const auto what = spin::config::parse_command_line(argc, argv, environ);
  if (const auto* answer = std::get_if<spin::config::answer>(&what)) {
    std::fputs(answer->out.c_str(), stdout);
    std::fputs(answer->err.c_str(), stderr);
    return answer->exit_code;
  }
  if (std::holds_alternative<spin::config::hash_wanted>(what)) {
    const auto how = spin::config::answer_hash(STDIN_FILENO);
    std::fputs(how.out.c_str(), stdout);
    std::fputs(how.err.c_str(), stderr);
    return how.exit_code;
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
