#include "muster/app/next.hpp"

#include "identification_parts.hpp"
#include "joint_options.hpp"
#include "muster/formats/answers.hpp"
#include "register_comparison.hpp"
#include "text_table.hpp"

#include <cstdio>

namespace muster {
namespace {

constexpr std::size_t shown = 20; ///< steps; the JSON has them all

template <class... Args> std::string format(const char* pattern, Args... args) {
    char text[200];
    std::snprintf(text, sizeof text, pattern, args...);
    return text;
}

std::string words(const NextStep& step) {
    switch (step.kind) {
    case NextKind::more_loci: return "type " + step.what + " at its missing loci";
    case NextKind::another_sample: return "take another sample of the bone of " + step.what;
    case NextKind::relative:
        return "take a reference of " + step.what + (step.family.empty() ? "" : " (family " + step.family + ")");
    }
    return {};
}

std::string text_of(const Case& subject, const NextAnswer& answer) {
    std::string out = subject.input().simulated ? "SIMULATED DATA: nobody in this case ever lived.\n" : "";
    out += format("%s identified now, of %zu missing, with a joint posterior of at least %g.\n",
                  counted(answer.identified, "person").c_str(), subject.input().missing.size(), answer.threshold);
    if (answer.steps.empty()) {
        return out + "Nothing is open that typing or a further reference could settle.\n";
    }
    out += format("Expected further identifications, by %zu simulations of each step given what is known:\n\n",
                  answer.simulations);
    TextTable table({"gain", "±", "step", "weighed with"});
    table.align_right(0, 2);
    bool part = false;
    for (std::size_t n = 0; n < std::min(shown, answer.steps.size()); ++n) {
        const NextStep& step = answer.steps[n];
        part = part || !step.whole;
        table.add({format("%.2f", step.gain), format("%.2f", step.standard_error), words(step),
                   counted(step.samples, "sample") + ", " + counted(step.persons, "person") + (step.whole ? "" : "*")});
    }
    out += table.text();
    if (answer.steps.size() > shown) {
        out += format("and %zu more; --json lists all\n", answer.steps.size() - shown);
    }
    out += answer.left_out > 0 ? format("%zu steps were not simulated (--steps)\n", answer.left_out) : "";
    out += part ? "* the rest of the case has to do with these and was left out: the gain is an estimate.\n" : "";
    return out;
}

Result<Answer> answer_of(const Case& subject, const IdentifyOptions& options, const NextRequest& request) {
    if (!(request.next.threshold > 0.0 && request.next.threshold < 1.0)) {
        return fail(ErrorKind::usage, "--threshold: a probability between 0 and 1 is expected");
    }
    if (request.next.simulations == 0) {
        return fail(ErrorKind::usage, "--simulations: 1 or more are needed");
    }
    const auto joint = joint_options(request.identification.joint, options);
    if (!joint) {
        return fail(joint.error());
    }
    if (!*joint) {
        return fail(ErrorKind::usage, "--joint none: what to do next follows from the joint posterior");
    }
    const auto found = what_next(subject, options, **joint, request.next);
    if (!found) {
        return fail(found.error());
    }
    Answer answer;
    answer.text = text_of(subject, *found);
    answer.json = next_json(subject, *found);
    return answer;
}

} // namespace

Result<Answer> what_next_of(const NextRequest& request) {
    const auto options = identify_options(request.identification);
    const auto subject = options ? case_of_request(request.identification) : fail(options.error());
    if (!subject) {
        return fail(subject.error());
    }
    auto answer = answer_of(*subject, *options, request);
    return answer ? answer : fail(answer.error().in(request.identification.subject.string()));
}

Result<Answer> what_next_of_register(const Recorder& recorder, const NextRequest& request) {
    auto comparison = open_comparison(recorder, request.identification, "next");
    if (!comparison) {
        return fail(comparison.error());
    }
    comparison->options.open_from = std::numeric_limits<double>::infinity(); // no single pair is shown
    return answer_of(comparison->compared.subject, comparison->options, request);
}

} // namespace muster
