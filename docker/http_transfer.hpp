#pragma once

#include <memory>
#include <optional>
#include <string>

#include <curl/curl.h>

#include "docker/http_client.hpp"

namespace spin::docker {

struct easy_deleter { // CURL and CURLM are both void
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

struct list_deleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// What the client was asked to do.
struct http_order {
  http_request ask;
  http_client::reply then;
  std::optional<http_sink> into; ///< Set for a stream.
};

/// One request on its way and the answer as far as it came. Stays where it is:
/// libcurl points into it.
class http_transfer {
public:
  http_transfer(const http_client_config& config, http_order what);

  ~http_transfer();
  http_transfer(const http_transfer&) = delete;
  http_transfer& operator=(const http_transfer&) = delete;

  CURL* easy() const noexcept { return easy_.get(); }

  /// Has `told` called, from any thread, when who reads it holds it back no
  /// longer or ends it: `obey` wants to be called then.
  void on_steered(std::function<void()> told);

  /// Does as its reader wants; false: it is to be abandoned. Of the thread that
  /// drives it.
  bool obey();

  /// Answers with what became of it.
  void finish(CURLcode result);

  /// Answers with why it will not be.
  void abandon(failure why) { then_(tl::unexpected(std::move(why))); }

private:
  static std::size_t take_head(char* line, std::size_t, std::size_t n,
                               void* self);
  static std::size_t take(char* data, std::size_t, std::size_t n, void* self);

  void set_peer();
  void set_request();
  void set_stream();
  void open();
  bool gather(std::string_view piece);
  outcome<http_answer> judged(CURLcode result);
  std::string broken(CURLcode result) const;

  const http_client_config& config_;
  http_request ask_;
  http_client::reply then_;
  std::optional<http_sink> into_;
  std::unique_ptr<curl_slist, list_deleter> headers_;
  std::unique_ptr<CURL, easy_deleter> easy_;
  http_answer answer_;
  bool opened_ = false;            ///< It is a success and goes to `into_`.
  bool paused_ = false;            ///< libcurl waits for a word to go on.
  std::optional<failure> spoilt_; ///< Why no more of it is wanted.
};

} // namespace spin::docker
