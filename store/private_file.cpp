#include "store/private_file.hpp"

#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace spin::store {

namespace fs = std::filesystem;

namespace {

auto refused(const std::string& what, const fs::path& path, int error) {
  return fail(errc::store_down, what + ' ' + path.string() + ": "
                                    + std::generic_category().message(error));
}

/// Makes what was created in `folder` survive a power cut.
outcome<done> sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return refused("cannot open", folder, errno);
  const int error = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (error != 0)
    return refused("cannot sync", folder, error);
  return done{};
}

outcome<done> make_folder(const fs::path& folder) {
  std::error_code ignored; // mkdir says it better
  if (fs::is_directory(folder, ignored))
    return done{};
  if (folder.has_parent_path() && folder.parent_path() != folder)
    if (auto above = make_folder(folder.parent_path()); !above)
      return above;
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return refused("cannot make the folder", folder, errno);
  return sync_folder(folder.parent_path());
}

} // namespace

outcome<done> make_private_file(const fs::path& path) {
  std::error_code no_folder;
  const auto whole = fs::absolute(path, no_folder);
  if (no_folder)
    return refused("cannot find", path, no_folder.value());
  if (auto folder = make_folder(whole.parent_path()); !folder)
    return folder;
  // O_EXCL, for an existing file must not be opened here: closing it again
  // would drop the locks that this process holds on it.
  const int fd =
      ::open(whole.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST)
    return done{};
  if (fd < 0)
    return refused("cannot make the file", path, errno);
  ::close(fd);
  return sync_folder(whole.parent_path());
}

file_lock::file_lock(file_lock&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)) {
  // nop
}

file_lock& file_lock::operator=(file_lock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

file_lock::~file_lock() {
  if (fd_ >= 0)
    ::close(fd_);
}

outcome<file_lock> file_lock::take(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return refused("cannot open", path, errno);
  file_lock result{fd};
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 16> holder{};
    const auto length = ::pread(fd, holder.data(), holder.size(), 0);
    return fail(errc::store_down,
                "process "
                    + (length > 0 ? std::string(
                           holder.data(), static_cast<std::size_t>(length))
                                  : "unknown")
                    + " uses it; several servers share a Redis, not a file");
  }
  // Only for the message above: a lock without its number locks all the same.
  const auto number = std::to_string(::getpid());
  if (::ftruncate(fd, 0) == 0 && ::pwrite(fd, number.data(), number.size(), 0))
    return result;
  return result;
}

} // namespace spin::store
