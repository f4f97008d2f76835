#include "muster/formats/typed_text.hpp"

#include "muster/genetics/frequencies.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace muster;

namespace {

const std::vector<Locus>& loci() {
    static const std::vector<Locus> all = [] {
        std::vector<Locus> made;
        const auto specs = *locus_specs(*shipped_frequency_table(), {"Cauc"}, {"TH01", "vWA", "D3S1358"}, {});
        for (const LocusSpec& spec : specs) {
            made.push_back(*Locus::make(spec));
        }
        return made;
    }();
    return all;
}

using Alleles = std::vector<std::string>;

TEST(TypedText, IsReadWhateverStandsBetweenItsParts) {
    for (const char* text : {"TH01 6,9.3\nvWA 16,18", "th01: 6/9.3; VWA: 16/18", "TH01\t6\t9.3\r\nvWA\t16\t18\r\n",
                             "TH01,6,9.3\nvWA|16|18\n\n"}) {
        const TypedText read = read_typed_text(text, loci());
        EXPECT_TRUE(read.not_read.empty()) << text << ": " << read.not_read.front();
        ASSERT_EQ(read.loci.size(), 2U) << text;
        EXPECT_EQ(read.loci.at("TH01").alleles, (Alleles{"6", "9.3"}));
        EXPECT_EQ(read.loci.at("vWA").alleles, (Alleles{"16", "18"}));
    }
}

TEST(TypedText, OneAlleleIsTwoEqualOnesAndAmelogeninIsRead) {
    const TypedText read = read_typed_text("TH01 6; amel x,y", loci());
    EXPECT_EQ(read.loci.at("TH01").alleles, (Alleles{"6", "6"}));
    EXPECT_EQ(read.loci.at("AMEL").alleles, (Alleles{"X", "Y"}));
}

TEST(TypedText, WhatIsHalfTypedUnknownOrDoubledIsToldAndLeftOut) {
    const TypedText read = read_typed_text("TH01\nD3S 15\nvWA 16,999\nD3S1358 15,16\nD3S1358 17", loci());
    EXPECT_EQ(read.loci.size(), 1U);
    EXPECT_EQ(read.loci.at("D3S1358").alleles, (Alleles{"15", "16"}));
    ASSERT_EQ(read.not_read.size(), 4U);
    EXPECT_EQ(read.not_read[0], "TH01: alleles are expected behind the locus");
    EXPECT_EQ(read.not_read[1], "D3S 15: no locus of this name is compared");
    EXPECT_EQ(read.not_read[2], "vWA 16,999: the allele 999 is not in the frequency table");
    EXPECT_EQ(read.not_read[3], "D3S1358 17: this locus is there already");
}

RC_GTEST_PROP(TypedText, IsNeverMoreThanWasTypedWhateverComes, (const std::string& text)) {
    const TypedText read = read_typed_text(text, loci());
    RC_ASSERT(read.loci.size() <= 4);
    for (const auto& [marker, result] : read.loci) {
        RC_ASSERT(result.alleles.size() >= 2);
    }
}

} // namespace
