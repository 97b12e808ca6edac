#include "http/request_reader.hpp"

#include <utility>

namespace spin::http {

namespace {

/// A buffer that grew beyond this is given back once it is empty.
constexpr std::size_t usual_body_size = 4096;

void drop_front(std::string& text, std::size_t size) {
  if (size < text.size()) {
    text.erase(0, size);
    return;
  }
  text.clear();
  if (text.capacity() > usual_body_size)
    text.shrink_to_fit();
}

} // namespace

reading<std::optional<request>> request_reader::next() {
  if (text_.empty())
    return std::nullopt;
  if (!head_) {
    auto found = read_head(text_, most_);
    if (!found)
      return tl::unexpected(std::move(found.error()));
    if (!*found)
      return std::nullopt;
    head_ = std::move(*found);
  }
  return take_body();
}

reading<std::optional<request>> request_reader::take_body() {
  const auto rest = std::string_view{text_}.substr(head_->size);
  auto size = head_->body_size;
  if (head_->chunked) {
    const auto whole = chunks_.read(rest);
    if (!whole)
      return tl::unexpected(whole.error());
    if (!*whole)
      return std::nullopt;
    head_->what.body = std::move(chunks_.body);
    size = chunks_.size;
    chunks_ = chunked_body{most_.body};
  } else if (rest.size() < size) {
    return std::nullopt;
  } else {
    head_->what.body = rest.substr(0, size);
  }
  auto whole = std::move(head_->what);
  drop_front(text_, head_->size + size);
  head_.reset();
  return whole;
}

bool request_reader::wants_continue() {
  return head_ && std::exchange(head_->expects_continue, false);
}

request_reader::stage request_reader::at() const noexcept {
  if (head_)
    return stage::part_of_body;
  return text_.empty() ? stage::nothing : stage::part_of_head;
}

} // namespace spin::http
