#pragma once

#include <algorithm>
#include <cstddef>
#include <tbb/task_arena.h>
#include <thread>

namespace muster {

/// For an arena: as many threads as asked for, within reason; 0: as many as the machine has.
inline int thread_count(std::size_t asked) {
    const std::size_t most = 4 * std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
    return asked > 0 ? static_cast<int>(std::min(asked, most)) : tbb::task_arena::automatic;
}

} // namespace muster
