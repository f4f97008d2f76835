#include "joint_options.hpp"

#include "changes.hpp"
#include "muster/formats/joint_evidence.hpp"
#include "muster/formats/text_input.hpp"

#include <charconv>
#include <cmath>
#include <memory>
#include <mutex>

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

Result<std::optional<JointOptions>> joint_options(const JointRequest& request, const IdentifyOptions& options) {
    if (request.joint == "none") {
        return std::optional<JointOptions>();
    }
    JointOptions out;
    out.sample_large = !request.joint.empty(); // minutes, which nobody gets without asking
    if (auto read = read_listing(request.joint, out); !read) {
        return fail(read.error());
    }
    out.question = request.question;
    out.chains.seed = request.seed;
    if (!request.evidence.empty()) {
        const auto input = read_text(request.evidence);
        auto evidence = input ? read_joint_evidence(input->text, request.evidence) : fail(input.error());
        if (!evidence) {
            return fail(evidence.error());
        }
        out.evidence = *std::move(evidence);
    }
    const bool partition = request.present || !request.unknown.empty() || !request.samples_each.empty();
    if (partition) {
        if (std::holds_alternative<EqualPrior>(options.prior)) {
            return fail(ErrorKind::usage,
                        "--prior NUMBER says how probable a person is for one sample; over partitions "
                        "it is --present, that he is among the remains at all: give one of the two "
                        "(--prior FILE states it person by person)");
        }
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
        if (const auto* table = std::get_if<PriorTable>(&options.prior)) {
            prior.persons = *table;
        }
        out.partition = std::move(prior);
    }
    if (request.progress) {
        out.progress = [tell = request.progress, telling = std::make_shared<std::mutex>()](std::size_t done,
                                                                                           std::size_t all) {
            const std::lock_guard one_by_one(*telling);
            return tell(done, all);
        };
    }
    return std::optional(std::move(out));
}

Result<std::optional<JointAnswer>> joint_answer(const Case& subject, const IdentifyOptions& options,
                                                Identification& pairwise, const JointRequest& request) {
    auto asked = joint_options(request, options);
    if (!asked) {
        return fail(asked.error());
    }
    if (!*asked) {
        return std::optional<JointAnswer>();
    }
    auto answer = identify_jointly(subject, options, pairwise, **asked);
    if (!answer && answer.error().kind == ErrorKind::unanswerable && request.joint.empty()) {
        pairwise.warnings.push_back("NOT WEIGHED TOGETHER: " + answer.error().message +
                                    "; --joint top=10 samples the joint posterior, which takes longer");
        return std::optional<JointAnswer>();
    }
    if (answer && !request.since.empty()) {
        const auto input = read_text(request.since);
        const auto earlier = input ? read_earlier_run(input->text, request.since) : fail(input.error());
        if (!earlier) {
            return fail(earlier.error());
        }
        note_changes(*answer, *earlier, request.since);
    }
    return answer ? Result<std::optional<JointAnswer>>(std::optional(*std::move(answer))) : fail(answer.error());
}

} // namespace muster
