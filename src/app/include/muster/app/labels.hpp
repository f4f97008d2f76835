#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <filesystem>
#include <string>

namespace muster {

/// Labels with QR codes for what a record is made up of: the cases of a turnover, the specimens of an accession or
/// case, the samples of a specimen, the extractions of a sample.
struct LabelRequest {
    Caller caller;
    std::string of;       ///< the record: "turnover:WONSAN-2018", or its key alone
    std::size_t used = 0; ///< places of the first sheet that are empty already, 0 to 13
};

/// A document to be printed.
struct Printed {
    std::string pdf;
    std::string said; ///< what it is, in one line
};

/// Labels in the order of recording, each with its code ("case:WONSAN-2018/01"), its name, what it is, and whether it
/// is simulated. Errors: bad_input (there is no such record, or it has no parts of its own), usage, forbidden, those of
/// the store.
[[nodiscard]] Result<Printed> print_labels(const LabelRequest& request);

/// The same into a file, which must not be there yet.
[[nodiscard]] Result<Answer> write_labels(const LabelRequest& request, const std::filesystem::path& out);

} // namespace muster
