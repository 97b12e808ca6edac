// Health that can fail.
#include <latch>

#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using namespace std::chrono_literals;

namespace {

/// A server whose health is that of the real scheduler, with two threads.
class PulseServer : public ServerTest {
protected:
  PulseServer() {
    beats = std::make_shared<pulse>(std::chrono::steady_clock::now());
    beater = system->spawn(pulse_actor, beats);
    api = listen(surface::api);
  }

  ~PulseServer() override {
    caf::anon_send_exit(beater, caf::exit_reason::user_shutdown);
  }

  int health() { return ask_openly(*api, "GET", "/healthz").status; }

  pulse_handle beater;
};

/// Keeps a thread of the scheduler until `until` is counted down.
void hog(caf::event_based_actor*, std::shared_ptr<std::latch> until) {
  until->wait();
}

} // namespace

TEST_F(PulseServer, TurnsRedWhileNoActorIsRunAndGreenAfterIt) {
  EXPECT_EQ(health(), 200);
  const auto end = std::make_shared<std::latch>(1);
  for (int i = 0; i < 2; ++i)
    system->spawn(hog, end);
  EXPECT_TRUE(eventually([this] { return health() == 503; }));
  end->count_down();
  EXPECT_TRUE(eventually([this] { return health() == 200; }));
}
