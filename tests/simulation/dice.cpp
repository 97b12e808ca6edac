#include "tests/simulation/dice.hpp"

#include <cstring>

#include <sodium.h>

namespace spin::test {

namespace {

std::mt19937_64& source() {
  static std::mt19937_64 engine;
  return engine;
}

const char* name() {
  return "seeded";
}

std::uint32_t number() {
  return static_cast<std::uint32_t>(source()());
}

void fill(void* const where, const std::size_t size) {
  auto* bytes = static_cast<unsigned char*>(where);
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<unsigned char>(source()());
}

randombytes_implementation seeded{name, number, nullptr, nullptr, fill, nullptr};

} // namespace

void seed_identities(std::uint64_t seed) {
  // The library takes some random bytes for itself when it begins.
  static const auto once
    = randombytes_set_implementation(&seeded) + sodium_init();
  static_cast<void>(once);
  source().seed(seed);
}

} // namespace spin::test
