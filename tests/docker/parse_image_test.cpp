#include "docker/parse_image.hpp"

#include <gmock/gmock.h>

#include "tests/docker/recorded.hpp"

namespace spin::docker {

namespace {

using test::recorded;
using test::recorded_apis;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

} // namespace

TEST(ParseVersion, RecordedAnswersOfferTheirRange) {
  const auto offer = parse_version(recorded("1.41", "version.json"));
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->engine, "20.10.24+dfsg1");
  EXPECT_EQ(offer->newest, (api_version{1, 41}));
  EXPECT_EQ(offer->oldest, (api_version{1, 12}));
}

TEST(ParseVersion, AnotherServersAnswerIsMalformed) {
  const auto offer = parse_version(R"({"name":"couchdb","Version":"3.3"})");
  ASSERT_FALSE(offer);
  EXPECT_EQ(offer.error().code, errc::malformed);
  EXPECT_THAT(offer.error().what, HasSubstr("ApiVersion"));
}

TEST(ParseImages, AllVersionsListTheSameTagsSortedAndOnce) {
  const auto tags = parse_images(recorded("1.41", "images.json"));
  ASSERT_TRUE(tags);
  EXPECT_THAT(
      *tags,
      ElementsAre(
          "spin-docker-test/bare:latest", "spin-docker-test/recorded:latest",
          "spin-docker-test/recorded:two", "spin-docker/hello-exit:latest",
          "spin-docker/hello-no-ports:latest", "spin-docker/hello-ssh:latest",
          "spin-docker/hello-stubborn:latest", "spin-docker/hello:latest"));
  for (const auto& api : recorded_apis)
    EXPECT_EQ(parse_images(recorded(api, "images.json")), tags) << api;
}

TEST(ParseImages, UntaggedImagesHaveNoNameInAnyForm) {
  const auto tags = parse_images(R"([{"RepoTags":null},{"RepoTags":[]},{},
    {"RepoTags":["<none>:<none>"]},{"RepoTags":["b:1","a:1","b:1"]}])");
  ASSERT_TRUE(tags);
  EXPECT_THAT(*tags, ElementsAre("a:1", "b:1"));
}

// S22: the original read ContainerConfig, which newer engines do not send.
TEST(ParseImage, PortsComeFromConfigInAllVersions) {
  const std::vector<exposed_port> expected{
      {22, transport::tcp},  {53, transport::udp},   {80, transport::tcp},
      {443, transport::tcp}, {8080, transport::tcp}, {9000, transport::tcp}};
  for (const auto& api : recorded_apis) {
    const auto image = parse_image(recorded(api, "image.json"));
    ASSERT_TRUE(image) << api << image.error().what;
    EXPECT_EQ(image->exposed, expected) << api; // and no sctp
    EXPECT_EQ(image->labels.at(label::app_port), "8080") << api;
    EXPECT_EQ(image->id.substr(0, 7), "sha256:") << api;
  }
}

TEST(ParseImage, WithoutExposedPortsIsFine) {
  for (const auto& api : recorded_apis)
    EXPECT_THAT(parse_image(recorded(api, "image_bare.json")).value().exposed,
                IsEmpty());
  for (const auto* text :
       {R"({"Id":"sha256:1"})", R"({"Id":"sha256:1","Config":null})",
        R"({"Id":"sha256:1","Config":{"ExposedPorts":null,"Labels":null}})"})
    EXPECT_TRUE(parse_image(text)) << text;
}

TEST(ParseImage, OddPortKeysAreReadOrNamed) {
  const auto with = [](const std::string& key) {
    return parse_image(R"({"Id":"i","Config":{"ExposedPorts":{")" + key
                       + R"(":{}}}})");
  };
  EXPECT_EQ(with("8080").value().exposed.front().port, 8080); // tcp by default
  for (const auto* key : {"", "/tcp", "0/tcp", "65536/tcp", "80/", "80/xyz",
                          "-1/tcp", "80-90/tcp"})
    EXPECT_EQ(with(key).error().code, errc::malformed) << key;
}

TEST(ParseBridgeGateway, IsToldOrTheFirstAddressOfTheSubnet) {
  for (const auto& api : recorded_apis) // 1.41: an engine that tells none
    EXPECT_EQ(parse_bridge_gateway(recorded(api, "bridge.json")), "172.17.0.1");
}

TEST(ParseBridgeGateway, PrefersWhatIsToldAndSkipsIpv6) {
  EXPECT_EQ(parse_bridge_gateway(R"({"IPAM":{"Config":[
    {"Subnet":"fd00::/64","Gateway":"fd00::1"},
    {"Subnet":"10.1.0.0/16","Gateway":"10.1.255.254"}]}})"),
            "10.1.255.254");
}

TEST(ParseBridgeGateway, WithoutIpv4IsMalformed) {
  for (const auto* text :
       {R"({"IPAM":{"Config":[]}})", R"({"IPAM":{"Config":null}})", "{}",
        R"({"IPAM":{"Config":[{"Subnet":"fd00::/64"}]}})",
        R"({"IPAM":{"Config":[{"Gateway":"10.0.0.1\u0000.example"}]}})",
        "null"})
    EXPECT_EQ(parse_bridge_gateway(text).error().code, errc::malformed) << text;
}

} // namespace spin::docker
