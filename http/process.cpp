#include "http/process.hpp"

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <utility>

#include <sys/resource.h>
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

/// Returns the field of that number in /proc/self/stat, from 3 on (proc(5)).
double own_stat(int number) {
  std::ifstream file{"/proc/self/stat"};
  // Field 2 is the program's name in parentheses and may hold spaces.
  file.ignore(std::numeric_limits<std::streamsize>::max(), ')');
  std::string word;
  for (int field = 3; field < number; ++field)
    file >> word;
  double value = 0;
  return file >> value ? value : 0;
}

/// Returns the virtual and the resident memory in bytes.
std::pair<double, double> own_memory() {
  std::ifstream file{"/proc/self/statm"};
  double size = 0;
  double resident = 0;
  if (!(file >> size >> resident))
    return {0, 0};
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  return {size * page, resident * page};
}

double processor_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec)
         + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

double process_start_time() {
  const auto ticks = own_stat(22);
  if (ticks == 0)
    return 0;
  return boot_time() + ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double resident_memory() {
  return own_memory().second;
}

double virtual_memory() {
  return own_memory().first;
}

double cpu_time() {
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) != 0)
    return 0;
  return processor_seconds(used.ru_utime) + processor_seconds(used.ru_stime);
}

double open_files() {
  namespace fs = std::filesystem;
  std::error_code none;
  double count = 0;
  for (fs::directory_iterator at{"/proc/self/fd", none}, end; at != end;
       at.increment(none))
    ++count;
  return count > 0 ? count - 1 : 0; // one of them is ours, to look
}

double most_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return 0;
  return static_cast<double>(limit.rlim_cur);
}

double threads() {
  return own_stat(20);
}

} // namespace spin::http
