#include <memory>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

namespace {

/// `curl -N` that follows the events of a server and writes them to a file, as
/// an operator does.
class event_log {
public:
  event_log(const spin_server& of, const std::filesystem::path& file,
            const std::string& query = "",
            const std::vector<std::string>& more = {})
      : file_(file), curl_(make(of, file, query, more)) {
    // nop
  }

  std::string text() const { return read_file(file_); }

  /// Waits until `what` has come.
  bool gets(const std::string& what,
            std::chrono::seconds within = std::chrono::seconds{30}) const {
    return eventually([&] { return text().find(what) != std::string::npos; },
                      within);
  }

  /// Returns the types so far, each with a blank before it.
  std::string types() const {
    std::string all;
    std::istringstream lines{text()};
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("event: "))
        all += line.substr(6);
    return all;
  }

  /// Returns the data of the latest event of that type.
  rapidjson::Document data(const std::string& type) const {
    rapidjson::Document found;
    std::istringstream lines{text()};
    std::string last;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("event: "))
        last = line.substr(7);
      if (line.starts_with("data: ") && last == type)
        found.Parse(line.substr(6).c_str());
    }
    return found;
  }

  std::string last_id() const {
    std::string id;
    std::istringstream lines{text()};
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("id: "))
        id = line.substr(4);
    return id;
  }

  process& curl() { return curl_; }

private:
  static process make(const spin_server& of, const std::filesystem::path& file,
                      const std::string& query,
                      const std::vector<std::string>& more) {
    command what;
    what.argv = {"curl", "-sN", "-u", "admin:spindocker"};
    what.argv.insert(what.argv.end(), more.begin(), more.end());
    what.argv.push_back(of.url("/v1/events" + query));
    what.output = file;
    return process{what};
  }

  std::filesystem::path file_;
  process curl_;
};

} // namespace

class EventsService : public ServiceTest {};

TEST_F(EventsService, TellTheLifeOfAContainerAndGoOnAfterABreak) {
  settings["sd_initial_timeout_interval"] = "4";
  settings["sd_timeout_interval"] = "4";
  settings["sd_warn_before"] = "2";
  start();
  event_log whole{*server, folder.path() / "whole.txt"};
  ASSERT_TRUE(whole.gets("retry"));
  auto part = std::make_unique<event_log>(*server, folder.path() / "part.txt",
                                          "?type=created,started,stopped");
  ASSERT_TRUE(part->gets("retry"));
  const auto made = create();
  ASSERT_TRUE(part->gets("event: started\n"));
  const auto id = part->last_id();
  part.reset();
  ASSERT_TRUE(becomes(made, "stopped"));
  ASSERT_TRUE(whole.gets("event: stopped\n"));
  const auto stopped = whole.data("stopped");
  EXPECT_EQ(field_of(stopped, "reason"), "idle");
  EXPECT_EQ(field_of(stopped, "container_id"), made.id);
  EXPECT_EQ(field_of(stopped["container"], "status"), "stopped");
  const event_log again{*server,
                        folder.path() / "again.txt",
                        "?type=created,started,stopped",
                        {"-H", "Last-Event-ID: " + id}};
  EXPECT_TRUE(again.gets("event: stopped\n"));
  EXPECT_EQ(again.types(), " stopped") << again.text();
  EXPECT_EQ(server->remove(made.uri).status, 204);
  EXPECT_TRUE(whole.gets("event: removed\n"));
  EXPECT_THAT(whole.types(),
              ::testing::ContainsRegex(" created started.* stopping_soon"
                                       ".* stopping.* stopped.* removed"));
  EXPECT_NE(field_of(whole.data("removed"), "request_id"), "(none)");
}

TEST_F(EventsService, AnotherRunOfTheServerResetsWhoComesBack) {
  start();
  event_log first{*server, folder.path() / "first.txt"};
  ASSERT_TRUE(first.gets("id: "));
  const auto id = first.last_id();
  ASSERT_EQ(server->stop(), 0) << "a listener held it up";
  EXPECT_TRUE(first.curl().wait(10s)) << "its stream goes on";
  server.reset();
  start();
  const event_log second{*server, folder.path() / "second.txt",
                         "?last_event_id=" + id};
  EXPECT_TRUE(second.gets("event: reset\n"));
}

TEST_F(EventsService, TellWhatIsDoneByHand) {
  start();
  const auto made = create();
  event_log log{*server, folder.path() / "log.txt",
                "?container=" + made.id.substr(0, 12)};
  ASSERT_TRUE(log.gets("retry"));
  docker({"stop", "-t", "0", made.id});
  ASSERT_TRUE(log.gets("event: stopped\n"));
  EXPECT_EQ(field_of(log.data("stopped"), "cause"), "event");
  docker({"rm", "-f", made.id});
  EXPECT_TRUE(log.gets("event: removed\n"));
}

} // namespace spin::test
