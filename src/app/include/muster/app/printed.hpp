#pragma once

#include "muster/app/answer.hpp"

#include <filesystem>
#include <string>

namespace muster {

/// A document to be printed.
struct Printed {
    std::string pdf;
    std::string said; ///< what it is, in one line
};

/// Writes it into a file, which must not be there yet. Errors: those of the document itself, of the disk.
[[nodiscard]] Result<Answer> write_printed(Result<Printed> printed, const std::filesystem::path& out);

} // namespace muster
