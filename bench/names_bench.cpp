// Finding persons by name among many: bench_names [PERSONS]      default: 100000
#include "name_pairs.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    using namespace muster;
    using Clock = std::chrono::steady_clock;
    const auto seconds = [](Clock::time_point since) {
        return std::chrono::duration<double>(Clock::now() - since).count();
    };
    const auto words = NameVariants::load();
    if (!words) {
        std::cerr << words.error().text() << '\n';
        return 1;
    }
    const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000;
    auto persons = testing::simulated_names(count);
    const auto pairs = testing::name_pairs();
    for (const auto& pair : pairs) {
        persons.push_back({"pair", {pair.recorded}, {}});
    }
    auto start = Clock::now();
    const NameIndex index(persons, *words);
    std::printf("index       %zu persons: %.2f s\n", persons.size(), seconds(start));
    double longest = 0.0;
    std::size_t found = 0;
    const auto all = Clock::now();
    for (const auto& pair : pairs) {
        start = Clock::now();
        for (const NameMatch& match : index.find(pair.asked, 10)) {
            found += persons[match.person].names.front() == pair.recorded ? 1U : 0U;
        }
        longest = std::max(longest, seconds(start));
    }
    std::printf("find        %zu queries: %.1f ms each, the longest %.1f ms; %zu persons found\n", pairs.size(),
                1e3 * seconds(all) / static_cast<double>(pairs.size()), 1e3 * longest, found);
    // The limit: looking at each name's words once.
    const std::vector<std::uint32_t> touched(3 * persons.size(), 1);
    start = Clock::now();
    std::uint64_t sum = 0;
    for (const std::uint32_t word : touched) {
        sum += word;
    }
    std::printf("  its limit reading %zu word numbers once: %.2f ms (%llu)\n", touched.size(), 1e3 * seconds(start),
                static_cast<unsigned long long>(sum));
    return found == 0 ? 1 : 0;
}
