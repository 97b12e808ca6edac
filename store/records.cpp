#include "store/records.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <span>
#include <thread>

namespace spin::store {

namespace {

constexpr std::size_t batch_size = 8192;
/// Fewer are not worth a thread.
constexpr std::size_t least_share = 512;

void refuse_in(contents& all, std::string_view id, std::string_view reason) {
  all.refused.push_back(std::string{id}.append(": ").append(reason));
}

template <class T>
void take_in(contents& all, std::vector<T>& kind, outcome<T> read,
             const std::string& its_id, std::string_view id) {
  if (!read)
    refuse_in(all, id, read.error().what);
  else if (its_id != id)
    refuse_in(all, id, "it is the document of " + its_id);
  else
    kind.push_back(*std::move(read));
}

contents read_some(std::span<const std::pair<std::string, std::string>> some) {
  contents all;
  for (const auto& [id, document] : some)
    if (is_token_record(id)) {
      auto read = decode_token(document);
      const auto its_id = read ? token_record(read->id) : std::string{};
      take_in(all, all.tokens, std::move(read), its_id, id);
    } else if (is_saving_record(id)) {
      auto read = decode_saving(document);
      const auto its_id = read ? saving_record(read->image) : std::string{};
      take_in(all, all.savings, std::move(read), its_id, id);
    } else if (is_delivery_record(id)) {
      auto read = decode_delivery(document);
      const auto its_id = read ? delivery_record(read->number) : std::string{};
      take_in(all, all.deliveries, std::move(read), its_id, id);
    } else if (is_vanished_record(id)) {
      auto read = decode_vanished(document);
      const auto its_id =
          read ? vanished_record(read->container_id) : std::string{};
      take_in(all, all.vanished_ones, std::move(read), its_id, id);
    } else {
      auto read = decode(document);
      const auto its_id = read ? read->who.id : std::string{};
      take_in(all, all.snapshots, std::move(read), its_id, id);
    }
  return all;
}

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()),
            std::make_move_iterator(more.end()));
}

void append(contents& to, contents more) {
  append(to.snapshots, std::move(more.snapshots));
  append(to.tokens, std::move(more.tokens));
  append(to.savings, std::move(more.savings));
  append(to.deliveries, std::move(more.deliveries));
  append(to.vanished_ones, std::move(more.vanished_ones));
  append(to.refused, std::move(more.refused));
}

} // namespace

void record_reader::add(std::string_view id, std::string_view document) {
  batch_.emplace_back(id, document);
  if (batch_.size() == batch_size)
    read_batch();
}

void record_reader::refuse(std::string_view id, std::string_view reason) {
  read_batch();
  refuse_in(result_, id, reason);
}

contents record_reader::finish() {
  read_batch();
  return std::exchange(result_, {});
}

void record_reader::read_batch() {
  const std::size_t hands = std::max(1U, std::thread::hardware_concurrency());
  const auto share = std::max(least_share, (batch_.size() + hands - 1) / hands);
  std::vector<std::future<contents>> others;
  auto rest = std::span<const record>{batch_};
  const auto mine = rest.first(std::min(share, rest.size()));
  for (rest = rest.subspan(mine.size()); !rest.empty();) {
    const auto part = rest.first(std::min(share, rest.size()));
    others.push_back(std::async(std::launch::async, read_some, part));
    rest = rest.subspan(part.size());
  }
  append(result_, read_some(mine));
  for (auto& each : others)
    append(result_, each.get());
  batch_.clear();
}

} // namespace spin::store
