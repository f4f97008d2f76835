// fault_register: records in a register while its process is killed, its disk fails or its connection is cut, and
// looks what is left. docs/reliability.md says what is promised.

#include "runs.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <getopt.h>
#include <map>
#include <stdexcept>

namespace {

using namespace muster;
using namespace muster::fault;

constexpr const char* usage =
    "usage: fault_register --store sqlite|postgresql --faults NAME[,NAME…] --runs N [--seed S] [--first I] [--json]\n"
    "  faults: kill; disk, power (sqlite); connection, server (postgresql). N runs of each.\n"
    "  --first I: begin with run I, to repeat a failure; a multiple of 20 begins with a new store\n";

/// A store serves so many runs, so that runs are fast and stores stay small.
constexpr std::uint64_t runs_a_store = 20;
constexpr std::size_t most_failures = 50;

struct Options {
    std::string store{};
    std::vector<std::string> faults{};
    std::uint64_t runs = 0;
    std::uint64_t seed = 1;
    std::uint64_t first = 0;
    bool json = false;
};

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

bool known(const std::string& store, const std::string& fault) {
    static const std::map<std::string, std::vector<std::string>> all{{"sqlite", {"kill", "disk", "power"}},
                                                                     {"postgresql", {"kill", "connection", "server"}}};
    const auto at = all.find(store);
    return at != all.end() && std::find(at->second.begin(), at->second.end(), fault) != at->second.end();
}

std::optional<Options> parse(int argc, char** argv) {
    static const option names[] = {{"store", required_argument, nullptr, 's'},
                                   {"faults", required_argument, nullptr, 'f'},
                                   {"runs", required_argument, nullptr, 'n'},
                                   {"seed", required_argument, nullptr, 'r'},
                                   {"first", required_argument, nullptr, 'i'},
                                   {"json", no_argument, nullptr, 'j'},
                                   {nullptr, 0, nullptr, 0}};
    Options options;
    for (int name = 0; (name = getopt_long(argc, argv, "", names, nullptr)) != -1;) {
        switch (name) {
        case 's': options.store = optarg; break;
        case 'f': options.faults = split(optarg); break;
        case 'n': options.runs = std::strtoull(optarg, nullptr, 10); break;
        case 'r': options.seed = std::strtoull(optarg, nullptr, 10); break;
        case 'i': options.first = std::strtoull(optarg, nullptr, 10); break;
        case 'j': options.json = true; break;
        default: return std::nullopt;
        }
    }
    for (const std::string& fault : options.faults) {
        if (!known(options.store, fault)) {
            return std::nullopt;
        }
    }
    return options.faults.empty() || options.runs == 0 || optind != argc ? std::nullopt : std::optional(options);
}

/// One run on a trial, whatever the fault.
std::function<void(Trial&, Random&, Tally&)> runner(const std::string& name) {
    if (name == "kill") {
        return [writer = std::make_shared<KilledWriter>()](Trial& trial, Random& random, Tally& tally) {
            writer->run(trial, random, tally);
        };
    }
    const std::shared_ptr<Fault> fault = name == "disk"         ? disk_fault()
                                         : name == "power"      ? power_fault()
                                         : name == "connection" ? connection_fault()
                                                                : server_fault();
    return [fault](Trial& trial, Random& random, Tally& tally) { run(trial, random, *fault, tally); };
}

Tally runs_of(const Options& options, const std::string& name) {
    Tally tally;
    std::function<void(Trial&, Random&, Tally&)> one_run;
    std::unique_ptr<Trial> trial;
    for (std::uint64_t i = options.first; i < options.first + options.runs; ++i) {
        const std::string number = std::to_string(i);
        const std::uint64_t seed =
            stream_seed(options.seed, std::array<std::string_view, 3>{options.store, name, number});
        const std::size_t failures = tally.failures.size();
        try {
            if (!trial || i % runs_a_store == 0) {
                trial.reset();
                one_run = runner(name); // what it learned goes with the store, so that --first repeats a run
                trial = std::make_unique<Trial>(options.store, seed);
            }
            Random random(seed);
            one_run(*trial, random, tally);
        } catch (const std::exception& error) {
            tally.failures.push_back(error.what());
        }
        if (tally.failures.size() > failures) {
            std::fprintf(stderr,
                         "fault_register: %s, %s, run %s failed: %s\n  to repeat it: --store %s --faults %s --seed "
                         "%llu --first %llu --runs %llu\n",
                         options.store.c_str(), name.c_str(), number.c_str(), tally.failures[failures].c_str(),
                         options.store.c_str(), name.c_str(), static_cast<unsigned long long>(options.seed),
                         static_cast<unsigned long long>(i / runs_a_store * runs_a_store),
                         static_cast<unsigned long long>(i % runs_a_store + 1));
            trial.reset();
        }
        if (tally.failures.size() > most_failures) {
            std::fprintf(stderr, "fault_register: %s, %s: too many failures; the rest is left out\n",
                         options.store.c_str(), name.c_str());
            break;
        }
    }
    return tally;
}

void print(const Options& options, const std::string& name, const Tally& tally, double seconds) {
    const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
    std::printf(options.json
                    ? "{\"store\": \"%s\", \"fault\": \"%s\", \"runs\": %llu, \"acknowledged\": %llu, \"hit\": %llu, "
                      "\"unknown\": %llu, \"recorded\": %llu, \"failures\": %llu, \"seconds\": %.0f}\n"
                    : "| %s | %s | %llu | %llu | %llu | %llu | %llu | %llu | %.0f s |\n",
                options.store.c_str(), name.c_str(), number(tally.runs), number(tally.acknowledged), number(tally.hit),
                number(tally.unknown), number(tally.recorded), number(tally.failures.size()), seconds);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const auto options = parse(argc, argv);
    if (!options) {
        std::fputs(usage, stderr);
        return 2;
    }
    if (!options->json) {
        std::puts("| store | fault | runs | entries acknowledged | struck while writing | outcome unknown | of these, "
                  "recorded | failures | time |\n|---|---|---|---|---|---|---|---|---|");
    }
    std::fflush(stdout); // children must not have it in their buffers
    bool good = true;
    for (const std::string& name : options->faults) {
        const auto begun = std::chrono::steady_clock::now();
        try {
            const Tally tally = runs_of(*options, name);
            print(*options, name, tally,
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
            good = good && tally.failures.empty();
        } catch (const std::exception& error) {
            std::fprintf(stderr, "fault_register: %s\n", error.what());
            good = false;
        }
    }
    return good ? 0 : 1;
}
