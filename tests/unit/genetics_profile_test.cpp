#include "muster/genetics/profile.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

const LocusResult not_tested{};
const LocusResult empty{LocusStatus::tested_and_empty, {}, {}};

LocusResult typed(std::vector<std::string> alleles) {
    return {LocusStatus::typed, std::move(alleles), {}};
}
LocusResult partial(std::vector<std::string> alleles) {
    return {LocusStatus::partial, std::move(alleles), {}};
}

SampleProfile replicates(const std::vector<LocusResult>& results, const std::string& marker = "TH01") {
    SampleProfile profile;
    profile.sample = "S1";
    Extraction extraction{"E1", {}};
    for (const LocusResult& result : results) {
        extraction.replicates.push_back({std::to_string(extraction.replicates.size()), "", {{marker, result}}});
    }
    profile.extractions.push_back(extraction);
    return profile;
}

LocusResult consensus_of(const std::vector<LocusResult>& results) {
    return consensus(replicates(results)).at("TH01");
}

TEST(Consensus, OfOneReplicateIsItsResult) {
    const LocusResult with_heights{LocusStatus::typed, {"9.3", "6"}, {510.0, 480.0}};
    EXPECT_EQ(consensus_of({with_heights}), with_heights);
    EXPECT_EQ(consensus_of({not_tested, partial({"6"})}), partial({"6"}));
    EXPECT_EQ(consensus_of({empty, not_tested}), empty);
}

TEST(Consensus, WithoutATestSaysSo) {
    EXPECT_EQ(consensus_of({not_tested, not_tested}), not_tested);
}

TEST(Consensus, KeepsTheAllelesSeenTwiceInRepeatOrder) {
    EXPECT_EQ(consensus_of({typed({"10", "9.3"}), typed({"9.3", "10"})}), typed({"9.3", "10"}));
    EXPECT_EQ(consensus_of({typed({"6", "9.3"}), partial({"6"}), typed({"6", "9.3"})}), typed({"6", "9.3"}));
}

TEST(Consensus, CountsAHomozygoteOnceAReplicate) {
    EXPECT_EQ(consensus_of({typed({"12", "12"}), empty}), not_tested);
    EXPECT_EQ(consensus_of({typed({"12", "12"}), typed({"12", "12"})}), typed({"12", "12"}));
}

TEST(Consensus, IsPartialBesideAnAlleleSeenOnce) {
    EXPECT_EQ(consensus_of({typed({"12", "14"}), typed({"12", "12"})}), partial({"12"}));
    EXPECT_EQ(consensus_of({typed({"12", "14"}), typed({"12", "14"}), typed({"12", "15"})}), partial({"12", "14"}));
}

TEST(Consensus, IsPartialWhenAPartnerMayHaveDroppedOut) {
    EXPECT_EQ(consensus_of({typed({"12", "12"}), typed({"12", "12"}), empty}), partial({"12"}));
    EXPECT_EQ(consensus_of({typed({"12", "12"}), partial({"12"})}), partial({"12"}));
    EXPECT_EQ(consensus_of({partial({"12"}), partial({"12"})}), partial({"12"}));
}

TEST(Consensus, OfTwoReplicatedAllelesStandsBesideAnEmptyReplicate) {
    EXPECT_EQ(consensus_of({typed({"12", "14"}), empty, typed({"12", "14"})}), typed({"12", "14"}));
}

TEST(Consensus, OfContradictionSaysNothing) {
    EXPECT_EQ(consensus_of({typed({"12", "14"}), typed({"13", "15"})}), not_tested);
}

TEST(Consensus, ReachesOverExtractions) {
    SampleProfile profile = replicates({typed({"6", "7"})});
    profile.extractions.push_back(replicates({typed({"6", "7"})}).extractions.front());
    EXPECT_EQ(consensus(profile).at("TH01"), typed({"6", "7"}));
}

TEST(Consensus, TakesATypedLoneAlleleForAHomozygote) {
    EXPECT_EQ(consensus_of({typed({"12"})}), typed({"12", "12"}));
    EXPECT_EQ(consensus_of({typed({})}), empty);
}

TEST(Consensus, KeepsMoreThanTwoAlleles) {
    EXPECT_EQ(consensus_of({typed({"8", "9", "10"}), typed({"8", "9", "10"})}), typed({"8", "9", "10"}));
}

SampleProfile with_amelogenin(const LocusResult& result, Sex recorded) {
    return single_replicate("S1", recorded, {{"AMEL", result}});
}

TEST(SexOfASample, IsReadFromAmelogenin) {
    EXPECT_EQ(sex_of(with_amelogenin(typed({"X", "Y"}), Sex::unknown)), Sex::male);
    EXPECT_EQ(sex_of(with_amelogenin(typed({"X", "X"}), Sex::unknown)), Sex::female);
    EXPECT_EQ(sex_of(with_amelogenin(typed({"x", "y"}), Sex::male)), Sex::male);
}

TEST(SexOfASample, IsOpenWhereAYMayHaveDroppedOut) {
    EXPECT_EQ(sex_of(with_amelogenin(partial({"X"}), Sex::unknown)), Sex::unknown);
    EXPECT_EQ(sex_of(with_amelogenin(partial({"X"}), Sex::male)), Sex::male);
    EXPECT_EQ(sex_of(with_amelogenin(partial({"Y"}), Sex::unknown)), Sex::male);
    EXPECT_EQ(sex_of(with_amelogenin(empty, Sex::female)), Sex::female);
}

TEST(SexOfASample, PoolsTheMarkersNames) {
    SampleProfile profile = replicates({typed({"X", "Y"})}, "AMEL");
    profile.extractions.push_back(replicates({typed({"X", "X"})}, "Amelogenin").extractions.front());
    EXPECT_EQ(sex_of(profile), Sex::unknown); // the Y was seen once only
}

TEST(SexOfASample, ThatContradictsTheRecordIsAnError) {
    const auto sex = sex_of(with_amelogenin(typed({"X", "Y"}), Sex::female));
    ASSERT_FALSE(sex);
    EXPECT_EQ(sex.error().kind, ErrorKind::bad_input);
    EXPECT_NE(sex.error().message.find("'S1'"), std::string::npos);
    EXPECT_NE(sex.error().message.find("recorded sex is female"), std::string::npos);
}

TEST(Amelogenin, IsKnownInAnyCase) {
    for (const char* name : {"AMEL", "amel", "Amelogenin", "AMELOGENIN"}) {
        EXPECT_TRUE(is_amelogenin(name)) << name;
    }
    for (const char* name : {"", "AM", "AMELX", "TH01"}) {
        EXPECT_FALSE(is_amelogenin(name)) << name;
    }
}

TEST(AlleleOrder, IsByRepeatNumberThenByName) {
    EXPECT_TRUE(allele_less("9", "9.3"));
    EXPECT_TRUE(allele_less("9.3", "10"));
    EXPECT_TRUE(allele_less("10", "X"));
    EXPECT_TRUE(allele_less("99", "nan"));
    EXPECT_FALSE(allele_less("X", "X"));
    EXPECT_NE(allele_less("9", "9.0"), allele_less("9.0", "9"));
}

TEST(LocusResultFromFields, TellsMissingFromSeen) {
    EXPECT_EQ(locus_result("12", "14"), typed({"12", "14"}));
    EXPECT_EQ(locus_result(" 12 ", "12\r"), typed({"12", "12"}));
    for (const char* missing : {"", "0", "?", "-", "NA", "  "}) {
        EXPECT_EQ(locus_result(missing, "9.3"), partial({"9.3"})) << missing;
        EXPECT_EQ(locus_result("9.3", missing), partial({"9.3"})) << missing;
        EXPECT_EQ(locus_result(missing, missing), not_tested) << missing;
    }
}

} // namespace
} // namespace muster
