#include "muster/base/data_dir.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

namespace muster {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

} // namespace

Result<fs::path> data_dir() {
    if (const char* chosen = std::getenv("MUSTER_DATA_DIR"); chosen != nullptr && *chosen != '\0') {
        if (is_folder(chosen)) {
            return fs::path(chosen);
        }
        return fail(ErrorKind::bad_input, "MUSTER_DATA_DIR is '" + std::string(chosen) +
                                              "', which is not a folder; set it to muster's data folder, or unset it");
    }
    std::vector<fs::path> places;
    std::error_code unknown;
    if (const fs::path program = fs::read_symlink("/proc/self/exe", unknown); !unknown) {
        places.push_back((program.parent_path() / ".." / "share" / "muster" / "data").lexically_normal());
    }
    places.emplace_back(MUSTER_SOURCE_DATA_DIR);
    std::string tried;
    for (const fs::path& place : places) {
        if (is_folder(place)) {
            return place;
        }
        tried += (tried.empty() ? "'" : ", '") + place.string() + "'";
    }
    return fail(ErrorKind::bad_input, "muster's data folder is missing: looked for " + tried +
                                          "; set MUSTER_DATA_DIR to the folder that holds nist1036/");
}

Result<std::string> read_data_file(const std::string& relative) {
    const Result<fs::path> folder = data_dir();
    if (!folder) {
        return fail(folder.error());
    }
    const fs::path path = *folder / relative;
    // A folder opens as a stream too, and then reads as empty.
    std::ifstream file(path, std::ios::binary);
    if (!file || is_folder(path)) {
        return fail(Error{ErrorKind::bad_input,
                          "cannot be read; this file ships with muster: restore it, or set "
                          "MUSTER_DATA_DIR to the folder that has it",
                          path.string()});
    }
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (file.bad()) {
        return fail(Error{ErrorKind::bad_input, "reading stopped before the end of the file", path.string()});
    }
    return text;
}

} // namespace muster
