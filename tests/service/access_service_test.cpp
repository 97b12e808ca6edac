#include <array>

#include "tests/service/service_test.hpp"

namespace spin::test {

/// Users, tokens and owners with the real server, with each of the stores.
class AccessService : public ServiceTest,
                      public ::testing::WithParamInterface<const char*> {
protected:
  void SetUp() override {
    if (GetParam() == std::string{"Redis"})
      use_redis();
    settings["sd_password"] = "chief";
    settings["sd_users"] = "[{name: ann, role: user, max_running: 1, "
                           "password_hash: '" + hash_of("a") + "'}, "
                           "{name: bob, role: user, password_hash: '"
                           + hash_of("b") + "'}]";
    start();
  }

  /// The hash of `password`, as an operator makes it.
  static std::string hash_of(const std::string& password) {
    const auto made = run({"sh", "-c",
                           "printf %s " + password + " | " SPIN_SERVER_BINARY
                           " --hash-password"});
    EXPECT_EQ(made.exit_code, 0) << made.output;
    return made.output.substr(0, made.output.find('\n'));
  }

  response as(const std::string& login, const std::string& method,
              const std::string& path, const std::string& body = "") const {
    return send({.method = method,
                 .url = server->url(path),
                 .body = body,
                 .auth = login});
  }

  response by_token(const std::string& token, const std::string& method,
                    const std::string& path,
                    const std::string& body = "") const {
    return send({.method = method,
                 .url = server->url(path),
                 .body = body,
                 .headers = {"Authorization: Bearer " + token}});
  }
};

TEST_P(AccessService, TwoUsersATokenAndAKill) {
  const auto made = as("ann:a", "POST", "/v1/containers",
                       "image=spin-docker/hello");
  ASSERT_EQ(made.status, 201) << made.body;
  const container one{made};
  EXPECT_EQ(made.field("owner"), "ann");
  EXPECT_EQ(inspect(one.id, "{{index .Config.Labels \"spin-docker.owner\"}}"),
            "ann");
  EXPECT_EQ(as("bob:b", "GET", one.uri).status, 404);
  EXPECT_EQ(as("bob:b", "DELETE", one.uri).status, 404);
  EXPECT_EQ(as("bob:b", "GET", "/v1/containers").body, "[]");
  EXPECT_EQ(server->get(one.uri).status, 200) << "admin sees all";
  EXPECT_EQ(as("ann:a", "POST", "/v1/containers", "image=spin-docker/hello")
                .status,
            429);

  const auto shown = as("ann:a", "POST", "/v1/tokens", "name=ci");
  ASSERT_EQ(shown.status, 201) << shown.body;
  const auto token = shown.field("token");
  EXPECT_EQ(by_token(token, "GET", one.uri).status, 200);
  const auto gone = as("ann:a", "POST", "/v1/tokens");
  ASSERT_EQ(as("ann:a", "DELETE", "/v1/tokens/" + gone.field("id")).status,
            204);
  EXPECT_EQ(by_token(gone.field("token"), "GET", one.uri).status, 401);

  crash_and_start();
  EXPECT_EQ(by_token(token, "GET", one.uri).field("owner"), "ann");
  EXPECT_EQ(by_token(gone.field("token"), "GET", one.uri).status, 401);
  EXPECT_EQ(as("bob:b", "GET", one.uri).status, 404);
  EXPECT_EQ(by_token(token, "DELETE", one.uri).status, 204);
  EXPECT_EQ(as("ann:a", "DELETE", "/v1/tokens/" + shown.field("id")).status,
            204);
  EXPECT_EQ(by_token(token, "GET", "/v1/containers").status, 401);
  crash_and_start();
  EXPECT_EQ(by_token(token, "GET", "/v1/containers").status, 401);
}

INSTANTIATE_TEST_SUITE_P(Stores, AccessService,
                         ::testing::Values("SQLite", "Redis"),
                         [](const auto& store) {
                           return std::string{store.param};
                         });

} // namespace spin::test
