#include "muster/identify/identify.hpp"
#include "muster/screening/chance.hpp"
#include "muster/screening/posterior.hpp"
#include "muster/screening/relatives.hpp"
#include "screening_fixture.hpp"

#include <cmath>

namespace muster {
namespace {

using testing::ScreenedCase;
using testing::simulated_input;
using testing::value_of;

const HitRule everything{-std::numeric_limits<double>::infinity(), 0};

std::map<std::pair<std::size_t, std::size_t>, double> by_pair(const std::vector<Hit>& hits) {
    std::map<std::pair<std::size_t, std::size_t>, double> out;
    for (const Hit& hit : hits) {
        out[{hit.sample, hit.target}] = hit.log10_lr;
    }
    return out;
}

/// Screening gives for every pair the very number of `identify`, and compares just the same pairs.
void expect_as_identified(CaseInput input, const TypingErrors& errors, bool mutation = true) {
    const ScreenedCase screened(std::move(input), errors, mutation);
    IdentifyOptions options;
    options.errors = errors;
    options.mutation = mutation;
    const Identification expected = value_of(identify(screened.subject, options));
    const auto found = value_of(screen(*screened.samples, {everything, {}, 1, {}}));
    const auto plain = value_of(
        screen_plainly(*screened.samples, {0, screened.samples->size()}, {0, screened.index->blocks()}, everything));
    EXPECT_EQ(found.hits, plain.hits);
    const auto pairs = by_pair(found.hits);
    std::size_t compared = 0;
    for (std::size_t i = 0; i < expected.samples.size(); ++i) {
        for (std::size_t j = 0; j < expected.persons.size(); ++j) {
            const Pair& pair = expected.pairs[i][j];
            const bool fits = pair.status == PairStatus::ok || pair.status == PairStatus::excluded;
            compared += fits ? 1 : 0;
            ASSERT_EQ(fits, pairs.contains({i, j})) << expected.samples[i] << " " << expected.persons[j];
            if (fits) {
                EXPECT_EQ(pair.log10_lr, pairs.at({i, j})) << expected.samples[i] << " " << expected.persons[j];
            }
        }
    }
    EXPECT_EQ(found.compared, compared);
}

SimulationRequest a_case() {
    SimulationRequest request;
    request.families = 90; // more than one block
    request.unknowns = 3;
    request.degraded = 20;
    return request;
}

TEST(Screening, GivesTheLikelihoodRatiosOfIdentify) {
    expect_as_identified(simulated_input(a_case()), {});
}

TEST(Screening, GivesThemWithDropoutAndPartialProfiles) {
    SimulationRequest request = a_case();
    request.dropout = 0.1;
    expect_as_identified(simulated_input(request), {0.1, 0.01, 0.0});
}

TEST(Screening, GivesThemWithDropIn) {
    SimulationRequest request = a_case();
    request.families = 12;
    request.degraded = 2;
    request.dropout = 0.1;
    request.dropin = 0.05;
    expect_as_identified(simulated_input(request), {0.1, 0.01, 0.05});
}

TEST(Screening, GivesThemWithCoancestryAndWithoutMutation) {
    SimulationRequest request = a_case();
    request.families = 20;
    request.degraded = 4;
    request.shapes = {FamilyShape::one_parent, FamilyShape::parents, FamilyShape::child};
    CaseInput input = simulated_input(request);
    input.theta = 0.02;
    expect_as_identified(std::move(input), {}, false);
}

TEST(Screening, GivesThemWithALinkedPair) {
    SimulationRequest request = a_case();
    request.families = 9;
    request.degraded = 3;
    CaseInput input = simulated_input(request);
    input.linkage = {{{"vWA", "D12S391"}, {0.1}}};
    ASSERT_EQ(units_of(value_of(Case::make(input))).size(), input.loci.size() - 1);
    expect_as_identified(std::move(input), {0.05, 0.0025, 0.0});
}

TEST(Screening, GivesThemAtXLinkedLociAndWithUnknownSexes) {
    SimulationRequest request = a_case();
    request.families = 20;
    request.degraded = 4;
    CaseInput input = simulated_input(request);
    LocusSpec spec = input.loci.front().spec();
    spec.inheritance = Inheritance::x_linked;
    spec.male = {};
    spec.female = {};
    const Locus x_linked = value_of(Locus::make(spec));
    // A man shows one of his two alleles there.
    const auto as_x = [&](SampleProfile& profile, Sex sex) {
        auto& seen = profile.extractions.front().replicates.front().loci;
        const auto at = seen.find(spec.name);
        if (at != seen.end() && sex == Sex::male && at->second.alleles.size() > 1) {
            at->second.alleles[1] = at->second.alleles[0];
        }
    };
    const Pedigree pedigree = value_of(Pedigree::make(input.persons));
    for (auto& [person, profile] : input.references) {
        as_x(profile, pedigree.member(*pedigree.find(person)).sex);
    }
    for (std::size_t i = 0; i < input.remains.size(); ++i) {
        input.remains[i].sex = i % 3 == 0 ? Sex::unknown : i % 3 == 1 ? Sex::male : Sex::female;
        auto& seen = input.remains[i].extractions.front().replicates.front().loci;
        seen.erase("Amelogenin");
        seen.erase("AMEL");
        as_x(input.remains[i], input.remains[i].sex);
    }
    input.missing[2].sex_unknown = true;
    input.loci.front() = x_linked;
    expect_as_identified(std::move(input), {});
}

TEST(Screening, LosesNothingWhereNobodyUnrelatedCouldHaveAGenotype) {
    // The founders are of a population that knows an allele which that of the alternative lacks; loci that leave it
    // open say more for the person than any genotype alone, before others speak against him.
    CaseInput input;
    input.populations = {"family", "alternative"};
    input.persons = {{"F", "", "", Sex::male}, {"M", "", "", Sex::female}, {"C", "F", "M", Sex::male}};
    input.missing = {{"C", "one", std::nullopt, 1, false}};
    std::map<std::string, LocusResult> reference;
    std::map<std::string, LocusResult> sample;
    for (int l = 0; l < 28; ++l) {
        const std::string name = "SIM" + std::to_string(l);
        input.loci.push_back(value_of(Locus::make(
            {name, Inheritance::autosomal, {"1", "2", "3"}, {{1e-5, 1e-3, 0.99899}, {0.01, 0.99, 0.0}}, {}, {}, {}})));
        reference[name] = {LocusStatus::typed, {"1", "1"}, {}};
        sample[name] =
            l < 20 ? LocusResult{LocusStatus::partial, {"1"}, {}} : LocusResult{LocusStatus::typed, {"1", "2"}, {}};
    }
    input.references = {{"F", single_replicate("F", Sex::male, reference)}};
    input.remains = {single_replicate("S", Sex::male, sample)};
    const ScreenedCase screened(std::move(input));
    const auto exact = value_of(screen_plainly(*screened.samples, {0, 1}, {0, 1}, everything)).hits;
    ASSERT_EQ(exact.size(), 1U);
    EXPECT_FALSE(screened.index->facts().targets[0].bounded());
    EXPECT_GT(exact[0].log10_lr, 20.0);
    EXPECT_EQ(value_of(screen_part(*screened.samples, {0, 1}, {0, 1}, {exact[0].log10_lr, 0})).hits, exact);
}

TEST(Screening, DropsNothingThatReachesAThresholdEvenAtItsEdge) {
    SimulationRequest request = a_case();
    request.dropout = 0.05;
    const ScreenedCase screened(simulated_input(request), {0.05, 0.0025, 0.0});
    const Range samples{0, screened.samples->size()};
    const Range blocks{0, screened.index->blocks()};
    const auto all = value_of(screen_plainly(*screened.samples, samples, blocks, everything)).hits;
    for (std::size_t n = 0; n < all.size(); n += all.size() / 50 + 1) {
        for (const std::size_t top : {0U, 3U}) {
            for (const double edge : {all[n].log10_lr, std::nextafter(all[n].log10_lr, 99.0)}) {
                const HitRule rule{edge, top};
                const auto expected = value_of(screen_plainly(*screened.samples, samples, blocks, rule));
                const auto found = value_of(screen_part(*screened.samples, samples, blocks, rule));
                EXPECT_EQ(found.hits, expected.hits) << "LR " << edge << ", top " << top;
                EXPECT_LE(found.survivors, found.compared);
            }
        }
    }
}

TEST(Screening, IsTheSameInPartsAndOnAnyNumberOfThreads) {
    const ScreenedCase screened(simulated_input(a_case()));
    const auto one = value_of(screen(*screened.samples, {{0.0, 2}, {}, 1, {}}));
    const auto two = value_of(screen(*screened.samples, {{0.0, 2}, {}, 2, {}}));
    EXPECT_EQ(one.hits, two.hits);
    EXPECT_EQ(one.compared, two.compared);
    HitList merged({0.0, 2}, screened.samples->size(), screened.index->facts().targets.size());
    for (std::size_t i = 0; i < screened.samples->size(); ++i) {
        for (std::size_t b = 0; b < screened.index->blocks(); ++b) {
            for (const Hit& hit : value_of(screen_part(*screened.samples, {i, i + 1}, {b, b + 1}, {0.0, 2})).hits) {
                merged.offer(hit);
            }
        }
    }
    EXPECT_EQ(merged.sorted(), one.hits);
}

TEST(Screening, RefusesASampleThatIsGivenTwice) {
    const ScreenedCase screened(simulated_input(a_case()));
    const auto again = screened.samples->add(std::span(screened.subject.input().remains).first(1));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, ErrorKind::bad_input);
    EXPECT_NE(again.error().message.find("given twice"), std::string::npos);
}

TEST(ScreeningByPosterior, GivesThePosteriorsOfIdentify) {
    const ScreenedCase screened(simulated_input(a_case()));
    const double each = 0.9 / static_cast<double>(screened.index->facts().targets.size());
    IdentifyOptions options;
    options.prior = EqualPrior{each};
    const Identification expected = value_of(identify(screened.subject, options));
    const ScreenPriors priors{std::vector<double>(screened.index->facts().targets.size(), each), 1.0 - 0.9};
    for (const double least : {0.001, 0.5, 0.99}) {
        const auto found = value_of(screen_by_posterior(*screened.samples, priors, least, {})).hits;
        std::size_t count = 0;
        for (std::size_t i = 0; i < expected.samples.size(); ++i) {
            for (std::size_t j = 0; j < expected.persons.size(); ++j) {
                count += expected.posterior[i][j] >= least ? 1 : 0;
            }
        }
        EXPECT_EQ(found.size(), count);
        for (const PosteriorHit& one : found) {
            EXPECT_NEAR(one.posterior, expected.posterior[one.hit.sample][one.hit.target], 1e-9);
        }
    }
}

TEST(ChanceHits, AreAsManyAsCountingEveryGenotypeGives) {
    SimulationRequest request = a_case();
    request.families = 6;
    request.degraded = 0;
    request.unknowns = 1;
    request.mutation = MutationModel::none;
    CaseInput input = simulated_input(request);
    input.loci.resize(2); // few enough to go through all pairs of genotypes
    for (auto* profiles : {&input.remains}) {
        for (SampleProfile& profile : *profiles) {
            std::erase_if(profile.extractions.front().replicates.front().loci, [&](const auto& one) {
                return one.first != input.loci[0].name() && one.first != input.loci[1].name();
            });
        }
    }
    for (auto& [person, profile] : input.references) {
        std::erase_if(profile.extractions.front().replicates.front().loci, [&](const auto& one) {
            return one.first != input.loci[0].name() && one.first != input.loci[1].name();
        });
    }
    const ScreenedCase screened(std::move(input));
    const std::vector<double> thresholds{0.0, 0.5, 1.0};
    std::vector<double> expected(thresholds.size(), 0.0);
    for (std::size_t t = 0; t < screened.index->facts().targets.size(); ++t) {
        const Target& target = screened.index->facts().targets[t];
        const auto numbers = value_of(screened.index->numbers(t));
        double fitting = 0.0;
        for (std::size_t i = 0; i < screened.samples->size(); ++i) {
            const Sex sex = screened.samples->sex(i);
            fitting += sex == Sex::unknown || target.sex == Sex::unknown || sex == target.sex ? 1.0 : 0.0;
        }
        for (std::size_t a = 0; a < numbers[0].related.size(); ++a) {
            for (std::size_t b = 0; b < numbers[1].related.size(); ++b) {
                const double lr =
                    (target.is(0, Target::informative) ? numbers[0].related[a] / numbers[0].unrelated[a] : 1.0) *
                    (target.is(1, Target::informative) ? numbers[1].related[b] / numbers[1].unrelated[b] : 1.0);
                for (std::size_t k = 0; k < thresholds.size(); ++k) {
                    expected[k] += std::log10(lr) >= thresholds[k]
                                       ? fitting * numbers[0].unrelated[a] * numbers[1].unrelated[b]
                                       : 0.0;
                }
            }
        }
    }
    const auto found = value_of(chance_hits(*screened.samples, thresholds, 60'000, 1));
    for (std::size_t k = 0; k < thresholds.size(); ++k) {
        EXPECT_NEAR(found[k].expected, expected[k], 5.0 * found[k].standard_error + 1e-6) << thresholds[k];
        EXPECT_LE(found[k].expected, found[k].bound + 5.0 * found[k].standard_error);
    }
}

TEST(TypedPersons, AreComparedAsTheRelationSays) {
    SimulationRequest request = a_case();
    request.families = 4;
    request.degraded = 0;
    request.mutation = MutationModel::none;
    const Case subject = value_of(Case::make(simulated_input(request)));
    const testing::TestFolder folder;
    const auto& loci = subject.input().loci;
    const SampleProfile& one = subject.input().remains[0];
    const SampleProfile& other = subject.input().remains[1];
    for (const Relation relation : {Relation::same, Relation::siblings, Relation::parent_child}) {
        const IndexSource source = value_of(typed_persons(missing_persons(subject, false), {{one}}, relation, {}));
        value_of(build_index(source, folder / "typed.index", {}));
        const auto index = value_of(FamilyIndex::open(folder / "typed.index"));
        ScreenSamples samples(index, {});
        ASSERT_TRUE(samples.add(std::vector{one, other}));
        const auto found = by_pair(value_of(screen(samples, {everything, {}, 1, {}})).hits);
        // P(LR) by IBD coefficients: 1/p(g) for the same, and κ-weighted for others (Weir 2007), locus by locus.
        const double kappa0 = relation == Relation::siblings ? 0.25 : 0.0;
        const double kappa1 = relation == Relation::siblings ? 0.5 : relation == Relation::parent_child ? 1.0 : 0.0;
        const double kappa2 = 1.0 - kappa0 - kappa1;
        for (std::size_t i = 0; i < 2; ++i) {
            const auto a = consensus(one);
            const auto b = consensus(i == 0 ? one : other);
            double expected = 0.0;
            for (const Locus& locus : loci) {
                const auto& x = a.at(locus.name()).alleles;
                const auto& y = b.at(locus.name()).alleles;
                const auto p = [&](const std::string& allele) { return locus.freqs(0)[*locus.find(allele)]; };
                const double of_y = (y[0] == y[1] ? 1.0 : 2.0) * p(y[0]) * p(y[1]);
                // Given one allele of x by descent and another from the population.
                double shared_one = 0.0;
                for (const std::string& from : x) {
                    shared_one += 0.5 * (y[0] == y[1] ? (from == y[0] ? p(y[0]) : 0.0)
                                                      : (from == y[0]   ? p(y[1])
                                                         : from == y[1] ? p(y[0])
                                                                        : 0.0));
                }
                const bool equal = (x[0] == y[0] && x[1] == y[1]) || (x[0] == y[1] && x[1] == y[0]);
                expected += std::log10(kappa0 + kappa1 * shared_one / of_y + kappa2 * (equal ? 1.0 / of_y : 0.0));
            }
            const bool fits = found.contains({i, 0});
            ASSERT_TRUE(fits || relation == Relation::same);
            if (fits && std::isfinite(expected)) {
                EXPECT_NEAR(found.at({i, 0}), expected, 1e-9) << to_string(relation) << i;
            } else if (fits) {
                EXPECT_EQ(found.at({i, 0}), expected) << to_string(relation) << i;
            }
        }
    }
}

} // namespace
} // namespace muster
