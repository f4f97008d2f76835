#pragma once

#include "muster/identify/case.hpp"
#include "muster/identify/result.hpp"
#include "muster/report/identification_report.hpp"
#include "muster/report/words.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::report {

/// A family as it is drawn: the members of the connected pedigrees that share a label.
struct FamilyView {
    std::string label;
    std::vector<std::size_t> members; ///< indices in the case's pedigree, ascending
    std::vector<std::size_t> missing; ///< indices in `Identification::persons`
};

/// A case and its identification, with what all parts of the page look up.
struct View {
    const Case& subject;
    const Identification& id;
    const ReportInfo& info;
    const JointAnswer* joint; ///< null: not weighed together

    std::vector<std::string> loci;                  ///< names, in the case's order
    std::vector<ConsensusProfile> samples;          ///< by index in `id.samples`
    std::map<std::size_t, ConsensusProfile> typed;  ///< pedigree index of each reference
    std::map<std::size_t, std::size_t> missing_at;  ///< pedigree index → index in `id.persons`
    std::vector<std::optional<std::size_t>> member; ///< by index in `id.persons`: pedigree index
    std::vector<FamilyView> families;
    std::vector<std::size_t> component;                        ///< by pedigree index: which connected pedigree
    std::vector<std::optional<std::size_t>> family_of;         ///< by index in `id.persons`: index in `families`
    std::map<std::string, std::vector<std::string>> unit_loci; ///< "A+B" → its loci

    View(const Case& the_case, const Identification& identification, const ReportInfo& report_info,
         const JointAnswer* joint_answer);

    /// The loci of a unit of the LR: itself, or those of a linked group.
    [[nodiscard]] std::vector<std::string> loci_of(const std::string& unit) const;
    /// The typed members of a person's connected pedigree; empty if the case does not know the person.
    [[nodiscard]] std::vector<std::size_t> references_of(std::size_t person) const;
    /// The population that the unrelated alternative to a person comes from.
    [[nodiscard]] std::string population_of(std::size_t person) const;
    /// At how many of the case's loci a profile says something.
    [[nodiscard]] std::size_t loci_typed(const ConsensusProfile& profile) const;
    /// Persons who are kept out of a sample's candidates for this reason.
    [[nodiscard]] std::vector<std::size_t> persons_with(std::size_t sample, PairStatus status) const;
};

/// Who is excluded for a sample, by the fewest loci first: at the top stands whom a single mutation may hide.
[[nodiscard]] std::vector<std::size_t> excluded_persons(const View& view, std::size_t sample);

/// The result at each locus of a unit, as HTML.
[[nodiscard]] std::string alleles(const View& view, const ConsensusProfile& profile, const std::string& unit);

/// "the DNA of S is about 2.1 million times more likely if S is X than if S is an unrelated person", as HTML.
[[nodiscard]] std::string in_words(const View& view, std::size_t sample, std::size_t person, double log10_lr);

} // namespace muster::report
