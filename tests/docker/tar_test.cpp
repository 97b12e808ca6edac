#include "docker/tar.hpp"

#include <cstdio>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/process.hpp"

namespace spin::docker {

TEST(Tar, IsReadByTar) {
  const test::temporary_folder folder;
  const auto path = (folder.path() / "x.tar").string();
  std::ofstream{path, std::ios::binary}
      << tar_of({{"/private/ssh/authorized_keys", "ssh-ed25519 AAAA\n"},
                 {"/private/empty", "", 0600}});
  const auto list = test::run({"tar", "--numeric-owner", "-tvf", path});
  EXPECT_EQ(list.exit_code, 0) << list.output;
  for (const auto* each :
       {"drwxr-xr-x 0/0", " private/\n", " private/ssh/\n",
        " private/ssh/authorized_keys\n", "-rw------- 0/0"})
    EXPECT_NE(list.output.find(each), std::string::npos)
        << each << " in\n" << list.output;
  EXPECT_EQ(list.output.find(" private/\n"), list.output.rfind(" private/\n"))
      << "each folder once";
  const auto text = test::run({"tar", "-xOf", path,
                               "private/ssh/authorized_keys"});
  EXPECT_EQ(text.output, "ssh-ed25519 AAAA\n");
}

} // namespace spin::docker
