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

void add_delivery(contents& to, std::string_view id,
                  std::string_view document) {
  auto read = decode_delivery(document);
  if (!read)
    refuse_record(to, id, read.error().what);
  else if (delivery_record(read->number) != id)
    refuse_record(to, id,
                  "it is the document of " + delivery_record(read->number));
  else
    to.deliveries.push_back(*std::move(read));
}

} // namespace

void add_record(contents& to, std::string_view id, std::string_view document) {
  if (is_delivery_record(id))
    return add_delivery(to, id, document);
  if (is_token_record(id))
    return add_token(to, id, document);
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
