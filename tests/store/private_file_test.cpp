#include "store/private_file.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/process.hpp"

namespace spin::test {

namespace fs = std::filesystem;

using store::file_lock;
using store::make_private_file;

namespace {

unsigned mode_of(const fs::path& path) {
  struct stat found {};
  EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
  return found.st_mode & 07777U;
}

} // namespace

TEST(PrivateFile, IsReadableByItsOwnerOnlyAndSoAreItsFolders) {
  const temporary_folder folder;
  const auto before = umask(0);
  EXPECT_TRUE(make_private_file(folder.path() / "a" / "b" / "x.db"));
  umask(before);
  EXPECT_EQ(mode_of(folder.path() / "a"), 0700U);
  EXPECT_EQ(mode_of(folder.path() / "a" / "b"), 0700U);
  EXPECT_EQ(mode_of(folder.path() / "a" / "b" / "x.db"), 0600U);
}

TEST(PrivateFile, WhatExistsIsLeftAsItIs) {
  const temporary_folder folder;
  const auto file = folder.path() / "x.db";
  std::ofstream{file} << "kept";
  fs::permissions(file, fs::perms{0640});
  EXPECT_TRUE(make_private_file(file));
  EXPECT_EQ(mode_of(file), 0640U);
  EXPECT_EQ(read_file(file), "kept");
}

TEST(PrivateFile, SaysWhyItCannotBeMade) {
  const temporary_folder folder;
  std::ofstream{folder.path() / "file"} << "x";
  for (const auto& path :
       {folder.path() / "file" / "x.db", fs::path{"/proc/none/x.db"}}) {
    const auto made = make_private_file(path);
    ASSERT_FALSE(made) << path;
    EXPECT_EQ(made.error().code, errc::store_down);
    EXPECT_NE(made.error().what.find("cannot make the "), std::string::npos)
        << made.error().what;
  }
}

TEST(FileLock, IsHeldByOneUntilHeLetsGo) {
  const temporary_folder folder;
  const auto path = folder.path() / "lock";
  {
    const auto first = file_lock::take(path);
    ASSERT_TRUE(first) << first.error().what;
    const auto second = file_lock::take(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, errc::store_down);
    EXPECT_EQ(second.error().what,
              "process " + std::to_string(getpid())
                  + " uses it; several servers share a Redis, not a file");
  }
  EXPECT_TRUE(file_lock::take(path));
}

TEST(FileLock, EndsWithItsProcess) {
  const temporary_folder folder;
  const auto path = folder.path() / "lock";
  const auto child = fork();
  if (child == 0) {
    const auto held = file_lock::take(path);
    raise(held ? SIGKILL : SIGTERM);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(WTERMSIG(status), SIGKILL);
  EXPECT_TRUE(file_lock::take(path));
}

} // namespace spin::test
