#pragma once

#include "muster/base/result.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/formats/text_input.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace muster {

// A case as a folder of plain files. File and column names are read in any case; CSV as in csv.hpp.
//
//   profiles.csv     sample, marker, allele1, allele2 [, allele3 …] [, height1 …] [, extraction, replicate, kit,
//   status,
//                    sex]; or one row a sample and one column a marker with cells like 14/16 or -/-. A sample with
//                    the id of a pedigree person is that person's reference, all others are remains.
//                    status: typed, partial, empty (tested, nothing seen), not_tested.
//   pm_genotypes.csv, am_genotypes.csv  the same, remains and references apart (instead, or as well)
//   samples.csv      sample [, sex] [, kind: remains or reference] [, simulated]            (optional)
//   pedigree.csv     or families.csv: id, father (fid), mother (mid), sex, missing [, family, population, inbreeding];
//                    or pedigree.ped, or the only *.ped: family person father mother sex [status], blank-separated,
//                    missing where the status is 2 or "missing"; lines that start with # are comments
//   frequencies.csv  or freqs.csv: marker, allele, frequency (freq) [, population] [, chrom: A or X]; or a row an
//                    allele, a column a marker, as tables are published
//   mutation.json    one setting or several named ones; or mutation.csv: marker (or *), sex, model, rate, rate2, range,
//                    transform                                                               (optional)
//   markers.csv      marker, chrom [, silent: an allele of the table, or the frequency of one]  (optional)
//   linkage.csv      marker1, marker2, and rho, or cM with map (haldane or kosambi)            (optional)
//   prior.csv        person, prior                                                           (optional)
//   SIMULATED        a file of this name, whatever it holds, says that all in the folder is simulated

/// The files of a case folder by their names in lower case.
using CaseFiles = std::map<std::string, TextInput>;

/// Builds a case from the files of a folder. `folder` names it in messages. Errors (bad_input, with file and line):
/// a file that is needed and not there, a column that is missing, an unknown marker, an allele that the frequency table
/// does not have (unless the options give rare alleles a frequency), contradictions; usage: options that the files
/// cannot fulfil (an unknown population or mutation setting; several populations and none chosen).
[[nodiscard]] Result<Case> parse_case_files(const CaseFiles& files, const std::string& folder,
                                            const CaseOptions& options);

/// Reads the files that it knows from a folder, the others are not looked at.
[[nodiscard]] Result<Case> read_case_folder(const std::filesystem::path& path, const CaseOptions& options);

} // namespace muster
