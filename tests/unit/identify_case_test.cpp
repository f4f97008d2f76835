#include "muster/identify/case.hpp"

#include <functional>
#include <gtest/gtest.h>

namespace muster {
namespace {

Locus locus(const std::string& name, Inheritance inheritance = Inheritance::autosomal) {
    LocusSpec spec;
    spec.name = name;
    spec.inheritance = inheritance;
    spec.alleles = {"10", "11", "silent"};
    spec.freqs = {{0.4, 0.5, 0.1}};
    spec.silent = "silent";
    return Locus::make(std::move(spec)).value();
}

SampleProfile profile(const std::string& sample, Sex sex, const std::string& marker, const std::string& a,
                      const std::string& b) {
    return single_replicate(sample, sex, {{marker, locus_result(a, b)}});
}

CaseInput good() {
    CaseInput input;
    input.populations = {"P"};
    input.loci = {locus("L1"), locus("L2"), locus("X1", Inheritance::x_linked)};
    input.persons = {{"dad", "", "", Sex::male}, {"mum", "", "", Sex::female}, {"son", "dad", "mum", Sex::male}};
    input.remains = {profile("B1", Sex::male, "L1", "10", "11"), profile("B2", Sex::female, "X1", "10", "11")};
    input.references.emplace("dad", profile("dad", Sex::unknown, "L1", "10", "10"));
    input.missing = {{"son", "F1"}};
    input.linkage = {{{"L1", "L2"}, {0.1}}};
    input.pairings = {{"B1", {"son"}}, {"B2", {}}};
    return input;
}

TEST(Case, AcceptsWhatIsWhole) {
    const auto made = Case::make(good());
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_EQ(made->pedigree().size(), 3U);
    EXPECT_TRUE(made->input().notes.empty());
}

TEST(Case, NotesAReferenceOfAnotherSexThanThePedigree) {
    CaseInput input = good();
    input.references.insert_or_assign("dad", profile("dad", Sex::unknown, "AMEL", "X", "X"));
    const auto made = Case::make(std::move(input));
    ASSERT_TRUE(made) << made.error().text();
    ASSERT_EQ(made->input().notes.size(), 1U);
    EXPECT_NE(made->input().notes[0].find("'dad'"), std::string::npos);
}

TEST(Case, RefusesWhatContradictsItself) {
    using Change = std::function<void(CaseInput&)>;
    const std::pair<Change, const char*> refusals[] = {
        {[](CaseInput& c) { c.loci.clear(); }, "no loci"},
        {[](CaseInput& c) { c.loci.push_back(c.loci[0]); }, "locus 'L1' is given twice"},
        {[](CaseInput& c) { c.populations.emplace_back("Q"); }, "frequencies for 1 populations, the case has 2"},
        {[](CaseInput& c) { c.remains.push_back(c.remains[0]); }, "sample 'B1' is given twice"},
        {[](CaseInput& c) { c.remains[0].sample.clear(); }, "has no name"},
        {[](CaseInput& c) { c.remains[0].sample = "*"; }, "a sample of the remains is called '*'"},
        {[](CaseInput& c) { c.persons[2].id = c.missing[0].person = "*"; }, "a missing person is called '*'"},
        {[](CaseInput& c) { c.remains[0] = profile("B1", Sex::male, "L1", "10", "12"); }, "allele '12' at 'L1'"},
        {[](CaseInput& c) { c.remains[0] = profile("B1", Sex::male, "L1", "10", "silent"); },
         "cannot have been observed"},
        {[](CaseInput& c) { c.remains[0] = profile("B1", Sex::male, "L9", "10", "10"); }, "marker 'L9'"},
        {[](CaseInput& c) { c.remains[0] = profile("B1", Sex::male, "AMEL", "X", "X"); }, "amelogenin"},
        {[](CaseInput& c) { c.remains[0] = profile("B1", Sex::male, "X1", "10", "11"); }, "a male shows two alleles"},
        {[](CaseInput& c) { c.references.insert_or_assign("dad", profile("dad", Sex::unknown, "X1", "10", "11")); },
         "reference 'dad': a male shows two alleles"},
        {[](CaseInput& c) { c.references.emplace("aunt", c.remains[0]); }, "reference 'aunt' is not in the pedigree"},
        {[](CaseInput& c) {
             c.missing.push_back({"aunt", "F1"});
         },
         "missing person 'aunt' is not in the pedigree"},
        {[](CaseInput& c) { c.missing.push_back(c.missing[0]); }, "missing person 'son' is given twice"},
        {[](CaseInput& c) { c.missing[0].prior = 1.5; }, "the prior of missing person 'son'"},
        {[](CaseInput& c) { c.missing[0].population = 1; }, "of a population that the case does not have"},
        {[](CaseInput& c) { c.persons[0].population = 1; }, "person 'dad' is of a population"},
        {[](CaseInput& c) { c.persons[2].mother = "aunt"; }, "'aunt'"},
        {[](CaseInput& c) { c.pairings["B9"] = {}; }, "sample 'B9', which is not among the remains"},
        {[](CaseInput& c) { c.pairings["B1"] = {"mum"}; }, "name 'mum', who is not a missing person"},
        {[](CaseInput& c) { c.linkage[0].loci[0] = "L7"; }, "names locus 'L7'"},
        {[](CaseInput& c) { c.linkage[0].rho[0] = 0.6; }, "not between 0 and 0.5"},
        {[](CaseInput& c) { c.linkage[0].rho.clear(); }, "needs at least two loci"},
        {[](CaseInput& c) { c.linkage.push_back(c.linkage[0]); }, "in two linkage groups"},
        {[](CaseInput& c) { c.theta = 1.0; }, "theta"},
    };
    for (const auto& [change, message] : refusals) {
        CaseInput input = good();
        change(input);
        const auto made = Case::make(std::move(input));
        ASSERT_FALSE(made) << message;
        EXPECT_EQ(made.error().kind, ErrorKind::bad_input);
        EXPECT_NE(made.error().message.find(message), std::string::npos)
            << made.error().message << "\nexpected " << message;
    }
}

} // namespace
} // namespace muster
