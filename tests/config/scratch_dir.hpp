#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace spin::config {

/// A folder that lives as long as the object.
class scratch_dir {
public:
  scratch_dir() {
    const auto tmp = std::filesystem::temp_directory_path();
    auto name = (tmp / "spin-config-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw std::runtime_error("no folder for the test can be made");
    path_ = name;
  }
  scratch_dir(const scratch_dir&) = delete;
  scratch_dir& operator=(const scratch_dir&) = delete;
  ~scratch_dir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  /// Returns the path of a file that need not exist.
  std::string file(const std::string& name) const {
    return (path_ / name).string();
  }

  /// Writes a file and returns its path.
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name, std::ios::binary} << text;
    return file(name);
  }

private:
  std::filesystem::path path_;
};

} // namespace spin::config
