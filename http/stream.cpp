#include "http/stream.hpp"

#include <array>
#include <charconv>

#include "http/connection.hpp"

namespace spin::http {

namespace {

constexpr std::string_view crlf = "\r\n";

/// Writes a chunk as RFC 9112, 7.1 has it.
std::string as_chunk(std::string_view piece) {
  std::array<char, 16> size{};
  const auto end =
      std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16);
  std::string text{size.data(), end.ptr};
  return text.append(crlf).append(piece).append(crlf);
}

} // namespace

stream::~stream() {
  to_->end_stream(chunks_ ? "0\r\n\r\n" : "");
}

bool stream::write(std::string_view piece) {
  if (piece.empty()) // would be the end of the chunks
    return true;
  return to_->put_piece(chunks_ ? as_chunk(piece) : std::string{piece});
}

void stream::fail() {
  to_->break_stream();
}

void stream::watch_reader(std::function<void(reader_state)> told) {
  to_->watch_reader(std::move(told));
}

std::optional<std::size_t> stream::waiting() {
  return to_->backlog();
}

} // namespace spin::http
