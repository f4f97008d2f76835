// Accounts of a big register: 100,000 missing persons, each with a status, a fifth of them identified, among ENTRIES
// entries. Prints figures with their limits beside them.
//   bench_account [ENTRIES] [URL]        default: 1000000 entries, a SQLite file in the temporary folder
// `URL` names a store that does not exist yet (see muster init --store), or one that an earlier run left there.
#include "muster/app/account.hpp"
#include "muster/register/register.hpp"
#include "test_vocabulary.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>

namespace muster {
namespace {

constexpr std::size_t persons = 100'000;
constexpr std::size_t identified = persons / 5;
constexpr std::size_t batch = 2000;
constexpr std::int64_t first_second = 4'102'444'800; // 2100-01-01: no clock is there yet

/// Processor time: one thread does all the work, so that on a machine with nothing else to do it is the time taken.
double seconds_of(const std::function<void()>& work) {
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

template <class T> T good(Result<T> result) {
    if (!result) {
        std::cerr << result.error().text() << '\n';
        std::exit(1);
    }
    return *std::move(result);
}

/// Records in batches, a second an entry.
class Recording {
  public:
    Recording(Register& reg, const ledger::SigningKey& key) : reg_(reg), key_(key) {
        reg_.set_clock([this] { return utc_text(first_second + time_++); });
    }
    ~Recording() { flush(); }
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    void add(const char* kind, WrittenFields fields) {
        NewEntry entry;
        entry.kind = kind;
        entry.fields = std::move(fields);
        put(std::move(entry));
    }
    void correct(const char* kind, const std::string& key, WrittenFields fields) {
        NewEntry entry;
        entry.action = fields.empty() ? ledger::Action::withdraw : ledger::Action::correct;
        entry.kind = kind;
        entry.key = key;
        entry.fields = std::move(fields);
        entry.reason = "a slip of the pen";
        put(std::move(entry));
    }
    [[nodiscard]] std::size_t count() const { return count_; }

  private:
    void put(NewEntry entry) {
        entries_.push_back(std::move(entry));
        ++count_;
        if (entries_.size() == batch) {
            flush();
        }
    }
    void flush() {
        const Recorded recorded = good(reg_.record(entries_, {"bench", {}, true}, key_, words_));
        if (!recorded.problems.empty()) {
            std::cerr << recorded.problems.front().text() << '\n';
            std::exit(1);
        }
        entries_.clear();
    }

    Register& reg_;
    const ledger::SigningKey& key_;
    Vocabulary words_ = testing::vocabulary();
    std::vector<NewEntry> entries_{};
    std::size_t count_ = 0;
    std::int64_t time_ = 0;
};

std::string text(std::size_t n) {
    return std::to_string(n);
}

void add_foundation(Recording& recording) {
    recording.add("party", {{"key", "LAB"}, {"name", "laboratory"}, {"type", "Laboratory"}});
    for (std::size_t i = 0; i < 20; ++i) {
        recording.add("turnover", {{"key", "T" + text(i)},
                                   {"on", "2018-07-27"},
                                   {"place", "harbour"},
                                   {"from", "LAB"},
                                   {"to", "LAB"},
                                   {"claimed", "55"}});
        recording.add("accession",
                      {{"key", "A" + text(i)}, {"on", "2018-08-01"}, {"lab", "LAB"}, {"turnover", "T" + text(i)}});
    }
}

/// Every person with a status, every hundredth of these withdrawn.
void add_persons(Recording& recording) {
    for (std::size_t i = 0; i < persons; ++i) {
        const std::string key = "P" + text(i);
        recording.add("person", {{"key", key},
                                 {"role", "Missing"},
                                 {"sex", "Male"},
                                 {"conflict", "War " + text(i % 3)},
                                 {"nation", "Nation " + text(i % 16)},
                                 {"service", "Army"},
                                 {"unit", text(1 + i % 40) + "th Infantry Regiment"},
                                 {"rank", "Private"},
                                 {"lost_on", text(1950 + i % 4) + "-11-30"},
                                 {"lost_at", "between the reservoir and the sea"},
                                 {"lost_in", "Country " + text(i % 2)},
                                 {"circumstances", "last seen on the road to the south with others of the platoon"}});
        recording.add("status", {{"person", key}, {"on", "1954-01-01"}, {"status", "Unaccounted for"}});
        if (i % 100 == 0) {
            recording.correct("status", "#" + text(recording.count()), {});
        }
    }
}

void add_identifications(Recording& recording) {
    for (std::size_t i = 0; i < identified; ++i) {
        const std::string key = "ID" + text(i);
        const std::string accession = "A" + text(i % 20);
        recording.add("individual", {{"accession", accession}, {"number", text(i)}});
        recording.add("identification", {{"key", key},
                                         {"individual", accession + "-I-" + text(i)},
                                         {"person", "P" + text(i * 5)},
                                         {"on", "2019-01-01"},
                                         {"author", "a scientist"}});
        recording.add("signature", {{"of", "identification:" + key},
                                    {"by", "an examiner"},
                                    {"on", "2019-02-01"},
                                    {"role", "medical examiner"},
                                    {"digest", std::string(64, 'a')}});
    }
}

/// A topic with what is said of it, corrections of every tenth person, and the specimens that a register is full of.
void add_others(Recording& recording, std::size_t wanted) {
    recording.add("source", {{"key", "LIST"}, {"title", "a list"}, {"type", "Report"}});
    recording.add("topic", {{"key", "missing of War 0"},
                            {"unit", "persons"},
                            {"measure", "persons on the roster"},
                            {"where", "conflict=War 0"}});
    for (std::size_t i = 0; i < 20; ++i) {
        recording.add(
            "statement",
            {{"source", "LIST"}, {"topic", "missing of War 0"}, {"value", text(7000 + i)}, {"quote", "so many"}});
    }
    for (std::size_t i = 0; i < persons; i += 10) {
        recording.correct("person", "P" + text(i), {{"rank", "Corporal"}});
    }
    for (std::size_t i = 0; recording.count() < wanted; ++i) {
        recording.add("specimen", {{"accession", "A" + text(i % 20)},
                                   {"designator", text(i)},
                                   {"human", "Human"},
                                   {"bone", "Femur"},
                                   {"side", "Left"},
                                   {"completeness", "Incomplete"},
                                   {"mass_g", "300.5"},
                                   {"on", "2018-09-01"}});
    }
}

void make(std::size_t wanted, const std::string& url) {
    const std::filesystem::path key_file = std::filesystem::temp_directory_path() / "muster-account-bench.key";
    std::filesystem::remove(key_file);
    // Not begun as a simulated one: then every entry is asked whether it is.
    Register reg = good(Register::create(url, key_file, "benchmark, simulated", {"bench"}));
    const ledger::SigningKey key = good(ledger::SigningKey::read(key_file));
    Recording recording(reg, key);
    add_foundation(recording);
    add_persons(recording);
    add_identifications(recording);
    add_others(recording, wanted);
    std::filesystem::remove(key_file);
}

void measure(const char* what, const AccountRequest& request) {
    constexpr int runs = 5;
    std::vector<double> times;
    std::size_t bytes = 0;
    for (int i = 0; i < runs; ++i) {
        times.push_back(seconds_of([&] { bytes = good(account(request)).json.size(); }));
    }
    std::sort(times.begin(), times.end());
    std::printf("%-44s %.2f s (%.2f to %.2f), wanted 1 s; JSON of %zu bytes\n", what, times[runs / 2], times.front(),
                times.back(), bytes);
}

/// What there is no way round: every row of these kinds, read.
void print_limit(const std::string& url) {
    Register reg = good(Register::open(url));
    std::size_t rows = 0;
    std::size_t bytes = 0;
    const double time = seconds_of([&] {
        const auto read = reg.store().read([&](store::Reader& reader) -> Result<void> {
            for (const char* kind : {"person", "status", "identification", "signature"}) {
                reader.each_record_of(kind, [&](const store::RecordRow& row) {
                    ++rows;
                    bytes += row.text.size();
                });
            }
            return {};
        });
        if (!read) {
            std::exit(1);
        }
    });
    std::printf("  its limit: reading %zu records, %.0f MB         %.2f s\n", rows, static_cast<double>(bytes) / 1e6,
                time);
}

void run(std::size_t wanted, const std::string& url) {
    if (!Register::open(url)) {
        std::printf("recording        %zu entries: %.1f s\n", wanted, seconds_of([&] { make(wanted, url); }));
    }
    print_limit(url);
    measure("account", {{url}});
    measure("account by nation and unit", {{url}, "", "", {"nation", "unit"}});
    measure("account by turnover", {{url}, "", "", {"turnover"}});
    measure("account on a day", {{url}, "", "2018-12-31"});
    for (const std::size_t part : {10, 26, 100}) { // while persons are recorded; before they are corrected; now
        const std::string as_of = utc_text(first_second + static_cast<std::int64_t>(wanted * part / 100));
        measure(("account as of " + text(part) + " % of the entries").c_str(), {{url}, as_of});
    }
}

} // namespace
} // namespace muster

int main(int argc, char** argv) {
    const std::size_t entries = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    const auto file = std::filesystem::temp_directory_path() / "muster-account-bench.db";
    if (argc <= 2) {
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::remove(file.string() + suffix);
        }
    }
    muster::run(entries, argc > 2 ? argv[2] : "sqlite:" + file.string());
}
