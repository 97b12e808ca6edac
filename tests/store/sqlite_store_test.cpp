#include "store/sqlite_store.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/store/samples.hpp"
#include "tests/store/sqlite_bench.hpp"

namespace spin::test {

namespace fs = std::filesystem;

using namespace std::chrono_literals;

/// What only a store in a file can suffer.
class SqliteStore : public ::testing::Test {
protected:
  std::unique_ptr<store::store> open() const {
    return store::make_sqlite_store({file.string(), "spin", 50ms});
  }

  static bool apply(store::store& to, std::vector<store::change> changes) {
    const auto how = to.apply(changes);
    EXPECT_TRUE(how) << how.error().what;
    return how && how->intact;
  }

  static std::vector<snapshot> held_by(store::store& from) {
    const auto all = from.load();
    EXPECT_TRUE(all) << all.error().what;
    return all ? all->snapshots : std::vector<snapshot>{};
  }

  /// Returns why `to` does not work.
  static std::string refusal_of(store::store& to) {
    const auto how = to.apply({keep(sample(9))});
    return how ? "(it worked)" : how.error().what;
  }

  temporary_folder folder;
  const fs::path file = folder.path() / "new" / "x.db";
};

TEST_F(SqliteStore, KeepsItsFilesFromOthers) {
  const auto ours = open();
  apply(*ours, {keep(sample(1))});
  for (const char* tail : {"", "-wal", "-shm", "-lock"}) {
    struct stat found {};
    ASSERT_EQ(stat((file.string() + tail).c_str(), &found), 0) << tail;
    EXPECT_EQ(found.st_mode & 0777U, 0600U) << tail;
  }
}

TEST_F(SqliteStore, WritesAheadAndTellsWhoseFileItIs) {
  const auto ours = open();
  apply(*ours, {});
  sqlite_intruder other{file};
  EXPECT_EQ(other.run("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(other.run("PRAGMA user_version"), "1");
  EXPECT_EQ(other.run("PRAGMA application_id"), std::to_string(0x7370696e));
}

TEST_F(SqliteStore, OthersMayReadWhileItIsInUse) {
  const auto ours = open();
  apply(*ours, {keep(sample(1))});
  sqlite_intruder other{file};
  EXPECT_EQ(other.run("SELECT count(*) FROM record WHERE id <> '@mark'"), "1");
  EXPECT_TRUE(apply(*ours, {drop(1)}));
}

TEST_F(SqliteStore, ASecondServerIsRefusedUntilTheFirstEnds) {
  auto first = open();
  apply(*first, {keep(sample(1))});
  const auto second = open();
  EXPECT_EQ(refusal_of(*second).find("process "), 0U) << refusal_of(*second);
  EXPECT_FALSE(second->load());
  EXPECT_TRUE(apply(*first, {keep(sample(2))}));
  first.reset();
  EXPECT_EQ(held_by(*second), (std::vector{sample(1), sample(2)}));
}

TEST_F(SqliteStore, NoticesThatItsFileWasDeleted) {
  const auto ours = open();
  apply(*ours, {keep(sample(1))});
  fs::remove(file);
  EXPECT_FALSE(apply(*ours, {keep(sample(2))}));
  EXPECT_TRUE(apply(*ours, {keep(sample(3))}));
  EXPECT_EQ(held_by(*ours), (std::vector{sample(2), sample(3)}));
}

TEST_F(SqliteStore, NoticesThatItsFolderWasDeleted) {
  const auto ours = open();
  apply(*ours, {keep(sample(1))});
  fs::remove_all(file.parent_path());
  EXPECT_FALSE(apply(*ours, {keep(sample(2))}));
  EXPECT_EQ(held_by(*ours), std::vector{sample(2)});
}

TEST_F(SqliteStore, NoticesThatItsFileWasCutToNothing) {
  const auto ours = open();
  apply(*ours, {keep(sample(1))});
  fs::resize_file(file, 0);
  // The first call may stumble over what is left; then it starts afresh.
  auto how = ours->apply({keep(sample(2))});
  for (int again = 0; again < 2 && !how; ++again)
    how = ours->apply({keep(sample(2))});
  ASSERT_TRUE(how) << how.error().what;
  if (how->intact) // it still had all of it in its log
    EXPECT_EQ(held_by(*ours), (std::vector{sample(1), sample(2)}));
  else
    EXPECT_EQ(held_by(*ours), std::vector{sample(2)});
}

TEST_F(SqliteStore, NoticesThatAnOlderCopyWasPutInItsPlace) {
  const auto ours = open();
  const auto copy = folder.path() / "copy.db";
  apply(*ours, {keep(sample(1))});
  sqlite_intruder{file}.run("VACUUM INTO '" + copy.string() + "'");
  std::vector<store::change> many;
  for (std::uint64_t n = 2; n < 500; ++n)
    many.push_back(keep(sample(n)));
  apply(*ours, many);
  fs::rename(copy, file);
  EXPECT_FALSE(apply(*ours, {keep(sample(2))}));
  EXPECT_TRUE(apply(*ours, {}));
  // Nothing of the log of the file that went was played into this one.
  EXPECT_EQ(held_by(*ours), (std::vector{sample(1), sample(2)}));
  EXPECT_EQ(sqlite_intruder{file}.run("PRAGMA integrity_check"), "ok");
}

TEST_F(SqliteStore, NoticesThatAnotherFileStoodInItsPlaceForAWhile) {
  const auto ours = open();
  apply(*ours, {keep(sample(1))});
  {
    const moved_away elsewhere{file};
    EXPECT_FALSE(apply(*ours, {keep(sample(2))})) << "this is a new file";
  }
  EXPECT_FALSE(apply(*ours, {})) << "that was the new file, with 2";
  EXPECT_EQ(held_by(*ours), std::vector{sample(1)});
}

TEST_F(SqliteStore, RefusesAFileOfANewerVersionAndLeavesItAlone) {
  apply(*open(), {keep(sample(1))});
  sqlite_intruder{file}.run("PRAGMA user_version=2");
  const auto ours = open();
  EXPECT_EQ(refusal_of(*ours), "the file has version 2, newer than ours, 1");
  EXPECT_FALSE(ours->load());
  sqlite_intruder{file}.run("PRAGMA user_version=1");
  EXPECT_EQ(held_by(*ours), std::vector{sample(1)});
}

TEST_F(SqliteStore, RefusesTheFileOfAnotherProgramAndLeavesItAlone) {
  fs::create_directories(file.parent_path());
  sqlite_intruder{file}.run("CREATE TABLE theirs (x); INSERT INTO theirs "
                            "VALUES (42)");
  EXPECT_EQ(refusal_of(*open()), "the file belongs to another program");
  sqlite_intruder other{file};
  EXPECT_EQ(other.run("SELECT count(*) FROM sqlite_schema"), "1");
  EXPECT_EQ(other.run("PRAGMA journal_mode"), "delete");
}

TEST_F(SqliteStore, SaysThatItMayNotWrite) {
  // In a child, as a user whom file modes bind: root may write everything.
  apply(*open(), {keep(sample(1))});
  fs::permissions(folder.path(), fs::perms{0755});
  fs::permissions(file.parent_path(), fs::perms{0755});
  fs::permissions(file, fs::perms{0444});
  fs::permissions(file.string() + "-lock", fs::perms{0666});
  const auto attempt = [this] {
    if (getuid() == 0 && setuid(65534) != 0)
      _exit(2);
    const auto why = refusal_of(*open());
    (void)!write(STDERR_FILENO, why.data(), why.size());
    _exit(0);
  };
  EXPECT_EXIT(attempt(), ::testing::ExitedWithCode(0), "readonly database");
  fs::permissions(file, fs::perms{0600});
  EXPECT_EQ(held_by(*open()), std::vector{sample(1)});
}

TEST_F(SqliteStore, ARelativePathStaysWhereItWasWhenWeChangeFolders) {
  const auto before = fs::current_path();
  fs::current_path(folder.path());
  const auto ours = store::make_sqlite_store({"x.db", "spin"});
  fs::current_path(before);
  apply(*ours, {keep(sample(1))});
  EXPECT_TRUE(fs::exists(folder.path() / "x.db"));
  EXPECT_EQ(ours->describe(), "sqlite:x.db");
}

} // namespace spin::test
