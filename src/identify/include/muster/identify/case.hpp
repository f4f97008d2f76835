#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace muster {

/// Someone who is looked for.
struct MissingPerson {
    std::string person;            ///< id in the case's pedigree
    std::string family;            ///< label, for people to read
    std::optional<double> prior{}; ///< probability of being among the remains, if the file states one
    std::size_t population = 0;    ///< population of the alternative, "an unrelated person"
    /// The file does not say the sex, though the pedigree had to choose father or mother: the sex of a sample
    /// must not rule this person out.
    bool sex_unknown = false;
};

/// A linked group: loci in map order, `rho[i]` between loci i and i+1.
struct LinkageGroup {
    std::vector<std::string> loci;
    std::vector<double> rho;
};

/// Everything that an identification starts from: profiles of remains, one pedigree graph with global
/// person ids, references, the loci with the frequencies of each population. `make` checks it once.
struct CaseInput {
    std::string name;
    bool simulated = false;
    std::vector<std::string> populations; ///< names; `Locus::freqs(i)` belongs to populations[i]
    std::vector<Locus> loci;
    std::vector<SampleProfile> remains;
    std::vector<PersonRecord> persons;
    std::map<std::string, std::string> family_of;    ///< person id → family label, for people to read
    std::map<std::string, SampleProfile> references; ///< person id → typing
    std::vector<MissingPerson> missing;
    std::vector<LinkageGroup> linkage{};
    double theta = 0.0;
    /// sample → persons with whom it may be paired; a sample not named may pair with anybody.
    std::map<std::string, std::vector<std::string>> pairings{};
    std::set<std::string> on_roster{}; ///< samples that are one of the persons they may be paired with, and nobody else
    std::vector<std::string> notes{};  ///< what the reader had to assume, for the report's warnings
};

class Case {
  public:
    /// Checks the whole. Errors (bad_input): those of `Pedigree::make`; no loci, duplicate loci, samples or missing
    /// persons, one of them without a name or called "*", a missing person or reference not in the pedigree, loci
    /// without frequencies for every population, a person of an unknown population, an allele that the table of its
    /// locus does not know (naming the sample, the locus and the allele), an unknown locus in a profile, amelogenin
    /// against the recorded sex, a male with two alleles at an X-linked locus, a pairing that names nobody, linkage of
    /// unknown loci or with a recombination fraction outside [0, 0.5], a prior outside [0,1], a theta that `is_theta`
    /// refuses. Amelogenin results need no locus. A reference whose sex is not that of the pedigree is noted.
    [[nodiscard]] static Result<Case> make(CaseInput input);

    [[nodiscard]] const CaseInput& input() const { return input_; }
    [[nodiscard]] const Pedigree& pedigree() const { return pedigree_; }

  private:
    CaseInput input_;
    Pedigree pedigree_;
};

/// These samples and missing persons with their whole families, by index: input of a case of its own.
[[nodiscard]] CaseInput part_of(const Case& subject, const std::set<std::size_t>& samples,
                                const std::set<std::size_t>& persons);

using LociByName = std::unordered_map<std::string, const Locus*>;

/// What a case asks of each profile: loci and alleles that are known, amelogenin that is X or Y and not against the
/// recorded sex, one allele of a male at an X-linked locus. `pedigree_sex`: where neither record nor amelogenin tells.
/// `whose`: "sample 'R1'", for the message. Error: bad_input.
[[nodiscard]] Result<void> check_profile(const SampleProfile& profile, const LociByName& loci, Sex pedigree_sex,
                                         const std::string& whose);

} // namespace muster
