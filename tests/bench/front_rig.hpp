#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tests/bench/front_server.hpp"
#include "tests/bench/wrk.hpp"
#include "tests/support/process.hpp"

namespace spin::bench {

/// A server process of our own, the bare one or ours.
class front_process {
public:
  /// Starts `what` on a free port and waits until it listens. Throws with its
  /// output if it does not.
  explicit front_process(front_setup what);

  std::uint16_t port() const noexcept { return setup_.port; }

  /// Returns its resident memory in bytes.
  double resident() const;

  /// Returns the CPU time that it has used, in microseconds. Says more than a
  /// rate on a machine that others use, too.
  double cpu() const;

private:
  test::temporary_folder folder_;
  front_setup setup_;
  std::optional<test::process> process_;
};

/// What wrk sends to ours and to the bare server alike.
class scripts {
public:
  /// `tokens` as ours wrote them.
  explicit scripts(const std::filesystem::path& tokens);

  /// Check-ins of the first container; `header` is one more, "Name: value".
  std::filesystem::path check_in(const std::string& header = {}) const;

  /// Check-ins of all containers in turn.
  std::filesystem::path check_in_of_all() const;

  /// A GET with the password.
  std::filesystem::path get() const;

  /// Returns one request as text, e.g. for `plain_client`.
  std::string check_in_text() const;
  static std::string get_text(const std::string& path);

private:
  std::filesystem::path write(const std::string& name,
                              const std::string& text) const;

  test::temporary_folder folder_;
  std::filesystem::path tokens_;
  std::string first_;
};

} // namespace spin::bench
