#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace muster::cli {

/// A line on standard error with what is done and how long the rest will take; silent unless a terminal is there.
class Progress {
  public:
    explicit Progress(std::string what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::size_t done, std::size_t all);
    /// Shows what it is called with, and never stops the work. Must not outlive this.
    [[nodiscard]] std::function<bool(std::size_t, std::size_t)> counter() {
        return [this](std::size_t done, std::size_t all) {
            show(done, all);
            return true;
        };
    }

  private:
    std::string what_;
    bool terminal_;
    bool shown_ = false;
    std::optional<std::chrono::steady_clock::time_point> start_; ///< when it was first called
    std::chrono::steady_clock::time_point last_;
};

} // namespace muster::cli
