#include "progress.hpp"

#include <cstdio>
#include <unistd.h>

namespace muster::cli {

Progress::Progress(std::string what) : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (shown_) {
        std::fputs("\r\033[K", stderr); // leave no trace beside the answer
    }
}

void Progress::show(std::size_t done, std::size_t all) {
    using namespace std::chrono;
    const auto now = steady_clock::now();
    start_ = start_.value_or(now);
    // Short work shows nothing; long work is redrawn five times a second.
    if (!terminal_ || done == 0 || now - *start_ < seconds(1) || now - last_ < milliseconds(200)) {
        return;
    }
    last_ = now;
    shown_ = true;
    const double elapsed = duration<double>(now - *start_).count();
    const double left = elapsed / static_cast<double>(done) * static_cast<double>(all - done);
    std::fprintf(stderr, "\r\033[K%s: %zu of %zu, about %.0f s left", what_.c_str(), done, all, left);
    std::fflush(stderr);
}

} // namespace muster::cli
