#include "muster/identify/simulate.hpp"

namespace muster {
namespace {

// The degraded sample loses this share of its alleles.
constexpr double heavy_dropout = 0.5;

constexpr const char* what_to_expect = R"(## What to expect

Thirteen people of twelve families are missing. Twelve remains have been typed.

- **Most identify clearly.** Parents, a mother alone, siblings, or a child with the other parent: over twenty loci each
  of them gives a likelihood ratio above a million to SIM-R01, R03, R07, R09, R10 and R12, and a mother with two
  grandparents to R11.
- **Two brothers score alike.** SIM-R02 and SIM-R08 both fit family SIM-F06, and each fits `missing-1` exactly as well
  as `missing-2`: their mother and sister cannot tell the brothers apart. DNA says "a son of this family";
  which of the two is for age, stature, teeth and circumstances to say.
- **A half-brother alone is weak.** SIM-R05 belongs to SIM-F08, with a likelihood ratio of about a thousand. Another
  relative would settle it.
- **A degraded sample is weak.** SIM-R04 has lost half of its alleles: a lone allele is written `a,?`, for a partner
  may have been missed, and even the sex is open. It belongs to SIM-F09, where a mother gave a reference, with a
  likelihood ratio below ten thousand.
  With only thirteen people to choose from, a flat prior turns both weak likelihood ratios into posteriors above 0.99;
  among the thousands missing in a war the same evidence would leave many candidates.
- **One is on no roster.** SIM-R06 is nobody's: no family should claim it.
- **Two are not among the remains.** No remains are of SIM-F11 (an uncle and an aunt) or SIM-F12 (siblings).
  Distant relatives such as SIM-F11's speak softly, for and against: a stranger may score close to 1, which is no match.
)";

} // namespace

Result<SimulationPlan> first_light_plan(const FrequencyTable& table) {
    SimulationPlan plan;
    plan.name = "First light";
    plan.seed = 19530727;
    plan.population = "Cauc";
    plan.mutation = MutationModel::stepwise;
    plan.rate_male = 0.002;
    plan.rate_female = 0.0005;
    plan.command = "muster simulate --plan first-light --out examples/first-light";
    plan.expect = what_to_expect;
    auto loci = locus_specs(table, {plan.population}, codis20(), {});
    if (!loci) {
        return fail(loci.error());
    }
    plan.loci = std::move(*loci);
    plan.families = {
        {"SIM-F01", FamilyShape::parents, Sex::male},        {"SIM-F02", FamilyShape::parents, Sex::female},
        {"SIM-F03", FamilyShape::siblings, Sex::male},       {"SIM-F04", FamilyShape::child, Sex::male},
        {"SIM-F05", FamilyShape::one_parent, Sex::male},     {"SIM-F06", FamilyShape::two_brothers, Sex::male},
        {"SIM-F07", FamilyShape::grandparents, Sex::female}, {"SIM-F08", FamilyShape::half_sibling, Sex::male},
        {"SIM-F09", FamilyShape::one_parent, Sex::male},     {"SIM-F10", FamilyShape::child, Sex::female},
        {"SIM-F11", FamilyShape::uncle, Sex::male},          {"SIM-F12", FamilyShape::siblings, Sex::male},
    };
    plan.remains = {
        {"SIM-R01", "SIM-F04-missing"}, {"SIM-R02", "SIM-F06-missing-2"},
        {"SIM-R03", "SIM-F01-missing"}, {"SIM-R04", "SIM-F09-missing", Sex::unknown, {heavy_dropout, 0.0}},
        {"SIM-R05", "SIM-F08-missing"}, {"SIM-R06", "", Sex::male},
        {"SIM-R07", "SIM-F02-missing"}, {"SIM-R08", "SIM-F06-missing-1"},
        {"SIM-R09", "SIM-F03-missing"}, {"SIM-R10", "SIM-F10-missing"},
        {"SIM-R11", "SIM-F07-missing"}, {"SIM-R12", "SIM-F05-missing"},
    };
    return plan;
}

} // namespace muster
