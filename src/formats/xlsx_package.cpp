#include "xlsx_package.hpp"

#include "muster/formats/xlsx.hpp"
#include "text.hpp"

#include <algorithm>
#include <filesystem>
#include <zip.h>

namespace muster::xlsx {

namespace {

constexpr std::string_view compound_file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// XML that is nothing but small elements takes twenty times its size in memory.
constexpr std::ptrdiff_t most_elements = 40'000'000;

std::string_view local(std::string_view name) {
    return name.substr(name.find(':') + 1); // npos + 1 is 0
}

/// Office puts an encrypted workbook into the container of its older formats.
std::string compound_message(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.find("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv) != std::string_view::npos) {
        return "the workbook is encrypted with a password; save it without one";
    }
    return "this is no .xlsx workbook but a file of an older Office program (.xls); save it as .xlsx";
}

struct FileCloser {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

} // namespace

bool is(const pugi::xml_node& node, std::string_view name) {
    return local(node.name()) == name;
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
    return node.find_child([&](const pugi::xml_node& one) { return is(one, name); });
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
    return node.find_attribute([&](const pugi::xml_attribute& one) { return local(one.name()) == name; }).value();
}

std::string characters(const pugi::xml_node& node) {
    std::string out;
    for (const pugi::xml_node& part : node.children()) {
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) {
            out += part.value();
        }
    }
    return out;
}

void Package::Closer::operator()(zip* archive) const {
    zip_discard(archive);
}

Error Package::bad(std::string message) const {
    return Error{ErrorKind::bad_input, std::move(message), source_, 0};
}

Result<Package> Package::open(std::string_view bytes, std::string source) {
    Package package(std::move(source));
    if (bytes.starts_with(compound_file)) {
        return fail(package.bad(compound_message(bytes)));
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* memory = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip* archive = memory == nullptr ? nullptr : zip_open_from_source(memory, ZIP_RDONLY, &error);
    if (archive == nullptr) {
        const std::string reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        if (memory != nullptr) {
            zip_source_free(memory); // an archive that opened would own it
        }
        return fail(
            package.bad("this is no .xlsx workbook, or a damaged one (" + reason + "); save it again as .xlsx"));
    }
    zip_error_fini(&error);
    package.archive_.reset(archive);
    return package;
}

Result<std::string> Package::read(const std::string& part) {
    const zip_int64_t index = zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE);
    if (index < 0) {
        return fail(bad("this is no .xlsx workbook, or a damaged one: it lacks the part " + text::quote(part)));
    }
    zip_stat_t about;
    if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &about) == 0 &&
        (about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
        return fail(bad("the workbook is encrypted with a password; save it without one"));
    }
    const std::unique_ptr<zip_file_t, FileCloser> file(
        zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0));
    if (!file) {
        return fail(bad("the part " + text::quote(part) + " cannot be unpacked (" + zip_strerror(archive_.get()) +
                        "); save the workbook again"));
    }
    // The size that the zip file states is only a claim, so what comes out is counted.
    std::string bytes;
    std::vector<char> block(1 << 16);
    for (zip_int64_t n = 0; (n = zip_fread(file.get(), block.data(), block.size())) != 0;) {
        if (n < 0) {
            return fail(bad("the part " + text::quote(part) + " is damaged (" + zip_file_strerror(file.get()) +
                            "); save the workbook again"));
        }
        unpacked_ += static_cast<std::size_t>(n);
        if (unpacked_ > max_unpacked_bytes) {
            return fail(bad("the workbook unpacks to more than 256 MB, the limit; split it, or save the sheet as CSV"));
        }
        bytes.append(block.data(), static_cast<std::size_t>(n));
    }
    return bytes;
}

Result<pugi::xml_document> Package::xml(const std::string& part) {
    const auto bytes = read(part);
    if (!bytes) {
        return fail(bytes.error());
    }
    if (std::count(bytes->begin(), bytes->end(), '<') > most_elements) {
        return fail(bad("the part " + text::quote(part) + " has too many elements; split the workbook"));
    }
    pugi::xml_document document;
    // A text run that is one blank counts; blanks between elements do not.
    const auto parsed =
        document.load_buffer(bytes->data(), bytes->size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!parsed) {
        return fail(bad("the part " + text::quote(part) + " is no XML that can be read (" + parsed.description() +
                        "); save the workbook again as .xlsx"));
    }
    return document;
}

Result<std::vector<Relation>> Package::relations(const std::string& part) {
    const std::filesystem::path path(part);
    const std::filesystem::path folder = path.parent_path();
    const auto document = xml((folder / "_rels" / (path.filename().string() + ".rels")).generic_string());
    if (!document) {
        return fail(document.error());
    }
    std::vector<Relation> found;
    for (const pugi::xml_node& node : document->document_element().children()) {
        if (!is(node, "Relationship") || attribute(node, "TargetMode") == "External") {
            continue;
        }
        const std::string_view type = attribute(node, "Type");
        const auto target = (folder / attribute(node, "Target")).lexically_normal().relative_path();
        found.push_back({std::string(attribute(node, "Id")), std::string(type.substr(type.rfind('/') + 1)),
                         target.generic_string()});
    }
    return found;
}

} // namespace muster::xlsx
