#include "http/process.hpp"

#include <fstream>
#include <limits>
#include <string>

#include <unistd.h>

namespace spin::http {

namespace {

/// Returns when the machine came up, in seconds since 1970 (proc(5)).
double boot_time() {
  std::ifstream file{"/proc/stat"};
  std::string word;
  double seconds = 0;
  while (file >> word) {
    if (word == "btime" && file >> seconds)
      return seconds;
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return 0;
}

} // namespace

double process_start_time() {
  std::ifstream file{"/proc/self/stat"};
  // Field 2 is the program's name in parentheses and may hold spaces.
  file.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  std::string word;
  for (int field = 3; field < 22; ++field)
    file >> word;
  double ticks = 0;
  if (!(file >> ticks))
    return 0;
  return boot_time() + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double resident_memory() {
  std::ifstream file{"/proc/self/statm"};
  double size = 0;
  double resident = 0;
  if (!(file >> size >> resident))
    return 0;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

} // namespace spin::http
