// The register at a size: append in batches, verify, prove. Prints figures with their limits beside them.
//   bench_register [ENTRIES] [URL]        default: 1000000 entries, a SQLite file in the temporary folder
// `URL` names a store that does not exist yet (see muster init --store); it stays there afterwards.
#include "muster/ledger/hash.hpp"
#include "muster/ledger/merkle.hpp"
#include "muster/register/register.hpp"
#include "test_vocabulary.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace muster {
namespace {

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T> T good(Result<T> result) {
    if (!result) {
        std::cerr << result.error().text() << '\n';
        std::exit(1);
    }
    return *std::move(result);
}

/// What a laboratory records of one specimen: eight entries, one with personal data.
void add_specimen(std::vector<NewEntry>& entries, std::size_t n) {
    const auto add = [&](const char* kind, WrittenFields fields) {
        NewEntry entry;
        entry.kind = kind;
        entry.fields = std::move(fields);
        entries.push_back(std::move(entry));
    };
    static const std::array<const char*, 5> bones{"Femur", "Humerus", "Tibia", "Scapula", "Clavicle"};
    const std::string number = std::to_string(n);
    const std::string specimen = "SIM 2018-001, G-" + std::to_string(n % 90) + ", " + number;
    add("specimen", {{"accession", "SIM 2018-001"},
                     {"provenance1", "G-" + std::to_string(n % 90)},
                     {"designator", number},
                     {"human", "Human"},
                     {"bone", bones[n / 2 % bones.size()]},
                     {"side", n % 2 == 0 ? "Left" : "Right"},
                     {"completeness", "Incomplete"},
                     {"zones", "1;2;3"},
                     {"mass_g", "300.5"},
                     {"on", "2018-09-01"}});
    add("mass", {{"of", "specimen:" + specimen}, {"on", "2018-09-02"}, {"event", "Cleaning"}, {"mass_g", "298.0"}});
    add("cut", {{"key", "CUT-" + number},
                {"of", "specimen:" + specimen},
                {"on", "2018-09-03"},
                {"removed_g", "5.0"},
                {"kerf_g", "0.5"},
                {"retained_g", "292.5"}});
    add("sample", {{"specimen", specimen},
                   {"label", "01A"},
                   {"cut", "CUT-" + number},
                   {"material", "bone"},
                   {"mass_g", "5.0"},
                   {"on", "2018-09-03"}});
    add("extraction", {{"sample", specimen + ", 01A"},
                       {"label", "E1"},
                       {"on", "2018-09-10"},
                       {"consumed_g", "1.0"},
                       {"retained_g", "4.0"}});
    add("result", {{"sample", specimen + ", 01A"},
                   {"extraction", specimen + ", 01A, E1"},
                   {"test", "autosomal STR"},
                   {"on", "2018-10-01"},
                   {"outcome", "Reportable"},
                   {"profile", std::string(600, 'x')}});
    add("assignment",
        {{"specimen", specimen}, {"individual", "SIM 2018-001-I-" + std::to_string(n / 20)}, {"on", "2018-11-01"}});
}

std::vector<NewEntry> foundation(std::size_t specimens) {
    std::vector<NewEntry> entries;
    const auto add = [&](const char* kind, WrittenFields fields) {
        entries.emplace_back().kind = kind;
        entries.back().fields = std::move(fields);
    };
    add("party", {{"key", "LAB"}, {"name", "laboratory"}, {"type", "Laboratory"}});
    add("accession", {{"key", "SIM 2018-001"}, {"on", "2018-08-02"}, {"lab", "LAB"}});
    for (std::size_t i = 0; i <= specimens / 20; ++i) {
        add("individual", {{"accession", "SIM 2018-001"}, {"number", std::to_string(i)}});
    }
    return entries;
}

void run(std::size_t wanted, const std::string& url) {
    constexpr std::size_t batch = 1400; // 200 specimens
    const std::filesystem::path key_file = std::filesystem::temp_directory_path() / "muster-bench.key";
    std::filesystem::remove(key_file);
    const Author author{"bench", {}, true};
    const Vocabulary words = testing::vocabulary();
    Register reg = good(Register::create(url, key_file, "benchmark, simulated", author));
    const ledger::SigningKey key = good(ledger::SigningKey::read(key_file));
    const auto record = [&](const std::vector<NewEntry>& entries) {
        const Recorded recorded = good(reg.record(entries, author, key, words));
        if (!recorded.problems.empty()) {
            std::cerr << recorded.problems.front().text() << '\n';
            std::exit(1);
        }
    };
    record(foundation(wanted / 7));
    std::size_t written = 0;
    const double append = seconds_of([&] {
        for (std::size_t n = 0; written < wanted;) {
            std::vector<NewEntry> entries;
            while (entries.size() < batch && written + entries.size() < wanted) {
                add_specimen(entries, n++);
            }
            record(entries);
            written += entries.size();
        }
    });
    std::printf("append           %zu entries in batches of %zu: %.1f s, %.0f/s\n", written, batch, append,
                static_cast<double>(written) / append);

    Verification found;
    const double verify = seconds_of([&] { found = good(reg.verify()); });
    std::printf("verify           %llu entries, %llu personal payloads: %.2f s, %s\n",
                static_cast<unsigned long long>(found.size), static_cast<unsigned long long>(found.payloads), verify,
                found.flaws.empty() ? "whole" : found.flaws.front().what.c_str());

    std::size_t bytes = 0;
    double read = 0.0;
    read = seconds_of([&] {
        const auto done = reg.store().read([&](store::Reader& reader) -> Result<void> {
            reader.each_entry(0, UINT64_MAX, [&](store::EntryRow& row) {
                bytes += row.text.size() + 1;
                return true;
            });
            return {};
        });
        if (!done) {
            std::exit(1);
        }
    });
    const std::string sample(std::size_t{64} << 20, 'x');
    const double hash = seconds_of([&] { (void)ledger::sha256(sample); }) / static_cast<double>(sample.size());
    const ledger::Hash one = ledger::leaf_hash("x");
    const double node = seconds_of([&] {
                            for (int i = 0; i < 100'000; ++i) {
                                (void)ledger::node_hash(one, one);
                            }
                        }) /
                        1e5;
    std::printf("  its limit      reading %.0f MB of entries %.2f s; SHA-256 of them %.2f s, of the nodes %.2f s\n",
                static_cast<double>(bytes) / 1e6, read, hash * static_cast<double>(bytes),
                node * static_cast<double>(found.size));

    constexpr int proofs = 1000;
    const double prove = seconds_of([&] {
        for (int i = 0; i < proofs; ++i) {
            (void)good(reg.prove(found.size * static_cast<std::uint64_t>(i) / proofs));
        }
    });
    std::printf("inclusion proof  %.3f ms each (made, and checked with its signature)\n", prove / proofs * 1e3);
    std::filesystem::remove(key_file);
}

} // namespace
} // namespace muster

int main(int argc, char** argv) {
    const std::size_t entries = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const auto file = std::filesystem::temp_directory_path() / "muster-bench.db";
    if (argc <= 2) {
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(file.string() + suffix);
        }
    }
    muster::run(entries, argc > 2 ? argv[2] : "sqlite:" + file.string());
}
