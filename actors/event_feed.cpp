#include "actors/event_feed.hpp"

#include <algorithm>

#include "actors/token.hpp"

namespace spin {

namespace {

/// About how much memory a bulletin takes before there is a text of it.
std::size_t size_of(const bulletin& what) {
  const auto names =
      what.about ? what.about->who->name.size() + what.about->who->image.size()
                 : 0;
  return sizeof(fed_bulletin) + sizeof(container_view) + names
         + what.trouble.what.size() + what.by.request.size();
}

} // namespace

fed_bulletin::fed_bulletin(bulletin it, std::uint64_t nth)
    : what(std::move(it)), number(nth), size_(size_of(what)) {
  // nop
}

event_feed::event_feed() : event_feed(limits{}) {
  // nop
}

event_feed::event_feed(limits most)
    : event_feed(most, make_id().substr(0, 12)) {
  // nop
}

event_feed::event_feed(limits most, std::string epoch)
    : most_(most), epoch_(std::move(epoch)) {
  // nop
}

void event_feed::publish(bulletin what) {
  const std::lock_guard hold{mutex_};
  kept_.push_back(
      std::make_shared<const fed_bulletin>(std::move(what), last_ + 1));
  size_ += kept_.back()->size_;
  ++last_;
  make_room();
  for (const auto& each : bells_)
    if (const auto bell = each.lock(); bell && bell->armed_.exchange(false))
      bell->ring_();
}

event_feed::page event_feed::after(std::uint64_t number,
                                   std::size_t most) const {
  page result;
  const std::lock_guard hold{mutex_};
  if (number >= last_ || kept_.empty())
    return result;
  const auto first = kept_.front()->number;
  result.lost = number + 1 < first;
  const auto skip = result.lost ? 0 : number + 1 - first;
  const auto count = std::min<std::uint64_t>(most, kept_.size() - skip);
  const auto from = kept_.begin() + static_cast<std::ptrdiff_t>(skip);
  result.all.assign(from, from + static_cast<std::ptrdiff_t>(count));
  return result;
}

const std::string&
event_feed::text_of(const fed_bulletin& what, audience whom,
                    const std::function<std::string()>& write) {
  const auto i = static_cast<std::size_t>(whom);
  auto& text = what.texts_.at(i);
  std::call_once(what.made_.at(i), [&] {
    text = write();
    const std::lock_guard hold{mutex_};
    what.size_ += text.size();
    if (!kept_.empty() && what.number >= kept_.front()->number)
      size_ += text.size();
    make_room();
  });
  return text;
}

std::shared_ptr<feed_bell> event_feed::add_bell(std::function<void()> ring) {
  auto bell = std::make_shared<feed_bell>(std::move(ring));
  const std::lock_guard hold{mutex_};
  std::erase_if(bells_, [](const auto& each) { return each.expired(); });
  bells_.push_back(bell);
  return bell;
}

/// Drops the oldest beyond the limits, but never the latest.
void event_feed::make_room() {
  while (kept_.size() > 1
         && (kept_.size() > most_.count || size_ > most_.bytes)) {
    size_ -= kept_.front()->size_;
    kept_.pop_front();
  }
}

} // namespace spin
