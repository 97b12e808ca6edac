#include "http/chunked.hpp"

#include <charconv>

#include "http/head.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr std::string_view line_end = "\r\n";

/// The most that one line (a size with its extensions, a trailer) may take.
constexpr std::size_t max_line = 1024;

/// The most that the whole may take: bodies of one-byte chunks are no use.
constexpr std::size_t max_framed = 2 * max_body_size;

reading<std::size_t> read_size(std::string_view line) {
  const auto digits = line.substr(0, line.find(';'));
  std::size_t size = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stopped, error] = std::from_chars(digits.data(), end, size, 16);
  const bool huge = error == std::errc::result_out_of_range;
  if ((error != std::errc{} && !huge) || stopped != end || has_control(line))
    return refuse(400, "body: a chunk's size must be a hex number");
  return huge ? max_body_size + 1 : size;
}

tl::unexpected<refusal> too_large() {
  return refuse(413,
                "body: at most " + std::to_string(max_body_size) + " bytes");
}

} // namespace

reading<std::optional<std::string_view>>
chunked_body::line_of(std::string_view text) {
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
    if (size > max_framed)
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
    if (*length > max_body_size - body.size())
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
