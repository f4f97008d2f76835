#include "muster/app/register_identification.hpp"

#include "changes.hpp"
#include "identification_parts.hpp"
#include "identification_text.hpp"
#include "joint_options.hpp"
#include "muster/app/version.hpp"
#include "muster/formats/answers.hpp"
#include "recorded_analysis.hpp"
#include "register_comparison.hpp"

#include <algorithm>
#include <cstdio>

namespace muster {
namespace {

constexpr std::size_t most_candidates = 20; ///< of each sample, in the recorded result
constexpr std::size_t most_pairs_of_report = 250'000;

std::string rounded(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

/// The candidates that anybody would look at: the most probable of each sample, and others of at least a thousandth;
/// by the joint posterior where there is one.
std::string strongest(const Identification& answer, const JointAnswer* joint) {
    constexpr std::size_t most = 5;
    std::string text;
    for (std::size_t s = 0; s < answer.samples.size(); ++s) {
        std::vector<Candidate> candidates = answer.by_sample[s];
        for (Candidate& candidate : candidates) {
            candidate.posterior = joint == nullptr ? candidate.posterior : joint->posterior[s][candidate.other];
        }
        std::stable_sort(candidates.begin(), candidates.end(),
                         [](const Candidate& a, const Candidate& b) { return a.posterior > b.posterior; });
        for (std::size_t c = 0; c < candidates.size() && c < most; ++c) {
            const Candidate& candidate = candidates[c];
            if (c > 0 && candidate.posterior < 1e-3) {
                break;
            }
            text += (text.empty() ? "" : ";") + answer.samples[s] + " | " + answer.persons[candidate.other] + " | " +
                    rounded(candidate.log10_lr, 3) + " | " + rounded(candidate.posterior, 6);
        }
    }
    return text;
}

/// How the posteriors of the result came about.
std::string method_of(const JointAnswer* joint) {
    const std::string pairwise = "pairwise likelihood ratios, autosomal and X markers";
    if (joint == nullptr) {
        return pairwise + "; posteriors of each sample alone";
    }
    const bool converged = std::all_of(joint->sampled_components.begin(), joint->sampled_components.end(),
                                       [](const Convergence& one) { return one.converged; });
    return pairwise + "; joint posteriors of all samples, " +
           (joint->sampled_components.empty() ? "exact"
            : converged                       ? "by Monte Carlo"
                                              : "by Monte Carlo that did NOT CONVERGE") +
           ", prior " + joint->prior;
}

NewEntry entry_of(const RegisterCase& compared, const Identification& answer, const JointAnswer* joint,
                  const ledger::SignedHead& head, const std::string& sha256) {
    std::string samples;
    for (const std::string& sample : answer.samples) {
        samples += (samples.empty() ? "" : ";") + sample;
    }
    NewEntry entry;
    entry.kind = "analysis";
    entry.fields = {{"method", method_of(joint)},
                    {"program", std::string("muster ") + version()},
                    {"data", compared.data},
                    {"settings", compared.settings + "; prior " + answer.prior + "; theta " + rounded(answer.theta, 4) +
                                     "; dropout " + rounded(answer.dropout_het, 4) + ", " +
                                     rounded(answer.dropout_hom, 4) + "; drop-in " + rounded(answer.dropin, 4)},
                    {"ledger", std::to_string(head.head.size) + " entries, root " + ledger::hex(head.head.root)},
                    {"samples", samples},
                    {"persons", std::to_string(answer.persons.size())},
                    {"results", strongest(answer, joint)},
                    {"sha256", sha256}};
    return entry;
}

/// The newest analysis of the register that weighed samples together.
struct EarlierAnalysis {
    std::string name; ///< "analysis:#412"
    EarlierRun posterior;
};

Result<std::optional<EarlierAnalysis>> newest_joint(Register& reg) {
    const auto recorded = newest_recorded_analysis(reg);
    if (!recorded) {
        return fail(recorded.error());
    }
    auto posterior = read_earlier_run(recorded->result, recorded->name);
    // An analysis without a joint posterior says nothing to compare with.
    return posterior ? std::optional(EarlierAnalysis{recorded->name, *std::move(posterior)}) : std::nullopt;
}

/// All samples weighed together, and what changed since the newest recorded run if no other is named.
Result<std::optional<JointAnswer>> weighed(Register& reg, const Case& subject, const IdentifyOptions& options,
                                           Identification& answer, const JointRequest& request) {
    const auto earlier = newest_joint(reg);
    if (!earlier) {
        return fail(earlier.error());
    }
    auto joint = joint_answer(subject, options, answer, request);
    if (joint && *joint && *earlier && request.since.empty()) {
        note_changes(**joint, (*earlier)->posterior, (*earlier)->name);
    }
    return joint;
}

Result<IdentificationReply> reply_of(const Case& subject, const Identification& answer, const JointAnswer* joint,
                                     const IdentificationRequest& request) {
    if (!request.out.empty()) {
        if (auto written = identification_reply(subject, answer, joint, request); !written) {
            return written;
        }
    }
    return IdentificationReply{candidates_json(subject, answer, joint, version(), most_candidates),
                               identification_text(subject, answer, joint, !request.joint.joint.empty()),
                               answer.unanswered.size()};
}

} // namespace

Result<RegisterIdentification> identify_register(const Recorder& recorder, const IdentificationRequest& request) {
    auto comparison = open_comparison(recorder, request, "identify");
    if (!comparison) {
        return fail(comparison.error());
    }
    auto& [session, head, compared, options] = *comparison;
    const CaseInput& input = compared.subject.input();
    const std::size_t pairs = input.remains.size() * input.missing.size();
    if (!request.out.empty() && pairs > most_pairs_of_report) {
        return fail(ErrorKind::refused, "--out: a report of " + std::to_string(pairs) +
                                            " pairs cannot be read; up to " + std::to_string(most_pairs_of_report) +
                                            " it is written. Without --out the candidates are printed and recorded");
    }
    options.open_from = request.out.empty() ? 0.0 : options.open_from;
    auto answer = identify(compared.subject, options);
    auto joint =
        answer ? weighed(session.reg, compared.subject, options, *answer, request.joint) : fail(answer.error());
    if (!joint) {
        return fail(joint.error());
    }
    const JointAnswer* together = *joint ? &**joint : nullptr;
    auto reply = reply_of(compared.subject, *answer, together, request);
    if (!reply) {
        return fail(reply.error());
    }
    const std::string sha256 = ledger::hex(ledger::sha256(reply->json));
    Author author = session.author;
    author.simulated = author.simulated || input.simulated;
    auto recorded = session.reg.record({entry_of(compared, *answer, together, head, sha256)}, author, session.key,
                                       session.vocabulary, {{sha256, {}, reply->json}}, recorder.trial);
    if (!recorded) {
        return fail(recorded.error());
    }
    if (!recorded->problems.empty()) {
        return fail(recorded->problems.front());
    }
    return RegisterIdentification{*std::move(reply), recorder.trial ? std::string() : recorded->refs.front()};
}

} // namespace muster
