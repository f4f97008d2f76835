#include "muster/identify/gene_drop.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace muster {
namespace {

Locus locus_with_silent(Inheritance inheritance = Inheritance::autosomal) {
    LocusSpec spec;
    spec.name = "M";
    spec.inheritance = inheritance;
    spec.alleles = {"10", "9.3", "null"};
    spec.freqs = {{0.5, 0.4, 0.1}};
    spec.silent = "null";
    return *Locus::make(spec);
}

TEST(TypedGenes, AreTheGenotypeInRepeatOrder) {
    Random random(1);
    const Locus locus = locus_with_silent();
    EXPECT_EQ(type_genes(locus, {0, 1}, false, 0, {}, random), (LocusResult{LocusStatus::typed, {"9.3", "10"}, {}}));
    EXPECT_EQ(type_genes(locus, {0, 0}, false, 0, {}, random), (LocusResult{LocusStatus::typed, {"10", "10"}, {}}));
}

TEST(TypedGenes, DoNotShowTheSilentAllele) {
    Random random(1);
    const Locus locus = locus_with_silent();
    EXPECT_EQ(type_genes(locus, {0, 2}, false, 0, {}, random), (LocusResult{LocusStatus::typed, {"10", "10"}, {}}));
    EXPECT_EQ(type_genes(locus, {2, 2}, false, 0, {}, random).status, LocusStatus::tested_and_empty);
}

TEST(TypedGenes, AreGoneWhenEverythingDropsOut) {
    Random random(1);
    EXPECT_EQ(type_genes(locus_with_silent(), {0, 1}, false, 0, {1.0, 0.0}, random).status,
              LocusStatus::tested_and_empty);
}

TEST(TypedAmelogenin, ShowsTheSex) {
    Random random(1);
    EXPECT_EQ(type_amelogenin(Sex::male, {}, random).alleles, (std::vector<std::string>{"X", "Y"}));
    EXPECT_EQ(type_amelogenin(Sex::female, {}, random).alleles, (std::vector<std::string>{"X", "X"}));
    EXPECT_EQ(type_amelogenin(Sex::unknown, {}, random).status, LocusStatus::not_tested);
}

TEST(GeneDroppingErrors, NameWhatIsWrong) {
    Random random(1);
    const Pedigree of_unknown_sex = *Pedigree::make({{"someone", "", "", Sex::unknown}});
    const auto x_linked = drop_genes(locus_with_silent(Inheritance::x_linked), of_unknown_sex, 0.0, random);
    ASSERT_FALSE(x_linked);
    EXPECT_NE(x_linked.error().message.find("'someone'"), std::string::npos);

    PersonRecord stranger{"stranger", "", "", Sex::male};
    stranger.population = 1;
    const auto population = drop_genes(locus_with_silent(), *Pedigree::make({stranger}), 0.0, random);
    ASSERT_FALSE(population);
    EXPECT_NE(population.error().message.find("population number 2"), std::string::npos);

    for (const double theta : {-0.1, 1.0, std::numeric_limits<double>::quiet_NaN()}) {
        const auto refused = drop_genes(locus_with_silent(), of_unknown_sex, theta, random);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::usage);
    }
}

TEST(GeneDropping, WorksForAPedigreeOfUnknownSexAtAnAutosomalLocus) {
    Random random(1);
    EXPECT_TRUE(drop_genes(locus_with_silent(), *Pedigree::make({{"someone", "", "", Sex::unknown}}), 0.0, random));
}

} // namespace
} // namespace muster
