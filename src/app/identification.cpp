#include "muster/app/identification.hpp"

#include "identification_parts.hpp"
#include "identification_text.hpp"
#include "joint_options.hpp"
#include "muster/app/version.hpp"
#include "muster/base/files.hpp"
#include "muster/formats/answers.hpp"
#include "muster/formats/csv.hpp"
#include "muster/formats/read_case.hpp"
#include "muster/formats/text_input.hpp"
#include "muster/report/identification_report.hpp"
#include "muster/report/joint_tables.hpp"
#include "muster/report/tables.hpp"

#include <charconv>
#include <ctime>

namespace muster {
namespace {

std::optional<double> number(std::string_view text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

Result<Prior> read_prior_file(const std::string& file) {
    auto input = read_text(file);
    if (!input) {
        return fail(input.error());
    }
    auto table = CsvTable::parse(input->text, file);
    if (!table) {
        return fail(table.error());
    }
    auto person = table->require({"person", "id"});
    auto prior = table->require({"prior", "probability"});
    if (!person || !prior) {
        return fail(!person ? person.error() : prior.error());
    }
    PriorTable out;
    for (const CsvRow& row : table->rows()) {
        const auto value = number(row.fields[*prior]);
        if (!value || !(*value >= 0.0 && *value <= 1.0)) {
            return fail(
                table->error(row, "the prior should be a probability from 0 to 1, found '" + row.fields[*prior] + "'"));
        }
        if (!out.emplace(row.fields[*person], *value).second) {
            return fail(table->error(row, "person '" + row.fields[*person] + "' has a prior already"));
        }
    }
    return out;
}

Result<Prior> read_prior(const std::string& text) {
    if (text.empty() || text == "flat") {
        return FlatPrior{};
    }
    if (const auto each = number(text)) {
        if (!(*each >= 0.0 && *each <= 1.0)) {
            return fail(ErrorKind::usage, "--prior: a probability lies between 0 and 1, found " + text);
        }
        return EqualPrior{*each};
    }
    return read_prior_file(text);
}

Result<TypingErrors> read_typing_errors(const std::string& dropout, double dropin) {
    TypingErrors errors;
    errors.dropin = dropin;
    if (!dropout.empty()) {
        const std::size_t comma = dropout.find(',');
        const auto het = number(dropout.substr(0, comma));
        const auto hom = comma == std::string::npos ? (het ? std::optional(*het * *het) : std::nullopt)
                                                    : number(dropout.substr(comma + 1));
        if (!het || !hom) {
            return fail(ErrorKind::usage, "--dropout: HET or HET,HOM is expected, found '" + dropout + "'");
        }
        errors.het = *het;
        errors.hom = *hom;
    }
    for (double p : {errors.het, errors.hom, errors.dropin}) {
        if (!(p >= 0.0 && p < 1.0)) {
            return fail(ErrorKind::usage, "dropout and drop-in are probabilities from 0 up to, but not including, 1");
        }
    }
    return errors;
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
    return text;
}

} // namespace

Result<IdentifyOptions> identify_options(const IdentificationRequest& request) {
    auto prior = read_prior(request.prior);
    if (!prior) {
        return fail(prior.error());
    }
    auto errors = read_typing_errors(request.dropout, request.dropin);
    if (!errors) {
        return fail(errors.error());
    }
    IdentifyOptions options;
    options.mutation = request.mutation;
    options.errors = *errors;
    options.prior = *std::move(prior);
    options.progress = request.progress;
    return options;
}

Result<Case> case_of_request(const IdentificationRequest& request) {
    CaseOptions options;
    options.theta = request.theta;
    options.population = request.population;
    options.mutation = request.mutation_setting;
    options.rare_allele_frequency = request.rare_allele_frequency;
    return read_case(request.subject, options);
}

Result<IdentificationReply> identification_reply(const Case& subject, const Identification& answer,
                                                 const JointAnswer* joint, const IdentificationRequest& request) {
    IdentificationReply reply{identification_json(subject, answer, joint, version()),
                              identification_text(subject, answer, joint, !request.joint.joint.empty()),
                              answer.unanswered.size()};
    if (!request.out.empty()) {
        std::vector<std::pair<std::string, std::string>> files{
            {"report.html", html_report(subject, answer, {version(), today(), request.command}, joint)},
            {"result.json", reply.json + "\n"},
            {"lr_matrix.csv", lr_matrix_csv(answer)},
            {"candidates.csv", candidates_csv(answer)},
            {"loci.csv", loci_csv(answer)},
            {"exclusions.csv", exclusions_csv(answer)}};
        if (joint != nullptr) {
            files.push_back({"joint_assignments.csv", joint_assignments_csv(*joint)});
            files.push_back({"joint_samples.csv", joint_samples_csv(*joint)});
            files.push_back({"joint_persons.csv", joint_persons_csv(*joint)});
        }
        if (auto written = write_files(request.out, files); !written) {
            return fail(written.error());
        }
        for (const char* earlier : {"joint_assignments.csv", "joint_samples.csv", "joint_persons.csv"}) {
            std::error_code none_there;
            if (joint == nullptr) { // they would be of another answer
                std::filesystem::remove(request.out / earlier, none_there);
            }
        }
    }
    return reply;
}

Result<IdentificationReply> run_identification(const IdentificationRequest& request) {
    auto options = identify_options(request);
    if (!options) {
        return fail(options.error());
    }
    auto subject = case_of_request(request);
    if (!subject) {
        return fail(subject.error());
    }
    auto answer = identify(*subject, *options);
    if (!answer) {
        return fail(answer.error().in(request.subject.string()));
    }
    auto joint = joint_answer(*subject, *options, *answer, request.joint);
    std::string refused;
    if (!joint && joint.error().kind == ErrorKind::unanswerable) { // the pairs are answered all the same
        refused = joint.error().message;
        answer->warnings.push_back("NOT WEIGHED TOGETHER: " + refused);
        joint = std::optional<JointAnswer>();
    }
    if (!joint) {
        return fail(joint.error().in(request.subject.string()));
    }
    auto reply = identification_reply(*subject, *answer, *joint ? &**joint : nullptr, request);
    if (reply) {
        reply->joint_refused = std::move(refused);
    }
    return reply;
}

} // namespace muster
