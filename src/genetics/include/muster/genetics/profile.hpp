#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"

#include <map>
#include <string>
#include <vector>

namespace muster {

/// What the laboratory knows of one locus in one amplification.
enum class LocusStatus {
    not_tested,       ///< no result was sought: says nothing
    tested_and_empty, ///< sought, and nothing seen: evidence of dropout
    partial,          ///< some alleles seen, others may be hidden ("12/?")
    typed,            ///< the full genotype
};

/// A locus result: alleles as the laboratory writes them (sequence-based names included; more than
/// two possible), with peak heights where given (same order; empty if unknown).
struct LocusResult {
    LocusStatus status = LocusStatus::not_tested;
    std::vector<std::string> alleles{};
    std::vector<double> heights{};

    friend bool operator==(const LocusResult&, const LocusResult&) = default;
};

/// One amplification of one extract with one kit. Key of `loci`: marker name.
struct Replicate {
    std::string id;
    std::string kit;
    std::map<std::string, LocusResult> loci;
};

struct Extraction {
    std::string id;
    std::vector<Replicate> replicates;
};

/// All typing of one sample: of a bone, or of a reference swab.
struct SampleProfile {
    std::string sample;
    Sex sex = Sex::unknown; ///< as recorded; amelogenin, where typed, is read by `sex_of`
    std::vector<Extraction> extractions;
    bool simulated = false;
};

/// One consensus result a marker, derived from all replicates; never typed in.
using ConsensusProfile = std::map<std::string, LocusResult>;

/// Consensus rule, locus by locus, over the replicates (of all extractions) that tested the locus:
/// - none tested it: `not_tested`;
/// - one did: its result, as the laboratory wrote it;
/// - more did: the alleles seen in at least two of them ("replicated alleles"), each counted once a
///   replicate, in the order of their repeat numbers, without peak heights. All replicates empty →
///   `tested_and_empty`; alleles seen, but none twice → `not_tested`, for replicates that contradict
///   each other say nothing. The locus is `partial` when some replicate shows an allele that is not replicated, when no
///   replicate calls it `typed`, or when a single replicated allele stands beside an empty or partial replicate (a
///   partner may have dropped out). Otherwise `typed`.
/// A `typed` locus with a single allele comes back as two equal alleles ("12","12"), and `typed`
/// without any allele as `tested_and_empty`. The answer does not depend on the replicates' order.
[[nodiscard]] ConsensusProfile consensus(const SampleProfile& profile);

/// The sex that the sample shows, by the consensus of its amelogenin results under any of that
/// marker's names, before the recorded one. A Y is male, even where the X has dropped out; X/X
/// `typed` is female; a partial X alone says nothing, for a Y may have dropped out.
/// Error (bad_input) if amelogenin and record are both known and differ.
[[nodiscard]] Result<Sex> sex_of(const SampleProfile& profile);

/// Is this marker name amelogenin (AMEL or Amelogenin, any case)?
[[nodiscard]] bool is_amelogenin(const std::string& marker);

/// Order of allele names: repeat numbers by value, before all other names; those by their letters.
[[nodiscard]] bool allele_less(const std::string& a, const std::string& b);

/// A profile with one extraction and one replicate, as simple files give it.
[[nodiscard]] SampleProfile single_replicate(std::string sample, Sex sex, std::map<std::string, LocusResult> loci,
                                             std::string kit = {});

/// From two allele fields as files write them ("12","14"): "0", "", "?", "-" and "NA" stand for an
/// allele not seen; blanks around a field do not count. Both missing → `not_tested`; one →
/// `partial`; none → `typed`.
[[nodiscard]] LocusResult locus_result(const std::string& allele1, const std::string& allele2);

} // namespace muster
