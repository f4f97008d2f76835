#include "joint_options.hpp"

#include "muster/formats/csv.hpp"
#include "muster/formats/text_input.hpp"

#include <charconv>
#include <cmath>

namespace muster {
namespace {

template <class Number> std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

Result<std::vector<double>> numbers(const std::string& text, const char* option) {
    std::vector<double> out;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        const auto value = number<double>(std::string_view(text).substr(from, comma - from));
        if (!value) {
            return fail(ErrorKind::usage,
                        std::string(option) + ": numbers with commas between them are expected, found '" + text + "'");
        }
        out.push_back(*value);
        from = comma + 1;
    }
    return out;
}

Result<void> read_listing(const std::string& text, JointOptions& out) {
    out.listing = text == "all" ? Listing::all : Listing::top;
    if (text.empty() || text == "all") {
        return {};
    }
    const auto count = text.starts_with("top=") ? number<std::size_t>(std::string_view(text).substr(4)) : std::nullopt;
    if (!count || *count == 0 || *count > out.most_listed) {
        return fail(ErrorKind::usage, "--joint: all, top=N (N from 1 to " + std::to_string(out.most_listed) +
                                          ") or none is expected, found '" + text + "'");
    }
    out.top = *count;
    return {};
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
    const auto value = number<double>(row.fields[column[3]]);
    if (!value || std::isnan(*value)) {
        return fail(table.error(row, "log10_lr should be a number, found '" + row.fields[column[3]] + "'"));
    }
    (kind == "same" ? out.same_individual : out.is_person)[couple] += *value * std::log(10.0);
    return {};
}

Result<JointEvidence> read_evidence(const std::string& file) {
    auto input = read_text(file);
    auto table = input ? CsvTable::parse(input->text, file) : fail(input.error());
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

/// f: "poisson:2.4", or the probabilities of 0, 1, 2, … samples.
Result<Yield> read_yield(const std::string& text) {
    Yield out;
    if (text.empty()) {
        return out;
    }
    if (text.starts_with("poisson:")) {
        const auto mean = number<double>(std::string_view(text).substr(8));
        if (!mean) {
            return fail(ErrorKind::usage, "--samples-each: poisson:MEAN is expected, found '" + text + "'");
        }
        out.poisson_mean = *mean;
        return out;
    }
    auto listed = numbers(text, "--samples-each");
    if (!listed) {
        return fail(listed.error());
    }
    out.probability = *std::move(listed);
    return out;
}

} // namespace

Result<std::optional<JointOptions>> joint_options(const JointRequest& request) {
    if (request.joint == "none") {
        return std::optional<JointOptions>();
    }
    JointOptions out;
    out.sample_large = !request.joint.empty(); // minutes, which nobody gets without asking
    if (auto read = read_listing(request.joint, out); !read) {
        return fail(read.error());
    }
    out.question = request.question;
    if (!request.evidence.empty()) {
        auto evidence = read_evidence(request.evidence);
        if (!evidence) {
            return fail(evidence.error());
        }
        out.evidence = *std::move(evidence);
    }
    const bool partition = request.present || !request.unknown.empty() || !request.samples_each.empty();
    if (partition) {
        PartitionPrior prior;
        prior.present = request.present.value_or(prior.present);
        auto unknown = request.unknown.empty() ? Result<std::vector<double>>(prior.unknown)
                                               : numbers(request.unknown, "--unknown");
        auto yield = unknown ? read_yield(request.samples_each) : fail(unknown.error());
        if (!yield) {
            return fail(yield.error());
        }
        prior.unknown = *std::move(unknown);
        prior.yield = *std::move(yield);
        out.partition = std::move(prior);
    }
    return std::optional(std::move(out));
}

Result<std::optional<JointAnswer>> joint_answer(const Case& subject, const IdentifyOptions& options,
                                                Identification& pairwise, const JointRequest& request) {
    auto asked = joint_options(request);
    if (!asked) {
        return fail(asked.error());
    }
    if (!*asked || pairwise.samples.empty()) {
        return std::optional<JointAnswer>();
    }
    if ((*asked)->partition) {
        if (const auto* table = std::get_if<PriorTable>(&options.prior)) {
            (*asked)->partition->persons = *table;
        }
    }
    auto answer = identify_jointly(subject, options, pairwise, **asked);
    if (!answer && answer.error().kind == ErrorKind::unanswerable && request.joint.empty()) {
        pairwise.warnings.push_back("NOT WEIGHED TOGETHER: " + answer.error().message +
                                    "; --joint top=10 samples the joint posterior, which takes longer");
        return std::optional<JointAnswer>();
    }
    return answer ? Result<std::optional<JointAnswer>>(std::optional(*std::move(answer))) : fail(answer.error());
}

} // namespace muster
