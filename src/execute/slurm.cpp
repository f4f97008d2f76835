#include "muster/execute/slurm.hpp"

#include "muster/base/files.hpp"
#include "run_command.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>
#include <thread>

namespace muster {
namespace {

constexpr const char* script_name = "slurm.sh";
constexpr std::chrono::hours longest_silence{1};

/// Quoted for sh.
std::string quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

Result<void> write_script(const ClusterWork& work) {
    std::string script = "#!/bin/sh\n# Does one piece of the work, the one whose number the array gives.\nexec";
    for (const std::string& word : work.command) {
        script += " " + quoted(word);
    }
    return write_files(work.folder, {{script_name, script + " \"$SLURM_ARRAY_TASK_ID\"\n"}});
}

/// The job's number.
Result<std::string> submit(const ClusterWork& work, const std::vector<std::size_t>& pieces) {
    std::vector<std::string> words{"sbatch",
                                   "--parsable",
                                   "--requeue",
                                   "--job-name=muster",
                                   "--output=" + (work.folder / "slurm-%a.log").string(),
                                   "--open-mode=append"};
    words.push_back("--array=" + array_of(pieces) + (work.at_once > 0 ? "%" + std::to_string(work.at_once) : ""));
    if (!work.partition.empty()) {
        words.push_back("--partition=" + work.partition);
    }
    words.push_back((work.folder / script_name).string());
    const auto ran = run_command(words);
    if (!ran) {
        return fail(ran.error());
    }
    std::string job; // on a line of its own, maybe with the cluster's name; sites print words beside it
    std::istringstream lines(ran->output);
    for (std::string line; job.empty() && std::getline(lines, line);) {
        line.resize(std::min(line.find(';'), line.size()));
        job = line.find_first_not_of("0123456789") == std::string::npos ? line : std::string();
    }
    if (ran->status != 0 || job.empty()) {
        return fail(ErrorKind::unavailable, "sbatch did not take the work: " + ran->output +
                                                "; is this machine one of the cluster's, and the partition right?");
    }
    return job;
}

/// How many of its pieces wait or run; nothing: the cluster does not answer.
std::optional<std::size_t> open_pieces(const std::string& job) {
    const auto ran = run_command({"squeue", "--noheader", "--array", "--jobs=" + job, "--format=%i"});
    if (!ran) {
        return std::nullopt;
    }
    std::size_t open = 0;
    if (ran->status != 0) { // Slurm forgets jobs that ended some minutes ago
        return ran->output.find("Invalid job id") != std::string::npos ? std::optional(open) : std::nullopt;
    }
    std::istringstream lines(ran->output);
    for (std::string line; std::getline(lines, line);) {
        open += line.starts_with(job + "_") ? 1 : 0;
    }
    return open;
}

Result<void> wait_for(const ClusterWork& work, const std::string& job, std::size_t pieces) {
    std::size_t open = pieces;
    for (auto answered = std::chrono::steady_clock::now();;) {
        const auto now = std::chrono::steady_clock::now();
        if (const auto looked = open_pieces(job)) {
            open = *looked;
            answered = now;
        } else if (now - answered > longest_silence) { // a controller that restarts is back long before
            return fail(ErrorKind::unavailable,
                        "squeue has not answered for an hour; the job " + job +
                            " may still run. Look with squeue, then submit again: what is done is not done twice");
        }
        if (work.progress && !work.progress(open, pieces)) {
            static_cast<void>(run_command({"scancel", job}));
            return fail(ErrorKind::interrupted, "the job " + job + " was cancelled");
        }
        if (open == 0) {
            return {};
        }
        std::this_thread::sleep_for(std::chrono::seconds(work.seconds_between));
    }
}

} // namespace

std::string array_of(const std::vector<std::size_t>& numbers) {
    std::string out;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t end = i + 1;
        while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) {
            ++end;
        }
        out += (out.empty() ? "" : ",") + std::to_string(numbers[i]);
        out += end > i + 1 ? "-" + std::to_string(numbers[end - 1]) : "";
        i = end;
    }
    return out;
}

Result<std::size_t> run_on_slurm(const ClusterWork& work) {
    if (auto written = write_script(work); !written) {
        return fail(written.error());
    }
    std::vector<std::size_t> missing = work.missing();
    std::size_t tries = 0;
    for (; tries < work.most_tries && !missing.empty(); ++tries) {
        const auto job = submit(work, missing);
        if (!job) {
            return fail(job.error());
        }
        if (auto waited = wait_for(work, *job, missing.size()); !waited) {
            return fail(waited.error());
        }
        missing = work.missing();
    }
    if (!missing.empty()) {
        return fail(Error{ErrorKind::unavailable,
                          "after " + std::to_string(tries) + " tries these pieces are missing: " + array_of(missing) +
                              "; see slurm-NUMBER.log",
                          work.folder.string()});
    }
    return tries;
}

} // namespace muster
