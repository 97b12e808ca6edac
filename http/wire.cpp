#include "http/wire.hpp"

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <utility>

#include "config/logging.hpp"
#include "http/dispatch.hpp"
#include "http/request_id.hpp"

namespace spin::http {

namespace {

constexpr auto connection_key = "spin.connection";

/// How many requests of one client a thread serves while more wait. Pistache
/// reads on until there is nothing more: who sends without a pause would keep
/// the thread for itself.
constexpr unsigned longest_turn = 64;

bool more_waits(int fd) {
  int size = 0;
  return ::ioctl(fd, FIONREAD, &size) == 0 && size > 0;
}

std::shared_ptr<connection>
connection_of(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
  return std::static_pointer_cast<connection>(
      peer->tryGetData(connection_key));
}

} // namespace

void wire::onConnection(const peer_ptr& peer) {
  // An exception would end Pistache's thread, and with it the process.
  try {
    welcome(peer);
  } catch (const std::exception& error) {
    log::error("taking a connection failed", {{"why", error.what()}});
    ::shutdown(peer->fd(), SHUT_RDWR);
  }
}

void wire::welcome(const peer_ptr& peer) {
  // Pistache looks at the parser of each peer to keep its time, of which ours
  // is never up: the pump keeps it.
  peer->putData(ParserData, std::make_shared<Pistache::Http::RequestParser>(
                                getMaxRequestSize()));
  const auto address = peer->address().host();
  const auto ip = read_ip(address);
  auto place = all_->room->take(address, ip && all_->proxies.contains(*ip));
  const bool full = place == nullptr;
  const auto fresh =
      std::make_shared<connection>(peer->fd(), address, std::move(place), all_);
  peer->putData(connection_key, fresh);
  if (!full)
    return all_->pumped->keep_time_of(fresh);
  fresh->turn_away();
  if (const auto more = all_->turned_away->pass(throttle::moment::clock::now()))
    log::warning("too many connections; closed one at once",
                 {{"peer", std::string_view{address}}, {"more", *more}});
}

void wire::onInput(const char* bytes, std::size_t size, const peer_ptr& peer) {
  if (!connection_of(peer))
    return; // there was no memory for it: it is about to end
  try { // see onConnection
    begin_turn(peer);
    receive({bytes, size}, peer);
    if (in_a_row_ > longest_turn && more_waits_)
      connection_of(peer)->let_go();
  } catch (const std::exception& error) {
    const auto id = make_request_id();
    log::error("reading a request failed",
               {{"why", error.what()}, {"request", std::string_view{id}}});
    connection_of(peer)->refuse({500, "internal error"}, id);
  }
}

void wire::begin_turn(const peer_ptr& peer) {
  if (std::exchange(served_, peer.get()) != peer.get())
    in_a_row_ = 0;
  // Who waits for answers sends the next request only after them.
  more_waits_ = in_a_row_ > longest_turn / 2 && more_waits(peer->fd());
  if (!more_waits_ && in_a_row_ > longest_turn)
    in_a_row_ = 0;
}

void wire::onDisconnection(const peer_ptr& peer) {
  if (const auto from = connection_of(peer))
    from->end();
}

void wire::receive(std::string_view bytes, const peer_ptr& peer) {
  const auto from = connection_of(peer);
  if (!all_->tls)
    return read(bytes, from);
  std::string plain;
  const auto how = from->decrypt(bytes, plain);
  if (!plain.empty())
    read(plain, from);
  if (how == tls_session::state::half_closed)
    from->end_of_input();
}

void wire::read(std::string_view text, const connection_ptr& from) {
  if (from->discards(text.size()))
    return;
  auto& reader = from->reader;
  reader.append(text);
  do {
    auto found = reader.next();
    if (!found)
      return from->refuse(found.error());
    if (!*found) {
      if (reader.wants_continue())
        from->send_continue();
      return from->await(reader.at());
    }
    if (!from->begin())
      return;
    serve(std::move(**found), from);
  } while (from->takes_next(!reader.empty()) && !reader.empty());
}

void wire::serve(request what, const connection_ptr& from) {
  ++in_a_row_;
  what.peer = from->peer;
  what.id = request_id_for(what, all_->proxies);
  const answer_style style{.keep_alive = what.keep_alive,
                           .head_only = what.method == "HEAD",
                           .takes_chunks = what.takes_chunks,
                           .request_id = what.id};
  const auto send = [from, style](response answer) {
    from->answer(std::move(answer), style);
  };
  const auto duty =
      dispatch(all_, std::move(what), std::make_shared<responder>(send));
  if (!duty->answered())
    from->wait_for(duty);
}

} // namespace spin::http
