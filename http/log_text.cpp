#include "http/log_text.hpp"

#include "http/json_text.hpp"
#include "store/utf8.hpp"

namespace spin::http {

namespace {

/// Takes the time that stands before an entry off `text`, with the blank behind
/// it; empty if there is none.
std::string take_time(std::string& text) {
  constexpr std::size_t shortest = 20; // 2014-05-01T12:00:00Z
  constexpr std::size_t longest = 35;  // with nanoseconds and a zone
  const auto blank = text.find(' ');
  if (blank == std::string::npos || blank < shortest || blank > longest
      || text[10] != 'T' || text[4] != '-')
    return {};
  auto time = text.substr(0, blank);
  text.erase(0, blank + 1);
  return time;
}

} // namespace

log_text::line& log_text::line_of(docker::log_channel where) {
  return lines_.at(where == docker::log_channel::out ? 0 : 1);
}

void log_text::add(docker::log_channel where, std::string_view piece,
                   bool ends) {
  if (how_ == form::plain) {
    text_ += piece;
    return;
  }
  for (auto end = piece.find('\n'); end != std::string_view::npos;
       end = piece.find('\n')) {
    put(where, piece.substr(0, end), true);
    piece.remove_prefix(end + 1);
  }
  // What ends an entry without a line end is the first part of a long line.
  if (!piece.empty())
    put(where, piece, ends);
}

void log_text::finish() {
  for (auto where : {docker::log_channel::out, docker::log_channel::err})
    if (line_of(where).begun)
      close(where);
}

void log_text::put(docker::log_channel where, std::string_view part,
                   bool ends) {
  auto& now = line_of(where);
  now.begun = true;
  while (now.text.size() + part.size() > longest_line) {
    const auto room = longest_line - now.text.size();
    now.text += part.substr(0, room);
    part.remove_prefix(room);
    close(where);
    now.begun = !part.empty() || !ends;
  }
  now.text += part;
  if (ends && now.begun)
    close(where);
}

void log_text::close(docker::log_channel where) {
  auto& now = line_of(where);
  const auto time = take_time(now.text);
  if (now.text.ends_with('\r')) // of a terminal
    now.text.pop_back();
  json_text out{now.text.size() + 96};
  out.open('{');
  out.member("stream", where == docker::log_channel::out ? "stdout" : "stderr");
  out.key("time");
  if (time.empty())
    out.null();
  else
    out.string(time);
  out.member("line", to_utf8(now.text));
  out.close('}');
  text_.append(out.take()).append("\n");
  now = {};
}

} // namespace spin::http
