#pragma once

#include "muster/app/printed.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// Labels with QR codes for what a record is made up of: the cases of a turnover, the specimens of an accession or
/// case, the samples of a specimen, the extractions of a sample.
struct LabelRequest {
    Caller caller;
    std::string of;       ///< the record: "turnover:WONSAN-2018", or its key alone
    std::size_t used = 0; ///< places of the first sheet that are empty already, 0 to 13
};

/// Labels in the order of recording, each with its code ("case:WONSAN-2018/01"), its name, what it is, and whether it
/// is simulated. Errors: bad_input (there is no such record, or it has no parts of its own), usage, forbidden, those of
/// the store.
[[nodiscard]] Result<Printed> print_labels(const LabelRequest& request);

} // namespace muster
