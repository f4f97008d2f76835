#include "muster/formats/table_template.hpp"

#include "muster/base/csv_text.hpp"
#include "muster/formats/text_input.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <unistd.h>
#include <xlsxwriter.h>

// libxlsxwriter 1.1 copies the range of a list twice and loses one copy: some twenty bytes a column. The leak checker
// of sanitized builds is told; it sees no callers inside that library, so all of it is named.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
extern "C" const char* __lsan_default_suppressions(); // NOLINT(bugprone-reserved-identifier)
const char* __lsan_default_suppressions() {           // NOLINT(bugprone-reserved-identifier)
    return "leak:libxlsxwriter";
}
#endif
#endif

namespace muster {

namespace {

/// libxlsxwriter 1.1 writes only to files: one that goes when this does.
class TemporaryFile {
  public:
    TemporaryFile() {
        std::error_code status;
        std::string name = (std::filesystem::temp_directory_path(status) / "muster-template-XXXXXX").string();
        if (const int file = status ? -1 : mkstemp(name.data()); file >= 0) {
            close(file);
            name_ = std::move(name);
        }
    }
    ~TemporaryFile() {
        if (!name_.empty()) {
            unlink(name_.c_str());
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    /// Empty: it could not be made.
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    std::string name_;
};

struct WorkbookCloser {
    void operator()(lxw_workbook* workbook) const { lxw_workbook_free(workbook); }
};

Result<void> check(const std::string& sheet, const std::vector<TemplateColumn>& columns) {
    if (columns.empty() || columns.size() > LXW_COL_MAX) {
        return fail(ErrorKind::usage, "a template has 1 to 16,384 columns, not " + std::to_string(columns.size()));
    }
    std::set<std::string> names;
    for (const TemplateColumn& column : columns) {
        if (column.name.empty() || !names.insert(text::lower(column.name)).second) {
            return fail(ErrorKind::usage, "the template " + text::quote(sheet) + " has a column " +
                                              text::quote(column.name) + " without a name of its own");
        }
    }
    return {};
}

std::string comment(const TemplateColumn& column) {
    std::string text = column.help + (column.help.empty() ? "" : "\n") + (column.required ? "Required." : "Optional.");
    return column.example.empty() ? text : text + "\nExample: " + column.example;
}

/// A list that stands in the cell's own rule has at most 255 characters, and commas and quotation marks divide it.
bool fits_in_rule(const std::vector<std::string>& words) {
    std::size_t length = 0;
    for (const std::string& word : words) {
        length += word.size() + 1;
        if (word.find_first_of(",\"") != std::string::npos) {
            return false;
        }
    }
    return length <= 256;
}

class TemplateWriter {
  public:
    TemplateWriter(lxw_workbook* workbook, const std::string& sheet)
        : workbook_(workbook), sheet_(workbook_add_worksheet(workbook, sheet.c_str())),
          words_name_(text::lower(sheet) == "words" ? "Words 2" : "Words") {
        header_ = format();
        required_ = format();
        for (lxw_format* one : {header_, required_}) {
            format_set_bold(one);
            format_set_bottom(one, LXW_BORDER_THIN);
        }
        format_set_bg_color(required_, 0xFFF2CC);
        as_text_ = format();
        format_set_num_format_index(as_text_, 49); // "@"
        worksheet_freeze_panes(sheet_, 1, 0);
    }

    /// The first thing that the library refuses stops it.
    lxw_error write(const std::vector<TemplateColumn>& columns) {
        lxw_error status = LXW_NO_ERROR;
        for (std::size_t i = 0; i < columns.size() && status == LXW_NO_ERROR; ++i) {
            status = write(columns[i], static_cast<lxw_col_t>(i));
        }
        return status;
    }

  private:
    lxw_format* format() { return workbook_add_format(workbook_); }

    lxw_error write(const TemplateColumn& column, lxw_col_t c) {
        std::size_t width = column.name.size();
        for (const std::string& word : column.words) {
            width = std::max(width, word.size());
        }
        width = std::clamp<std::size_t>(width + 3, 12, 40);
        worksheet_set_column(sheet_, c, c, static_cast<double>(width), as_text_);
        const auto status =
            worksheet_write_string(sheet_, 0, c, column.name.c_str(), column.required ? required_ : header_);
        if (status != LXW_NO_ERROR) {
            return status;
        }
        lxw_comment_options options{};
        options.width = 320;
        options.height = 140;
        const auto commented = worksheet_write_comment_opt(sheet_, 0, c, comment(column).c_str(), &options);
        return commented != LXW_NO_ERROR || column.words.empty() ? commented : write_rule(column.words, c);
    }

    lxw_error write_rule(const std::vector<std::string>& words, lxw_col_t c) {
        // The library takes pointers that are not const, and leaves what they point to alone.
        std::vector<char*> list;
        std::string range;
        lxw_data_validation rule{};
        rule.error_message = const_cast<char*>("Choose one of the words of the list.");
        if (fits_in_rule(words)) {
            for (const std::string& word : words) {
                list.push_back(const_cast<char*>(word.c_str()));
            }
            list.push_back(nullptr);
            rule.validate = LXW_VALIDATION_TYPE_LIST;
            rule.value_list = list.data();
        } else {
            if (const auto status = write_words(words, range); status != LXW_NO_ERROR) {
                return status;
            }
            rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
            rule.value_formula = range.data();
        }
        return worksheet_data_validation_range(sheet_, 1, c, LXW_ROW_MAX - 1, c, &rule);
    }

    /// Writes the words as the next column of the hidden sheet; `range` is where they stand.
    lxw_error write_words(const std::vector<std::string>& words, std::string& range) {
        if (words_ == nullptr) {
            words_ = workbook_add_worksheet(workbook_, words_name_.c_str());
            worksheet_hide(words_);
        }
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto status =
                worksheet_write_string(words_, static_cast<lxw_row_t>(i), next_words_, words[i].c_str(), as_text_);
            if (status != LXW_NO_ERROR) {
                return status;
            }
        }
        char cells[LXW_MAX_CELL_RANGE_LENGTH];
        lxw_rowcol_to_range_abs(cells, 0, next_words_, static_cast<lxw_row_t>(words.size() - 1), next_words_);
        range = "='" + words_name_ + "'!" + cells;
        ++next_words_;
        return LXW_NO_ERROR;
    }

    lxw_workbook* workbook_;
    lxw_worksheet* sheet_;
    lxw_worksheet* words_ = nullptr;
    std::string words_name_;
    lxw_col_t next_words_ = 0;
    lxw_format* header_ = nullptr;
    lxw_format* required_ = nullptr;
    lxw_format* as_text_ = nullptr;
};

} // namespace

Result<std::string> xlsx_template(const std::string& sheet, const std::vector<TemplateColumn>& columns) {
    if (auto checked = check(sheet, columns); !checked) {
        return fail(std::move(checked.error()));
    }
    const TemporaryFile file;
    std::unique_ptr<lxw_workbook, WorkbookCloser> workbook(file.name().empty() ? nullptr
                                                                               : workbook_new(file.name().c_str()));
    if (!workbook) {
        return fail(ErrorKind::unavailable, "no temporary file can be made; check the folder for them (TMPDIR)");
    }
    if (sheet.empty() || workbook_validate_sheet_name(workbook.get(), sheet.c_str()) != LXW_NO_ERROR) {
        return fail(ErrorKind::usage, "workbooks allow no sheet of the name " + text::quote(sheet) +
                                          ": 1 to 31 characters are expected, none of them one of []:*?/\\");
    }
    if (const auto status = TemplateWriter(workbook.get(), sheet).write(columns); status != LXW_NO_ERROR) {
        return fail(ErrorKind::usage,
                    "the template " + text::quote(sheet) + " cannot be written: " + lxw_strerror(status));
    }
    // Closing frees the workbook, whether it succeeds or not.
    if (const auto status = workbook_close(workbook.release()); status != LXW_NO_ERROR) {
        return fail(ErrorKind::unavailable,
                    "the temporary file " + text::quote(file.name()) + " cannot be written: " + lxw_strerror(status));
    }
    return read_bytes(file.name());
}

std::string csv_template(const std::vector<TemplateColumn>& columns) {
    std::vector<std::string> names;
    for (const TemplateColumn& column : columns) {
        names.push_back(column.name);
    }
    return csv_line(names);
}

} // namespace muster
