#include "store/records.hpp"

#include <utility>

namespace spin::store {

void add_record(contents& to, std::string_view id, std::string_view document) {
  auto read = decode(document);
  if (!read)
    refuse_record(to, id, read.error().what);
  else if (read->who.id != id)
    refuse_record(to, id, "it is the document of " + read->who.id);
  else
    to.snapshots.push_back(*std::move(read));
}

void refuse_record(contents& to, std::string_view id, std::string_view reason) {
  to.refused.push_back(std::string{id}.append(": ").append(reason));
}

} // namespace spin::store
