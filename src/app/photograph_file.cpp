#include "photograph_file.hpp"

#include "muster/ledger/hash.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace muster {

std::string media_type_of(std::string_view first_bytes) {
    using namespace std::string_view_literals;
    if (first_bytes.starts_with("\xFF\xD8\xFF"sv)) {
        return "image/jpeg";
    }
    if (first_bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) {
        return "image/png";
    }
    if (first_bytes.starts_with("II*\0"sv) || first_bytes.starts_with("MM\0*"sv)) {
        return "image/tiff";
    }
    if (first_bytes.starts_with("%PDF-"sv)) {
        return "application/pdf";
    }
    // ISO/IEC 23008-12: a file type box whose brand is one of HEIF's with HEVC images.
    if (first_bytes.size() >= 12 && first_bytes.substr(4, 4) == "ftyp"sv) {
        constexpr std::array brands = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv, "mif1"sv, "msf1"sv};
        if (std::find(brands.begin(), brands.end(), first_bytes.substr(8, 4)) != brands.end()) {
            return "image/heic";
        }
    }
    return {};
}

Result<NewBlob> describe_photograph(const std::filesystem::path& file, NewEntry& entry) {
    const auto wrong = [&](std::string what) {
        return fail(Error{ErrorKind::bad_input, std::move(what), file.string()});
    };
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return wrong(std::filesystem::exists(file, error) ? "is not a file" : "there is no such file");
    }
    const std::uint64_t size = std::filesystem::file_size(file, error);
    if (error || size > max_photograph_bytes) {
        return wrong(error ? "cannot be read: " + error.message()
                           : "has " + std::to_string(size >> 20) + " MB; at most 200 MB are taken");
    }
    std::ifstream stream(file, std::ios::binary);
    ledger::Sha256 hash;
    std::string part(std::size_t{1} << 20, '\0');
    std::string media_type;
    std::uint64_t bytes = 0;
    while (stream) {
        stream.read(part.data(), static_cast<std::streamsize>(part.size()));
        const std::string_view got(part.data(), static_cast<std::size_t>(stream.gcount()));
        if (bytes == 0) {
            media_type = media_type_of(got);
        }
        bytes += got.size();
        hash.update(got);
    }
    if (!stream.eof() || bytes != size) {
        return wrong("cannot be read");
    }
    if (media_type.empty()) {
        return wrong("is neither JPEG, PNG, TIFF, HEIC nor PDF by its first bytes; only these are taken");
    }
    const std::string sha256 = ledger::hex(hash.finish());
    std::erase_if(entry.fields, [](const auto& field) { return field.first == "file"; });
    entry.fields.insert(entry.fields.end(), {{"sha256", sha256},
                                             {"bytes", std::to_string(bytes)},
                                             {"media_type", media_type},
                                             {"file", file.filename().string()}});
    return NewBlob{sha256, file};
}

bool is_taken_from_file(const KindSpec& kind, std::string_view field) {
    return kind.name == "photograph" && (field == "sha256" || field == "bytes" || field == "media_type");
}

} // namespace muster
