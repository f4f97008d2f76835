#pragma once

#include "muster/base/result.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

// Work beside the thread that wants it done. What it throws (memory runs out) is thrown again where it is waited for:
// from a thread of its own it would end the program.
namespace muster {

/// One piece of work on a thread of its own.
class Beside {
  public:
    explicit Beside(std::function<Result<void>()> work)
        : thread_([this, work = std::move(work)] {
              try {
                  done_ = work();
              } catch (...) {
                  thrown_ = std::current_exception();
              }
          }) {}
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
    ~Beside() { join(); }

    /// What came of it. Throws what the work threw.
    const Result<void>& wait() {
        join();
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        return done_;
    }

  private:
    void join() {
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    Result<void> done_{};
    std::exception_ptr thrown_{};
    std::thread thread_; // last: it uses what stands above
};

/// The same piece of work for one item after the other, on a thread of its own.
template <class Item> class BesideInTurn {
  public:
    explicit BesideInTurn(std::function<void(const Item&)> work) : work_(std::move(work)), thread_([this] { run(); }) {}
    BesideInTurn(const BesideInTurn&) = delete;
    BesideInTurn& operator=(const BesideInTurn&) = delete;
    ~BesideInTurn() { join(); }

    /// Waits while many items wait. After the work threw, items are no longer taken.
    void add(Item item) {
        constexpr std::size_t most_waiting = 8;
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_.size() < most_waiting; });
        if (!thrown_) {
            waiting_.push_back(std::move(item));
            changed_.notify_all();
        }
    }
    /// Returns when all that was added is done. Throws what the work threw.
    void finish() {
        join();
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
    }

  private:
    void join() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
            changed_.notify_all();
        }
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    void run() {
        try {
            while (const auto item = next()) {
                work_(*item);
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            thrown_ = std::current_exception();
            waiting_.clear();
            changed_.notify_all();
        }
    }
    /// Nothing: that was all.
    std::optional<Item> next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
        if (waiting_.empty()) {
            return std::nullopt;
        }
        std::optional<Item> item = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        return item;
    }

    std::function<void(const Item&)> work_;
    std::mutex mutex_{};
    std::condition_variable changed_{};
    std::deque<Item> waiting_{};
    std::exception_ptr thrown_{};
    bool ended_ = false;
    std::thread thread_; // last: it uses what stands above
};

} // namespace muster
