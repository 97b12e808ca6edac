#pragma once

#include <array>
#include <string>

#include <sodium.h>

#include "server_test.hpp"

namespace spin::http::test {

/// A hash that is cheap to check.
inline std::string hash_of(const std::string& word) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  EXPECT_EQ(crypto_pwhash_str(text.data(), word.data(), word.size(),
                              crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN),
            0);
  return text.data();
}

/// admin, the users ann and bob, and the viewer eve. Container "a" (running) is
/// ann's, "b" (stopped) is bob's, and "e" nobody's.
class AccessServer : public ServerTest {
protected:
  AccessServer() {
    give('a', "ann", phase::running);
    give('b', "bob", phase::stopped);
    containers.enter({}, shared(some_container('e')));
    server_config config;
    config.users = {{"admin", role::admin, password, false, 0},
                    {"ann", role::user, hash_of("a"), true, 1},
                    {"bob", role::user, hash_of("b"), true, 0},
                    {"eve", role::viewer, hash_of("e"), true, 0}};
    api = listen(surface::api, config);
  }

  void give(char digit, const std::string& owner, phase now) {
    auto view = in_phase(now, digit);
    auto who = *view.who;
    who.owner = owner;
    view.who = std::make_shared<const identity>(who);
    containers.publish(shared(view));
  }

  int status_as(const std::string& login, const std::string& method,
                const std::string& path, const std::string& body = "") {
    return ask_as(login, method, path, body).status;
  }

  spin::test::response by_token(const std::string& token,
                                const std::string& method,
                                const std::string& path,
                                const std::string& body = "") {
    return ask_openly(*api, method, path, body,
                      {"Authorization: Bearer " + token});
  }
};

} // namespace spin::http::test
