#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Dropout probabilities of one person: of a heterozygote's allele, of a true homozygote.
struct DropoutRates {
    double het = 0.0;
    double hom = 0.0;
};

/// A question about one pedigree, as one JSON object gives it.
struct PedigreeCase {
    std::string id;
    std::vector<PersonRecord> members;                         ///< "members", or "H1_members"
    bool compares = false;                                     ///< "H1_members": an LR is asked for
    std::vector<PersonRecord> alternative;                     ///< "H2_members"; none: all typed persons unrelated
    std::vector<LocusSpec> loci;                               ///< "loci", or the one "locus"
    std::vector<std::map<std::string, LocusResult>> genotypes; ///< by locus: person → result
    std::vector<double> rho;                                   ///< between neighbouring loci; empty: unlinked
    double theta = 0.0;
    double dropin = 0.0;                         ///< of everybody who is typed
    std::map<std::string, DropoutRates> dropout; ///< by person
    std::string missing;                         ///< "missing", where given
};

/// Reads one object of the suites' form (see the keys above, with "silent" and "founder_inbreeding" going into loci and
/// members); keys that it does not know are passed over, unless they nearly are one that it knows. `first_line`: where
/// the text starts in `source`. Errors (bad_input): text that is not JSON, a part that is missing or of another type,
/// as many genotype maps as loci are wanted.
[[nodiscard]] Result<PedigreeCase> parse_pedigree_case(std::string_view text, const std::string& source,
                                                       std::size_t first_line = 1);

/// Reads line-delimited objects; blank lines are passed over.
[[nodiscard]] Result<std::vector<PedigreeCase>> parse_pedigree_cases(std::string_view text, const std::string& source);

} // namespace muster
