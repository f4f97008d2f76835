#pragma once

#include "http.hpp"
#include "muster/app/answer.hpp"

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

namespace muster::server {

/// Work that takes longer than a request may. For several threads.
class Jobs {
  public:
    /// Called with (done, all, of what); gives false to stop. The name of a step lives as long as the program.
    using Progress = std::function<bool(std::uint64_t, std::uint64_t, const char*)>;
    using Work = std::function<Result<Answer>(const Progress&)>;

    Jobs() = default;
    ~Jobs() { stop(); }
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    /// Starts a job of somebody; gives its id. Nothing: as many as there may be run already.
    [[nodiscard]] std::optional<std::string> start(const std::string& owner, const std::string& job, Work work);
    /// Jobs of this owner, the newest first.
    [[nodiscard]] std::vector<std::string> list(const std::string& owner) const;
    /// A job as JSON; `whole`: with its answer. Nothing: it is no job of theirs.
    [[nodiscard]] std::optional<std::string> describe(const std::string& owner, const std::string& id,
                                                      bool whole) const;
    [[nodiscard]] bool cancel(const std::string& owner, const std::string& id);
    /// What is new of a job, for its followers.
    [[nodiscard]] std::function<Event()> events(const std::string& owner, const std::string& id) const;
    /// Cancels all, and waits for them.
    void stop();

  private:
    struct Job {
        std::string id;
        std::string owner;
        std::string name;
        std::atomic<std::uint64_t> done{0};
        std::atomic<std::uint64_t> all{0};
        std::atomic<const char*> step{""};
        std::atomic<bool> cancelled{false};
        std::mutex mutex;
        std::string state = "running"; // with mutex
        std::string outcome;           // with mutex: ,"answer":… or ,"problem":…
        std::thread thread;

        [[nodiscard]] std::string json(bool whole);
        void run(const Work& work);
    };

    [[nodiscard]] std::shared_ptr<Job> find(const std::string& owner, const std::string& id) const;

    mutable std::mutex mutex_;
    std::list<std::shared_ptr<Job>> jobs_; ///< the newest first
    bool stopped_ = false;
};

} // namespace muster::server
