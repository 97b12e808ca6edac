#include <algorithm>

#include "store/hex.hpp"
#include "store/snapshot.hpp"
#include "store/utf8.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

namespace {

void check_whole(const snapshot& what) {
  expect(is_hex(what.who.id, 32)
             && (what.who.container_id.empty()
                 || is_hex(what.who.container_id, 64)),
         "ids are hex digits");
  expect(is_utf8(what.who.name) && is_utf8(what.who.image)
             && is_utf8(what.boot),
         "texts are UTF-8");
  expect(std::all_of(what.run.ports.begin(), what.run.ports.end(),
                     [](const auto& each) { return each.container_port > 0; }),
         "ports are not 0");
  const auto positive = [](const auto& length, int least) {
    return !length || length->count() >= least;
  };
  expect(positive(what.own.initial_timeout, 1) && positive(what.own.timeout, 1)
             && positive(what.own.max_age, 0),
         "lengths of time are in their range");
}

} // namespace

void check_snapshot(std::string_view input) {
  const auto read = decode(input);
  if (!read) {
    expect(read.error().code == errc::malformed && !read.error().what.empty(),
           "a document that is refused has a reason");
    return;
  }
  expect_clean(input, "a document is UTF-8 without NUL");
  check_whole(*read);
  const auto text = encode(*read);
  const auto again = decode(text);
  expect(again && *again == *read, "a snapshot that is written is read again");
  expect(encode(*again) == text, "a snapshot is always written alike");
}

} // namespace spin::fuzz
