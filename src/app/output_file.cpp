#include "output_file.hpp"

#include "muster/base/files.hpp"

#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace muster {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view sqlite_file = "SQLite format 3";
constexpr std::string_view key_file = "muster signing key";

tl::unexpected<Error> wrong(const fs::path& file, ErrorKind kind, std::string what) {
    return fail(Error{kind, std::move(what), file.string()});
}

/// The first bytes of a file; nothing: it cannot be read.
std::optional<std::string> beginning_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(32, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return stream.bad() || (bytes.empty() && !stream.eof()) ? std::nullopt : std::optional(bytes);
}

/// SQLite's log and its index hold what the store beside them does not hold yet.
bool belongs_to_store(const fs::path& file) {
    const std::string name = file.string();
    for (const std::string_view suffix : {"-wal", "-shm", "-journal"}) {
        if (name.ends_with(suffix)) {
            const fs::path store = name.substr(0, name.size() - suffix.size());
            std::error_code ignored;
            return fs::is_regular_file(store, ignored) && beginning_of(store).value_or("").starts_with(sqlite_file);
        }
    }
    return false;
}

/// "/dev/stderr" and "/proc/self/fd/3" stand for what was opened already, even if that is a file.
bool is_opened_already(const fs::path& file) {
    const std::string name = fs::absolute(file).lexically_normal().string();
    return name.starts_with("/dev/") || name.starts_with("/proc/");
}

struct Place {
    fs::path file;        ///< links followed
    bool through = false; ///< to be written to as it is, not to be replaced
};

Result<Place> regular_place(const fs::path& file, std::string_view replaces) {
    const auto bytes = beginning_of(file);
    if (!bytes) {
        return wrong(file, ErrorKind::refused, "is there and cannot be looked into; choose another file");
    }
    if (bytes->starts_with(sqlite_file) || bytes->starts_with(key_file)) {
        return wrong(file, ErrorKind::refused,
                     std::string(bytes->starts_with(key_file) ? "is a signing key"
                                                              : "is a SQLite database, such as a "
                                                                "store") +
                         ", which is never overwritten; choose another file");
    }
    if (is_opened_already(file)) {
        return Place{file, true};
    }
    if (replaces.empty() || !bytes->starts_with(replaces)) {
        return wrong(file, ErrorKind::refused,
                     "a file is there already, and it is not overwritten; choose another, or move this one away");
    }
    std::error_code error;
    const fs::path real = fs::canonical(file, error);
    return error ? Result<Place>(wrong(file, ErrorKind::bad_input, error.message())) : Place{real, false};
}

/// Where to write, or why not.
Result<Place> place_of(const fs::path& file, std::string_view replaces) {
    if (!file.has_filename()) {
        return wrong(file, ErrorKind::bad_input, "is not the name of a file");
    }
    if (belongs_to_store(file)) {
        return wrong(file, ErrorKind::refused, "belongs to the store beside it; choose another file");
    }
    std::error_code error;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    switch (fs::status(file, error).type()) {
    case fs::file_type::not_found:
        return fs::is_directory(folder, error)
                   ? Result<Place>(Place{file, false})
                   : wrong(file, ErrorKind::bad_input,
                           "there is no folder " + folder.string() + "; make it first, or choose another");
    case fs::file_type::regular: return regular_place(file, replaces);
    case fs::file_type::character:
    case fs::file_type::fifo: return Place{file, true};
    case fs::file_type::directory: return wrong(file, ErrorKind::bad_input, "is a folder; name a file");
    case fs::file_type::block:
    case fs::file_type::socket:
        return wrong(file, ErrorKind::refused, "is neither a file nor a pipe or terminal; choose another");
    default: return wrong(file, ErrorKind::bad_input, error ? error.message() : "cannot be written to");
    }
}

using Write = std::function<Result<void>(std::ostream&)>;

Result<void> write_into(std::ostream& stream, const fs::path& file, const Write& write) {
    if (auto written = write(stream); !written) {
        return written;
    }
    stream.flush();
    return stream ? Result<void>() : wrong(file, ErrorKind::bad_input, "cannot be written to its end");
}

Result<void> write_through(const fs::path& file, const Write& write) {
    if (is_standard_output(file)) {
        return write_into(std::cout, file, write);
    }
    std::ofstream stream(file, std::ios::binary | std::ios::app);
    return stream ? write_into(stream, file, write) : wrong(file, ErrorKind::bad_input, "cannot be written to");
}

bool is_on_disk(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return synced;
}

} // namespace

bool is_standard_output(const fs::path& file) {
    struct stat own {};
    struct stat other {};
    return !file.empty() && ::fstat(STDOUT_FILENO, &own) == 0 && ::stat(file.c_str(), &other) == 0 &&
           own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

Result<void> write_file(const fs::path& file, const std::string& text, std::string_view replaces) {
    const auto place = place_of(file, replaces);
    if (!place) {
        return fail(place.error());
    }
    if (place->through) {
        return write_through(place->file, [&](std::ostream& out) -> Result<void> {
            out << text;
            return {};
        });
    }
    const auto folder = place->file.has_parent_path() ? place->file.parent_path() : fs::path(".");
    return write_files(folder, {{place->file.filename().string(), text}});
}

Result<void> write_file(const fs::path& file, const Write& write) {
    const auto place = place_of(file, {});
    if (!place) {
        return fail(place.error());
    }
    if (place->through) {
        return write_through(place->file, write);
    }
    fs::path beside = place->file;
    beside.replace_filename("." + place->file.filename().string() + ".unfinished-" + std::to_string(::getpid()));
    const UnfinishedFile unfinished(beside.string());
    std::ofstream stream(unfinished.path(), std::ios::binary | std::ios::trunc);
    if (!stream) {
        return wrong(file, ErrorKind::bad_input, "cannot be made; choose a folder that can be written to");
    }
    if (auto written = write_into(stream, file, write); !written) {
        return written;
    }
    stream.close();
    if (!stream || !is_on_disk(unfinished.path())) {
        return wrong(file, ErrorKind::bad_input, "cannot be written to its end");
    }
    if (const auto still_free = place_of(file, {}); !still_free) { // it may have taken a while
        return fail(still_free.error());
    }
    std::error_code error;
    fs::rename(unfinished.path(), place->file, error);
    return error ? Result<void>(wrong(file, ErrorKind::bad_input, "cannot be named so: " + error.message()))
                 : Result<void>();
}

} // namespace muster
