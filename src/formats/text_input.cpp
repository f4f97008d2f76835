#include "muster/formats/text_input.hpp"

#include "text.hpp"

#include <fstream>

namespace muster {

namespace {

using Byte = unsigned char;

std::string from_latin1(std::string_view s) {
    std::string out;
    out.reserve(s.size() + s.size() / 8);
    for (const char c : s) {
        const auto byte = static_cast<Byte>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0U | (byte >> 6U));
            out += static_cast<char>(0x80U | (byte & 0x3FU));
        }
    }
    return out;
}

Error bad(const std::string& source, std::string message) {
    return Error{ErrorKind::bad_input, std::move(message), source, 0};
}

Error too_large(const std::string& source) {
    return bad(source, "the file is larger than 256 MB, the limit; split it");
}

} // namespace

Result<TextInput> decode_text(std::string bytes, std::string source) {
    if (bytes.size() > max_text_bytes) {
        return fail(too_large(source));
    }
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        return fail(bad(source, "the file is UTF-16 text; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")"));
    }
    if (bytes.find('\0') != std::string::npos) {
        return fail(bad(source, "this is not a text file (it holds NUL bytes)"));
    }
    TextInput input{std::move(source), std::move(bytes), {}};
    if (input.text.starts_with("\xEF\xBB\xBF")) {
        input.text.erase(0, 3);
    }
    if (!text::is_utf8(input.text)) {
        input.text = from_latin1(input.text);
        input.notes.push_back(input.source + " is not UTF-8: it was read as Latin-1");
    }
    return input;
}

Result<std::string> read_bytes(const std::filesystem::path& path) {
    const std::string source = path.string();
    std::error_code status;
    if (std::filesystem::is_directory(path, status)) {
        return fail(bad(source, "this is a folder; a file is expected"));
    }
    if (!std::filesystem::exists(path, status)) {
        return fail(bad(source, "there is no such file"));
    }
    const auto size = std::filesystem::file_size(path, status);
    if (!status && size > max_text_bytes) {
        return fail(too_large(source));
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        return fail(bad(source, "the file cannot be opened; check its permissions"));
    }
    std::string bytes(status ? 0 : static_cast<std::size_t>(size), '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    // A pipe has no size, and a file may grow while it is read.
    char block[1 << 16];
    while (stream.read(block, sizeof block), stream.gcount() > 0 && bytes.size() <= max_text_bytes) {
        bytes.append(block, static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad()) {
        return fail(bad(source, "the file could not be read to its end"));
    }
    if (bytes.size() > max_text_bytes) {
        return fail(too_large(source));
    }
    return bytes;
}

Result<TextInput> read_text(const std::filesystem::path& path) {
    auto bytes = read_bytes(path);
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    return decode_text(*std::move(bytes), path.string());
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        if (end == std::string_view::npos) {
            lines.push_back(text);
            break;
        }
        lines.push_back(text.substr(0, end));
        const bool pair = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
        text.remove_prefix(end + (pair ? 2 : 1));
    }
    return lines;
}

} // namespace muster
