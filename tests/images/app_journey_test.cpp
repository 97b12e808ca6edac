#include "tests/images/journey_test.hpp"

#include <filesystem>

#include <sys/stat.h>

using namespace std::chrono_literals;

namespace spin::test {

/// Every image of an application, from its create to its delete.
class AppJourney : public ImageJourney {
protected:
  /// The password that the container made for itself.
  std::string password(const container& of, const std::string& file) const {
    auto text = exec(of, {"cat", file}).output;
    while (!text.empty() && text.back() == '\n')
      text.pop_back();
    return text;
  }

  std::vector<std::string> psql(const container& to,
                                std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {"env",
                  "PGPASSWORD=" + password(to, "/var/lib/postgresql/password"),
                  "psql", "-h", "127.0.0.1", "-p", shown(to, "app_port"), "-U",
                  "postgres", "-XAtq"});
    return words;
  }

  finished ask_postgres(const container& to, const std::string& sql) const {
    return run(psql(to, {"-c", sql}));
  }

  /// Connected and idle: psql waits for commands that never come.
  connection psql_session(const container& to) const {
    const auto commands = folder.path() / "commands";
    mkfifo(commands.c_str(), 0600);
    return keep_running({psql(to, {"-f", commands}), {}, {}});
  }

  std::vector<std::string> redis(const container& to,
                                 std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {"env",
                  "REDISCLI_AUTH=" + password(to, "/var/lib/redis/password"),
                  "redis-cli", "-p", shown(to, "app_port")});
    return words;
  }

  /// A browser left open, which nginx does not give up: it loads a page every
  /// five seconds over one connection.
  static connection browser(const container& at) {
    return keep_running({{"curl", "-s", "--rate", "12/m",
                          "http://127.0.0.1:" + at.app_port + "/?[1-100]"},
                         {},
                         {}});
  }

  response page(const container& of, const std::string& path = "/") const {
    return send({.url = "http://127.0.0.1:" + shown(of, "app_port") + path});
  }
};

TEST_F(AppJourney, OfPostgresKeepsTheDatabaseAndCountsItsClients) {
  live({"sd-postgres", [this](auto& at) { return psql_session(at); },
        [this](auto& at) {
          return ask_postgres(at, "CREATE TABLE kept AS SELECT 42 AS n")
                     .exit_code
                 == 0;
        },
        [this](auto& at) {
          return ask_postgres(at, "SELECT n FROM kept").output == "42\n";
        }});
}

TEST_F(AppJourney, OfRedisKeepsItsKeysAndCountsItsClients) {
  live({"sd-redis",
        [this](auto& at) {
          return keep_running({redis(at, {"subscribe", "news"}), {}, {}});
        },
        [this](auto& at) {
          return run(redis(at, {"set", "kept", "42"})).output == "OK\n";
        },
        [this](auto& at) {
          return run(redis(at, {"get", "kept"})).output == "42\n";
        }});
}

TEST_F(AppJourney, OfDjangoKeepsItsVisitsAndCountsItsClients) {
  live({"sd-django", [](auto& at) { return keep_silent(at.app_port); },
        [this](auto& at) {
          return page(at).body.find("Visits: 1\n") != std::string::npos;
        },
        [this](auto& at) {
          return page(at).body.find("Visits: 2\n") != std::string::npos;
        }});
}

TEST_F(AppJourney, OfWebKeepsItsPagesAndCountsItsClients) {
  live({"sd-web", [](auto& at) { return browser(at); },
        [this](auto& at) {
          return page(at).status == 200
                 && exec(at, {"sh", "-c", "echo mine >/srv/www/mine.txt"})
                            .exit_code
                        == 0;
        },
        [this](auto& at) { return page(at, "/mine.txt").body == "mine\n"; }});
}

TEST_F(AppJourney, OfPostgresAndRedisLetsNobodyInWithoutThePassword) {
  const auto postgres = start_one("sd-postgres");
  ASSERT_TRUE(eventually(
      [&] { return ask_postgres(postgres, "SELECT 1").exit_code == 0; }, 60s));
  const auto wrong =
      run({"env", "PGPASSWORD=postgres", "psql", "-h", "127.0.0.1", "-p",
           postgres.app_port, "-U", "postgres", "-c", "SELECT 1"});
  EXPECT_NE(wrong.output.find("password authentication failed"),
            std::string::npos)
      << wrong.output;
  const auto redis = start_one("sd-redis");
  std::string said;
  EXPECT_TRUE(eventually([&] {
    said = run({"redis-cli", "-p", redis.app_port, "ping"}).output;
    return said.find("NOAUTH") != std::string::npos;
  })) << said;
}

// Settings by file, as they come before there are any at create.
TEST_F(AppJourney, OfRedisTakesItsPasswordFromTheFileOfSettings) {
  auto made = start_one("sd-redis");
  const auto vars = folder.path() / "redis" / "vars";
  std::filesystem::create_directories(vars.parent_path());
  ASSERT_EQ(
      run({"sh", "-c", "echo \"REDIS_PASSWORD='a \\\" b'\" >" + vars.string()})
          .exit_code,
      0);
  ASSERT_EQ(docker({"cp", vars.parent_path(), made.id + ":/private"}).exit_code,
            0);
  ASSERT_EQ(server->patch(made.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(made, "stopped"));
  made = start_again(made);
  std::string said;
  EXPECT_TRUE(eventually([&] {
    said = run({"env", "REDISCLI_AUTH=a \" b", "redis-cli", "-p", made.app_port,
                "ping"})
               .output;
    return said == "PONG\n";
  })) << said;
}

} // namespace spin::test
