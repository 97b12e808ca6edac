#include "tests/support/http_client.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sys/socket.h>
#include <unistd.h>

namespace spin::test {

namespace {

using handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using header_list = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::size_t append_body(char* data, std::size_t, std::size_t size, void* to) {
  static_cast<response*>(to)->body.append(data, size);
  return size;
}

std::size_t add_header(char* data, std::size_t, std::size_t size, void* to) {
  std::string line{data, size};
  const auto colon = line.find(':');
  if (colon == std::string::npos)
    return size;
  auto name = line.substr(0, colon);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  const auto first = line.find_first_not_of(' ', colon + 1);
  const auto last = line.find_last_not_of("\r\n ");
  static_cast<response*>(to)->headers[name] =
      first <= last ? line.substr(first, last - first + 1) : "";
  return size;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

header_list headers_of(const request& what) {
  curl_slist* list = nullptr;
  for (const auto& line : what.headers)
    list = curl_slist_append(list, line.c_str());
  // Without this, curl waits a second before it sends a large body.
  list = curl_slist_append(list, "Expect:");
  return {list, &curl_slist_free_all};
}

} // namespace

response send(const request& what) {
  static const auto ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(ready);
  const handle curl{curl_easy_init(), &curl_easy_cleanup};
  const auto headers = headers_of(what);
  response answer;
  const auto set = [&](auto option, auto value) {
    curl_easy_setopt(curl.get(), option, value);
  };
  set(CURLOPT_URL, what.url.c_str());
  set(CURLOPT_CUSTOMREQUEST, what.method.c_str());
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT, static_cast<long>(what.within.count()));
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_WRITEFUNCTION, &append_body);
  set(CURLOPT_WRITEDATA, &answer);
  set(CURLOPT_HEADERFUNCTION, &add_header);
  set(CURLOPT_HEADERDATA, &answer);
  if (what.method == "HEAD")
    set(CURLOPT_NOBODY, 1L);
  if (!what.auth.empty())
    set(CURLOPT_USERPWD, what.auth.c_str());
  if (!what.body.empty()) {
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(what.body.size()));
    set(CURLOPT_POSTFIELDS, what.body.c_str());
  }
  if (const auto code = curl_easy_perform(curl.get()); code != CURLE_OK)
    return {0, {}, curl_easy_strerror(code)};
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

rapidjson::Document response::json() const {
  rapidjson::Document document;
  document.Parse(body.data(), body.size());
  if (document.HasParseError())
    document.SetNull();
  return document;
}

std::string response::field(const char* name) const {
  return field_of(json(), name);
}

std::string field_of(const rapidjson::Value& object, const char* name) {
  if (!object.IsObject() || !object.HasMember(name))
    return "(none)";
  const auto& value = object[name];
  if (value.IsString())
    return {value.GetString(), value.GetStringLength()};
  rapidjson::StringBuffer text;
  rapidjson::Writer<rapidjson::StringBuffer> writer{text};
  value.Accept(writer);
  return text.GetString();
}

silent_client::silent_client(std::uint16_t port)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const auto address = loopback(port);
  const auto* raw = reinterpret_cast<const sockaddr*>(&address);
  if (connect(fd_, raw, sizeof address) != 0) {
    close(fd_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
}

silent_client::~silent_client() {
  close(fd_);
}

std::uint16_t free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  const bool bound =
      bind(fd, raw, size) == 0 && getsockname(fd, raw, &size) == 0;
  close(fd);
  if (!bound)
    throw std::runtime_error("no free port on 127.0.0.1");
  return ntohs(address.sin_port);
}

} // namespace spin::test
