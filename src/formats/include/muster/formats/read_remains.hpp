#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/identify/case.hpp"

#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace muster {

/// What a file of remains says beside its profiles.
struct RemainsNotes {
    std::vector<std::string> references{}; ///< samples that the file calls references: they are left out
    std::vector<std::string> notes{};      ///< for people
    bool simulated = false;                ///< some sample is, as samples.csv says
};

/// Profiles of remains in a CSV file of one of the forms of profiles.csv (case_folder.hpp), or in a folder
/// (pm_genotypes.csv or, without it, profiles.csv; samples.csv), for loci that are known already. They are handed to
/// `take` piece by piece, in the file's order: of a lone file with a row a sample only one piece is held at a time.
/// `unknown_alleles`: alleles that the loci do not have are let pass. Errors: bad_input with file and line, as of a
/// case folder; an allele that one of several populations has not got; those of `take`.
[[nodiscard]] Result<RemainsNotes> read_remains(const std::filesystem::path& file, std::span<const Locus> loci,
                                                bool unknown_alleles,
                                                const std::function<Result<void>(std::vector<SampleProfile>)>& take);

/// The case with these remains in place of its own; alleles that its loci do not have are taken at the frequency for
/// rare ones. `source` names their file in messages. Errors: those of `Case::make`.
[[nodiscard]] Result<Case> with_remains(const Case& subject, std::vector<SampleProfile> remains,
                                        std::optional<double> rare_allele_frequency, const std::string& source);

} // namespace muster
