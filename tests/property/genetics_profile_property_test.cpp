#include "muster/genetics/profile.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <set>

namespace muster {
namespace {

rc::Gen<LocusResult> any_result() {
    return rc::gen::map(
        rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::container<std::vector<std::string>>(
                                                  rc::gen::element<std::string>("8", "9", "9.3", "10", "X"))),
        [](std::pair<int, std::vector<std::string>> drawn) {
            LocusResult result;
            result.status = static_cast<LocusStatus>(drawn.first);
            const bool seen = result.status == LocusStatus::partial || result.status == LocusStatus::typed;
            if (seen) {
                drawn.second.resize(std::min<std::size_t>(drawn.second.size(), 3));
                result.alleles = drawn.second;
            }
            return result;
        });
}

SampleProfile profile_of(const std::vector<LocusResult>& results) {
    SampleProfile profile;
    for (const LocusResult& result : results) {
        profile.extractions.push_back({"", {{"", "", {{"D5S818", result}}}}});
    }
    return profile;
}

RC_GTEST_PROP(Consensus, DoesNotHangOnTheOrderOfReplicates, ()) {
    auto results = *rc::gen::container<std::vector<LocusResult>>(any_result());
    const ConsensusProfile before = consensus(profile_of(results));
    std::reverse(results.begin(), results.end());
    RC_ASSERT(consensus(profile_of(results)) == before);
    std::rotate(results.begin(), results.begin() + static_cast<std::ptrdiff_t>(results.size() / 2), results.end());
    RC_ASSERT(consensus(profile_of(results)) == before);
}

RC_GTEST_PROP(Consensus, ShowsOnlyAllelesThatReplicatesSaw, ()) {
    const auto results = *rc::gen::nonEmpty(rc::gen::container<std::vector<LocusResult>>(any_result()));
    std::size_t tested = 0;
    std::map<std::string, std::size_t> seen_by;
    for (const LocusResult& result : results) {
        tested += result.status != LocusStatus::not_tested ? 1U : 0U;
        for (const std::string& allele : std::set<std::string>(result.alleles.begin(), result.alleles.end())) {
            ++seen_by[allele];
        }
    }
    const LocusResult found = consensus(profile_of(results)).at("D5S818");
    for (const std::string& allele : found.alleles) {
        RC_ASSERT(seen_by[allele] >= (tested > 1 ? 2U : 1U));
    }
}

RC_GTEST_PROP(Consensus, StandsWhenAnUntestedReplicateIsAdded, ()) {
    auto results = *rc::gen::nonEmpty(rc::gen::container<std::vector<LocusResult>>(any_result()));
    const ConsensusProfile before = consensus(profile_of(results));
    results.emplace_back();
    RC_ASSERT(consensus(profile_of(results)) == before);
}

RC_GTEST_PROP(Consensus, OfAConsensusIsItself, ()) {
    const auto results = *rc::gen::nonEmpty(rc::gen::container<std::vector<LocusResult>>(any_result()));
    const ConsensusProfile once = consensus(profile_of(results));
    RC_ASSERT(consensus(single_replicate("", Sex::unknown, once)) == once);
}

RC_GTEST_PROP(Consensus, TypedMeansTwoAllelesOrMore, ()) {
    const auto results = *rc::gen::nonEmpty(rc::gen::container<std::vector<LocusResult>>(any_result()));
    const LocusResult found = consensus(profile_of(results)).at("D5S818");
    RC_ASSERT((found.status == LocusStatus::typed) <= (found.alleles.size() >= 2));
    const bool nothing = found.status == LocusStatus::not_tested || found.status == LocusStatus::tested_and_empty;
    RC_ASSERT(!nothing || found.alleles.empty());
}

} // namespace
} // namespace muster
