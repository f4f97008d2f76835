#include "muster/formats/joint_evidence.hpp"

#include "muster/formats/csv.hpp"
#include "text.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace muster {
namespace {

/// A finite number, or −inf: impossible.
std::optional<double> log10_lr(std::string_view written) {
    return text::trim(written) == "-inf" ? std::optional(-std::numeric_limits<double>::infinity())
                                         : text::number(written);
}

/// One line of the file of evidence: kind, a, b, and for some kinds a log10 LR.
Result<void> read_evidence_row(const CsvTable& table, const CsvRow& row, const std::array<std::size_t, 4>& column,
                               JointEvidence& out) {
    const std::string& kind = row.fields[column[0]];
    JointEvidence::Couple couple{row.fields[column[1]], row.fields[column[2]]};
    if (kind == "must-link" || kind == "cannot-link") {
        (kind == "must-link" ? out.must_link : out.cannot_link).push_back(std::move(couple));
        return {};
    }
    if (kind != "same" && kind != "is") {
        return fail(table.error(row, "the kind should be must-link, cannot-link, same (two samples are one individual) "
                                     "or is (a sample is a person), found '" +
                                         kind + "'"));
    }
    const auto value = log10_lr(row.fields[column[3]]);
    if (!value) {
        return fail(table.error(row, "log10_lr should be a number or -inf, found '" + row.fields[column[3]] + "'"));
    }
    (kind == "same" ? out.same_individual : out.is_person)[couple] += *value * std::log(10.0);
    return {};
}

} // namespace

Result<JointEvidence> read_joint_evidence(std::string_view text, const std::string& source) {
    const auto table = CsvTable::parse(text, source);
    if (!table) {
        return fail(table.error());
    }
    std::array<std::size_t, 4> column{};
    constexpr std::array names{"kind", "a", "b", "log10_lr"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto at = table->require({names[i]});
        if (!at) {
            return fail(at.error());
        }
        column[i] = *at;
    }
    JointEvidence out;
    for (const CsvRow& row : table->rows()) {
        if (auto read = read_evidence_row(*table, row, column, out); !read) {
            return fail(read.error());
        }
    }
    return out;
}

} // namespace muster
