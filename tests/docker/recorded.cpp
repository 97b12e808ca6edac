#include "tests/docker/recorded.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace spin::test {

namespace {

std::filesystem::path folder(const std::string& api) {
  return std::filesystem::path(SPIN_RECORDED_ANSWERS) / api;
}

} // namespace

std::string recorded(const std::string& api, const std::string& name) {
  std::ifstream in(folder(api) / name);
  std::ostringstream text;
  if (!(text << in.rdbuf()))
    throw std::runtime_error("no recorded answer " + api + '/' + name);
  return text.str();
}

std::vector<std::string> recorded_names(const std::string& api,
                                        const std::string& prefix) {
  std::vector<std::string> result;
  for (const auto& file : std::filesystem::directory_iterator(folder(api)))
    if (auto name = file.path().filename().string(); name.starts_with(prefix))
      result.push_back(std::move(name));
  std::sort(result.begin(), result.end());
  return result;
}

} // namespace spin::test
