#pragma once

#include "muster/identify/identify.hpp"
#include "muster/report/identification_report.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// A made-up case for the report's tests: twelve samples, twelve missing persons; two brothers missing
/// together, a marriage of cousins, half-sibs by three partners, a family that nobody typed, and names that
/// a careless page would trip over.
namespace muster::testing {

class FixtureCase {
  public:
    explicit FixtureCase(bool simulated) {
        input_.name = "Harbour & <b>“Pier 7”</b>";
        input_.simulated = simulated;
        input_.populations = {"Made-up"};
        for (std::size_t l = 0; l < 20; ++l) {
            add_locus(label("LOC", l + 1));
        }
        families();
        remains();
        input_.notes.push_back("family 'F11': the sex of 'F11-third' is <not> stated");
    }

    [[nodiscard]] const CaseInput& input() const { return input_; }

    static std::string label(std::string stem, std::size_t number) {
        stem += number < 10 ? "0" : "";
        stem += std::to_string(number);
        return stem;
    }

  private:
    using Genotype = std::vector<std::array<std::size_t, 2>>; // by locus

    CaseInput input_;
    std::map<std::string, Genotype> genes_;
    std::string family_;
    std::uint64_t state_ = 20180727;

    std::size_t random(std::size_t n) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>((state_ >> 33) % n);
    }

    void add_locus(const std::string& name) {
        LocusSpec spec;
        spec.name = name;
        for (int a = 10; a < 18; ++a) {
            spec.alleles.push_back(std::to_string(a));
        }
        spec.freqs = {{0.05, 0.10, 0.15, 0.20, 0.20, 0.15, 0.10, 0.05}};
        spec.male.model = spec.female.model = MutationModel::stepwise;
        spec.male.rate = 0.002;
        spec.female.rate = 0.0005;
        auto locus = Locus::make(spec);
        EXPECT_TRUE(locus) << locus.error().text();
        input_.loci.push_back(*locus);
    }

    void add(const std::string& id, Sex sex, const std::string& father = {}, const std::string& mother = {}) {
        PersonRecord r;
        r.id = id;
        r.father = father;
        r.mother = mother;
        r.sex = sex;
        input_.persons.push_back(r);
        input_.family_of[id] = family_;
        Genotype genes(input_.loci.size());
        for (std::size_t l = 0; l < genes.size(); ++l) {
            genes[l] = father.empty() ? std::array{random(8), random(8)}
                                      : std::array{genes_[father][l][random(2)], genes_[mother][l][random(2)]};
        }
        genes_[id] = genes;
    }

    std::map<std::string, LocusResult> typing(const std::string& person, std::size_t loci) {
        std::map<std::string, LocusResult> out;
        for (std::size_t l = 0; l < loci; ++l) {
            const Locus& locus = input_.loci[l];
            const auto& g = genes_[person][l];
            out[locus.name()] = locus_result(locus.alleles()[g[0]], locus.alleles()[g[1]]);
        }
        return out;
    }

    void type(const std::string& person, std::size_t loci = 20) {
        input_.references[person] = single_replicate(person, Sex::unknown, typing(person, loci));
    }

    void missing(const std::string& person) { input_.missing.push_back({person, family_}); }

    /// Father, mother, both named after the family, and the missing one.
    void trio(const std::string& family, const std::string& lost, Sex sex) {
        family_ = family;
        add(family + "-father", Sex::male);
        add(family + "-mother", Sex::female);
        add(lost, sex, family + "-father", family + "-mother");
        missing(lost);
    }

    void families() {
        trio("F01", "F01-elder", Sex::male);
        add("F01-younger", Sex::male, "F01-father", "F01-mother");
        missing("F01-younger");
        add("F01-sister", Sex::female, "F01-father", "F01-mother");
        type("F01-mother");
        type("F01-sister");
        cousins();
        half_sibs();
        trio("가족 4", "실종자 넷째", Sex::male);
        type("가족 4-father");
        type("가족 4-mother");
        trio("O'F<5> & \"Co\"", "Lost & <found> \"5\" 'x'", Sex::female);
        type("O'F<5> & \"Co\"-father", 12);
        type("O'F<5> & \"Co\"-mother");
        for (std::size_t f = 6; f <= 10; ++f) {
            const std::string family = label("F", f);
            trio(family, family + "-lost", f % 2 == 0 ? Sex::male : Sex::female);
            if (f != 9) { // nobody of F09 is typed
                type(family + (f % 2 == 0 ? "-father" : "-mother"));
            }
            if (f == 8) {
                type("F08-mother");
            }
        }
        spouse_and_children();
    }

    void cousins() {
        family_ = "F02";
        add("F02-greatfather", Sex::male);
        add("F02-greatmother", Sex::female);
        add("F02-uncle", Sex::male, "F02-greatfather", "F02-greatmother");
        add("F02-aunt", Sex::female, "F02-greatfather", "F02-greatmother");
        add("F02-wife", Sex::female);
        add("F02-husband", Sex::male);
        add("F02-father", Sex::male, "F02-uncle", "F02-wife");
        add("F02-mother", Sex::female, "F02-husband", "F02-aunt");
        add("F02-lost", Sex::male, "F02-father", "F02-mother");
        add("F02-sibling", Sex::unknown, "F02-father", "F02-mother");
        missing("F02-lost");
        type("F02-uncle");
        type("F02-mother");
        type("F02-sibling");
    }

    void half_sibs() {
        family_ = "F03";
        add("F03-father", Sex::male);
        for (const char* wife : {"F03-first", "F03-second", "F03-third"}) {
            add(wife, Sex::female);
            add(std::string(wife) + "-son", Sex::male, "F03-father", wife);
            add(std::string(wife) + "-daughter", Sex::female, "F03-father", wife);
            type(std::string(wife) + "-daughter");
        }
        missing("F03-second-son");
        type("F03-first-son");
    }

    void spouse_and_children() {
        family_ = "F11";
        add("F11-lost", Sex::male);
        add("F11-wife", Sex::female);
        missing("F11-lost");
        for (const char* child : {"F11-first", "F11-second", "F11-third"}) {
            add(child, Sex::unknown, "F11-lost", "F11-wife");
            type(child);
        }
        type("F11-wife", 18);
    }

    void sample(const std::string& person, Sex sex, std::size_t loci = 20) {
        const std::string name = label("B-", input_.remains.size() + 1);
        input_.remains.push_back(single_replicate(name, sex, typing(person, loci)));
    }

    void remains() {
        sample("F01-elder", Sex::male);
        sample("F02-lost", Sex::male);
        sample("F03-second-son", Sex::male);
        sample("실종자 넷째", Sex::male);
        sample("Lost & <found> \"5\" 'x'", Sex::female);
        sample("F06-lost", Sex::male, 7);
        sample("F08-lost", Sex::unknown);
        sample("F08-lost", Sex::unknown, 11);
        sample("F11-lost", Sex::male);
        family_ = "";
        for (const auto& [stranger, sex] : {std::pair{"stranger-1", Sex::male}, std::pair{"stranger-2", Sex::female}}) {
            add(stranger, sex); // their genes only: they are on no roster
            input_.persons.pop_back();
            input_.family_of.erase(stranger);
            sample(stranger, sex);
        }
        sample("F07-lost", Sex::female);
        auto& loci = input_.remains.back().extractions.front().replicates.front().loci;
        loci["LOC03"] = locus_result("12", "?");
        loci["LOC04"] = LocusResult{LocusStatus::tested_and_empty};
        loci.erase("LOC05");
        // One mutation: a step up at one locus.
        auto& mutated = input_.remains[8].extractions.front().replicates.front().loci["LOC10"];
        const int first = std::stoi(mutated.alleles[0]);
        mutated.alleles[0] = std::to_string(first < 17 ? first + 1 : first - 1);
    }
};

inline Case fixture_case(bool simulated = true) {
    auto made = Case::make(FixtureCase(simulated).input());
    EXPECT_TRUE(made) << made.error().text();
    return *made;
}

inline Identification fixture_identification(const Case& subject) {
    IdentifyOptions options;
    options.errors.het = 0.02;
    options.errors.hom = 0.0004;
    auto made = identify(subject, options);
    EXPECT_TRUE(made) << made.error().text();
    return *made;
}

/// A small answer written by hand, for exact expectations.
inline Identification small_identification() {
    constexpr double never = -std::numeric_limits<double>::infinity();
    Identification id;
    id.samples = {"B-1", "B,2"};
    id.persons = {"P1", "say \"P2\"", "=P3"};
    id.families = {"F1", "F1", "F,2"};
    const Pair likely{PairStatus::ok, 6.320123456789012, 2, {}, {{"L1", 3.0, true}, {"L2", 3.320123456789012, true}}};
    const Pair weak{PairStatus::ok, -0.5, 1, {"L1"}, {{"L1", -0.5, true}, {"L2", 0.0, false}}};
    const Pair out{PairStatus::excluded, never, 2, {"L1", "L2"}, {{"L1", never, true}, {"L2", never, true}}};
    const Pair other_sex{PairStatus::sex, 0.0, 0, {}, {}};
    id.pairs = {{likely, weak, out}, {out, other_sex, Pair{}}};
    id.posterior = {{0.999, 0.0000001, 0.0}, {0.0, 0.0, 0.0}};
    id.posterior_none = {0.0009999, 1.0};
    id.by_sample = {{{0, 6.320123456789012, 0.999}, {1, -0.5, 0.0000001}}, {}};
    id.by_person = {{{0, 6.320123456789012, 0.999}}, {{0, -0.5, 0.0000001}}, {}};
    id.prior = "every person, and none of them, equally probable";
    return id;
}

} // namespace muster::testing
