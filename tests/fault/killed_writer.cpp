#include "runs.hpp"
#include "sqlite_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace muster::fault {
namespace {

constexpr std::size_t batches_ahead = 6;
constexpr int disk_failed = 9; ///< exit status of a writer whose disk was to fail

/// What the writer tells its parent. So short that it arrives as a whole.
struct Report {
    enum class What { begun, recorded, failed };
    What what = What::begun;
    Acknowledged head{};
    std::uint64_t microseconds = 0;
    std::uint64_t operations = 0;
    std::array<char, 256> error{};
};

class Pipe {
  public:
    Pipe() {
        if (::pipe(ends_.data()) != 0) {
            throw std::runtime_error("no pipe can be made");
        }
    }
    ~Pipe() {
        ::close(ends_[0]);
        close_writing();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void close_writing() {
        if (ends_[1] >= 0) {
            ::close(ends_[1]);
            ends_[1] = -1;
        }
    }
    void put(const Report& report) const {
        if (::write(ends_[1], &report, sizeof report) != static_cast<ssize_t>(sizeof report)) {
            ::_exit(1);
        }
    }
    /// Nothing: the writer has ended.
    [[nodiscard]] std::optional<Report> get() const {
        Report report;
        ssize_t count = 0;
        do {
            count = ::read(ends_[0], &report, sizeof report);
        } while (count < 0 && errno == EINTR);
        return count == static_cast<ssize_t>(sizeof report) ? std::optional(report) : std::nullopt;
    }

  private:
    std::array<int, 2> ends_{-1, -1};
};

std::uint64_t now_in_microseconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

[[noreturn]] void stop(const Pipe& pipe, const Error& error) {
    Report report;
    report.what = Report::What::failed;
    std::strncpy(report.error.data(), error.text().c_str(), report.error.size() - 1);
    pipe.put(report);
    ::_exit(disk_failed); // as SIGKILL would: nothing is closed
}

void write_batches(const Trial& trial, const std::vector<Batch>& batches, const Pipe& pipe,
                   const SqliteDisk::Plan& plan, int log_pages) {
    SqliteDisk* disk = trial.place().sqlite() ? &SqliteDisk::install() : nullptr;
    auto open = Register::open(trial.url());
    if (!open) {
        stop(pipe, open.error());
    }
    if (disk != nullptr) {
        disk->checkpoint_after(log_pages);
        disk->arm(plan);
    }
    for (const Batch& batch : batches) {
        Report report;
        pipe.put(report);
        const std::uint64_t begun = now_in_microseconds();
        const std::uint64_t operations = disk != nullptr ? disk->operations() : 0;
        const auto done = trial.record(*open, batch);
        if (!done) {
            stop(pipe, done.error());
        }
        report.what = Report::What::recorded;
        report.head = *done;
        report.microseconds = now_in_microseconds() - begun;
        report.operations = disk != nullptr ? disk->operations() - operations : 0;
        pipe.put(report);
    }
}

/// The child.
[[noreturn]] void live_as_writer(const Trial& trial, const std::vector<Batch>& batches, const Pipe& pipe,
                                 const SqliteDisk::Plan& plan, int log_pages) {
    try {
        write_batches(trial, batches, pipe, plan, log_pages);
    } catch (const std::exception& error) {
        stop(pipe, {ErrorKind::internal, error.what()});
    }
    ::_exit(0);
}

SqliteDisk::Plan draw_plan(Random& random, const Typical& operations) {
    using Fault = SqliteDisk::Fault;
    static const std::vector<Fault> faults{Fault::kill_before, Fault::kill_within, Fault::kill_after,
                                           Fault::kill_within, Fault::sync_error,  Fault::short_full};
    return {faults[random.below(faults.size())], operations.draw(random), true, random.chance(0.3)};
}

/// What the parent has heard.
struct Heard {
    std::size_t begun = 0;
    std::vector<Report> recorded{};
    std::string error{};

    void take(const Report& report) {
        switch (report.what) {
        case Report::What::begun: ++begun; break;
        case Report::What::recorded: recorded.push_back(report); break;
        case Report::What::failed: error = report.error.data(); break;
        }
    }
};

/// Kills the child `delay` microseconds after it has begun with batch `number`, unless it ends before.
int kill_at(pid_t child, const Pipe& pipe, std::size_t number, std::uint64_t delay, Heard& heard) {
    while (heard.begun <= number) {
        const auto report = pipe.get();
        if (!report) {
            break;
        }
        heard.take(*report);
    }
    if (heard.begun > number) {
        std::this_thread::sleep_for(std::chrono::microseconds(delay));
        ::kill(child, SIGKILL);
    }
    while (const auto report = pipe.get()) {
        heard.take(*report);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

void KilledWriter::run(Trial& trial, Random& random, Tally& tally) {
    ++tally.runs;
    std::vector<Batch> batches;
    for (std::size_t i = 0; i < batches_ahead; ++i) {
        batches.push_back(trial.draw(random, i == 0 ? nullptr : &batches.back()));
    }
    const bool by_disk = trial.place().sqlite() && random.chance(0.5);
    const SqliteDisk::Plan plan = by_disk ? draw_plan(random, operations_) : SqliteDisk::Plan{};
    const std::size_t number = by_disk ? batches_ahead : random.below(batches_ahead - 1);
    const std::uint64_t delay = random.below(microseconds_.value() + microseconds_.value() / 3);
    const int log_pages = SqliteDisk::draw_log_pages(random);

    Pipe pipe;
    const pid_t child = ::fork();
    if (child < 0) {
        throw std::runtime_error("no child process can be made");
    }
    if (child == 0) {
        live_as_writer(trial, batches, pipe, plan, log_pages);
    }
    pipe.close_writing();
    Heard heard;
    const int status = kill_at(child, pipe, number, delay, heard);
    const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    const bool meant_to_fail =
        plan.fault == SqliteDisk::Fault::sync_error || plan.fault == SqliteDisk::Fault::short_full;
    if (!killed && !(WIFEXITED(status) && WEXITSTATUS(status) == 0) && !(meant_to_fail && !heard.error.empty())) {
        tally.failures.push_back("the writer failed: " + heard.error + " (status " + std::to_string(status) + ")");
    }
    for (std::size_t i = 0; i < heard.recorded.size(); ++i) {
        trial.acknowledge(batches[i], heard.recorded[i].head);
        tally.acknowledged += batches[i].entries.size();
        microseconds_.learn(heard.recorded[i].microseconds);
        if (by_disk) {
            operations_.learn(heard.recorded[i].operations);
        }
    }
    const bool in_flight = heard.begun > heard.recorded.size();
    Register open = opened(trial.url());
    const Judgement judgement = trial.judge(open, in_flight ? &batches[heard.recorded.size()] : nullptr);
    tally.failures.insert(tally.failures.end(), judgement.flaws.begin(), judgement.flaws.end());
    tally.hit += in_flight ? 1 : 0;
    tally.unknown += in_flight ? 1 : 0;
    tally.recorded += judgement.in_flight_recorded ? 1 : 0;
}

} // namespace muster::fault
