#include "http/wire.hpp"

#include "config/logging.hpp"
#include "http/dispatch.hpp"

namespace spin::http {

namespace {

constexpr auto connection_key = "spin.connection";

std::shared_ptr<connection>
connection_of(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
  return std::static_pointer_cast<connection>(peer->getData(connection_key));
}

// Pistache's own parser is fed nothing; it only keeps the time for Pistache's
// timeouts, which differ for peers that are idle and for those that are not.

/// From now on the peer has the header time to send a whole request.
void expect_request(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
  Pistache::Http::Handler::getParser(peer)->reset();
  peer->setIdle(false);
}

/// From now on the peer has the keep-alive time, as long as an answer takes.
void expect_nothing(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
  Pistache::Http::Handler::getParser(peer)->reset();
  peer->setIdle(true);
}

/// Moves the body of `to` there if it has come whole; returns its size on the
/// wire.
reading<std::optional<std::size_t>> take_body(head& to, connection& from) {
  const auto rest = std::string_view{from.received}.substr(to.size);
  if (!to.chunked) {
    if (rest.size() < to.body_size)
      return std::nullopt;
    to.what.body = rest.substr(0, to.body_size);
    return to.body_size;
  }
  const auto whole = from.chunks.read(rest);
  if (!whole)
    return tl::unexpected(whole.error());
  if (!*whole)
    return std::nullopt;
  to.what.body = std::move(from.chunks.body);
  return from.chunks.size;
}

} // namespace

void wire::onConnection(const peer_ptr& peer) {
  // What the handler that this one replaces does.
  peer->putData(ParserData, std::make_shared<Pistache::Http::RequestParser>(
                                getMaxRequestSize()));
  const auto address = peer->address().host();
  const auto ip = read_ip(address);
  auto place = all_->room->take(address, ip && all_->proxies.contains(*ip));
  const bool full = place == nullptr;
  const auto fresh = std::make_shared<connection>(peer, std::move(place));
  peer->putData(connection_key, fresh);
  if (!full)
    return;
  fresh->turn_away();
  if (const auto more = all_->turned_away->pass(throttle::moment::clock::now()))
    log::warning("too many connections; closed one at once",
                 {{"peer", std::string_view{address}}, {"more", *more}});
}

void wire::onInput(const char* bytes, std::size_t size, const peer_ptr& peer) {
  // An exception would end Pistache's thread, and with it the process.
  try {
    receive({bytes, size}, peer);
  } catch (const std::exception& error) {
    log::error("reading a request failed", {{"why", error.what()}});
    connection_of(peer)->answer(problem(failure{errc::internal, error.what()}),
                                {.keep_alive = false});
  }
}

void wire::onDisconnection(const peer_ptr& peer) {
  connection_of(peer)->end();
}

void wire::receive(std::string_view bytes, const peer_ptr& peer) {
  const auto from = connection_of(peer);
  if (from->discards(bytes.size()))
    return;
  if (from->received.empty())
    expect_request(peer);
  from->received.append(bytes);
  auto found = read_head(from->received);
  if (!found)
    return refuse_input(found.error(), peer, from);
  if (!*found)
    return;
  auto& head = **found;
  const auto body_size = take_body(head, *from);
  if (!body_size)
    return refuse_input(body_size.error(), peer, from);
  if (*body_size)
    return take(head, head.size + **body_size, peer, from);
  if (head.expects_continue && !from->continued) {
    from->continued = true;
    from->send_continue();
  }
}

void wire::refuse_input(const refusal& why, const peer_ptr& peer,
                        const connection_ptr& from) {
  from->received.clear();
  expect_nothing(peer);
  all_->counters->count_request("none", why.status, {});
  from->answer(problem(why), {.keep_alive = false});
}

void wire::take(head& found, std::size_t size, const peer_ptr& peer,
                const connection_ptr& from) {
  auto& what = found.what;
  what.peer = peer->address().host();
  from->begin(from->received.size() > size);
  from->received.clear();
  from->continued = false;
  from->chunks = {};
  expect_nothing(peer);
  const answer_style style{.keep_alive = what.keep_alive,
                           .head_only = what.method == "HEAD"};
  const auto send = [late = all_->late, from, style](const response& answer) {
    late->pass([&] {
      from->answer(answer, style);
      return true;
    });
  };
  dispatch(all_, what, std::make_shared<responder>(send));
}

} // namespace spin::http
