#include "muster/app/import_records.hpp"

#include "import_order.hpp"
#include "import_problems.hpp"
#include "muster/base/csv_text.hpp"
#include "muster/formats/table_template.hpp"
#include "muster/formats/xlsx.hpp"
#include "output_file.hpp"
#include "photograph_file.hpp"
#include "record_help.hpp"
#include "record_names.hpp"
#include "register_session.hpp"

#include <algorithm>

namespace muster {
namespace {

/// "Mass G", "mass-g" and "mass_g" are the same name.
std::string plain_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c != ' ' && c != '_' && c != '-') {
            plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return plain;
}

/// The kind, if tables of it can be imported.
Result<const KindSpec*> importable(const std::string& name) {
    auto kind = kind_by_hand(name);
    if (kind && ((*kind)->command.empty() || (*kind)->name == "resolution")) {
        return fail(ErrorKind::usage, "records of the kind " + name + " are made by their own command, not by import");
    }
    return kind;
}

/// The field of each column; what is wrong with columns goes to `problems`.
std::vector<const FieldSpec*> fields_of_columns(const KindSpec& kind, const CsvTable& table,
                                                std::vector<Error>& problems) {
    std::vector<const FieldSpec*> columns;
    std::string known;
    for (const FieldSpec* field : written_fields(kind)) {
        known += (known.empty() ? "" : ", ") + std::string(field->name);
    }
    for (const std::string& name : table.header()) {
        const FieldSpec* found = nullptr;
        for (const FieldSpec* field : written_fields(kind)) {
            found = plain_name(field->name) == plain_name(name) ? field : found;
        }
        if (found == nullptr || std::find(columns.begin(), columns.end(), found) != columns.end()) {
            problems.push_back({ErrorKind::bad_input,
                                found == nullptr ? "a " + std::string(kind.name) + " has no field '" + name +
                                                       "'; its fields are " + known
                                                 : "two columns hold the field " + std::string(found->name),
                                table.source(), 1});
        }
        columns.push_back(found);
    }
    return columns;
}

/// Every row as an entry; what is wrong beside.
class Rows {
  public:
    Rows(Register& reg, const ImportRequest& request, const KindSpec& kind)
        : reg_(reg), request_(request), kind_(kind) {}

    Result<void> read(const CsvTable& table, const std::vector<const FieldSpec*>& columns) {
        for (const CsvRow& row : table.rows()) {
            NewEntry entry;
            entry.kind = kind_.name;
            entry.again = request_.again;
            entry.reason = request_.recorder.reason;
            entry.source = request_.file.filename().string() + ":" + std::to_string(row.line);
            entry.file = table.source();
            entry.line = row.line;
            for (std::size_t c = 0; c < columns.size(); ++c) {
                entry.fields.emplace_back(columns[c]->name, row.fields[c]);
            }
            if (kind_.name == "photograph" && !add_photograph(entry)) {
                continue;
            }
            if (auto expanded = expand_patterns(reg_, entry, {}, problems); !expanded) {
                return expanded;
            }
            entries.push_back(std::move(entry));
        }
        return {};
    }

    std::vector<NewEntry> entries{};
    std::vector<NewBlob> blobs{};
    std::vector<Error> problems{};

  private:
    bool add_photograph(NewEntry& entry) {
        std::string name;
        for (const auto& [field, text] : entry.fields) {
            name = field == "file" ? text : name;
        }
        auto blob = name.empty() ? fail(ErrorKind::bad_input, "file: is missing (the photograph's file)")
                                 : describe_photograph(request_.file.parent_path() / name, entry);
        if (blob) {
            blobs.push_back(*std::move(blob));
            return true;
        }
        problems.push_back({ErrorKind::bad_input, (name.empty() ? "" : "file: '" + name + "' ") + blob.error().message,
                            entry.file, entry.line});
        return false;
    }

    Register& reg_;
    const ImportRequest& request_;
    const KindSpec& kind_;
};

} // namespace

Result<Answer> with_problem_file(Result<Answer> answer, const std::filesystem::path& file) {
    if (!answer || answer->problems.empty() || file.empty()) {
        return answer;
    }
    const std::string header = csv_line({"row", "problem"});
    std::string text = header;
    for (const Error& problem : answer->problems) {
        text += csv_line({problem.line == 0 ? "" : std::to_string(problem.line), problem.message});
    }
    // The problems of an earlier attempt make room for those of this one.
    if (auto written = write_file(file, text, header); !written) {
        return fail(written.error());
    }
    return answer;
}

Result<Answer> with_problems(Result<Answer> answer, std::vector<Error> problems) {
    if (answer) {
        problems.insert(problems.end(), answer->problems.begin(), answer->problems.end());
        std::stable_sort(problems.begin(), problems.end(),
                         [](const Error& a, const Error& b) { return a.line < b.line; });
        answer->problems = std::move(problems);
    }
    return answer;
}

Result<Answer> import_records(const ImportRequest& request) {
    auto kind = importable(request.kind);
    if (!kind) {
        return fail(kind.error());
    }
    auto session = open_for_writing(request.recorder, recording((*kind)->name));
    if (!session) {
        return fail(session.error());
    }
    auto table = read_table(request.file, {}, BadRows::set_aside);
    if (!table) {
        return fail(table.error());
    }
    if (table->rows().empty() && table->bad_rows().empty()) {
        return fail(Error{ErrorKind::bad_input, "has a header, but no rows", table->source()});
    }
    Rows rows(session->reg, request, **kind);
    const auto columns = fields_of_columns(**kind, *table, rows.problems);
    // Where a column has no meaning, every row would seem to lack something.
    if (auto read = rows.problems.empty() ? rows.read(*table, columns) : Result<void>(); !read) {
        return fail(read.error());
    }
    rows.entries = referred_first(std::move(rows.entries), **kind);
    rows.problems.insert(rows.problems.end(), table->bad_rows().begin(), table->bad_rows().end());
    // The rows that are bad in themselves must not hide what is wrong with the others.
    const bool trial = request.recorder.trial || !rows.problems.empty();
    const std::string what = std::string((*kind)->name) + " record";
    Result<Answer> answer =
        rows.entries.empty() ? Answer{} : record_all(*session, rows.entries, what, rows.blobs, trial);
    return with_problem_file(with_problems(std::move(answer), std::move(rows.problems)), request.errors);
}

Result<Answer> write_template(const std::string& kind_name, const std::filesystem::path& out) {
    auto kind = importable(kind_name);
    if (!kind) {
        return fail(kind.error());
    }
    const auto vocabulary = shipped_vocabulary();
    if (!vocabulary) {
        return fail(vocabulary.error());
    }
    std::vector<TemplateColumn> columns;
    for (const FieldSpec* field : written_fields(**kind)) {
        TemplateColumn column{std::string(field->name), std::string(field->help), field->required, {}, {}};
        const std::vector<std::string> words = words_for(*field, *vocabulary);
        for (const std::string& more :
             {expected_form(*field), std::string(field->list ? "several with ; between them" : "")}) {
            column.help += more.empty() ? "" : "; " + more;
        }
        // A list to choose from lets one word in alone.
        if (!field->list) {
            column.words = words;
        } else if (!words.empty()) {
            column.help += "; words:";
            for (const std::string& word : words) {
                column.help += " " + word + ";";
            }
            column.help.pop_back();
        }
        column.example = field->type == FieldType::time   ? "2018-07-27"
                         : field->type == FieldType::mass ? "12.5"
                         : words.empty()                  ? ""
                                                          : words.front();
        columns.push_back(std::move(column));
    }
    const std::string extension = out.extension().string();
    Result<std::string> text = extension == ".xlsx" ? xlsx_template(std::string((*kind)->name), columns)
                                                    : Result<std::string>(csv_template(columns));
    if (!out.empty() && !is_standard_output(out) && extension != ".xlsx" && extension != ".csv") {
        return fail(ErrorKind::usage, "--out: a template is written as .xlsx or .csv, found '" + out.string() + "'");
    }
    if (!text) {
        return fail(text.error());
    }
    Answer answer;
    if (out.empty() || is_standard_output(out)) {
        answer.text = *std::move(text);
        return answer;
    }
    if (auto written = write_file(out, *text); !written) {
        return fail(written.error());
    }
    answer.text = "written to " + out.string() + ": fill it in, then: muster import " + std::string((*kind)->name) +
                  " " + out.string() + "\n";
    return answer;
}

} // namespace muster
