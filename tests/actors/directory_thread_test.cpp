#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "actors/directory.hpp"

// Many readers beside its writers: what ThreadSanitizer and ASan watch.

namespace spin {

namespace {

view_ptr view_of(int i, int run) {
  identity who;
  who.id = "id" + std::to_string(i);
  who.container_id = std::string(63, 'a') + char('0' + i);
  lifecycle life;
  life.fresh = false;
  life.now = phase::running;
  life.active = static_cast<std::uint64_t>(run);
  return std::make_shared<const container_view>(container_view{
    std::make_shared<const identity>(who),
    std::make_shared<const run_facts>(
      run_facts{{}, {"10.0.0." + std::to_string((i + run) % 8)}}),
    nullptr, nullptr, life});
}

void write(directory& all, int i) {
  for (int run = 0; run < 400; ++run) {
    all.enter({}, view_of(i, run));
    all.publish(view_of(i, run));
    if (run % 10 == 0)
      all.erase("id" + std::to_string(i));
  }
}

} // namespace

TEST(Directory, ReadersSeeWholeViewsWhileWritersWrite) {
  directory all;
  std::atomic<bool> written = false;
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r)
    readers.emplace_back([&] {
      while (!written) {
        for (const auto& view : all.list()) {
          EXPECT_EQ(view->who->id.size(), 3u);
          EXPECT_EQ(view->run->addresses.size(), 1u);
        }
        for (int i = 0; i < 8; ++i) {
          const auto entry
            = all.find_by_address("10.0.0." + std::to_string(i));
          if (entry) {
            EXPECT_EQ(entry->view->who->container_id.size(), 64u);
          }
        }
      }
    });
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&, i] { write(all, i); });
  for (auto& writer : writers)
    writer.join();
  written = true;
  for (auto& reader : readers)
    reader.join();
  EXPECT_EQ(all.all().size(), 4u);
}

} // namespace spin
