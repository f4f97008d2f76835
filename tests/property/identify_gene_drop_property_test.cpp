#include "muster/genetics/frequencies.hpp"
#include "muster/identify/family_shape.hpp"
#include "muster/identify/gene_drop.hpp"

#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace muster {
namespace {

constexpr std::size_t draws = 20000;

Locus locus_of(std::vector<double> freqs, Inheritance inheritance = Inheritance::autosomal, double mutation = 0.0) {
    LocusSpec spec;
    spec.name = "M";
    spec.inheritance = inheritance;
    for (std::size_t i = 0; i < freqs.size(); ++i) {
        spec.alleles.push_back(std::to_string(10 + i));
    }
    spec.freqs = {std::move(freqs)};
    if (mutation > 0.0) {
        spec.male = {MutationModel::equal, mutation};
        spec.female = {MutationModel::equal, mutation / 2};
    }
    return *Locus::make(spec);
}

// Father, mother, son, daughter.
Pedigree family(double founder_inbreeding = 0.0) {
    return *Pedigree::make({{"father", "", "", Sex::male, founder_inbreeding},
                            {"mother", "", "", Sex::female, founder_inbreeding},
                            {"son", "father", "mother", Sex::male},
                            {"daughter", "father", "mother", Sex::female}});
}

// Is a count of successes within five standard deviations of what a binomial would give?
void expect_share(double count, double trials, double p) {
    EXPECT_NEAR(count, trials * p, 5.0 * std::sqrt(trials * p * (1.0 - p)) + 1e-9);
}

bool has(const Genes& genes, std::size_t allele) {
    return genes.paternal == allele || genes.maternal == allele;
}

TEST(GeneDropping, GivesTheTablesAlleleFrequencies) {
    const auto table = shipped_frequency_table();
    ASSERT_TRUE(table) << table.error().text();
    const auto specs = locus_specs(*table, {"Hisp"}, codis20(), {});
    ASSERT_TRUE(specs) << specs.error().text();
    const Pedigree pedigree = family();
    for (const LocusSpec& spec : *specs) {
        const Locus locus = *Locus::make(spec);
        Random random(stream_seed(5, std::array<std::string_view, 1>{spec.name}));
        std::vector<double> founders(locus.allele_count()), children(locus.allele_count());
        for (std::size_t i = 0; i < draws / 4; ++i) {
            const auto genes = *drop_genes(locus, pedigree, 0.0, random);
            for (std::size_t member = 0; member < 2; ++member) {
                ++founders[genes[member].paternal];
                ++founders[genes[member].maternal];
            }
            ++children[genes[2].paternal]; // one child's, for those of two children are not independent
            ++children[genes[2].maternal];
        }
        for (std::size_t a = 0; a < locus.allele_count(); ++a) {
            expect_share(founders[a], draws, spec.freqs[0][a]);
            expect_share(children[a], draws / 2, spec.freqs[0][a]);
        }
    }
}

TEST(GeneDropping, MakesFoundersAlikeByTheta) {
    const Locus locus = locus_of({0.5, 0.3, 0.2});
    const Pedigree pedigree = family();
    for (const double theta : {0.0, 0.03, 0.4}) {
        Random random(6);
        double within = 0.0, between = 0.0, three = 0.0, first = 0.0;
        for (std::size_t i = 0; i < draws; ++i) {
            const auto genes = *drop_genes(locus, pedigree, theta, random);
            within += genes[0].paternal == genes[0].maternal;
            between += genes[0].paternal == genes[1].maternal;
            three += genes[0].paternal == 2 && genes[0].maternal == 2 && genes[1].paternal == 2;
            first += genes[1].maternal == 0;
        }
        // Balding & Nichols 1994: two genes are alike with θ + (1−θ) Σp², and the moments of a third.
        const double alike = theta + (1.0 - theta) * (0.25 + 0.09 + 0.04);
        const double p = 0.2;
        const double all_three = p * (theta + (1 - theta) * p) * (2 * theta + (1 - theta) * p) / (1 + theta);
        expect_share(within, draws, alike);
        expect_share(between, draws, alike);
        expect_share(three, draws, all_three);
        expect_share(first, draws, 0.5);
    }
}

TEST(GeneDropping, MakesInbredFoundersHomozygous) {
    const Locus locus = locus_of({0.5, 0.5});
    const Pedigree pedigree = family(0.25);
    Random random(7);
    double homozygous = 0.0;
    for (std::size_t i = 0; i < draws; ++i) {
        const auto genes = *drop_genes(locus, pedigree, 0.0, random);
        homozygous += genes[1].paternal == genes[1].maternal;
    }
    expect_share(homozygous, draws, 0.25 + 0.75 * 0.5);
}

TEST(GeneDropping, MutatesByTheMatrixOfEachParent) {
    const Locus locus = locus_of({0.25, 0.25, 0.25, 0.25}, Inheritance::autosomal, 0.1);
    const Pedigree pedigree = family(1.0); // homozygous founders: what they passed on shows
    Random random(8);
    double by_father = 0.0, by_mother = 0.0;
    for (std::size_t i = 0; i < draws; ++i) {
        const auto genes = *drop_genes(locus, pedigree, 0.0, random);
        by_father += genes[2].paternal != genes[0].paternal;
        by_mother += genes[2].maternal != genes[1].maternal;
    }
    expect_share(by_father, draws, 0.1);
    expect_share(by_mother, draws, 0.05);
}

TEST(GeneDropping, PassesTheXOfAManToHisDaughtersOnly) {
    const Locus locus = locus_of({0.1, 0.2, 0.3, 0.4}, Inheritance::x_linked);
    const Pedigree pedigree = family();
    Random random(9);
    double like_father = 0.0;
    for (std::size_t i = 0; i < draws; ++i) {
        const auto genes = *drop_genes(locus, pedigree, 0.0, random);
        ASSERT_EQ(genes[0].paternal, genes[0].maternal);
        ASSERT_EQ(genes[2].paternal, genes[2].maternal);
        ASSERT_TRUE(has(genes[1], genes[2].maternal));
        ASSERT_EQ(genes[3].paternal, genes[0].paternal);
        ASSERT_TRUE(has(genes[1], genes[3].maternal));
        like_father += genes[2].maternal == genes[0].maternal;
    }
    expect_share(like_father, draws, 0.01 + 0.04 + 0.09 + 0.16); // by chance alone
}

RC_GTEST_PROP(GeneDropping, IsMendelianWithoutMutation, ()) {
    const FamilyShape shape = *rc::gen::elementOf(all_family_shapes());
    const Sex sex = *rc::gen::element(Sex::male, Sex::female);
    const double theta = *rc::gen::element(0.0, 0.02, 0.9);
    std::vector<PersonRecord> persons;
    for (const ShapeMember& member : members_of(shape, sex)) {
        persons.push_back({member.role, member.father, member.mother, member.sex});
    }
    const Pedigree pedigree = *Pedigree::make(persons);
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const auto genes = *drop_genes(locus_of({0.1, 0.2, 0.3, 0.4, 0.0}), pedigree, theta, random);
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        const Member& member = pedigree.member(i);
        RC_ASSERT(genes[i].paternal != 4 && genes[i].maternal != 4);
        if (!member.is_founder()) {
            RC_ASSERT(has(genes[member.father], genes[i].paternal));
            RC_ASSERT(has(genes[member.mother], genes[i].maternal));
        }
    }
}

TEST(Typing, MissesAndInventsAllelesAtTheRatesGiven) {
    const Locus locus = locus_of({0.1, 0.2, 0.7});
    Random random(10);
    std::map<LocusStatus, double> heterozygote, homozygote, hemizygote;
    double invented = 0.0;
    const Typing typing{0.3, 0.0};
    for (std::size_t i = 0; i < draws; ++i) {
        ++heterozygote[type_genes(locus, {0, 1}, false, 0, typing, random).status];
        ++homozygote[type_genes(locus, {1, 1}, false, 0, typing, random).status];
        ++hemizygote[type_genes(locus, {1, 1}, true, 0, typing, random).status];
        const LocusResult extra = type_genes(locus, {0, 1}, false, 0, {0.0, 0.2}, random);
        invented += extra.alleles.size() == 3;
    }
    expect_share(heterozygote[LocusStatus::typed], draws, 0.49);
    expect_share(heterozygote[LocusStatus::tested_and_empty], draws, 0.09);
    expect_share(homozygote[LocusStatus::partial], draws, 0.91);
    expect_share(homozygote[LocusStatus::tested_and_empty], draws, 0.09);
    expect_share(hemizygote[LocusStatus::tested_and_empty], draws, 0.3);
    expect_share(invented, draws, 0.2 * 0.7);
}

} // namespace
} // namespace muster
