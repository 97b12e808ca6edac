#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "config/options.hpp"
#include "config/pages.hpp"
#include "config/utf8.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

using namespace config;

namespace {

/// A file that is in memory only.
class memory_file {
public:
  explicit memory_file(std::string_view text)
      : fd_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    expect(fd_ >= 0
               && ::write(fd_, text.data(), text.size())
                      == static_cast<ssize_t>(text.size()),
           "the file can be written");
  }
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;
  ~memory_file() { ::close(fd_); }

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

private:
  int fd_;
};

checked<configuration> load_text(std::string_view text) {
  const memory_file file{text};
  sources from;
  from.config_file = file.path();
  return load(from);
}

void check_problem(const problem& why) {
  const auto line = why.line();
  expect(line.find('\n') == std::string::npos && !why.what.empty()
             && !why.allowed.empty(),
         "a configuration is refused in one line with what is allowed");
}

void check_values(const settings& values) {
  for (const auto& row : options()) {
    const auto shown = row.show(values);
    expect(shown.find('\0') == std::string::npos, "no value holds NUL");
    settings copy;
    expect(row.assign(copy, shown).has_value() && row.show(copy) == shown,
           "a value that is printed is read again");
  }
}

/// Whether loading it would read other files, of which nothing is known here.
bool names_files(const entries& all) {
  return std::any_of(all.begin(), all.end(), [](const entry& each) {
    return each.key == "sd_password_file" || each.key == "sd_tls_certificate"
           || each.key == "sd_tls_key";
  });
}

} // namespace

void check_config(std::string_view input) {
  const auto all = entries_of_file("f.yml", std::string{input});
  if (!all)
    return check_problem(all.error());
  for (const auto& each : *all)
    expect(each.where.starts_with("f.yml:"), "an entry knows where it stands");
  if (names_files(*all))
    return;
  const auto loaded = load_text(input);
  if (!loaded)
    return check_problem(loaded.error());
  check_values(loaded->values);
  const auto again = load_text(print_config(*loaded, secrets::shown));
  expect(again && again->values == loaded->values,
         "a configuration that is printed is read again");
}

} // namespace spin::fuzz
