#include "http/image_name.hpp"

#include <string>

#include <gtest/gtest.h>

using namespace spin::http;

TEST(ImageName, WhatDockerTakesIsOne) {
  const std::string hex(64, 'a');
  for (const auto& text :
       {std::string{"a"}, std::string{"hello"}, std::string{"hello:1.0-rc_2"},
        std::string{"spin-docker/hello"}, std::string{"a/b/c/d:X"},
        std::string{"localhost:5000/a"}, std::string{"Reg.Example.com:443/a/b"},
        std::string{"[::1]:5000/a"}, std::string{"a__b/c--d/e.f_g"},
        std::string{"a:" + std::string(128, 't')}, "a@sha256:" + hex,
        "a:1@sha256:" + hex, "sha256:" + hex, hex, std::string{"0123456789ab"},
        std::string{"127.0.0.1:1/x"}, std::string(255, 'x')})
    EXPECT_TRUE(is_image_name(text)) << text;
}

TEST(ImageName, WhatDockerRefusesIsNone) {
  const std::string hex(64, 'a');
  for (const auto& text : {std::string{""},
                           std::string{"../../x"},
                           std::string{"./hello"},
                           std::string{"a//b"},
                           std::string{"/a"},
                           std::string{"a/"},
                           std::string{"UPPER"},
                           std::string{"a/B"},
                           std::string{"a?b#c"},
                           std::string{"a b"},
                           std::string{"a\nb"},
                           std::string{"a\n"},
                           std::string{"a%2fb"},
                           std::string{"a:"},
                           std::string{"a:.b"},
                           std::string{"a:b:c"},
                           "a:" + std::string(129, 't'),
                           std::string{"a___b"},
                           std::string{"a..b"},
                           std::string{"-a"},
                           std::string{"a-"},
                           std::string{"_a"},
                           std::string{"h:/a"},
                           std::string{"h:x/a"},
                           std::string{"-h/a"},
                           std::string{"a@sha256:ab"},
                           "a@md5:" + hex,
                           "a@sha256:" + hex + "a",
                           std::string{"caf\xc3\xa9"},
                           std::string{"a\0b", 3},
                           std::string(256, 'x')})
    EXPECT_FALSE(is_image_name(text)) << text;
}

TEST(ImageName, NoTextTakesLongToRefuse) {
  for (std::string part :
       {"a", "a-", "a.", "a_", "a/", "-", "a:", "A.", "aA"}) {
    std::string text;
    while (text.size() + part.size() < max_image_name)
      text += part;
    EXPECT_FALSE(is_image_name(text + "?")) << part;
  }
}
