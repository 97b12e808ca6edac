#include "config/users.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sodium.h>
#include <unistd.h>

#include "config/load.hpp"
#include "config/pages.hpp"
#include "config/password_hash.hpp"
#include "scratch_dir.hpp"

namespace spin::config {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The hash of "word", with the least of argon2id.
const std::string hash =
    "$argon2id$v=19$m=8,t=1,p=1$ia0Qu7tfwn1Qzag2PwaFVg$"
    "RMZ02teHaoXqKut7zJzDN1kbsmkwwU5CkVMZXUfpHRc";

/// In braces its commas would part it.
const std::string quoted = '"' + hash + '"';

class UsersTest : public testing::Test {
protected:
  UsersTest() { from.default_file = dir.file("absent.yml"); }

  checked<configuration> load_file(const std::string& text) {
    from.config_file = dir.write("sd.yml", text);
    return load(from);
  }

  settings loaded(const std::string& text) {
    const auto got = load_file(text);
    EXPECT_TRUE(got) << got.error().line();
    return got ? got->values : settings{};
  }

  /// Returns the line of the refusal after "FILE:".
  std::string refusal(const std::string& text) {
    const auto got = load_file(text);
    EXPECT_FALSE(got);
    auto line = got ? std::string{} : got.error().line();
    EXPECT_THAT(line, Not(HasSubstr("$argon2id"))) << "it shows a secret";
    const auto path = dir.file("sd.yml") + ":";
    return line.starts_with(path) ? line.substr(path.size()) : line;
  }

  static std::string ann(const std::string& more = "") {
    return "sd_users:\n  - name: ann\n    role: admin\n    password_hash: "
           + hash + "\n" + more;
  }

  scratch_dir dir;
  sources from;
};

} // namespace

TEST_F(UsersTest, AreReadFromTheFileAsAListOfMaps) {
  const auto values = loaded(ann("    max_running: 3\n"
                                 "  - {name: eve, role: viewer, "
                                 "password_hash: " + quoted + "}\n"));
  EXPECT_EQ(values.sd_users,
            (std::vector<user>{{"ann", role::admin, hash, 3},
                               {"eve", role::viewer, hash, 0}}));
}

TEST_F(UsersTest, AreReadFromFlagsAndEnvironmentAsTheSameOnOneLine) {
  const auto text = "[{name: ann, role: admin, password_hash: " + quoted + "}]";
  from.sets = {"sd_users=" + text};
  EXPECT_EQ(load(from)->values.sd_users.size(), 1u);
  from.sets.clear();
  from.environment["SD_USERS"] = text;
  EXPECT_EQ(load(from)->values.sd_users.size(), 1u);
}

// Each with the line that it stands on, and with what is allowed there.
TEST_F(UsersTest, WhatIsWrongIsNamedWithItsLine) {
  EXPECT_EQ(refusal(ann("    colour: red\n")),
            "5: sd_users: unknown key \"colour\"; allowed: name, role, "
            "password_hash, max_running");
  EXPECT_EQ(refusal("sd_users:\n- name: ann\n  role: root\n"),
            "3: sd_users: role: \"root\" is none of them; allowed: admin, "
            "user, viewer");
  EXPECT_THAT(refusal(ann("  - name: ann\n    role: user\n    "
                          "password_hash: " + hash + "\n")),
              StartsWith("5: sd_users: name: \"ann\" is taken"));
  EXPECT_THAT(refusal("sd_users:\n- name: ann\n  role: user\n"),
              AllOf(StartsWith("2: sd_users: password_hash: is missing"),
                    HasSubstr("what --hash-password prints")));
  EXPECT_THAT(refusal(ann("    max_running: -1\n")),
              AllOf(StartsWith("5: sd_users: max_running: "),
                    HasSubstr("from 0 to 100000")));
  EXPECT_THAT(refusal(ann("    role: user\n")),
              StartsWith("5: sd_users: role: is set twice"));
  EXPECT_THAT(refusal("sd_users:\n- name: a:b\n"),
              StartsWith("2: sd_users: name: "));
  EXPECT_THAT(refusal("sd_users:\n- name: [ann]\n"),
              StartsWith("2: sd_users: name: is no text"));
  EXPECT_THAT(refusal("sd_users:\n- {name: a}\n- ann\n"),
              StartsWith("2: sd_users: role: is missing"));
  EXPECT_THAT(refusal("sd_users: ann\n"), StartsWith("1: sd_users: "));
  EXPECT_THAT(refusal("sd_users: {name: ann}\n"),
              StartsWith("1: sd_users: is a map"));
  EXPECT_THAT(refusal("sd_listen:\n- {a: b}\n"),
              StartsWith("1: sd_listen: is a list of maps"));
}

TEST_F(UsersTest, APlainPasswordIsNoHash) {
  EXPECT_THAT(refusal("sd_users:\n- {name: ann, role: user, password_hash: "
                      "secret}\n"),
              AllOf(StartsWith("2: sd_users: password_hash: is no argon2id"),
                    Not(HasSubstr("secret"))));
}

TEST_F(UsersTest, AFileOfTheirOwnAddsToThem) {
  const auto path = dir.write("users.yml", "- name: bob\n  role: user\n"
                                           "  password_hash: " + hash + "\n");
  from.sets = {"sd_users_file=" + path};
  EXPECT_EQ(loaded(ann()).sd_users.size(), 2u);
  dir.write("users.yml", "- name: ann\n  role: user\n  password_hash: " + hash
                             + "\n");
  EXPECT_THAT(refusal(ann()), StartsWith(path + ":1: sd_users: name: "));
  dir.write("users.yml", "- name: bob\n  role: root\n");
  EXPECT_THAT(refusal(ann()), StartsWith(path + ":2: sd_users: role: "));
  from.sets = {"sd_users_file=" + dir.file("gone")};
  EXPECT_THAT(refusal(ann()), HasSubstr("No such file"));
}

// -- admin beside them --------------------------------------------------------

TEST_F(UsersTest, TheDefaultPasswordDoesNotOpenAServerWithUsers) {
  EXPECT_EQ(loaded(ann()).sd_password, "");
  EXPECT_EQ(loaded("sd_environment: production\n" + ann()).sd_password, "");
}

TEST_F(UsersTest, AdminKeepsAPasswordThatSomebodySet) {
  EXPECT_EQ(loaded("sd_password: mine\n" + ann()).sd_password, "mine");
}

TEST_F(UsersTest, AdminIsNotThereTwice) {
  const std::string admin =
      "sd_users:\n- {name: admin, role: admin, password_hash: " + quoted + "}\n";
  EXPECT_EQ(loaded(admin).sd_password, "");
  EXPECT_THAT(refusal("sd_password: mine\n" + admin),
              StartsWith("1: sd_password: is set, but admin is among"));
}

TEST_F(UsersTest, NobodyButAnAdminIsCalledAdmin) {
  const std::string other =
      "sd_users:\n- {name: root, role: admin, password_hash: " + quoted
      + "}\n- {name: admin, role: user, password_hash: " + quoted + "}\n";
  EXPECT_THAT(refusal(other),
              StartsWith("1: sd_users: names a user admin of another role"));
}

TEST_F(UsersTest, SomebodyMustBeAbleToDoEverything) {
  const std::string eve =
      "sd_users:\n- {name: eve, role: viewer, password_hash: " + quoted + "}\n";
  EXPECT_THAT(refusal(eve), StartsWith("1: sd_users: has nobody who"));
  EXPECT_EQ(loaded("sd_password: mine\n" + eve).sd_users.size(), 1u);
}

TEST_F(UsersTest, APrintedConfigurationShowsNamesAndNoHash) {
  const auto got = load_file(ann());
  ASSERT_TRUE(got);
  const auto hidden = print_config(*got, secrets::hidden);
  EXPECT_THAT(hidden, AllOf(HasSubstr("# sd_users: ann (admin)"),
                            Not(HasSubstr("$argon2id"))));
  EXPECT_EQ(loaded(print_config(*got, secrets::shown)).sd_users,
            got->values.sd_users);
}

// -- hashes -------------------------------------------------------------------

TEST(PasswordHash, FitsItsPasswordAndIsNewEachTime) {
  const auto one = hash_password("word");
  EXPECT_NE(one, hash_password("word"));
  EXPECT_EQ(read_password_hash(one), one);
  EXPECT_EQ(crypto_pwhash_str_verify(one.c_str(), "word", 4), 0);
}

TEST(PasswordHash, WhatIsNoneOrTooCostlyIsRefused) {
  for (auto text :
       {"", "word", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$x$y",
        "$argon2i$v=19$m=8,t=3,p=1$ia0Qu7tfwn1Qzag2PwaFVg$"
        "RMZ02teHaoXqKut7zJzDN1kbsmkwwU5CkVMZXUfpHRc",
        "$2y$10$abcdefghijklmnopqrstuv"})
    EXPECT_FALSE(read_password_hash(text)) << text;
  const auto with = [](const std::string& cost) {
    auto text = hash;
    return text.replace(text.find("m=8,t=1"), 7, cost);
  };
  EXPECT_TRUE(read_password_hash(with("m=262144,t=10")));
  EXPECT_THAT(read_password_hash(with("m=262145,t=1")).error(),
              HasSubstr("256 MiB"));
  EXPECT_THAT(read_password_hash(with("m=8,t=11")).error(),
              HasSubstr("10 passes"));
}

TEST(PasswordHash, IsMadeOfWhatTheInputHolds) {
  scratch_dir dir;
  const auto hashed = [&](const std::string& text) {
    const auto path = dir.write("in", text);
    const int fd = ::open(path.c_str(), O_RDONLY);
    auto result = answer_hash(fd);
    ::close(fd);
    return result;
  };
  for (auto text : {"two words", "two words\n", "two words\r\n"}) {
    const auto made = hashed(text);
    ASSERT_EQ(made.exit_code, 0) << made.err;
    const auto line = made.out.substr(0, made.out.size() - 1);
    EXPECT_EQ(crypto_pwhash_str_verify(line.c_str(), "two words", 9), 0);
  }
  for (const auto& text :
       {std::string{}, std::string{"\n"}, std::string{"a\tb"},
        std::string{"two\nlines\n"}, std::string(5000, 'x')}) {
    const auto refused = hashed(text);
    EXPECT_EQ(refused.exit_code, exit_usage);
    EXPECT_THAT(refused.err, StartsWith("--hash-password: "));
    EXPECT_EQ(refused.out, "");
  }
}

} // namespace spin::config
