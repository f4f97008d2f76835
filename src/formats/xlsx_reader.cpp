#include "muster/formats/xlsx.hpp"

#include "muster/formats/text_input.hpp"
#include "text.hpp"
#include "xlsx_cells.hpp"
#include "xlsx_package.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace muster {

namespace {

using xlsx::Address;
using xlsx::TimeFormat;

Error bad(const std::string& source, std::string message) {
    return Error{ErrorKind::bad_input, std::move(message), source, 0};
}

std::size_t number_of(std::string_view digits, std::size_t otherwise) {
    const auto value = text::integer(digits);
    return value && *value >= 0 ? static_cast<std::size_t>(*value) : otherwise;
}

/// Undoes the escapes of characters that XML cannot hold: "_x000D_" is a carriage return (ECMA-376 part 1, 22.9.2.19).
std::string unescaped(std::string text) {
    for (std::size_t at = 0; (at = text.find("_x", at)) != std::string::npos; ++at) {
        unsigned code = 0;
        const char* const digits = text.data() + at + 2;
        const bool escape = at + 7 <= text.size() && digits[4] == '_' &&
                            std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4;
        if (escape && code > 0 && (code < 0xD800 || code > 0xDFFF)) {
            const wchar_t character[] = {static_cast<wchar_t>(code), L'\0'};
            text.replace(at, 7, pugi::as_utf8(character));
        }
    }
    return text;
}

/// A shared or inline string: its own text, or that of its runs. Phonetic guides (rPh) are not part of it.
std::string string_of(const pugi::xml_node& item) {
    std::string out;
    for (const pugi::xml_node& part : item.children()) {
        if (xlsx::is(part, "t")) {
            out += xlsx::characters(part);
        } else if (xlsx::is(part, "r")) {
            out += xlsx::characters(xlsx::child(part, "t"));
        }
    }
    return unescaped(std::move(out));
}

/// What the cells of a sheet refer to.
struct Workbook {
    std::string sheet; ///< the name of the sheet's part
    bool from_1904 = false;
    std::vector<TimeFormat> formats; ///< by style number
    std::vector<std::string> strings;
};

Result<std::string> choose_sheet(const pugi::xml_node& root, const std::vector<xlsx::Relation>& relations,
                                 std::string_view wanted, const std::string& source) {
    std::vector<std::string> names;
    std::string found;
    for (const pugi::xml_node& sheet : xlsx::child(root, "sheets").children()) {
        const auto at = std::find_if(relations.begin(), relations.end(),
                                     [&](const auto& one) { return one.id == xlsx::attribute(sheet, "id"); });
        if (at == relations.end() || at->type != "worksheet") {
            continue; // a chart stands alone on its sheet
        }
        names.emplace_back(xlsx::attribute(sheet, "name"));
        const std::string_view state = xlsx::attribute(sheet, "state");
        const bool chosen = wanted.empty() ? state.empty() || state == "visible" : names.back() == wanted;
        found = found.empty() && chosen ? at->part : found;
    }
    if (names.empty()) {
        return fail(bad(source, "there is no sheet in this file; a workbook (.xlsx) with one is expected"));
    }
    if (found.empty()) {
        return fail(bad(source, (wanted.empty() ? std::string("all sheets are hidden; show one of: ")
                                                : "there is no sheet " + text::quote(wanted) + "; there are: ") +
                                    text::join(names)));
    }
    return found;
}

std::vector<TimeFormat> read_formats(const pugi::xml_node& styles) {
    std::map<std::size_t, TimeFormat> custom;
    for (const pugi::xml_node& format : xlsx::child(styles, "numFmts").children()) {
        custom[number_of(xlsx::attribute(format, "numFmtId"), 0)] =
            xlsx::time_format(xlsx::attribute(format, "formatCode"));
    }
    std::vector<TimeFormat> formats;
    for (const pugi::xml_node& style : xlsx::child(styles, "cellXfs").children()) {
        const std::size_t id = number_of(xlsx::attribute(style, "numFmtId"), 0);
        const auto at = custom.find(id);
        formats.push_back(at == custom.end() ? xlsx::built_in_time_format(id) : at->second);
    }
    return formats;
}

Result<Workbook> read_workbook(xlsx::Package& package, std::string_view sheet, const std::string& source) {
    const auto top = package.relations({});
    if (!top) {
        return fail(top.error());
    }
    const auto document =
        std::find_if(top->begin(), top->end(), [](const auto& one) { return one.type == "officeDocument"; });
    if (document == top->end()) {
        return fail(bad(source, "this is no .xlsx workbook: the file names no document"));
    }
    const auto tree = package.xml(document->part);
    const auto relations = package.relations(document->part);
    if (!tree || !relations) {
        return fail(tree ? relations.error() : tree.error());
    }
    const pugi::xml_node root = tree->document_element();
    auto part = choose_sheet(root, *relations, sheet, source);
    if (!part) {
        return fail(std::move(part.error()));
    }
    const std::string_view date1904 = xlsx::attribute(xlsx::child(root, "workbookPr"), "date1904");
    Workbook workbook{*std::move(part), date1904 == "1" || date1904 == "true", {}, {}};
    for (const xlsx::Relation& relation : *relations) {
        if (relation.type != "styles" && relation.type != "sharedStrings") {
            continue;
        }
        const auto other = package.xml(relation.part);
        if (!other) {
            return fail(other.error());
        }
        if (relation.type == "styles") {
            workbook.formats = read_formats(other->document_element());
            continue;
        }
        for (const pugi::xml_node& item : other->document_element().children()) {
            workbook.strings.push_back(string_of(item));
        }
    }
    return workbook;
}

/// The merged ranges, asked for cell after cell in reading order.
class Merges {
  public:
    explicit Merges(const pugi::xml_node& sheet) {
        for (const pugi::xml_node& merge : xlsx::child(sheet, "mergeCells").children()) {
            const std::string_view ref = xlsx::attribute(merge, "ref");
            const std::size_t colon = ref.find(':');
            const auto from = xlsx::address(ref.substr(0, colon));
            const auto to = colon == std::string_view::npos ? from : xlsx::address(ref.substr(colon + 1));
            if (from && to) {
                ranges_.push_back({*from, *to});
            }
        }
        std::sort(ranges_.begin(), ranges_.end(), [](const auto& a, const auto& b) { return a.from.row < b.from.row; });
    }

    /// Is this cell part of a merged range, and not its first?
    bool cover(const Address& cell) {
        for (; next_ < ranges_.size() && ranges_[next_].from.row <= cell.row; ++next_) {
            open_.insert_or_assign(ranges_[next_].from.column, ranges_[next_]);
        }
        // Ranges do not overlap, so only the nearest to the left can hold the cell, once those above are gone.
        auto at = open_.upper_bound(cell.column);
        while (at != open_.begin()) {
            const Range& range = std::prev(at)->second;
            if (range.to.row >= cell.row) {
                return range.to.column >= cell.column &&
                       (range.from.row != cell.row || range.from.column != cell.column);
            }
            at = open_.erase(std::prev(at));
        }
        return false;
    }

  private:
    struct Range {
        Address from, to;
    };
    std::vector<Range> ranges_;
    std::map<std::size_t, Range> open_; // by first column
    std::size_t next_ = 0;
};

class SheetReader {
  public:
    SheetReader(const Workbook& workbook, const pugi::xml_node& sheet, const std::string& source, BadRows bad)
        : workbook_(workbook), sheet_(sheet), source_(source), merges_(sheet), bad_(bad) {}

    Result<std::vector<CsvRow>> read() {
        std::vector<CsvRow> rows;
        std::size_t line = 0;
        for (const pugi::xml_node& node : xlsx::child(sheet_, "sheetData").children()) {
            if (!xlsx::is(node, "row")) {
                continue;
            }
            const std::string_view stated = xlsx::attribute(node, "r");
            const std::size_t number = stated.empty() ? line + 1 : number_of(stated, 0);
            if (number <= line || number > xlsx::most_rows) {
                return fail(bad(source_, "the sheet is damaged: row " + text::quote(stated) + " follows row " +
                                             std::to_string(line) + "; save the workbook again"));
            }
            line = number;
            const std::size_t bad_before = bad_rows.size();
            auto fields = read_row(node, line);
            if (!fields) {
                return fail(std::move(fields.error()));
            }
            if (!fields->empty() && bad_rows.size() == bad_before) {
                rows.push_back({line, *std::move(fields)});
            }
        }
        return rows;
    }

    std::vector<Error> bad_rows{}; ///< of the rows that were set aside

  private:
    /// The fields up to the last that is not empty; in the rows below the header at least as many as that has.
    Result<std::vector<std::string>> read_row(const pugi::xml_node& row, std::size_t line) {
        std::vector<std::string> fields;
        Address at{line, 0};
        for (const pugi::xml_node& cell : row.children()) {
            if (!xlsx::is(cell, "c")) {
                continue;
            }
            const std::string_view ref = xlsx::attribute(cell, "r");
            const auto stated = ref.empty() ? Address{line, at.column + 1} : xlsx::address(ref);
            if (!stated || stated->row != line || stated->column <= at.column || stated->column > xlsx::most_columns) {
                return fail(error(line, "the sheet is damaged: a cell " + text::quote(ref) + " stands here, behind " +
                                            std::to_string(at.column) + " others; save the workbook again"));
            }
            at = *stated;
            auto value = merges_.cover(at) ? std::string() : read_cell(cell, at);
            if (!value) {
                return fail(std::move(value.error()));
            }
            if (!value->empty()) {
                fields.resize(at.column);
                fields.back() = *std::move(value);
            }
        }
        width_ = width_ == 0 ? fields.size() : width_;
        if (!fields.empty() && fields.size() < width_) {
            fields.resize(width_);
        }
        cells_ += fields.size();
        if (cells_ > max_sheet_cells) {
            return fail(error(line, "the sheet has more than 5 million cells, the limit; split it"));
        }
        return fields;
    }

    Result<std::string> read_cell(const pugi::xml_node& cell, const Address& at) {
        auto value = raw_value(cell);
        if (!value) {
            Error wrong = error(at.row, "cell " + xlsx::to_string(at) + ": " + value.error().message);
            if (bad_ == BadRows::refuse || width_ == 0) {
                return fail(std::move(wrong));
            }
            bad_rows.push_back(std::move(wrong));
            return std::string();
        }
        if (!text::is_utf8(*value)) {
            return fail(error(at.row, "cell " + xlsx::to_string(at) + " holds characters that do not exist"));
        }
        text_bytes_ += value->size(); // many cells can share one long string
        if (text_bytes_ > max_unpacked_bytes) {
            return fail(error(at.row, "the sheet holds more than 256 MB of text, the limit; split it"));
        }
        return std::string(text::trim(*value));
    }

    /// The value by the cell's type (ECMA-376 part 1, 18.18.11); errors without a place.
    [[nodiscard]] Result<std::string> raw_value(const pugi::xml_node& cell) const {
        const std::string_view type = xlsx::attribute(cell, "t");
        if (type == "inlineStr") {
            return string_of(xlsx::child(cell, "is"));
        }
        std::string value = xlsx::characters(xlsx::child(cell, "v"));
        if (type == "e") {
            return fail(ErrorKind::bad_input, "it holds the error " + value + "; correct it or clear the cell");
        }
        if (value.empty()) {
            if (type != "str" && xlsx::child(cell, "f")) {
                return fail(ErrorKind::bad_input, "the value of its formula is not stored; open the workbook in a "
                                                  "spreadsheet program and save it there");
            }
            return value;
        }
        if (type == "s") {
            const std::size_t index = number_of(value, workbook_.strings.size());
            if (index >= workbook_.strings.size()) {
                return fail(ErrorKind::bad_input, "it names a text that the workbook lacks; save the workbook again");
            }
            return workbook_.strings[index];
        }
        if (type == "str") {
            return unescaped(std::move(value));
        }
        if (type == "b") {
            return std::string(value == "1" || value == "true" ? "TRUE" : "FALSE");
        }
        return type == "d" ? value : number(cell, value);
    }

    [[nodiscard]] Result<std::string> number(const pugi::xml_node& cell, const std::string& value) const {
        const auto found = text::number(value);
        if (!found) {
            return fail(ErrorKind::bad_input, "a number is expected, found " + text::quote(value));
        }
        const std::size_t style = number_of(xlsx::attribute(cell, "s"), 0);
        const TimeFormat format = style < workbook_.formats.size() ? workbook_.formats[style] : TimeFormat{};
        return format.any() ? xlsx::date_text(*found, format, workbook_.from_1904) : text::exact(*found);
    }

    [[nodiscard]] Error error(std::size_t line, std::string message) const {
        return Error{ErrorKind::bad_input, std::move(message), source_, line};
    }

    const Workbook& workbook_;
    pugi::xml_node sheet_;
    const std::string& source_;
    Merges merges_;
    BadRows bad_;
    std::size_t width_ = 0;
    std::size_t cells_ = 0;
    std::size_t text_bytes_ = 0;
};

} // namespace

Result<CsvTable> parse_xlsx(std::string_view bytes, std::string source, std::string_view sheet, BadRows bad) {
    auto package = xlsx::Package::open(bytes, source);
    if (!package) {
        return fail(std::move(package.error()));
    }
    const auto workbook = read_workbook(*package, sheet, source);
    if (!workbook) {
        return fail(workbook.error());
    }
    const auto tree = package->xml(workbook->sheet);
    if (!tree) {
        return fail(tree.error());
    }
    SheetReader reader(*workbook, tree->document_element(), source, bad);
    auto rows = reader.read();
    auto table = rows ? CsvTable::from_rows(*std::move(rows), std::move(source), bad) : fail(std::move(rows.error()));
    return table ? std::move(*table).with_bad_rows(std::move(reader.bad_rows)) : std::move(table);
}

Result<CsvTable> read_table(const std::filesystem::path& path, std::string_view sheet, BadRows bad) {
    auto bytes = read_bytes(path);
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    // A zip file, also an empty one; or the container of encrypted and older workbooks, to say so.
    if (bytes->starts_with("PK\x03\x04") || bytes->starts_with("PK\x05\x06") ||
        bytes->starts_with("\xD0\xCF\x11\xE0")) {
        return parse_xlsx(*bytes, path.string(), sheet, bad);
    }
    auto input = decode_text(*std::move(bytes), path.string());
    if (!input) {
        return fail(std::move(input.error()));
    }
    auto table = CsvTable::parse(input->text, std::move(input->source), bad);
    if (!table) {
        return table;
    }
    return std::move(*table).with_notes(std::move(input->notes));
}

} // namespace muster
