#include "folder_parts.hpp"
#include "json_parts.hpp"
#include "text.hpp"

namespace muster::folder {

namespace {

/// Is this one setting rather than several by name?
bool is_one_setting(const json::Json& document) {
    for (const char* key : {"model", "male_matrix", "female_matrix"}) {
        if (document.contains(key)) {
            return true;
        }
    }
    const json::Json* male = json::find(document, "male");
    return male != nullptr && male->is_object() && male->contains("model") && document.contains("female");
}

struct Choice {
    std::string name;
    const json::Json* setting;
};

Result<Choice> choose(const json::Json& document, const std::string& source, const std::string& wanted,
                      std::vector<std::string>& notes) {
    std::vector<std::string> names;
    for (const auto& [name, setting] : document.items()) {
        names.push_back(name);
    }
    if (names.empty()) {
        return fail(ErrorKind::bad_input, "the file names no mutation setting");
    }
    if (!wanted.empty()) {
        if (const auto it = document.find(wanted); it != document.end()) {
            return Choice{wanted, &*it};
        }
        if (!document.contains("none")) {
            names.emplace_back("none");
        }
        return fail(ErrorKind::usage,
                    "there is no mutation setting " + text::quote(wanted) + "; there are: " + text::join(names));
    }
    const auto preferred = document.find("default");
    const Choice choice =
        preferred == document.end() ? Choice{names.front(), &*document.begin()} : Choice{"default", &*preferred};
    if (names.size() > 1) {
        notes.push_back("mutation setting " + text::quote(choice.name) + " of " + source +
                        " is used; it has: " + text::join(names) + "; choose another with --mutation NAME");
    }
    return choice;
}

/// Which sexes a line of mutation.csv is about.
struct Sexes {
    bool male;
    bool female;
};

std::optional<Sexes> sexes_of(std::string_view field) {
    const std::string word = text::lower(field);
    if (word.empty() || word == "*" || word == "both") {
        return Sexes{true, true};
    }
    const auto sex = text::sex(word);
    if (!sex || *sex == Sex::unknown) {
        return std::nullopt;
    }
    return Sexes{*sex == Sex::male, *sex == Sex::female};
}

struct MutationColumns {
    std::size_t marker;
    std::size_t model;
    std::optional<std::size_t> sex, rate, rate2, range, transform;
};

Result<MutationSpec> spec_of(const CsvTable& csv, const CsvRow& row, const MutationColumns& columns) {
    MutationSpec spec;
    const auto model = parse_mutation_model(text::lower(row.fields[columns.model]));
    if (!model) {
        return fail(csv.error(row, model.error().message));
    }
    spec.model = *model;
    if (spec.model == MutationModel::custom || spec.model == MutationModel::random) {
        return fail(csv.error(row, "the model " + text::quote(row.fields[columns.model]) +
                                       " cannot be given in a table; use mutation.json"));
    }
    const std::pair<std::optional<std::size_t>, double MutationSpec::*> numbers[] = {
        {columns.rate, &MutationSpec::rate},
        {columns.rate2, &MutationSpec::rate2},
        {columns.range, &MutationSpec::range}};
    for (const auto& [column, field] : numbers) {
        const std::string_view text = CsvTable::field(row, column);
        if (text.empty()) {
            continue;
        }
        const auto value = decimal(text);
        if (!value) {
            return fail(
                csv.error(row, "the " + csv.header()[*column] + " is " + text::quote(text) + ", expected a number"));
        }
        spec.*field = *value;
    }
    const std::string transform(CsvTable::field(row, columns.transform));
    const auto known = parse_stationary_transform(text::lower(transform) == "none" ? std::string{} : transform);
    if (!known) {
        return fail(csv.error(row, known.error().message));
    }
    spec.transform = *known;
    return spec;
}

} // namespace

Result<void> read_mutation_json(std::string_view text, const std::string& source, const CaseOptions& options,
                                std::vector<LocusSpec>& loci, std::vector<std::string>& notes) {
    const auto document = json::parse(text, source);
    if (!document) {
        return fail(document.error());
    }
    if (!document->is_object()) {
        return fail(Error{ErrorKind::bad_input, "a JSON object is expected: a mutation setting, or several by name",
                          source, 0});
    }
    Choice choice{"", &*document};
    const bool one = is_one_setting(*document);
    if (one && !options.mutation.empty() && options.mutation != "none") {
        return fail(Error{ErrorKind::usage,
                          "the mutation setting " + text::quote(options.mutation) +
                              " is asked for, but the file holds one setting without a name",
                          source, 0});
    }
    if (options.mutation == "none" && (one || !document->contains("none"))) {
        return {};
    }
    if (!one) {
        const auto chosen = choose(*document, source, options.mutation, notes);
        if (!chosen) {
            return fail(chosen.error().in(source));
        }
        choice = *chosen;
    }
    MutationSpec male;
    MutationSpec female;
    if (auto read = json::read_mutation(*choice.setting, male, female); !read) {
        const std::string which = choice.name.empty() ? "" : "setting " + text::quote(choice.name) + ": ";
        return fail(Error{ErrorKind::bad_input, which + read.error().message, source, 0});
    }
    for (LocusSpec& locus : loci) {
        locus.male = male;
        locus.female = female;
    }
    return {};
}

Result<void> read_mutation_csv(const CsvTable& csv, const CaseOptions& options, std::vector<LocusSpec>& loci) {
    if (auto known = csv.only({"marker", "locus", "system", "model", "sex", "rate", "rate2", "range", "transform"});
        !known) {
        return known;
    }
    const auto marker = csv.require({"marker", "locus", "system"});
    const auto model = csv.require({"model"});
    if (!marker || !model) {
        return fail(!marker ? marker.error() : model.error());
    }
    if (options.mutation == "none") {
        return {};
    }
    if (!options.mutation.empty()) {
        return fail(Error{ErrorKind::usage,
                          "the mutation setting " + text::quote(options.mutation) +
                              " is asked for, but this file holds one setting; leave the choice out, or choose 'none'",
                          csv.source(), 0});
    }
    const MutationColumns columns{*marker,
                                  *model,
                                  csv.find({"sex"}),
                                  csv.find({"rate"}),
                                  csv.find({"rate2"}),
                                  csv.find({"range"}),
                                  csv.find({"transform"})};
    const LocusIndex index(loci);
    // A line for all markers holds wherever no line names the marker, in whichever order they stand.
    for (const bool general : {true, false}) {
        for (const CsvRow& row : csv.rows()) {
            const std::string& name = row.fields[*marker];
            if ((name == "*") != general) {
                continue;
            }
            const auto sexes = sexes_of(CsvTable::field(row, columns.sex));
            if (!sexes) {
                return fail(csv.error(row, "the sex is " + text::quote(CsvTable::field(row, columns.sex)) +
                                               ", expected M, F or nothing for both"));
            }
            const auto spec = spec_of(csv, row, columns);
            if (!spec) {
                return fail(spec.error());
            }
            const auto locus = index.find(name);
            if (!general && !locus) {
                return fail(csv.error(row, "marker " + text::quote(name) + " has no frequencies"));
            }
            for (std::size_t i = 0; i < loci.size(); ++i) {
                if (general || i == *locus) {
                    loci[i].male = sexes->male ? *spec : loci[i].male;
                    loci[i].female = sexes->female ? *spec : loci[i].female;
                }
            }
        }
    }
    return {};
}

} // namespace muster::folder
