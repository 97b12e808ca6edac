// The handler of /v1/events.
#include "http/authorise.hpp"
#include "http/event_fan.hpp"
#include "http/event_text.hpp"
#include "http/handlers.hpp"
#include "http/identify.hpp"
#include "http/stream.hpp"

namespace spin::http {

namespace {

/// A listener at the other end of a connection.
class stream_sink final : public event_sink {
public:
  explicit stream_sink(stream_ptr to) : to_(std::move(to)) {
    // nop
  }

  bool write(std::string_view text) override { return to_->write(text); }
  std::optional<std::size_t> waiting() override { return to_->waiting(); }

private:
  stream_ptr to_;
};

} // namespace

void follow_events(const context_ptr& all, const request& from,
                   std::string_view, const responder_ptr& to) {
  auto wish = read_event_wish(from);
  if (!wish)
    return to->answer(problem(wish.error()));
  auto place = all->listening->take(from.who.name, sees_all(from.who.may));
  if (!place)
    return to->answer(try_again(503, "too many clients follow the events",
                                std::chrono::seconds{10}));
  // Before the client is told that it listens: what it reads after that, it has
  // not missed the changes of.
  const auto start = resume_at(*all->with.feed, wish->last_id);
  response answer;
  answer.content_type = "text/event-stream";
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.headers.emplace_back("X-Accel-Buffering", "no"); // nginx would wait
  answer.held = std::move(place);
  answer.goes_on = [all, start, who = from.who,
                    filter = std::move(wish->filter)](stream_ptr stream) {
    auto whom = std::make_shared<listener>();
    whom->to = std::make_unique<stream_sink>(std::move(stream));
    whom->wants = filter;
    whom->who = who;
    whom->at = start;
    whom->is_welcome = [all, who] { return would_let_in(*all, who); };
    caf::anon_send(all->fan, atom::watch_v, std::move(whom));
  };
  to->answer(std::move(answer));
}

} // namespace spin::http
