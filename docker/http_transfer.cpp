#include "docker/http_transfer.hpp"

#include <system_error>
#include <utility>

namespace spin::docker {

http_transfer::http_transfer(const http_client_config& config, http_order what)
    : config_(config), ask_(std::move(what.ask)), then_(std::move(what.then)),
      into_(std::move(what.into)), easy_(curl_easy_init()) {
  if (easy_) {
    set_peer();
    set_request();
    if (into_)
      set_stream();
  }
}

http_transfer::~http_transfer() {
  on_steered({});
}

void http_transfer::on_steered(std::function<void()> told) {
  if (into_ && into_->steer)
    into_->steer->on_change(std::move(told));
}

bool http_transfer::obey() {
  if (!into_ || !into_->steer)
    return true;
  switch (into_->steer->now()) {
  case pace::state::ended:
    return false;
  case pace::state::goes:
    if (std::exchange(paused_, false))
      curl_easy_pause(easy(), CURLPAUSE_CONT); // maybe calls `take` at once
    return true;
  case pace::state::waits:
    break;
  }
  return true;
}

void http_transfer::set_peer() {
  auto* h = easy();
  if (!config_.peer.socket_path.empty())
    curl_easy_setopt(h, CURLOPT_UNIX_SOCKET_PATH,
                     config_.peer.socket_path.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, config_.protocols);
  curl_easy_setopt(h, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  curl_easy_setopt(h, CURLOPT_PROXY, ""); // not even from the environment
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L); // this is not the only thread
  // One whose name server is silent must not hold up the others.
  curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
  const auto probe = static_cast<long>(config_.probe_interval.count());
  curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(h, CURLOPT_TCP_KEEPIDLE, probe);
  curl_easy_setopt(h, CURLOPT_TCP_KEEPINTVL, probe);
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(config_.connect_limit.count()));
}

void http_transfer::set_request() {
  auto* h = easy();
  const auto url = config_.peer.base_url + ask_.target;
  curl_easy_setopt(h, CURLOPT_URL, url.c_str());
  curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L); // ".." is a name like any other
  curl_easy_setopt(h, CURLOPT_USERAGENT, "spin-docker/" SPIN_VERSION);
  if (ask_.method != "GET") {
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE,
                     static_cast<long>(ask_.body.size()));
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, ask_.body.c_str());
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, ask_.method.c_str());
    const auto type = ask_.body.empty() ? "Content-Type:"
                                        : "Content-Type: " + ask_.content_type;
    headers_.reset(curl_slist_append(nullptr, type.c_str()));
    curl_slist_append(headers_.get(), "Expect:"); // no wait for a "continue"
    for (const auto& [name, value] : ask_.headers)
      curl_slist_append(headers_.get(), (name + ": " + value).c_str());
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers_.get());
  }
  // libcurl repeats any request that met a dead connection of its pool. A fresh
  // connection is never repeated on.
  curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, ask_.repeatable ? 0L : 1L);
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(ask_.limit.count()));
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &http_transfer::take);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(h, CURLOPT_PRIVATE, this);
}

void http_transfer::set_stream() {
  auto* h = easy();
  curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(h, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &http_transfer::take_head);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
}

std::size_t http_transfer::take_head(char* line, std::size_t, std::size_t n,
                                     void* self) {
  auto& me = *static_cast<http_transfer*>(self);
  const std::string_view text(line, n);
  if (!me.opened_ && (text == "\r\n" || text == "\n")) // the head's end
    me.open();
  return n;
}

/// Begins the stream if the head that has come is that of a success.
void http_transfer::open() {
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  if (status < 200 || status >= 300)
    return;
  opened_ = true;
  curl_easy_setopt(easy(), CURLOPT_TIMEOUT_MS, 0L); // from here on as it likes
  into_->opened();
}

std::size_t http_transfer::take(char* data, std::size_t, std::size_t n,
                                void* self) {
  auto& me = *static_cast<http_transfer*>(self);
  const std::string_view piece(data, n);
  if (!me.opened_)
    return me.gather(piece) ? n : 0; // 0 ends it with CURLE_WRITE_ERROR
  if (me.into_->steer && me.into_->steer->now() == pace::state::waits) {
    me.paused_ = true;
    return CURL_WRITEFUNC_PAUSE; // the same comes again
  }
  if (auto taken = me.into_->take(piece); !taken)
    me.spoilt_ = std::move(taken).error();
  return me.spoilt_ ? 0 : n;
}

bool http_transfer::gather(std::string_view piece) {
  if (piece.size() > config_.answer_limit - answer_.body.size()) {
    spoilt_ = {errc::malformed, "the answer is longer than "
                                    + std::to_string(config_.answer_limit)
                                    + " bytes"};
    return false;
  }
  answer_.body.append(piece);
  return true;
}

void http_transfer::finish(CURLcode result) {
  then_(judged(result));
}

outcome<http_answer> http_transfer::judged(CURLcode result) {
  if (config_.status_is_enough) {
    long known = 0;
    curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &known);
    if (known >= 200 && known < 300)
      return http_answer{static_cast<int>(known), {}};
  }
  if (spoilt_)
    return tl::unexpected(*std::move(spoilt_));
  long sent = 0;
  curl_easy_getinfo(easy(), CURLINFO_REQUEST_SIZE, &sent);
  switch (result) {
  case CURLE_OK: {
    if (opened_ && !into_->may_end)
      return fail(errc::engine_down, config_.peer.address
                                         + ": the stream has ended");
    long status = 0;
    curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<int>(status);
    return std::move(answer_);
  }
  case CURLE_OPERATION_TIMEDOUT:
    if (sent == 0)
      return fail(errc::engine_down,
                  config_.peer.address + ": no connection in time");
    return fail(errc::timed_out, config_.peer.address + ": no answer within "
                                     + std::to_string(ask_.limit.count())
                                     + " ms");
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_BAD_CONTENT_ENCODING:
    return fail(errc::malformed, "the answer is not HTTP");
  case CURLE_OUT_OF_MEMORY:
    return fail(errc::internal, curl_easy_strerror(result));
  default:
    return fail(errc::engine_down, broken(result));
  }
}

std::string http_transfer::broken(CURLcode result) const {
  long code = 0;
  curl_easy_getinfo(easy(), CURLINFO_OS_ERRNO, &code);
  const bool unreached = result == CURLE_COULDNT_CONNECT && code != 0;
  return config_.peer.address + ": "
         + (unreached ? std::system_category().message(static_cast<int>(code))
                      : std::string(curl_easy_strerror(result)));
}

} // namespace spin::docker
