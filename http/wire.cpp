#include "http/wire.hpp"

#include "config/logging.hpp"
#include "http/dispatch.hpp"

namespace spin::http {

namespace {

constexpr auto connection_key = "spin.connection";

std::shared_ptr<connection>
connection_of(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
  if (auto known = peer->tryGetData(connection_key))
    return std::static_pointer_cast<connection>(known);
  auto fresh = std::make_shared<connection>(peer);
  peer->putData(connection_key, fresh);
  return fresh;
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

} // namespace

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
  if (from->received.size() >= head.size + head.body_size)
    return take(head, peer, from);
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

void wire::take(head& found, const peer_ptr& peer, const connection_ptr& from) {
  auto& what = found.what;
  const auto size = found.size + found.body_size;
  what.body = from->received.substr(found.size, found.body_size);
  what.peer = peer->address().host();
  from->begin(from->received.size() > size);
  from->received.clear();
  from->continued = false;
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
