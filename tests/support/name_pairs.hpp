#pragma once

#include "muster/base/random.hpp"
#include "muster/names/name_index.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace muster::testing {

/// How a name is recorded and how somebody asks for it (tests/data/names/pairs.csv).
struct NamePair {
    std::string recorded;
    std::string asked;
    std::string kind;
};

inline std::vector<NamePair> name_pairs() {
    std::vector<NamePair> pairs;
    std::ifstream file(std::string(MUSTER_SOURCE_DIR) + "/tests/data/names/pairs.csv");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            continue;
        }
        const bool quoted = line.starts_with('"');
        const std::size_t end = quoted ? line.find('"', 1) : line.find(',');
        const std::size_t asked = end + (quoted ? 2 : 1);
        const std::size_t kind = line.find(',', asked);
        pairs.push_back({line.substr(quoted ? 1 : 0, end - (quoted ? 1 : 0)), line.substr(asked, kind - asked),
                         line.substr(kind + 1)});
    }
    return pairs;
}

/// Names put together at random from frequent parts: a roster to search in. Nobody real is meant.
inline std::vector<NamedPerson> simulated_names(std::size_t count) {
    const std::vector<std::vector<std::string>> parts{
        {"Kim", "Lee", "Park", "Choi", "Jung", "Kang",  "Cho", "Yoon", "Jang", "Lim",
         "Han", "Oh",  "Seo",  "Shin", "Kwon", "Hwang", "Ahn", "Song", "Hong", "Yoo"},
        {"min", "jun", "su",  "young", "ho",   "jin", "hyun", "seo",  "woo",  "ji",
         "hee", "kyu", "tae", "dong",  "sung", "jae", "il",   "chul", "hwan", "myung"},
        {"John",   "William", "James",   "Robert", "Charles", "George",  "Joseph", "Richard", "Edward", "Donald",
         "Thomas", "Harold",  "Raymond", "Paul",   "Frank",   "Kenneth", "Jack",   "Henry",   "Walter", "Albert"},
        {"Smith",  "Johnson", "Brown",  "Jones",   "Miller", "Davis",  "Wilson", "Anderson", "Taylor",
         "Thomas", "Moore",   "Martin", "Jackson", "White",  "Harris", "Clark",  "Lewis",    "Walker",
         "Hall",   "Young",   "King",   "Scott",   "Green",  "Baker",  "Adams",  "Nelson",   "Hill"},
        {"Aleksandr", "Sergei", "Vladimir", "Andrei", "Alexei", "Dmitry", "Mikhail", "Ivan", "Nikolai", "Viktor",
         "Yuri", "Boris"},
        {"Ivanov", "Smirnov", "Kuznetsov", "Popov", "Vasiliev", "Petrov", "Sokolov", "Mikhailov", "Novikov", "Fedorov",
         "Morozov", "Volkov", "Alekseev", "Lebedev", "Semenov"},
        {"Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Zhou", "Xu", "Sun", "Ma", "Zhu", "Hu"},
        {"wei", "fang", "jun", "ming", "hua", "guo", "xiao", "jian", "zhi", "hong", "de", "long", "ping", "qing",
         "yong"}};
    Random random(1);
    const auto any = [&](std::size_t part) { return parts[part][random.below(parts[part].size())]; };
    std::vector<NamedPerson> persons;
    for (std::size_t i = 0; i < count; ++i) {
        std::string name = i % 4 == 0   ? any(0) + " " + any(1) + "-" + any(1)
                           : i % 4 == 1 ? any(2) + " " + any(2) + " " + any(3)
                           : i % 4 == 2 ? any(4) + " " + any(5)
                                        : any(6) + " " + any(7) + any(7);
        persons.push_back({"SIM " + std::to_string(i), {std::move(name)}, {"SIM " + std::to_string(70'000'000 + i)}});
    }
    return persons;
}

} // namespace muster::testing
