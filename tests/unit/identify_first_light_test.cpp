#include "muster/identify/simulate.hpp"
#include "muster/likelihood/locus_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace muster {
namespace {

// The example's README says what to expect; this holds it to that, pair by pair.
class FirstLight : public testing::Test {
  protected:
    void SetUp() override {
        const auto table = shipped_frequency_table();
        ASSERT_TRUE(table) << table.error().text();
        const auto plan = first_light_plan(*table);
        ASSERT_TRUE(plan) << plan.error().text();
        auto made = simulate_case(*plan);
        ASSERT_TRUE(made) << made.error().text();
        case_ = std::move(*made);
        all_ = *Pedigree::make(case_.input.persons);
    }

    double log10_lr(const std::string& sample, const std::string& person) const {
        const Pedigree family = family_of(person);
        const Pedigree stranger = *Pedigree::make({{"stranger", "", "", Sex::unknown}});
        const auto& all = case_.input.remains;
        const auto remains = std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.sample == sample; });
        const ConsensusProfile seen = consensus(*remains);
        double lr = 0.0;
        for (const Locus& locus : case_.input.loci) {
            if (seen.at(locus.name()).status == LocusStatus::tested_and_empty) {
                continue; // says nothing without a model of dropout
            }
            std::vector<Observation> observed(family.size());
            for (std::size_t i = 0; i < family.size(); ++i) {
                const auto reference = case_.input.references.find(family.member(i).id);
                if (reference != case_.input.references.end()) {
                    observed[i] = *Observation::make(locus, consensus(reference->second).at(locus.name()));
                }
            }
            const Observation of_remains = *Observation::make(locus, seen.at(locus.name()));
            lr -= *log_likelihood(family, locus, observed) + *log_likelihood(stranger, locus, {of_remains});
            observed[*family.find(person)] = of_remains;
            lr += *log_likelihood(family, locus, observed);
        }
        return lr / std::log(10.0);
    }

    Pedigree family_of(const std::string& person) const {
        const std::size_t index = *all_.find(person);
        for (const auto& component : all_.components()) {
            if (std::find(component.begin(), component.end(), index) != component.end()) {
                return all_.subset(component);
            }
        }
        return all_;
    }

    SimulatedCase case_;
    Pedigree all_;
};

TEST_F(FirstLight, HasTwelveFamiliesThirteenMissingAndTwelveRemains) {
    EXPECT_EQ(case_.plan.families.size(), 12U);
    EXPECT_EQ(case_.input.missing.size(), 13U);
    EXPECT_EQ(case_.input.remains.size(), 12U);
    const auto as_case = Case::make(case_.input);
    EXPECT_TRUE(as_case) << as_case.error().text();
}

TEST_F(FirstLight, IdentifiesMostClearly) {
    for (const char* sample : {"SIM-R01", "SIM-R03", "SIM-R07", "SIM-R09", "SIM-R10", "SIM-R11", "SIM-R12"}) {
        EXPECT_GT(log10_lr(sample, case_.truth.at(sample)), 6.0) << sample;
    }
}

TEST_F(FirstLight, CannotTellTheBrothersApart) {
    for (const char* sample : {"SIM-R02", "SIM-R08"}) {
        const double first = log10_lr(sample, "SIM-F06-missing-1");
        EXPECT_GT(first, 6.0);
        EXPECT_NEAR(first, log10_lr(sample, "SIM-F06-missing-2"), 1e-9);
    }
}

TEST_F(FirstLight, HasWeakEvidenceFromAHalfBrotherAndADegradedSample) {
    const double half_brother = log10_lr("SIM-R05", "SIM-F08-missing");
    EXPECT_GT(half_brother, 2.0);
    EXPECT_LT(half_brother, 4.0);
    const double degraded = log10_lr("SIM-R04", "SIM-F09-missing");
    EXPECT_GT(degraded, 2.0);
    EXPECT_LT(degraded, 4.0);
}

TEST_F(FirstLight, LeavesEveryOtherPairBelowTen) {
    for (const auto& [sample, truth] : case_.truth) {
        for (const MissingPerson& person : case_.input.missing) {
            const bool own_family = truth.substr(0, 7) == person.family;
            EXPECT_TRUE(own_family || log10_lr(sample, person.person) < 1.0) << sample << " " << person.person;
        }
    }
}

} // namespace
} // namespace muster
