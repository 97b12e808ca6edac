#include "http/authorise.hpp"

#include <gtest/gtest.h>

#include "http/routes.hpp"

using namespace spin;
using namespace spin::http;

namespace {

/// Every role, as somebody called "ann".
const std::vector<principal>& everybody() {
  static const std::vector<principal> all{{"ann", role::viewer, {}, 0},
                                          {"ann", role::user, {}, 0},
                                          {"ann", role::admin, {}, 0}};
  return all;
}

/// The rule of the manual, said once more and differently: by what a role may,
/// not by what a route needs.
ruling by_the_manual(const route& which, role may, bool own) {
  // To log out changes nothing but who is there.
  const bool changes =
      which.method != "GET" && which.pattern != "/v1/session";
  const bool about_one = which.pattern.find(":id") != std::string_view::npos;
  if (which.needs == access::open || may == role::admin)
    return ruling::allow;
  if (may == role::viewer)
    return changes ? ruling::forbid : ruling::allow;
  if (which.pattern == "/metrics" || which.pattern == "/v1/savings")
    return ruling::forbid;
  return about_one && !own ? ruling::hide : ruling::allow;
}

} // namespace

TEST(AuthoriseLaws, EveryRouteByEveryRoleAndOwnerIsAsTheManualSays) {
  for (const auto& which : routes())
    for (const auto& who : everybody())
      for (bool own : {true, false}) {
        const bool about_one =
            which.pattern.find(":id") != std::string_view::npos;
        const auto owner = about_one
                               ? std::optional<std::string_view>{own ? "ann"
                                                                     : "bob"}
                               : std::nullopt;
        EXPECT_EQ(authorise(which.needs, &who, owner),
                  by_the_manual(which, who.may, own))
            << which.method << " " << which.pattern << " as "
            << to_string(who.may) << (own ? ", own" : ", another's");
      }
}

TEST(AuthoriseLaws, WhoIsNotKnownTakesOpenRoutesOnly) {
  const principal nameless{"", role::admin, {}, 0};
  for (const auto& which : routes())
    for (const auto* who : {static_cast<const principal*>(nullptr), &nameless})
      EXPECT_EQ(authorise(which.needs, who, "ann"),
                which.needs == access::open ? ruling::allow : ruling::log_in)
          << which.pattern;
}

// What a token may is in what its user may, whatever roles the two have.
TEST(AuthoriseLaws, ATokenIsNeverLetInWhereItsUserIsNot) {
  for (const auto& user : everybody())
    for (const auto& token : everybody()) {
      const auto may = common(user.may, token.may);
      EXPECT_EQ(may, common(token.may, user.may));
      if (!may)
        continue;
      const principal acting{"ann", *may, "id", 0};
      for (const auto& which : routes())
        for (auto owner : {"ann", "bob"})
          if (authorise(which.needs, &acting, owner) == ruling::allow) {
            EXPECT_EQ(authorise(which.needs, &user, owner), ruling::allow);
            EXPECT_EQ(authorise(which.needs, &token, owner), ruling::allow);
          }
    }
}

// A viewer sees what a user must not, so neither may stand in for the other.
TEST(Authorise, UserAndViewerHaveNothingInCommon) {
  EXPECT_EQ(common(role::user, role::viewer), std::nullopt);
  EXPECT_EQ(common(role::admin, role::viewer), role::viewer);
  EXPECT_EQ(common(role::admin, role::user), role::user);
}
