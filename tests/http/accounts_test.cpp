#include "http/accounts.hpp"

#include <set>

#include <gtest/gtest.h>
#include <sodium.h>

using namespace spin;
using namespace spin::http;

namespace {

/// A hash that is cheap to make: the least that argon2id allows.
std::string hash_of(const std::string& password) {
  EXPECT_GE(sodium_init(), 0);
  std::array<char, crypto_pwhash_STRBYTES> text{};
  EXPECT_EQ(crypto_pwhash_str(text.data(), password.data(), password.size(),
                              crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN),
            0);
  return text.data();
}

account plain(const std::string& secret) {
  return {"ann", role::admin, secret, false, 0};
}

} // namespace

TEST(Accounts, APlainPasswordFitsToTheByte) {
  EXPECT_TRUE(is_password_of(plain("spindocker"), "spindocker"));
  for (auto other : {"spindocke", "spindockerr", "", "Spindocker", " "})
    EXPECT_FALSE(is_password_of(plain("spindocker"), other)) << other;
  const std::string odd{"p\0\xff:", 4};
  EXPECT_TRUE(is_password_of(plain(odd), odd));
  EXPECT_FALSE(is_password_of(plain(odd), "p"));
}

TEST(Accounts, AHashFitsItsPasswordOnly) {
  const account ann{"ann", role::user, hash_of("word"), true, 0};
  EXPECT_TRUE(is_password_of(ann, "word"));
  EXPECT_FALSE(is_password_of(ann, "Word"));
  EXPECT_FALSE(is_password_of(ann, ann.secret)); // the hash is no password
}

TEST(Accounts, AreFoundByTheirWholeName) {
  const accounts all{{{"ann", role::user, "x", false, 3}}};
  ASSERT_TRUE(all.find("ann"));
  EXPECT_EQ(principal_of(*all.find("ann")),
            (principal{"ann", role::user, {}, 3}));
  for (auto other : {"", "an", "annn", "Ann"})
    EXPECT_FALSE(all.find(other)) << other;
}

// A name that nobody has must take as long as somebody's: it is checked against
// a hash as costly as theirs, and for one name always the same.
TEST(Accounts, AMadeUpNameIsCheckedAgainstSomebodysHash) {
  const accounts all{{{"admin", role::admin, "plain", false, 0},
                      {"ann", role::user, "h1", true, 0},
                      {"bob", role::user, "h2", true, 0}}};
  std::set<const account*> seen;
  for (int i = 0; i < 100; ++i) {
    const auto name = "nobody" + std::to_string(i);
    const auto* decoy = all.decoy(name);
    ASSERT_TRUE(decoy && decoy->hashed);
    EXPECT_EQ(decoy, all.decoy(name));
    seen.insert(decoy);
  }
  EXPECT_EQ(seen.size(), 2u);
  EXPECT_FALSE(accounts{{}}.decoy("x"));
}
