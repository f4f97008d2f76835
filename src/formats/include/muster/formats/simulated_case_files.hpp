#pragma once

#include "muster/base/result.hpp"
#include "muster/identify/simulate.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace muster {

/// The files of a simulated case folder, name → text; the same case gives the same bytes everywhere:
/// - profiles.csv: sample,marker,allele1,allele2 (and allele3, if a drop-in showed one),status; the remains, then the
///   references under the person's id. `a,?` is partial, `-,-` empty.
/// - pedigree.ped: family person father mother sex status, after a heading that starts with `#`. Sex 1 male, 2 female;
///   status `missing`, `reference` or `-`.
/// - frequencies.csv: marker,allele,frequency,population.
/// - mutation.json: model and parameters of every locus ("default") by the parent's sex.
/// - truth.csv: sample,person; `*` is somebody on no roster.
/// - README.md: that this is simulated, from what, how to make it again, what to expect.
/// - SIMULATED: the file by which a reader of the folder knows it.
[[nodiscard]] std::map<std::string, std::string> simulated_case_files(const SimulatedCase& simulated);

/// Writes files into a folder that does not exist yet, or is empty. Errors: the folder has files
/// already (refused: nothing is overwritten); it cannot be made or written to (bad_input).
[[nodiscard]] Result<void> write_case_folder(const std::filesystem::path& folder,
                                             const std::map<std::string, std::string>& files);

} // namespace muster
