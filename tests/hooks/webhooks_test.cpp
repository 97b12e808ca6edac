#include "hooks/webhooks.hpp"

#include <gmock/gmock.h>

#include "config/webhooks.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "hooks/signature.hpp"
#include "tests/doubles/memory_store.hpp"
#include "tests/doubles/simulated_engine.hpp"
#include "tests/doubles/virtual_time.hpp"

namespace spin::hooks {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// A network in memory.
class made_up_sender final : public hook_sender {
public:
  void post(hook_request what,
            std::function<void(outcome<int>)> then) override {
    sent.push_back(what);
    if (holds)
      held.push_back(std::move(then));
    else
      then(answer);
  }

  void release() {
    for (auto& then : std::exchange(held, {}))
      then(answer);
  }

  outcome<int> answer = 200;
  bool holds = false;
  std::vector<hook_request> sent;
  std::vector<std::function<void(outcome<int>)>> held;
};

std::string header(const hook_request& of, const std::string& name) {
  for (const auto& [key, value] : of.headers)
    if (key == name)
      return value;
  return "(none)";
}

class Webhooks : public testing::Test {
protected:
  Webhooks() { begin(); }
  ~Webhooks() override { end(); }

  void begin() {
    auto& system = time.system();
    writer =
        system.spawn(docker::store_writer_actor,
                     std::unique_ptr<store::store>{
                         std::make_unique<spin::test::memory_store>(stored)},
                     std::shared_ptr<health_board>{},
                     std::make_shared<telemetry>());
    gateway =
        system.spawn(docker::gateway_actor,
                     std::shared_ptr<docker::engine>{
                         std::make_shared<spin::test::simulated_engine>()},
                     writer, docker::gateway_config{});
    feed = std::make_shared<event_feed>();
    auto setup = std::make_shared<webhooks_setup>();
    setup->hooks = hooks;
    setup->feed = feed;
    setup->gateway = gateway;
    setup->sender = sender;
    setup->write = [](const bulletin& what, const std::string& id) {
      return "{\"id\":\"" + id + "\",\"type\":\""
             + std::string{to_string(what.what)} + "\"}";
    };
    setup->wall_clock = [this] { return wall(); };
    setup->limits = limits;
    whom = system.spawn(webhooks_actor, webhooks_setup_ptr{setup});
    time.settle();
  }

  /// As a start of the server does when it has read the store.
  void recover() {
    std::vector<delivery> all;
    for (const auto& [id, document] : stored->records)
      all.push_back(decode_delivery(document).value());
    caf::anon_send(whom, atom::recover_v, std::move(all));
    time.settle();
  }

  void end() {
    caf::anon_send_exit(whom, caf::exit_reason::kill);
    caf::anon_send_exit(gateway, caf::exit_reason::kill);
    caf::anon_send_exit(writer, caf::exit_reason::kill);
    sender->held.clear();
    time.settle();
  }

  void publish(tiding what, const std::string& id = "a") {
    identity who;
    who.id = id;
    container_view view;
    view.who = std::make_shared<const identity>(who);
    feed->publish(bulletin_of(what,
                              std::make_shared<const container_view>(view), {},
                              {time.now(), wall()}));
    time.settle();
  }

  utc wall() {
    return utc{1'764'000'000'000ms}
           + std::chrono::floor<std::chrono::milliseconds>(
               time.now().time_since_epoch());
  }

  /// "URL TYPE" of what was sent since it was asked last.
  std::vector<std::string> sent() {
    std::vector<std::string> all;
    for (const auto& each : std::exchange(sender->sent, {}))
      all.push_back(each.url + ' ' + header(each, "X-Spin-Docker-Event"));
    return all;
  }

  spin::test::virtual_time time;
  std::shared_ptr<spin::test::memory> stored =
      std::make_shared<spin::test::memory>();
  std::shared_ptr<made_up_sender> sender = std::make_shared<made_up_sender>();
  std::vector<webhook> hooks{
      {"http://one", {tiding::started, tiding::stopped}, "key"}};
  delivery_queue::limits limits;
  std::shared_ptr<event_feed> feed;
  store_writer_handle writer;
  gateway_handle gateway;
  webhooks_handle whom;
};

} // namespace

TEST_F(Webhooks, SendWhatIsWantedSigned) {
  recover();
  publish(tiding::started);
  publish(tiding::checked_in);
  ASSERT_EQ(sender->sent.size(), 1u);
  const auto& one = sender->sent[0];
  const auto id = feed->epoch() + "-1";
  EXPECT_EQ(one.body, "{\"id\":\"" + id + "\",\"type\":\"started\"}");
  EXPECT_EQ(header(one, "webhook-id"), id);
  const auto timestamp = header(one, "webhook-timestamp");
  EXPECT_EQ(timestamp,
            std::to_string(std::chrono::floor<std::chrono::seconds>(wall())
                               .time_since_epoch()
                               .count()));
  EXPECT_EQ(header(one, "webhook-signature"),
            sign("key", id, timestamp, one.body));
  EXPECT_TRUE(stored->records.empty()) << "delivered";
}

TEST_F(Webhooks, EachGetsItsOwn) {
  end();
  hooks.push_back({"http://two", {tiding::removed, tiding::stopped}, "key"});
  begin();
  recover();
  publish(tiding::stopped);
  publish(tiding::removed);
  EXPECT_THAT(sent(), ElementsAre("http://one stopped", "http://two stopped",
                                  "http://two removed"));
}

TEST_F(Webhooks, WhatHappensBeforeTheStoreIsReadIsSentAfterIt) {
  publish(tiding::started);
  EXPECT_THAT(sent(), IsEmpty());
  recover();
  EXPECT_THAT(sent(), ElementsAre("http://one started"));
}

TEST_F(Webhooks, AnythingButASuccessIsTriedAgainInOrder) {
  recover();
  for (const outcome<int>& no :
       {outcome<int>{500}, outcome<int>{302}, outcome<int>{404},
        outcome<int>{fail(errc::engine_down, "refused")}}) {
    sender->answer = no;
    publish(tiding::started);
    publish(tiding::stopped);
    EXPECT_THAT(sent(), ElementsAre("http://one started"));
    EXPECT_EQ(stored->records.size(), 2u);
    sender->answer = 204;
    time.advance(2min);
    EXPECT_THAT(sent(),
                ElementsAre("http://one started", "http://one stopped"));
    EXPECT_TRUE(stored->records.empty());
  }
}

TEST_F(Webhooks, WhatWasNotTakenIsSentAfterARestart) {
  recover();
  sender->holds = true;
  publish(tiding::started);
  publish(tiding::stopped);
  publish(tiding::started, "b");
  const auto before = std::exchange(sender->sent, {});
  ASSERT_EQ(before.size(), 2u);
  end();
  sender->holds = false;
  begin();
  recover();
  publish(tiding::stopped, "b");
  EXPECT_THAT(sent(), ElementsAre("http://one started", "http://one started",
                                  "http://one stopped", "http://one stopped"));
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(Webhooks, AreGivenUpAfterADayOverRestarts) {
  recover();
  sender->answer = 500;
  publish(tiding::started);
  for (int i = 0; i < 3; ++i) {
    time.advance(7h);
    end();
    begin();
    recover();
  }
  EXPECT_EQ(stored->records.size(), 1u);
  time.advance(4h);
  EXPECT_TRUE(stored->records.empty());
  sent();
  time.advance(4h);
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(Webhooks, WhatWaitsForOneThatIsNotConfiguredAnyMoreIsDropped) {
  recover();
  sender->answer = 500;
  publish(tiding::started);
  end();
  hooks = {{"http://two", {tiding::started}, "key"}};
  begin();
  recover();
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(Webhooks, TheOldestGoWhenTooManyWait) {
  end();
  limits.most = 5;
  begin();
  recover();
  sender->holds = true;
  for (int i = 0; i < 20; ++i)
    publish(tiding::started);
  EXPECT_EQ(stored->records.size(), 5u);
}

TEST_F(Webhooks, AStoreThatWasEmptiedGetsThemAgain) {
  recover();
  sender->answer = 500;
  publish(tiding::started);
  const auto before = stored->records;
  stored->records.clear();
  caf::anon_send(whom, atom::resave_v);
  time.settle();
  EXPECT_EQ(stored->records, before);
}

TEST_F(Webhooks, AStoreThatIsAwayHoldsUpNothing) {
  recover();
  stored->away = true;
  publish(tiding::started);
  EXPECT_THAT(sent(), ElementsAre("http://one started"));
}

TEST_F(Webhooks, AReceiverThatIsBackIsNotKeptWaiting) {
  recover();
  sender->answer = 503;
  for (int i = 0; i < 10; ++i)
    publish(tiding::started, std::to_string(i));
  time.advance(6h);
  sender->answer = 200;
  time.advance(15min);
  EXPECT_TRUE(stored->records.empty());
}

TEST(WebhookTypes, AreTheSameInTheConfiguration) {
  std::string all;
  for (const auto word : config::event_types())
    all.append(all.empty() ? "" : ", ").append(word);
  EXPECT_EQ(all, all_tidings());
}

} // namespace spin::hooks
