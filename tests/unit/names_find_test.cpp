#include "muster/names/name_index.hpp"
#include "name_pairs.hpp"

#include <gtest/gtest.h>
#include <iostream>
#include <map>

using namespace muster;
using muster::testing::name_pairs;
using muster::testing::NamePair;
using muster::testing::simulated_names;

namespace {

NameVariants variants() {
    auto loaded = NameVariants::load();
    EXPECT_TRUE(loaded) << loaded.error().text();
    return *std::move(loaded);
}

std::vector<std::string> found(const NameIndex& index, const std::vector<NamedPerson>& persons, const char* query) {
    std::vector<std::string> ids;
    for (const NameMatch& match : index.find(query, 3)) {
        ids.push_back(persons[match.person].id);
    }
    return ids;
}

TEST(NameSearch, FindsThePersonAmongTheFirstTenForNineteenOfTwentySpellingPairs) {
    const NameVariants words = variants();
    const std::vector<NamePair> pairs = name_pairs();
    ASSERT_GE(pairs.size(), 200U);
    std::vector<NamedPerson> persons = simulated_names(20'000);
    std::map<std::string, std::size_t> place;
    for (const NamePair& pair : pairs) {
        if (place.try_emplace(pair.recorded, persons.size()).second) {
            persons.push_back({"pair", {pair.recorded}, {}});
        }
    }
    const NameIndex index(persons, words);
    std::map<std::string, std::pair<std::size_t, std::size_t>> by_kind; // found, asked
    std::size_t hits = 0;
    for (const NamePair& pair : pairs) {
        const auto matches = index.find(pair.asked, 10);
        const bool hit = std::any_of(matches.begin(), matches.end(),
                                     [&](const NameMatch& match) { return match.person == place.at(pair.recorded); });
        hits += hit ? 1U : 0U;
        by_kind[pair.kind].first += hit ? 1U : 0U;
        ++by_kind[pair.kind].second;
        if (!hit) {
            std::cout << "not among the first ten: " << pair.recorded << " for " << pair.asked << '\n';
        }
    }
    for (const auto& [kind, count] : by_kind) {
        std::cout << kind << ": " << count.first << " of " << count.second << '\n';
    }
    std::cout << "all: " << hits << " of " << pairs.size() << '\n';
    EXPECT_GE(static_cast<double>(hits), 0.95 * static_cast<double>(pairs.size()));
}

TEST(NameSearch, FindsByOrderInitialsPartsAndNumbers) {
    const NameVariants words = variants();
    const std::vector<NamedPerson> persons{{"a", {"Simulated, John Quincy"}, {"RA 16 004 711"}},
                                           {"b", {"Example, Mary"}, {"O-123456"}},
                                           {"c", {"홍길동", "Hong Gil-dong"}, {}}};
    const NameIndex index(persons, words);
    for (const char* query : {"John Q. Simulated", "simulated j q", "Jack Simulated", "Simulatd", "16004711", "4711"}) {
        ASSERT_FALSE(found(index, persons, query).empty()) << query;
        EXPECT_EQ(found(index, persons, query).front(), "a") << query;
    }
    for (const char* query : {"洪吉童", "Hong Kil Tong", "Gildong Hong", "хон гиль дон"}) {
        ASSERT_FALSE(found(index, persons, query).empty()) << query;
        EXPECT_EQ(found(index, persons, query).front(), "c") << query;
    }
    EXPECT_TRUE(index.find("").empty());
    EXPECT_TRUE(index.find("--- ,,").empty());
    EXPECT_TRUE(index.find("12").empty()); // too short for a number
    EXPECT_TRUE(index.find("\xff\xfe").empty());
}

TEST(NameSearch, GivesTheNameAsWrittenTheHighestScoreAndTheWordsInAnyOrderTheSame) {
    const NameVariants words = variants();
    const std::vector<NamedPerson> persons = simulated_names(500);
    const NameIndex index(persons, words);
    for (std::size_t i = 0; i < persons.size(); i += 7) {
        const auto matches = index.find(persons[i].names.front(), 50);
        ASSERT_FALSE(matches.empty());
        EXPECT_DOUBLE_EQ(matches.front().score, 1.0) << persons[i].names.front();
        for (std::size_t k = 1; k < matches.size(); ++k) {
            EXPECT_LE(matches[k].score, matches[k - 1].score);
            EXPECT_GE(matches[k].score, 0.0);
        }
    }
}

TEST(NameVariants, TellTheFileAndLineOfWhatTheyCannotRead) {
    const auto capital = NameVariants::of("# words\nkim,Gim\n", "");
    ASSERT_FALSE(capital);
    EXPECT_EQ(capital.error().line, 2U);
    EXPECT_NE(capital.error().text().find("'Gim'"), std::string::npos);
    const auto two = NameVariants::of("", "金李,김\n");
    ASSERT_FALSE(two);
    EXPECT_EQ(two.error().text(),
              "names/readings.csv:1: expected a character and its readings, with commas between them");
}

TEST(Sounds, AreTheSameForRomanisationsOfOneName) {
    const std::vector<std::vector<const char*>> alike{{"cheolsu", "chulsoo", "chulsu"},
                                                      {"jeong", "jung", "chong", "chung"},
                                                      {"zhang", "chang"},
                                                      {"xiaoping", "hsiaoping"},
                                                      {"taewoo", "taeu"},
                                                      {"ivanov", "iwanow", "ivanoff"},
                                                      {"zhukov", "zhukow"}};
    for (const auto& words : alike) {
        for (const char* word : words) {
            EXPECT_EQ(sound_of(word), sound_of(words.front())) << word;
        }
    }
    EXPECT_NE(sound_of("kim"), sound_of("park"));
    EXPECT_EQ(sound_of(""), "");
}

} // namespace
