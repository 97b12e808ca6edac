// One fuzzer: libFuzzer calls it with inputs; the target is chosen when it is
// compiled.

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes,
                                      std::size_t size) {
  try {
    spin::fuzz::SPIN_FUZZ_CHECK({reinterpret_cast<const char*>(bytes), size});
  } catch (const std::exception& why) {
    std::fprintf(stderr, "broken law: %s\n", why.what());
    std::abort();
  }
  return 0;
}
