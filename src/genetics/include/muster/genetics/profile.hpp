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

/// Consensus rule: with one replicate that tested the locus, its result; with more, the alleles seen
/// in at least two of them ("replicated alleles"); if some replicate shows an allele that is not
/// replicated, or one replicated allele stands beside an empty replicate, the locus is `partial`;
/// nothing replicated → `tested_and_empty`. A genotype seen as homozygote ("12","12") counts its allele once and comes back as two
/// equal alleles when `typed`.
[[nodiscard]] ConsensusProfile consensus(const SampleProfile& profile);

/// The sex that the sample shows: amelogenin (marker names AMEL, Amelogenin, any case; X/X female, X/Y male) before the
/// recorded one. Error (bad_input) if both are known and differ.
[[nodiscard]] Result<Sex> sex_of(const SampleProfile& profile);

/// Is this marker name amelogenin (any case)?
[[nodiscard]] bool is_amelogenin(const std::string& marker);

/// A profile with one extraction and one replicate, as simple files give it.
[[nodiscard]] SampleProfile single_replicate(std::string sample, Sex sex, std::map<std::string, LocusResult> loci,
                                             std::string kit = {});

/// From two allele fields as files write them ("12","14"): "0", "", "?", "-" and "NA" stand for an
/// allele not seen. Both missing → `not_tested`; one → `partial`; none → `typed`.
[[nodiscard]] LocusResult locus_result(const std::string& allele1, const std::string& allele2);

} // namespace muster
