#include "muster/formats/read_case.hpp"

#include "muster/formats/case_folder.hpp"
#include "muster/formats/dvi_json.hpp"
#include "muster/formats/familias.hpp"
#include "muster/formats/text_input.hpp"
#include "text.hpp"

#include <array>

namespace muster {

namespace {

using Path = std::filesystem::path;

bool is_folder(const Path& path) {
    std::error_code status;
    return std::filesystem::is_directory(path, status);
}

bool is_familias(const Path& path) {
    return !is_folder(path) && text::lower(path.extension().string()) == ".fam";
}

bool is_json(const Path& path) {
    return !is_folder(path) && text::lower(path.extension().string()) == ".json";
}

/// Reads the file and hands its text to a parser.
template <Result<Case> (*parse)(const TextInput&, const CaseOptions&)>
Result<Case> read_with(const Path& path, const CaseOptions& options) {
    const auto input = read_text(path);
    return input ? parse(*input, options) : fail(input.error());
}

constexpr std::array formats{
    CaseFormat{"familias", "a Familias 3 project with a DVI section (*.fam)", is_familias,
               read_with<parse_familias_case>},
    CaseFormat{"json", "a case as JSON (*.json)", is_json, read_with<parse_dvi_json>},
    CaseFormat{"folder", "a folder with profiles.csv, pedigree.csv (or pedigree.ped) and frequencies.csv", is_folder,
               read_case_folder},
};

} // namespace

std::span<const CaseFormat> case_formats() {
    return formats;
}

Result<Case> read_case(const Path& path, const CaseOptions& options) {
    std::error_code status;
    if (!std::filesystem::exists(path, status)) {
        return fail(Error{ErrorKind::bad_input, "there is no such file or folder", path.string(), 0});
    }
    std::string known;
    for (const CaseFormat& format : case_formats()) {
        if (format.matches(path)) {
            return format.read(path, options);
        }
        known += (known.empty() ? "" : "; ") + std::string(format.looks_like);
    }
    return fail(Error{ErrorKind::bad_input, "a case is expected, which is one of: " + known, path.string(), 0});
}

} // namespace muster
