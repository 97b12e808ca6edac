#pragma once

namespace spin {

/// Has the allocator return what a peak needed (reading a large store, listing
/// an engine) to the system, and keep no more pools than there are processors:
/// glibc would keep up to 64 MiB in each of 8 pools per processor. To be called
/// before the first thread. See mallopt(3); nothing else than glibc listens.
void keep_memory_small();

} // namespace spin
