#include "muster/identify/reach.hpp"

#include <gtest/gtest.h>

#include <cmath>

using namespace muster;

namespace {

/// A missing child of two parents at two loci with three alleles each.
struct Family {
    std::vector<Locus> loci;
    Sought person;
};

Locus locus(const std::string& name, MutationModel model = MutationModel::none) {
    LocusSpec spec;
    spec.name = name;
    spec.alleles = {"10", "11", "12"};
    spec.freqs = {{0.5, 0.3, 0.2}};
    if (model != MutationModel::none) {
        spec.male.model = spec.female.model = model;
        spec.male.rate = spec.female.rate = 0.01;
    }
    return *Locus::make(spec);
}

Observation seen(const Locus& at, const char* a, const char* b) {
    return *Observation::make(at, {LocusStatus::typed, {a, b}, {}});
}

Family family(MutationModel model = MutationModel::none) {
    Family out;
    out.loci = {locus("SIM-1", model), locus("SIM-2", model)};
    out.person.name = "SIM-child";
    out.person.family = *Pedigree::make({{"SIM-father", "", "", Sex::male, 0.0, 0},
                                         {"SIM-mother", "", "", Sex::female, 0.0, 0},
                                         {"SIM-child", "SIM-father", "SIM-mother", Sex::male, 0.0, 0}});
    out.person.missing = *out.person.family.find("SIM-child");
    out.person.seen.assign(2, std::vector<Observation>(3));
    return out;
}

/// The exact probability by listing all genotypes of the missing person and, if asked, of the relative, at both loci;
/// LRs by `UnitTable`, which reach does not use.
double exact(const Family& of, std::optional<std::size_t> also, double threshold) {
    std::vector<std::map<double, double>> by_locus; // log10 LR → probability
    for (std::size_t l = 0; l < 2; ++l) {
        std::map<double, double> values;
        const Locus& at = of.loci[l];
        const double all = *log_likelihood(of.person.family, at, of.person.seen[l]);
        const auto each = [&](const auto& visit) {
            for (std::size_t a = 0; a < 3; ++a) {
                for (std::size_t b = a; b < 3; ++b) {
                    visit(seen(at, at.alleles()[a].c_str(), at.alleles()[b].c_str()));
                }
            }
        };
        const auto add = [&](std::vector<Observation> with, const Observation& missing) {
            const LinkedLoci unit{{&at}, {}};
            const std::vector<std::vector<Observation>> all_seen{with};
            const auto table = *UnitTable::make(of.person.family, unit, all_seen, of.person.missing, 0);
            const ObservationRow row = observation_row(at, missing, false);
            const std::array<const ObservationRow*, 1> rows{&row};
            const double lr = table.contradictory() ? -1e9 : table.log10_lr(rows);
            with[of.person.missing] = missing;
            const double p = std::exp(*log_likelihood(of.person.family, at, with) - all);
            if (p > 0.0) {
                values[lr] += p;
            }
        };
        each([&](const Observation& missing) {
            if (!also) {
                return add(of.person.seen[l], missing);
            }
            each([&](const Observation& relative) {
                auto with = of.person.seen[l];
                with[*also] = relative;
                add(with, missing);
            });
        });
        by_locus.push_back(values);
    }
    double sum = 0.0;
    for (const auto& [x, p] : by_locus[0]) {
        for (const auto& [y, q] : by_locus[1]) {
            sum += x + y >= threshold - 1e-12 ? p * q : 0.0;
        }
    }
    return sum;
}

TEST(Reach, IsTheExactProbabilityWithTheReferencesThatThereAre) {
    for (const MutationModel model : {MutationModel::none, MutationModel::equal}) {
        Family of = family(model);
        of.person.seen[0][0] = seen(of.loci[0], "10", "12");
        of.person.seen[1][0] = seen(of.loci[1], "12", "12");
        for (const double threshold : {-0.5, 0.1, 0.4, 0.8}) {
            const auto found = reach(of.person, of.loci, std::nullopt, {threshold + 1e-6, 20'000, 7});
            ASSERT_TRUE(found) << found.error().message;
            EXPECT_NEAR(*found, exact(of, std::nullopt, threshold + 1e-6), 0.015) << threshold;
        }
    }
}

TEST(Reach, IsTheExactProbabilityWithAFurtherRelative) {
    for (const MutationModel model : {MutationModel::none, MutationModel::equal}) {
        Family of = family(model);
        of.person.seen[0][0] = seen(of.loci[0], "10", "12");
        for (const double threshold : {-0.5, 0.1, 0.4, 0.8}) {
            const auto found = reach(of.person, of.loci, 1, {threshold + 1e-6, 20'000, 7});
            ASSERT_TRUE(found) << found.error().message;
            EXPECT_NEAR(*found, exact(of, 1, threshold + 1e-6), 0.015) << threshold;
        }
    }
}

TEST(Reach, SaysNothingWhereNobodyIsTyped) {
    const Family of = family();
    EXPECT_DOUBLE_EQ(*reach(of.person, of.loci, std::nullopt, {0.1, 200, 1}), 0.0);
    EXPECT_DOUBLE_EQ(*reach(of.person, of.loci, std::nullopt, {-0.1, 200, 1}), 1.0);
}

TEST(Reach, LeavesOutALocusAtWhichTheReferencesContradictThePedigree) {
    Family of = family();
    of.person.family = *Pedigree::make({{"SIM-father", "", "", Sex::male, 0.0, 0},
                                        {"SIM-mother", "", "", Sex::female, 0.0, 0},
                                        {"SIM-child", "SIM-father", "SIM-mother", Sex::male, 0.0, 0},
                                        {"SIM-sister", "SIM-father", "SIM-mother", Sex::female, 0.0, 0}});
    of.person.seen.assign(2, std::vector<Observation>(4));
    of.person.seen[0][0] = seen(of.loci[0], "10", "10");
    of.person.seen[0][3] = seen(of.loci[0], "12", "12");
    EXPECT_DOUBLE_EQ(*reach(of.person, of.loci, std::nullopt, {-0.1, 200, 1}), 1.0);
}

} // namespace
