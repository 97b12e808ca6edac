#include "store/continuity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <utility>

#include "store/hex.hpp"

namespace spin::store {

std::string to_string(const mark& what) {
  if (what == mark{})
    return "";
  return what.writer + ':' + std::to_string(what.group);
}

mark to_mark(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return {std::string{text}, 0};
  mark result{std::string{text.substr(0, colon)}, 0};
  const auto number = text.substr(colon + 1);
  const auto end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, result.group);
  if (error != std::errc{} || stop != end)
    return {std::string{text}, 0};
  return result;
}

void continuity::observe(const mark& found) {
  if (known_ && found != known_ && found != unanswered_)
    lost_ = true;
  known_ = found;
}

mark continuity::send() {
  const auto seen = known_.value_or(mark{});
  // No number is acknowledged twice, or the store that was replaced would look
  // like the one in its place. But a group that was never answered shares its
  // number with the one sent instead: either may be found.
  unanswered_ = mark{seen.writer.empty() ? writer_ : seen.writer,
                     std::max(seen.group, highest_) + 1};
  return *unanswered_;
}

bool continuity::acknowledge() {
  known_ = std::exchange(unanswered_, std::nullopt);
  highest_ = known_->group;
  return !std::exchange(lost_, false);
}

std::string unique_word() {
  std::random_device source;
  std::array<std::uint8_t, 12> bytes{};
  for (auto& byte : bytes)
    byte = static_cast<std::uint8_t>(source());
  return to_hex(bytes);
}

} // namespace spin::store
