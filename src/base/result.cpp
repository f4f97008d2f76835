#include "muster/base/result.hpp"

namespace muster {

std::string Error::text() const {
    if (file.empty()) {
        return message;
    }
    return line == 0 ? file + ": " + message : file + ":" + std::to_string(line) + ": " + message;
}

Error Error::in(std::string in_file, std::size_t at_line) const {
    Error placed = *this;
    if (placed.file.empty()) {
        placed.file = std::move(in_file);
    }
    if (placed.line == 0) {
        placed.line = at_line;
    }
    return placed;
}

int exit_status(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::unanswerable: return 1;
    case ErrorKind::usage: return 2;
    case ErrorKind::bad_input: return 3;
    case ErrorKind::refused: return 4;
    case ErrorKind::verification: return 5;
    case ErrorKind::unavailable: return 6;
    case ErrorKind::internal: return 70;
    case ErrorKind::interrupted: return 130;
    case ErrorKind::forbidden: return 7;
    }
    return 70;
}

} // namespace muster
