#include "tests/images/journey_test.hpp"

#include <fstream>

using namespace std::chrono_literals;

namespace spin::test {

namespace {

/// The first block of that language in a page of the manual.
std::string block_of(const std::string& page, const std::string& language) {
  const auto fence = "```" + language + "\n";
  const auto begin = page.find(fence);
  if (begin == std::string::npos)
    return {};
  const auto from = begin + fence.size();
  return page.substr(from, page.find("```", from) - from);
}

} // namespace

/// The example of the page "Creating your own images", as printed there.
class ManualImage : public ImageJourney {
protected:
  ~ManualImage() override { docker({"rmi", "-f", image()}); }

  std::string image() const { return "spin-docker/" + instance; }

  finished build(const std::string& dockerfile) const {
    const auto context = folder.path() / "context";
    std::filesystem::create_directory(context);
    std::ofstream{context / "Dockerfile"} << dockerfile;
    // The classic builder is the one that every engine from 20.10 on has.
    return run({"env", "DOCKER_BUILDKIT=0", "docker", "build", "-t", image(),
                context.string()},
               300s);
  }
};

TEST_F(ManualImage, IsTenLinesAndReportsItsVisitors) {
  const auto dockerfile = block_of(read_file(SPIN_IMAGES_PAGE), "dockerfile");
  const auto lines = std::count(dockerfile.begin(), dockerfile.end(), '\n');
  ASSERT_GT(lines, 3);
  EXPECT_LE(lines, 10);
  const auto built = build(dockerfile);
  ASSERT_EQ(built.exit_code, 0) << built.output;

  const auto made = create(image());
  ASSERT_TRUE(eventually([&] {
    return send({.url = "http://127.0.0.1:" + made.app_port + "/"}).status
           == 200;
  })) << docker({"logs", made.id}).output;
  ASSERT_TRUE(reports(made, "0")) << check_in(made).output;
  {
    const auto somebody = keep_silent(made.app_port);
    EXPECT_TRUE(reports(made, "1")) << check_in(made).output;
  }
  EXPECT_TRUE(reports(made, "0")) << check_in(made).output;
  await_idle_stop(made);
  remove(made);
}

} // namespace spin::test
