#include "muster/app/explain.hpp"

#include "explain_recorded.hpp"
#include "explain_text.hpp"
#include "identification_parts.hpp"
#include "joint_options.hpp"
#include "muster/formats/answers.hpp"
#include "muster/formats/read_case.hpp"
#include "register_comparison.hpp"

namespace muster {
namespace {

/// No setting: those of the newest analysis are meant.
bool asks_for_nothing(const IdentificationRequest& request) {
    const JointRequest& joint = request.joint;
    return request.prior.empty() && !request.theta && request.population.empty() && request.mutation_setting.empty() &&
           request.mutation && request.dropout.empty() && request.dropin == 0.0 && !request.rare_allele_frequency &&
           joint.joint.empty() && joint.evidence.empty() && !joint.present && joint.unknown.empty() &&
           joint.samples_each.empty() && joint.seed == 1;
}

Result<Answer> explained(const Case& subject, const IdentifyOptions& options, const ExplainRequest& request) {
    auto pairwise = identify(subject, options);
    if (!pairwise) {
        return fail(pairwise.error());
    }
    const auto sample = index_of(pairwise->samples, request.sample, "sample");
    const auto person = sample ? index_of(pairwise->persons, request.person, "missing person") : sample;
    if (!person) {
        return fail(person.error());
    }
    JointRequest asked = request.identification.joint;
    asked.question = {request.sample, request.person};
    const auto joint = joint_answer(subject, options, *pairwise, asked);
    if (!joint) {
        return fail(joint.error());
    }
    const Explained what{subject, *pairwise, *joint ? &**joint : nullptr, *sample, *person};
    Answer answer;
    answer.text = explain_text(what);
    answer.json = explain_json(subject, *pairwise, what.joint, *sample, *person);
    return answer;
}

} // namespace

Result<Answer> explain(const ExplainRequest& request) {
    const auto options = identify_options(request.identification);
    const auto subject = options ? case_of_request(request.identification) : fail(options.error());
    if (!subject) {
        return fail(subject.error());
    }
    auto answer = explained(*subject, *options, request);
    return answer ? answer : fail(answer.error().in(request.identification.subject.string()));
}

Result<Answer> explain_register(const Recorder& recorder, const ExplainRequest& request) {
    if (asks_for_nothing(request.identification)) {
        auto recorded = explain_recorded(recorder, request);
        if (!recorded || *recorded) {
            return recorded ? Result<Answer>(**std::move(recorded)) : fail(recorded.error());
        }
    }
    auto comparison = open_comparison(recorder, request.identification, "explain");
    if (!comparison) {
        return fail(comparison.error());
    }
    return explained(comparison->compared.subject, comparison->options, request);
}

} // namespace muster
