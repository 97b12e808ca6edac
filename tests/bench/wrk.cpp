#include "tests/bench/wrk.hpp"

#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/support/process.hpp"

namespace spin::bench {

namespace {

/// Reads "1.25ms", "980.00us" or "1.02s" as milliseconds.
double milliseconds(const std::string& text) {
  std::size_t end = 0;
  const auto number = std::stod(text, &end);
  const auto unit = text.substr(end);
  return unit == "us" ? number / 1000 : unit == "s" ? number * 1000 : number;
}

} // namespace

wrk_result run_wrk(const wrk_load& what) {
  std::vector<std::string> words{
      "wrk", "-t2", "-c" + std::to_string(what.connections),
      "-d" + std::to_string(what.length.count()) + 's', "--latency"};
  if (!what.script.empty()) {
    words.push_back("-s");
    words.push_back(what.script.string());
  }
  words.push_back("http://127.0.0.1:" + std::to_string(what.port) + what.path);
  return read_wrk(
      test::run(words, what.length + std::chrono::seconds{30}).output);
}

wrk_result read_wrk(const std::string& printed) {
  wrk_result result;
  std::istringstream words{printed};
  for (std::string word; words >> word;) {
    if (word == "50%" && words >> word)
      result.p50 = milliseconds(word);
    else if (word == "99%" && words >> word)
      result.p99 = milliseconds(word);
    else if (word == "Requests/sec:")
      words >> result.per_second;
  }
  if (result.per_second <= 0 || printed.find("Non-2xx") != std::string::npos
      || printed.find("Socket errors") != std::string::npos)
    throw std::runtime_error("wrk: " + printed);
  return result;
}

} // namespace spin::bench
