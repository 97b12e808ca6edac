#include "docker/tar.hpp"

#include <memory>
#include <set>
#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>

namespace spin::docker {

namespace {

struct closes {
  void operator()(archive* what) const { archive_write_free(what); }
  void operator()(archive_entry* what) const { archive_entry_free(what); }
};

using archive_ptr = std::unique_ptr<archive, closes>;
using entry_ptr = std::unique_ptr<archive_entry, closes>;

la_ssize_t append(archive*, void* to, const void* data, std::size_t size) {
  static_cast<std::string*>(to)->append(static_cast<const char*>(data), size);
  return static_cast<la_ssize_t>(size);
}

void need(int result, archive* from) {
  if (result != ARCHIVE_OK)
    throw std::runtime_error(std::string{"tar: "} + archive_error_string(from));
}

void put(archive* to, const std::string& path, unsigned type, unsigned mode,
         const std::string& content) {
  const entry_ptr entry{archive_entry_new()};
  archive_entry_set_pathname(entry.get(), path.c_str());
  archive_entry_set_filetype(entry.get(), type);
  archive_entry_set_perm(entry.get(), mode);
  archive_entry_set_uid(entry.get(), 0);
  archive_entry_set_gid(entry.get(), 0);
  archive_entry_set_size(entry.get(),
                         static_cast<la_int64_t>(content.size()));
  need(archive_write_header(to, entry.get()), to);
  if (!content.empty()
      && archive_write_data(to, content.data(), content.size()) < 0)
    need(ARCHIVE_FATAL, to);
}

} // namespace

std::string tar_of(const std::vector<new_file>& files) {
  std::string text;
  const archive_ptr to{archive_write_new()};
  need(archive_write_set_format_ustar(to.get()), to.get());
  need(archive_write_open(to.get(), &text, nullptr, append, nullptr), to.get());
  std::set<std::string> folders;
  for (const auto& file : files) {
    const auto path = file.path.substr(file.path.find_first_not_of('/'));
    for (auto slash = path.find('/'); slash != path.npos;
         slash = path.find('/', slash + 1))
      if (folders.insert(path.substr(0, slash)).second)
        put(to.get(), path.substr(0, slash), AE_IFDIR, 0755, {});
    put(to.get(), path, AE_IFREG, file.mode, file.content);
  }
  need(archive_write_close(to.get()), to.get());
  return text;
}

} // namespace spin::docker
