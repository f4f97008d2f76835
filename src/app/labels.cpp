#include "muster/app/labels.hpp"

#include "muster/print/document.hpp"
#include "record_names.hpp"
#include "register_records.hpp"
#include "register_session.hpp"
#include "sight.hpp"

#include <algorithm>
#include <array>

namespace muster {
namespace {

/// Which records are the parts of one, by the field in which they name it, and what their labels say.
struct Parts {
    std::string_view of;
    std::string_view kind;
    std::string_view field;
    std::vector<std::string_view> lines; ///< fields of the part
};
const std::array parts{
    Parts{"turnover", "case", "turnover", {"seal"}},
    Parts{"accession", "specimen", "accession", {"bone", "side", "position", "completeness", "case"}},
    Parts{"case", "specimen", "case", {"bone", "side", "position", "completeness", "case"}},
    Parts{"specimen", "sample", "specimen", {"material", "mass_g", "on"}},
    Parts{"sample", "extraction", "sample", {"method", "on"}},
};

const Parts* parts_of(std::string_view kind) {
    const auto* found = std::find_if(parts.begin(), parts.end(), [&](const Parts& one) { return one.of == kind; });
    return found == parts.end() ? nullptr : found;
}

/// "seal 0123" where the field needs its name to be understood; the word alone where it does not.
std::string line_of(std::string_view field, const std::string& said) {
    return field == "seal" || field == "case" ? std::string(field) + " " + said
           : field == "mass_g"                ? said + " g"
                                              : said;
}

std::vector<std::string> lines_of(const Parts& kind, const CurrentRecord& record) {
    constexpr std::size_t most = 60; // letters of a line that can be read on a label
    std::vector<std::string> lines{std::string(kind.kind)};
    std::string line;
    for (const std::string_view field : kind.lines) {
        std::string said = text_of(record.body, std::string(field));
        if (said.empty() || said == "Not applicable") {
            continue;
        }
        said = line_of(field, said);
        if (!line.empty() && line.size() + said.size() > most) {
            lines.push_back(std::move(line));
            line.clear();
        }
        line += (line.empty() ? "" : ", ") + said;
    }
    if (!line.empty()) {
        lines.push_back(std::move(line));
    }
    return lines;
}

/// The keys of the parts that the caller may see.
Result<std::vector<std::string>> keys_of(ReadSession& session, const std::string& whole, const Parts& kind) {
    const auto all = read_store<std::set<std::string>>(
        session.reg, [&](store::Reader& reader, std::set<std::string>& keys) -> Result<void> {
            keys = keys_naming(reader, whole, kind.kind, kind.field);
            return {};
        });
    if (!all) {
        return fail(all.error());
    }
    std::vector<std::string> keys;
    Sight sight(session);
    for (const std::string& key : *all) {
        const auto seen = sight.sees(ref(kind.kind, key));
        if (!seen) {
            return fail(seen.error());
        }
        if (*seen) {
            keys.push_back(key);
        }
    }
    return keys;
}

} // namespace

Result<Printed> print_labels(const LabelRequest& request) {
    auto session = open_for_reading(request.caller, Action::read_physical);
    const auto whole = session ? find_name(*session, {}, request.of) : fail(session.error());
    if (!whole) {
        return fail(whole.error());
    }
    const Parts* kind = parts_of(kind_of(*whole));
    if (kind == nullptr) {
        return fail(ErrorKind::bad_input, *whole + " has no parts to label; a turnover, accession, case, specimen or "
                                                   "sample is expected");
    }
    const auto keys = keys_of(*session, *whole, *kind);
    auto records = keys ? current_records(session->reg, std::string(kind->kind), *keys) : fail(keys.error());
    if (!records) {
        return fail(records.error());
    }
    if (records->empty()) {
        return fail(ErrorKind::bad_input, *whole + " has no " + std::string(kind->kind) + " yet: record one first");
    }
    std::sort(records->begin(), records->end(), [](const CurrentRecord& a, const CurrentRecord& b) {
        return std::pair(a.first_entry, a.key) < std::pair(b.first_entry, b.key);
    });
    std::vector<print::Label> labels;
    bool simulated = false;
    for (const CurrentRecord& record : *records) {
        labels.push_back({ref(kind->kind, record.key), record.key, lines_of(*kind, record), record.simulated});
        simulated = simulated || record.simulated;
    }
    auto pdf = print::label_sheets({"Labels of " + *whole, "en"}, labels, request.used);
    if (!pdf) {
        return fail(pdf.error());
    }
    return Printed{*std::move(pdf),
                   std::string(simulated ? "SIMULATED: " : "") + counted(labels.size(), "label") + " of " + *whole};
}

} // namespace muster
