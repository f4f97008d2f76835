#pragma once

#include "muster/base/result.hpp"

#include <filesystem>
#include <string>

namespace muster {

/// The folder of the reference data that ships with muster (the repository's data/). The first of:
/// the environment variable MUSTER_DATA_DIR; ../share/muster/data beside the folder of the running program
/// (an installation); the source tree that this program was built from.
/// Errors (bad_input): MUSTER_DATA_DIR names something that is not a folder; no such folder is found.
[[nodiscard]] Result<std::filesystem::path> data_dir();

/// The whole text of a file under `data_dir()`, such as "nist1036/frequencies.csv".
/// Error (bad_input): it cannot be found or read.
[[nodiscard]] Result<std::string> read_data_file(const std::string& relative);

} // namespace muster
