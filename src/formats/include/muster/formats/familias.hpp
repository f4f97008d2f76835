#pragma once

#include "muster/base/result.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/formats/text_input.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Familias 3 project files (.fam), as written by the Windows program (Kling, Tillmar & Egeland 2014, Forensic Science
// International: Genetics 13:121–127). The layout has no published description: the order of its lines and the codes of
// its mutation models were learnt from project files and from what another reader, pedFamilias (Vigeland), takes them
// for.

namespace muster {

/// A marker as the project's database holds it.
struct FamiliasLocus {
    LocusSpec spec;                    ///< a silent allele is named "silent" and comes last
    double database_size = 0.0;        ///< size of the frequency database
    double dropout = 0.0;              ///< dropout probability
    double min_allele_frequency = 0.0; ///< "minor allele frequency"
};

/// A person and what was typed: marker → result.
struct FamiliasPerson {
    std::string name;
    Sex sex = Sex::unknown;
    bool consider_dropout = false;
    std::map<std::string, LocusResult> genotypes;
};

/// One pedigree. Every member has both parents or none: where one parent only is known, a founder named "added_1",
/// "added_2", … stands for the other (fathers before mothers, each child its own). Persons who are named in relations
/// only ("Missing person") are members as well; their sex is that of the role which the other parent leaves.
struct FamiliasPedigree {
    std::string name;
    std::vector<PersonRecord> members;
    /// Parents whose sex nothing decides; they were placed as mothers, and their recorded sex is unknown.
    std::vector<std::string> undecided;
};

/// A reference family of the DVI module.
struct FamiliasFamily {
    std::string name;
    std::vector<FamiliasPerson> persons;
    std::vector<FamiliasPedigree> pedigrees;
};

/// Everything found in a project file.
struct FamiliasProject {
    std::string version;  ///< as written: "3.3 (DVI)"
    bool dvi = false;     ///< there is a [DVI] section
    double theta = 0.0;   ///< "Theta/Kinship/Fst"
    std::string database; ///< name of the frequency database
    std::vector<FamiliasLocus> loci;
    std::vector<FamiliasPerson> persons;
    std::vector<FamiliasPedigree> pedigrees; ///< the hypotheses; without any, one unnamed of the known relations
    std::vector<FamiliasPerson> unidentified;
    std::vector<FamiliasFamily> families;
    std::vector<std::string> notes; ///< what had to be assumed
};

/// Errors (bad_input, with the line): a file that is not a Familias project or is cut off, a number where none can
/// be read, counts that do not hold, an unknown marker or allele number, a mutation model of unknown code, several
/// databases, stored results, identical persons as a relation, a person with two fathers or two mothers.
[[nodiscard]] Result<FamiliasProject> parse_familias(std::string_view text, const std::string& source);

/// `parse_familias` of a file; also the errors of `read_text`.
[[nodiscard]] Result<FamiliasProject> read_familias(const std::filesystem::path& path);

/// The loci of a project, checked and ready to compute with. Error: `Locus::make`.
[[nodiscard]] Result<std::vector<Locus>> familias_loci(const FamiliasProject& project);

/// The identification case of a DVI project. Remains: the unidentified persons. Each family gives one pedigree for
/// each of its template pedigrees in which somebody is missing (where none is, its "Reference pedigree"), leaving out
/// those whose relations another one has as well; missing are those named "Missing …" who have no typing and are
/// related to somebody. Person ids are "family/person", or "family/pedigree/person" where a family has several
/// templates. Errors: bad_input for a project without DVI section or without anybody missing, and those of
/// `Case::make`.
[[nodiscard]] Result<Case> familias_case(const FamiliasProject& project, const std::string& name,
                                         const CaseOptions& options);

/// Reads a DVI project from its text.
[[nodiscard]] Result<Case> parse_familias_case(const TextInput& input, const CaseOptions& options);

} // namespace muster
