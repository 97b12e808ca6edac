#include "http/chunked.hpp"

#include <charconv>
#include <limits>

#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr std::string_view line_end = "\r\n";

/// The most that one line (a size with its extensions, a trailer) may take.
constexpr std::size_t max_line = 1024;

/// A size that nobody allows.
constexpr std::size_t endless = std::numeric_limits<std::size_t>::max();

reading<std::size_t> read_size(std::string_view line) {
  const auto digits = line.substr(0, line.find(';'));
  std::size_t size = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, size, 16);
  const bool huge = error == std::errc::result_out_of_range;
  if ((error != std::errc{} && !huge) || stopped != end || has_control(line))
    return refuse(400, "body: a chunk's size must be a hex number");
  return huge ? endless : size;
}

} // namespace

tl::unexpected<refusal> chunked_body::too_large() const {
  return refuse(413, "body: at most " + std::to_string(most_) + " bytes");
}

reading<std::optional<std::string_view>>
chunked_body::line_of(std::string_view text) const {
  const auto rest = text.substr(size, max_line);
  const auto end = rest.find(line_end);
  if (end == std::string_view::npos && rest.size() == max_line)
    return refuse(400, "body: a line between chunks is too long");
  if (rest.substr(0, end).find('\n') != std::string_view::npos)
    return refuse(400, "body: lines must end with CR LF");
  if (end == std::string_view::npos)
    return std::nullopt;
  return rest.substr(0, end);
}

reading<bool> chunked_body::read(std::string_view text) {
  for (;;) {
    // With its framing: bodies of one-byte chunks are no use.
    if (size > 2 * most_)
      return too_large();
    const auto line = line_of(text);
    if (!line)
      return tl::unexpected(line.error());
    if (!*line)
      return false;
    const auto begin = size + (*line)->size() + line_end.size();
    if (at_trailers_) {
      size = begin;
      if ((*line)->empty())
        return true;
      continue;
    }
    const auto length = read_size(**line);
    if (!length)
      return tl::unexpected(length.error());
    if (*length > most_ - body.size())
      return too_large();
    if (*length == 0) {
      at_trailers_ = true;
      size = begin;
      continue;
    }
    const auto end = begin + *length;
    if (text.size() < end + line_end.size())
      return false;
    if (text.substr(end, line_end.size()) != line_end)
      return refuse(400, "body: a chunk must end with CR LF");
    body.append(text.substr(begin, *length));
    size = end + line_end.size();
  }
}

} // namespace spin::http
