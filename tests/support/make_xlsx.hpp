#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <zip.h>

// Workbooks put together by hand, part by part, for what no spreadsheet program would write.
namespace muster::test {

/// Names of parts and their XML.
using Parts = std::map<std::string, std::string>;

/// A zip file of these parts, stored or packed; encrypted if there is a password.
inline std::string make_zip(const Parts& parts, bool packed = false, const std::string& password = {}) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* archive = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
    if (archive == nullptr) {
        throw std::runtime_error(zip_error_strerror(&error));
    }
    zip_source_keep(memory);
    for (const auto& [name, text] : parts) {
        zip_source_t* part = zip_source_buffer(archive, text.data(), text.size(), 0);
        const auto index = static_cast<zip_uint64_t>(zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8));
        zip_set_file_compression(archive, index, packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
        if (!password.empty()) {
            zip_file_set_encryption(archive, index, ZIP_EM_AES_256, password.c_str());
        }
    }
    if (zip_close(archive) != 0) {
        throw std::runtime_error("the zip file cannot be written");
    }
    zip_stat_t about;
    zip_source_stat(memory, &about);
    std::string bytes(about.size, '\0');
    zip_source_open(memory);
    zip_source_read(memory, bytes.data(), bytes.size());
    zip_source_close(memory);
    zip_source_free(memory);
    return bytes;
}

/// One part of a zip file; empty if it is not there.
inline std::string part_of(const std::string& bytes, const std::string& name) {
    zip_t* archive = zip_open_from_source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr), 0, nullptr);
    zip_file_t* file = archive == nullptr ? nullptr : zip_fopen(archive, name.c_str(), 0);
    std::string text;
    char c = 0;
    while (file != nullptr && zip_fread(file, &c, 1) == 1) {
        text += c;
    }
    zip_fclose(file);
    zip_discard(archive);
    return text;
}

inline const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

inline std::string relation(const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + type + "\" Target=\"" + target + "\"/>";
}

/// A workbook of one sheet "Cases" with these rows (XML of sheetData) and these shared strings and style formats (XML
/// of sst and of styleSheet); `after` stands behind the sheetData.
inline Parts workbook_parts(const std::string& rows, const std::string& strings = {}, const std::string& styles = {},
                            const std::string& properties = {}, const std::string& after = {}) {
    const std::string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const std::string package =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    return {{"_rels/.rels", package + relation("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
            {"xl/workbook.xml", "<workbook " + main + " xmlns:r=\"" + office + "\">" + properties +
                                    "<sheets><sheet name=\"Cases\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
            {"xl/_rels/workbook.xml.rels", package + relation("rId1", "worksheet", "worksheets/sheet1.xml") +
                                               relation("rId2", "sharedStrings", "/xl/sharedStrings.xml") +
                                               relation("rId3", "styles", "styles.xml") + "</Relationships>"},
            {"xl/sharedStrings.xml", "<sst " + main + ">" + strings + "</sst>"},
            {"xl/styles.xml", "<styleSheet " + main + ">" + styles + "</styleSheet>"},
            {"xl/worksheets/sheet1.xml",
             "<worksheet " + main + "><sheetData>" + rows + "</sheetData>" + after + "</worksheet>"}};
}

} // namespace muster::test
