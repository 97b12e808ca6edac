#pragma once

#include <filesystem>

#include "store/failure.hpp"

namespace spin::store {

/// Makes an empty file (0600) and the folders above it (0700) and makes their
/// names durable, unless they exist; what exists is left as it is. Errors:
/// `store_down`.
outcome<done> make_private_file(const std::filesystem::path& path);

/// Held by the one process that may use a store file. It ends with the process,
/// however that ends; the lock file stays.
class file_lock {
public:
  file_lock() = default;
  file_lock(file_lock&& other) noexcept;
  file_lock& operator=(file_lock&& other) noexcept;
  ~file_lock();

  /// Takes the lock on the file `path`, which is made if missing. Errors:
  /// `store_down`, with the id of the process that holds it.
  static outcome<file_lock> take(const std::filesystem::path& path);

private:
  explicit file_lock(int fd) : fd_(fd) {}

  int fd_ = -1;
};

} // namespace spin::store
