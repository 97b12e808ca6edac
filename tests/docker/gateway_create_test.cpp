#include "docker/gateway_calls.hpp"

#include <gmock/gmock.h>

#include "tests/doubles/simulated_engine.hpp"
#include "tests/docker/direct_port.hpp"

// A create that takes several calls, and what becomes of it if one fails.

namespace spin::docker {

namespace {

class GatewayCreate : public ::testing::Test {
protected:
  GatewayCreate() {
    engine.add_image("app");
    spec.name = "mine";
    spec.image = "app";
    spec.labels = {{label::id, "id"}};
    spec.options.networks = {{"a1", {}}, {"a2", {"db"}}, {"a3", {}}};
    spec.files = {{"/private/ssh/authorized_keys", "key\n"}};
    spec.rights.systemd = true;
  }

  outcome<std::string> create_it() {
    outcome<std::string> result = fail(errc::internal, "never answered");
    int answers = 0;
    create(port, "id", spec, [&](outcome<std::string> got) {
      ++answers;
      result = std::move(got);
    });
    EXPECT_EQ(answers, 1);
    return result;
  }

  test::simulated_engine engine;
  direct_port port{engine};
  container_spec spec;
};

const std::vector<std::string> steps{"info", "create", "join", "put"};

} // namespace

TEST_F(GatewayCreate, JoinsTheOtherNetworksAndWritesTheFiles) {
  const auto made = create_it();
  ASSERT_TRUE(made);
  const auto& one = engine.containers().at(*made);
  EXPECT_EQ(one.joined, (std::vector<network_join>{{"a2", {"db"}}, {"a3", {}}}));
  EXPECT_EQ(one.files, spec.files);
  EXPECT_EQ(one.spec.rights.cap_add, std::vector<std::string>{"SYS_ADMIN"});
}

TEST_F(GatewayCreate, AsksNoMoreThanItNeeds) {
  spec.options.networks = {};
  spec.files = {};
  spec.rights = {};
  ASSERT_TRUE(create_it());
  EXPECT_EQ(engine.calls, std::vector<std::string>{"create mine"});
}

// The law: either it is there and told, or it is not there, or who asks knows
// that it may be.
TEST_F(GatewayCreate, LeavesNothingBehindWhateverFails) {
  for (const auto& step : steps)
    for (const auto code : {errc::engine_refused, errc::engine_down,
                            errc::timed_out, errc::malformed})
      for (const bool lost : {false, true})
        for (const bool cannot_remove : {false, true}) {
          if (lost && !outcome_unknown(code))
            continue; // an engine that refuses does nothing
          engine = test::simulated_engine{};
          engine.add_image("app");
          if (lost)
            engine.lose_answer(step, code);
          else
            engine.fail_next(step, code);
          if (cannot_remove)
            engine.fail_next("remove", errc::engine_down);
          const auto got = create_it();
          SCOPED_TRACE(step + ' ' + std::string{to_string(code)});
          if (got) {
            EXPECT_TRUE(engine.containers().contains(*got));
          } else if (!outcome_unknown(got.error().code)) {
            EXPECT_TRUE(engine.containers().empty());
          }
        }
}

TEST_F(GatewayCreate, OneWhoseAnswerWasLostIsFoundAndFinished) {
  engine.lose_answer("create");
  const auto made = create_it();
  ASSERT_TRUE(made);
  EXPECT_EQ(engine.containers().at(*made).files, spec.files);
}

// A name that a client chose may be that of somebody else's container.
TEST_F(GatewayCreate, OfATakenNameTouchesNobodyElsesContainer) {
  auto other = spec;
  other.labels = {{label::id, "another"}};
  std::string theirs;
  engine.create(other, [&](const outcome<std::string>& id) { theirs = *id; });
  const auto got = create_it();
  EXPECT_EQ(got.error().code, errc::conflict);

  outcome<container_info> seen = fail(errc::internal, "");
  inspect(port, "id", "mine", [&](const auto& how) { seen = how; });
  EXPECT_EQ(seen.error().code, errc::no_such_container);
  inspect(port, "another", "mine", [&](const auto& how) { seen = how; });
  EXPECT_EQ(seen->id, theirs);

  outcome<done> removed = fail(errc::internal, "");
  remove(port, "id", "mine", std::chrono::seconds{1},
         [&](const auto& how) { removed = how; });
  EXPECT_TRUE(removed) << "it is not there";
  EXPECT_TRUE(engine.containers().contains(theirs));
  remove(port, "another", "mine", std::chrono::seconds{1},
         [&](const auto& how) { removed = how; });
  EXPECT_FALSE(engine.containers().contains(theirs));
}

} // namespace spin::docker
