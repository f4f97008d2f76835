#include "muster/identify/simulate.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <limits>
#include <set>

namespace muster {
namespace {

const FrequencyTable& table() {
    static const FrequencyTable shipped = shipped_frequency_table().value_or(FrequencyTable{});
    return shipped;
}

SimulatedCase simulated(const SimulationPlan& plan) {
    const auto result = simulate_case(plan);
    EXPECT_TRUE(result) << result.error().text();
    return result.value_or(SimulatedCase{});
}

SimulationPlan planned(const SimulationRequest& request) {
    const auto plan = plan_case(request, table());
    EXPECT_TRUE(plan) << plan.error().text();
    return plan.value_or(SimulationPlan{});
}

const std::map<std::string, LocusResult>& loci_of(const SampleProfile& profile) {
    return profile.extractions.front().replicates.front().loci;
}

const SampleProfile& remains(const SimulatedCase& simulated_case, const std::string& sample) {
    const auto& all = simulated_case.input.remains;
    return *std::find_if(all.begin(), all.end(), [&](const auto& profile) { return profile.sample == sample; });
}

TEST(FamilyShapes, KnowTheirNames) {
    std::set<std::string> names;
    for (const FamilyShape shape : all_family_shapes()) {
        names.insert(to_string(shape));
        EXPECT_EQ(parse_family_shape(to_string(shape)), shape);
    }
    EXPECT_EQ(names.size(), 9U);
    const auto unknown = parse_family_shape("dynasty");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, ErrorKind::usage);
    EXPECT_NE(unknown.error().message.find("half-sibling"), std::string::npos);
}

TEST(FamilyShapes, ArePedigreesWithAMissingPersonAndAReference) {
    for (const FamilyShape shape : all_family_shapes()) {
        for (const Sex sex : {Sex::male, Sex::female}) {
            std::vector<PersonRecord> persons;
            std::map<Standing, int> standings;
            for (const ShapeMember& member : members_of(shape, sex)) {
                persons.push_back({member.role, member.father, member.mother, member.sex});
                ++standings[member.standing];
            }
            const auto pedigree = Pedigree::make(persons);
            ASSERT_TRUE(pedigree) << pedigree.error().text();
            EXPECT_EQ(pedigree->components().size(), 1U) << to_string(shape);
            EXPECT_EQ(standings[Standing::missing], shape == FamilyShape::two_brothers ? 2 : 1);
            EXPECT_GE(standings[Standing::reference], 1);
            EXPECT_TRUE(shape == FamilyShape::two_brothers || pedigree->member(*pedigree->find("missing")).sex == sex);
        }
    }
}

TEST(PlannedCase, HasRemainsForEveryMissingPersonAndTheUnknown) {
    SimulationRequest request;
    request.families = 9;
    request.unknowns = 2;
    const SimulatedCase made = simulated(planned(request));
    EXPECT_EQ(made.input.missing.size(), 10U); // nine shapes, one of them two brothers
    EXPECT_EQ(made.input.remains.size(), 12U);
    std::multiset<std::string> found;
    for (const auto& [sample, person] : made.truth) {
        found.insert(person);
    }
    EXPECT_EQ(found.count("*"), 2U);
    for (const MissingPerson& person : made.input.missing) {
        EXPECT_EQ(found.count(person.person), 1U) << person.person;
    }
    EXPECT_TRUE(made.input.simulated);
    const auto as_case = Case::make(made.input);
    EXPECT_TRUE(as_case) << as_case.error().text();
}

TEST(PlannedCase, TakesTheShapesAskedFor) {
    SimulationRequest request;
    request.families = 3;
    request.shapes = {FamilyShape::cousins, FamilyShape::child};
    const SimulationPlan plan = planned(request);
    EXPECT_EQ(plan.families[0].shape, FamilyShape::cousins);
    EXPECT_EQ(plan.families[1].shape, FamilyShape::child);
    EXPECT_EQ(plan.families[2].shape, FamilyShape::cousins);
    EXPECT_NE(plan.command.find("--shape cousins --shape child"), std::string::npos);
}

TEST(PlannedCase, RefusesWhatCannotBe) {
    const auto message = [](auto change) {
        SimulationRequest request;
        change(request);
        const auto plan = plan_case(request, table());
        EXPECT_FALSE(plan);
        return plan ? std::string() : plan.error().message;
    };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(message([](auto& r) { r.families = 0; }).find("1 to 100000"), std::string::npos);
    EXPECT_NE(message([](auto& r) { r.families = 100'001; }).find("100001"), std::string::npos);
    EXPECT_NE(message([](auto& r) { r.kit = "codis13"; }).find("'codis13'"), std::string::npos);
    EXPECT_NE(message([](auto& r) { r.population = "Mars"; }).find("'Mars'"), std::string::npos);
    EXPECT_NE(message([](auto& r) { r.degraded = 100; }).find("degraded"), std::string::npos);
    EXPECT_NE(message([&](auto& r) { r.dropout = nan; }).find("0 to 1"), std::string::npos);
    EXPECT_NE(message([](auto& r) { r.dropin = 1.5; }).find("1.5"), std::string::npos);
}

TEST(SimulatedCases, RefusePlansThatContradictThemselves) {
    const SimulationPlan good = planned({});
    const auto message = [&](auto change) {
        SimulationPlan plan = good;
        change(plan);
        const auto made = simulate_case(plan);
        EXPECT_FALSE(made);
        return made ? std::string() : made.error().message;
    };
    EXPECT_NE(message([](auto& p) { p.families.push_back(p.families[0]); }).find("'SIM-F01'"), std::string::npos);
    EXPECT_NE(message([](auto& p) { p.remains.push_back(p.remains[0]); }).find("'SIM-R01'"), std::string::npos);
    EXPECT_NE(message([](auto& p) { p.remains[0].person = "SIM-F01-mother"; }).find("SIM-F01-mother"),
              std::string::npos);
    EXPECT_NE(message([](auto& p) { p.remains[0].typing.dropout = 2.0; }).find("0 to 1"), std::string::npos);
    EXPECT_NE(message([](auto& p) { p.mutation = MutationModel::custom; }).find("custom"), std::string::npos);
    EXPECT_NE(message([](auto& p) { p.theta = 1.0; }).find("theta"), std::string::npos);
    EXPECT_NE(message([](auto& p) { p.families[0].missing = Sex::unknown; }).find("sex"), std::string::npos);
}

TEST(SimulatedCases, AreTheSameForTheSameSeedAndDifferForAnother) {
    SimulationRequest request;
    const SimulatedCase first = simulated(planned(request));
    const SimulatedCase again = simulated(planned(request));
    request.seed = 2;
    const SimulatedCase other = simulated(planned(request));
    EXPECT_EQ(first.truth, again.truth);
    bool differs = false;
    for (std::size_t i = 0; i < first.input.remains.size(); ++i) {
        EXPECT_EQ(loci_of(first.input.remains[i]), loci_of(again.input.remains[i]));
        differs = differs || loci_of(first.input.remains[i]) != loci_of(other.input.remains[i]);
    }
    EXPECT_TRUE(differs);
}

TEST(SimulatedCases, DoNotHangOnTheOrderOfFamiliesAndRemains) {
    const SimulationPlan plan = planned({});
    SimulationPlan reversed = plan;
    std::reverse(reversed.families.begin(), reversed.families.end());
    std::reverse(reversed.remains.begin(), reversed.remains.end());
    const SimulatedCase one = simulated(plan);
    const SimulatedCase two = simulated(reversed);
    EXPECT_EQ(one.truth, two.truth);
    for (const auto& [person, profile] : one.input.references) {
        EXPECT_EQ(loci_of(profile), loci_of(two.input.references.at(person))) << person;
    }
    for (const SampleProfile& profile : one.input.remains) {
        EXPECT_EQ(loci_of(profile), loci_of(remains(two, profile.sample))) << profile.sample;
    }
}

TEST(SimulatedCases, KeepTheirGenotypesUnderALargerKit) {
    SimulationRequest request;
    const SimulatedCase twenty = simulated(planned(request));
    request.kit = "all";
    const SimulatedCase all = simulated(planned(request));
    EXPECT_EQ(all.input.loci.size(), 29U);
    for (const auto& [person, profile] : twenty.input.references) {
        for (const auto& [marker, result] : loci_of(profile)) {
            EXPECT_EQ(result, loci_of(all.input.references.at(person)).at(marker)) << person << " " << marker;
        }
    }
}

TEST(SimulatedCases, ShowTheSexByAmelogenin) {
    SimulationRequest request;
    request.degraded = 0;
    const SimulatedCase made = simulated(planned(request));
    std::map<std::string, Sex> sex;
    for (const PersonRecord& person : made.input.persons) {
        sex[person.id] = person.sex;
    }
    for (const SampleProfile& profile : made.input.remains) {
        const std::string person = made.truth.at(profile.sample);
        EXPECT_NE(sex_of(profile), Sex::unknown);
        EXPECT_TRUE(person == "*" || sex_of(profile) == sex.at(person)) << profile.sample;
    }
}

TEST(SimulatedCases, CanBeMadeUnderTheMutationModelsThatTakeMicrovariants) {
    for (const MutationModel model :
         {MutationModel::none, MutationModel::equal, MutationModel::proportional, MutationModel::stepwise}) {
        SimulationRequest request;
        request.mutation = model;
        request.families = 1;
        const auto made = simulate_case(planned(request));
        EXPECT_TRUE(made) << to_string(model) << ": " << made.error().text();
    }
}

} // namespace
} // namespace muster
