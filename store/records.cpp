#include "store/records.hpp"

#include <utility>

namespace spin::store {

namespace {

void add_token(contents& to, std::string_view id, std::string_view document) {
  auto read = decode_token(document);
  if (!read)
    refuse_record(to, id, read.error().what);
  else if (token_record(read->id) != id)
    refuse_record(to, id, "it is the document of " + read->id);
  else
    to.tokens.push_back(*std::move(read));
}

void add_saving(contents& to, std::string_view id, std::string_view document) {
  auto read = decode_saving(document);
  if (!read)
    refuse_record(to, id, read.error().what);
  else if (saving_record(read->image) != id)
    refuse_record(to, id, "it is the document of " + read->image);
  else
    to.savings.push_back(*std::move(read));
}

} // namespace

void add_record(contents& to, std::string_view id, std::string_view document) {
  if (is_token_record(id))
    return add_token(to, id, document);
  if (is_saving_record(id))
    return add_saving(to, id, document);
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
