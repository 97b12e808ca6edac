#include "http/request_reader.hpp"

#include <random>

#include <gmock/gmock.h>

using namespace spin::http;
using testing::ElementsAreArray;

namespace {

using stage = request_reader::stage;

/// Method, path and body of each request in `text`, which comes in pieces of
/// up to `piece` bytes; "!400" for what is refused.
std::vector<std::string> read_all(std::string_view text, std::size_t piece,
                                  std::mt19937& random) {
  request_reader reader{{.head = 200, .body = 100}};
  std::vector<std::string> all;
  while (!text.empty()) {
    const auto size = std::min<std::size_t>(1 + random() % piece, text.size());
    reader.append(text.substr(0, size));
    text.remove_prefix(size);
    for (auto found = reader.next();; found = reader.next()) {
      if (!found) {
        all.push_back("!" + std::to_string(found.error().status));
        return all;
      }
      if (!*found)
        break;
      all.push_back((*found)->method + (*found)->path + " " + (*found)->body);
    }
  }
  return all;
}

const std::vector<std::string> samples{
    "GET /a HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
    "\r\n\r\nGET /c HTTP/1.0\r\n\r\n",
    "POST /d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    "2\r\nab\r\n0\r\nT: 1\r\n\r\n",
    "PATCH /e HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    "POST /f HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n",
    "GET /g HTTP/1.1\r\n\r\n",
};

} // namespace

TEST(RequestReader, RequestsAreTheSameHoweverTheirBytesAreSplit) {
  std::mt19937 random{11};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto left = random() % 6; left > 0; --left)
      text += samples[random() % samples.size()];
    const auto whole = read_all(text, text.size() + 1, random);
    for (std::size_t piece : {1, 3, 20, 90})
      ASSERT_THAT(read_all(text, piece, random), ElementsAreArray(whole))
          << text;
  }
}

TEST(RequestReader, KnowsWhatItWaitsFor) {
  request_reader reader{{}};
  EXPECT_EQ(reader.at(), stage::nothing);
  reader.append("POST / HTTP/1.1\r\nHost: x\r\nContent-");
  EXPECT_FALSE(*reader.next());
  EXPECT_EQ(reader.at(), stage::part_of_head);
  reader.append("Length: 2\r\n\r\na");
  EXPECT_FALSE(*reader.next());
  EXPECT_EQ(reader.at(), stage::part_of_body);
  reader.append("b");
  EXPECT_TRUE(*reader.next());
  EXPECT_EQ(reader.at(), stage::nothing);
  EXPECT_TRUE(reader.empty());
}

TEST(RequestReader, AsksForContinueOnce) {
  request_reader reader{{}};
  reader.append("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                "Content-Length: 2\r\n\r\n");
  EXPECT_FALSE(*reader.next());
  EXPECT_TRUE(reader.wants_continue());
  EXPECT_FALSE(reader.wants_continue());
  reader.append("ab");
  EXPECT_TRUE(*reader.next());
  EXPECT_FALSE(reader.wants_continue());
}
