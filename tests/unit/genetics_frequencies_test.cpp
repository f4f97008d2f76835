#include "muster/genetics/frequencies.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <numeric>
#include <sstream>

namespace muster {
namespace {

const std::string heading = "population,marker,allele,count,frequency\n";

// Two populations: p has 9.3 and 10 at M, q only 10.
const std::string small = heading + "p,M,10,30,0.75\np,M,9.3,10,0.25\nq,M,10,50,1\n";

FrequencyTable shipped() {
    const auto table = shipped_frequency_table();
    EXPECT_TRUE(table) << table.error().text();
    return table.value_or(FrequencyTable{});
}

TEST(FrequencyTableReader, ReadsTheShippedForm) {
    for (const std::string& text : {small, heading + "p,M,10,30,0.75\r\np,M,9.3,10,0.25\r\n\r\nq,M,10,50,1"}) {
        const auto table = parse_frequency_table(text, "small.csv");
        ASSERT_TRUE(table) << table.error().text();
        const MarkerCounts& marker = table->populations.at("p").at("M");
        EXPECT_EQ(marker.chromosomes, 40U);
        ASSERT_EQ(marker.alleles.size(), 2U);
        EXPECT_EQ(marker.alleles[0].allele, "9.3");
        EXPECT_EQ(marker.alleles[1].count, 30U);
        EXPECT_EQ(marker.find("11"), nullptr);
    }
}

TEST(FrequencyTableReader, NamesTheLineOfWhatItCannotRead) {
    struct Bad {
        std::string text;
        std::size_t line;
        std::string says;
    };
    const Bad cases[] = {
        {"", 1, "expected the heading"},
        {"pop,marker\n", 1, "expected the heading"},
        {heading, 1, "no alleles"},
        {heading + "p,M,10,30\n", 2, "found 4 fields"},
        {heading + "p,M,10,30,1,\n", 2, "found 6 fields"},
        {heading + "p,M,,30,1\n", 2, "empty"},
        {heading + "p,M,10,-30,1\n", 2, "'-30'"},
        {heading + "p,M,10,0,0\n", 2, "'0'"},
        {heading + "p,M,10,99999999999999999999,1\n", 2, "whole number"},
        {heading + "p,M,10,30,nan\n", 2, "'nan'"},
        {heading + "p,M,10,30,1x\n", 2, "'1x'"},
        {heading + "p,M,10,30,0.5\np,M,10,30,0.5\n", 3, "given twice"},
        {heading + "q,M,10,1,1\np,M,10,30,0.75\np,M,11,10,0.3\n", 3, "10/40"},
    };
    for (const Bad& bad : cases) {
        const auto table = parse_frequency_table(bad.text, "bad.csv");
        ASSERT_FALSE(table) << bad.text;
        EXPECT_EQ(table.error().kind, ErrorKind::bad_input);
        EXPECT_EQ(table.error().file, "bad.csv");
        EXPECT_EQ(table.error().line, bad.line) << bad.text;
        EXPECT_NE(table.error().message.find(bad.says), std::string::npos) << table.error().message;
    }
}

TEST(ShippedFrequencies, HaveFourPopulationsOf29Loci) {
    const FrequencyTable table = shipped();
    ASSERT_EQ(table.populations.size(), 4U);
    for (const auto& [name, people] : {std::pair{"AA", 342}, {"Asian", 97}, {"Cauc", 361}, {"Hisp", 236}}) {
        const auto& markers = table.populations.at(name);
        EXPECT_EQ(markers.size(), 29U);
        EXPECT_EQ(markers.at("TH01").chromosomes, static_cast<std::uint64_t>(2 * people));
    }
    EXPECT_EQ(common_markers(table).size(), 29U);
}

TEST(ShippedFrequencies, SumToOne) {
    for (const auto& [population, markers] : shipped().populations) {
        for (const auto& [name, marker] : markers) {
            double sum = 0.0;
            for (const CountedAllele& counted : marker.alleles) {
                EXPECT_GT(counted.frequency, 0.0);
                sum += counted.frequency;
            }
            EXPECT_NEAR(sum, 1.0, 1e-9) << population << " " << name;
        }
    }
}

TEST(ShippedFrequencies, AreTheCountOfTheGenotypes) {
    std::ifstream file(std::string(MUSTER_SHARED_DIR) + "/data/str/nist1036_genotypes.csv");
    if (!file) {
        GTEST_SKIP() << "the NIST 1036 genotypes do not ship with muster; nothing to count here";
    }
    std::map<std::string, std::map<std::string, std::map<std::string, std::uint64_t>>> counted, table;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        std::string sample, population, marker, first, second;
        std::getline(std::getline(fields, sample, ','), population, ',');
        std::getline(std::getline(std::getline(fields, marker, ','), first, ','), second);
        ++counted[population][marker][first];
        ++counted[population][marker][second];
    }
    for (const auto& [population, markers] : shipped().populations) {
        for (const auto& [name, marker] : markers) {
            for (const CountedAllele& allele : marker.alleles) {
                table[population][name][allele.allele] = allele.count;
            }
        }
    }
    EXPECT_EQ(counted, table);
}

TEST(MinimumFrequency, IsFiveOverTheAllelesCounted) {
    EXPECT_DOUBLE_EQ(minimum_frequency(722), 5.0 / 722.0);
    EXPECT_DOUBLE_EQ(minimum_frequency(2), 1.0);
}

TEST(CarriedAllelesOfProfiles, AreThoseOfEveryReplicate) {
    SampleProfile profile = single_replicate("S", Sex::unknown, {{"M", locus_result("9.3", "10")}});
    profile.extractions.push_back({"2", {{"1", "", {{"M", locus_result("11", "?")}, {"N", locus_result("?", "?")}}}}});
    const CarriedAlleles carried = carried_alleles(std::vector{profile});
    EXPECT_EQ(carried.at("M"), (std::set<std::string>{"9.3", "10", "11"}));
    EXPECT_TRUE(carried.at("N").empty());
}

TEST(LocusSpecs, OfOnePopulationAreItsTable) {
    const FrequencyTable table = *parse_frequency_table(small, "small.csv");
    const auto specs = locus_specs(table, {"p"}, {"M"}, {{"M", {"10"}}});
    ASSERT_TRUE(specs) << specs.error().text();
    EXPECT_EQ(specs->front().name, "M");
    EXPECT_EQ(specs->front().alleles, (std::vector<std::string>{"9.3", "10"}));
    EXPECT_EQ(specs->front().freqs, (std::vector<std::vector<double>>{{0.25, 0.75}}));
}

TEST(LocusSpecs, GiveACarriedAlleleTheMinimumWhereItWasNotSeen) {
    const FrequencyTable table = *parse_frequency_table(small, "small.csv");
    const auto specs = locus_specs(table, {"p", "q"}, {"M"}, {{"M", {"9.3", "12"}}});
    ASSERT_TRUE(specs) << specs.error().text();
    EXPECT_EQ(specs->front().alleles, (std::vector<std::string>{"9.3", "10", "12"}));
    const double p_sum = 1.0 + 5.0 / 40.0;
    const double q_sum = 1.0 + 5.0 / 50.0 * 2.0;
    const std::vector<double> p = {0.25 / p_sum, 0.75 / p_sum, 0.125 / p_sum};
    const std::vector<double> q = {0.1 / q_sum, 1.0 / q_sum, 0.1 / q_sum};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_DOUBLE_EQ(specs->front().freqs[0][i], p[i]);
        EXPECT_DOUBLE_EQ(specs->front().freqs[1][i], q[i]);
    }
}

TEST(LocusSpecs, GiveNothingToAnAlleleNeitherSeenNorCarried) {
    const FrequencyTable table = *parse_frequency_table(small, "small.csv");
    const auto specs = locus_specs(table, {"q", "p"}, {"M"}, {});
    ASSERT_TRUE(specs) << specs.error().text();
    EXPECT_EQ(specs->front().freqs, (std::vector<std::vector<double>>{{0.0, 1.0}, {0.25, 0.75}}));
}

TEST(LocusSpecs, OfAllPopulationsAndMarkersMakeLoci) {
    const FrequencyTable table = shipped();
    const CarriedAlleles rare = {{"SE33", {"6.3", "36", "40"}}, {"TH01", {"11"}}};
    const auto specs = locus_specs(table, {"AA", "Asian", "Cauc", "Hisp"}, common_markers(table), rare);
    ASSERT_TRUE(specs) << specs.error().text();
    for (const LocusSpec& spec : *specs) {
        for (const std::vector<double>& freqs : spec.freqs) {
            EXPECT_NEAR(std::accumulate(freqs.begin(), freqs.end(), 0.0), 1.0, 1e-12) << spec.name;
        }
        const auto locus = Locus::make(spec);
        EXPECT_TRUE(locus) << locus.error().text();
    }
}

TEST(LocusSpecs, SayWhatTheTableDoesNotHave) {
    const FrequencyTable table = shipped();
    EXPECT_NE(locus_specs(table, {"Korea"}, codis20(), {}).error().message.find("AA, Asian, Cauc, Hisp"),
              std::string::npos);
    EXPECT_NE(locus_specs(table, {"AA"}, {"D1"}, {}).error().message.find("'D1'"), std::string::npos);
    EXPECT_FALSE(locus_specs(table, {}, codis20(), {}));
}

TEST(Codis20, IsInTheShippedTable) {
    EXPECT_EQ(codis20().size(), 20U);
    EXPECT_TRUE(locus_specs(shipped(), {"Cauc"}, codis20(), {}));
}

} // namespace
} // namespace muster
