#include "http/responder.hpp"

#include <vector>

#include <gmock/gmock.h>

#include "http/gate.hpp"

using namespace spin::http;
using testing::ElementsAre;

namespace {

struct collected {
  std::vector<int> statuses;

  responder_ptr make() {
    return std::make_shared<responder>(
        [this](const response& what) { statuses.push_back(what.status); });
  }
};

} // namespace

TEST(Responder, OnlyTheFirstAnswerCounts) {
  collected seen;
  auto duty = seen.make();
  duty->answer(json_response(200, "{}"));
  duty->answer(json_response(404, "{}"));
  duty.reset();
  EXPECT_THAT(seen.statuses, ElementsAre(200));
}

TEST(Responder, AForgottenDutyAnswersByItself) {
  collected seen;
  seen.make().reset();
  EXPECT_THAT(seen.statuses, ElementsAre(500));
}

TEST(Gate, LetsNobodyThroughOnceClosed) {
  gate late;
  EXPECT_EQ(late.pass([] { return 1; }), 1);
  late.close();
  EXPECT_FALSE(late.pass([]() -> int {
    ADD_FAILURE() << "passed a closed gate";
    return 1;
  }));
}
