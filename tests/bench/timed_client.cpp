#include "tests/bench/timed_client.hpp"

#include <stdexcept>

namespace spin::bench {

namespace {

std::size_t append(char* data, std::size_t, std::size_t size, void* to) {
  static_cast<std::string*>(to)->append(data, size);
  return size;
}

} // namespace

timed_client::timed_client(const target& to)
    : to_(to), curl_(curl_easy_init(), &curl_easy_cleanup),
      headers_(nullptr, &curl_slist_free_all) {
  auto* h = curl_.get();
  if (!to.where.socket_path.empty())
    curl_easy_setopt(h, CURLOPT_UNIX_SOCKET_PATH, to.where.socket_path.c_str());
  if (!to.auth.empty())
    curl_easy_setopt(h, CURLOPT_USERPWD, to.auth.c_str());
  headers_.reset(
      curl_slist_append(nullptr, ("Content-Type: " + to.content_type).c_str()));
  curl_slist_append(headers_.get(), "Expect:"); // no wait for a "continue"
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(h, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_TIMEOUT, 120L);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &append);
}

docker::http_answer timed_client::send(const std::string& method,
                                       const std::string& path,
                                       const std::string& body) {
  auto* h = curl_.get();
  docker::http_answer answer;
  const auto url = to_.where.base_url + path;
  curl_easy_setopt(h, CURLOPT_URL, url.c_str());
  curl_easy_setopt(h, CURLOPT_WRITEDATA, &answer.body);
  if (method == "GET") {
    curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, nullptr);
  } else {
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  if (const auto code = curl_easy_perform(h); code != CURLE_OK)
    throw std::runtime_error(method + ' ' + url + ": "
                             + curl_easy_strerror(code));
  long status = 0;
  curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

} // namespace spin::bench
