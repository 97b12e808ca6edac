#pragma once

#include <pistache/http.h>
#include <pistache/peer.h>

#include "http/connection.hpp"
#include "http/context.hpp"
#include "http/head.hpp"

namespace spin::http {

/// Stands between Pistache's sockets and our handlers: collects bytes into
/// whole requests and dispatches them. One copy for each of Pistache's threads.
class wire : public Pistache::Http::Handler {
public:
  HTTP_PROTOTYPE(wire)

  explicit wire(context_ptr all) : all_(std::move(all)) {
    // nop
  }

  /// Never called: `onInput` takes Pistache's parser out of the way.
  void onRequest(const Pistache::Http::Request&,
                 Pistache::Http::ResponseWriter) override {
    // nop
  }

private:
  using peer_ptr = std::shared_ptr<Pistache::Tcp::Peer>;
  using connection_ptr = std::shared_ptr<connection>;

  void onConnection(const peer_ptr& peer) override;
  void onInput(const char* bytes, std::size_t size,
               const peer_ptr& peer) override;
  void onDisconnection(const peer_ptr& peer) override;

  void welcome(const peer_ptr& peer);
  void receive(std::string_view bytes, const peer_ptr& peer);
  void read(std::string_view text, const connection_ptr& from);
  void serve(request what, const connection_ptr& from);
  void begin_turn(const peer_ptr& peer);

  context_ptr all_;
  /// Whom this thread serves, only to be compared, how many requests in a row,
  /// and whether more was there before those were answered.
  const void* served_ = nullptr;
  unsigned in_a_row_ = 0;
  bool more_waits_ = false;
};

} // namespace spin::http
