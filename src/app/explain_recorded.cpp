#include "explain_recorded.hpp"

#include "explain_text.hpp"
#include "muster/formats/answers.hpp"
#include "recorded_analysis.hpp"
#include "register_comparison.hpp"
#include "text_table.hpp"
#include "topic_text.hpp"
#include "views.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace muster {
namespace {

constexpr double worth_telling = 0.01; ///< joint posterior of other samples of the family
constexpr double same_lr = 1e-6;

std::string number(const char* pattern, double value) {
    char out[48];
    std::snprintf(out, sizeof out, pattern, value);
    return out;
}

/// As that analysis compared.
IdentificationRequest request_of(const RecordedSettings& settings) {
    IdentificationRequest out;
    out.population = settings.population;
    out.theta = settings.theta;
    out.mutation = settings.mutation;
    out.dropout = number("%.17g", settings.dropout_het) + "," + number("%.17g", settings.dropout_hom);
    out.dropin = settings.dropin;
    return out;
}

/// The sample and the person's family by themselves.
Result<Case> pair_of(const Case& all, const ExplainRequest& request) {
    const CaseInput& input = all.input();
    std::vector<std::string> samples;
    for (const SampleProfile& one : input.remains) {
        samples.push_back(one.sample);
    }
    std::vector<std::string> persons;
    for (const MissingPerson& one : input.missing) {
        persons.push_back(one.person);
    }
    const auto sample = index_of(samples, request.sample, "sample");
    const auto person = sample ? index_of(persons, request.person, "missing person") : sample;
    if (!person) {
        return fail(person.error());
    }
    return Case::make(part_of(all, {*sample}, {*person}));
}

/// What an analysis says of a pair, and of all around it.
class AsRecorded {
  public:
    AsRecorded(const NewestRun& run, const ExplainRequest& request) : run_(run), request_(request) {
        const auto& samples = run.result.samples;
        const auto at = std::find_if(samples.begin(), samples.end(),
                                     [&](const RecordedSample& one) { return one.sample == request.sample; });
        sample_ = at == samples.end() ? nullptr : &*at;
        if (sample_ != nullptr) {
            const auto person = std::find_if(sample_->candidates.begin(), sample_->candidates.end(),
                                             [&](const auto& one) { return one.person == request.person; });
            candidate_ = person == sample_->candidates.end() ? nullptr : &*person;
        }
    }

    [[nodiscard]] RecordedPair pair() const {
        RecordedPair out{run_.name, run_.result.settings.prior};
        if (candidate_ != nullptr) {
            out.log10_lr = candidate_->log10_lr;
            out.alone = candidate_->alone;
            out.joint = candidate_->joint;
            out.log10_glr = candidate_->log10_glr;
        } else if (sample_ != nullptr && run_.result.joint) {
            out.joint = 0.0; // below what the result lists
        }
        return out;
    }

    [[nodiscard]] std::string prior_text() const {
        const RecordedSettings& by = run_.result.settings;
        return "By " + run_.name + " of " + run_.time + "\n  population " + by.population + ", theta " +
               number("%g", by.theta) + ", mutation " + (by.mutation ? "on" : "off") + ", dropout " +
               number("%g", by.dropout_het) + " (" + number("%g", by.dropout_hom) + " of a homozygote), drop-in " +
               number("%g", by.dropin) + "\n\nPrior\n  alone: " + by.prior + "\n" +
               (by.joint_prior.empty() ? "" : "  together: " + by.joint_prior + "\n");
    }

    [[nodiscard]] std::string rivals_text() const {
        if (sample_ == nullptr) {
            return "Who else it may be\n  " + request_.sample + " was not typed yet when " + run_.name + " was made.\n";
        }
        std::vector<Rival> rivals;
        for (const RecordedCandidate& one : sample_->candidates) {
            rivals.push_back({one.person, one.log10_lr, one.alone, one.joint});
        }
        rivals.push_back({"nobody on the roster", 0.0, sample_->none_alone,
                          run_.result.joint ? std::optional(sample_->none) : std::nullopt});
        const std::size_t listed = sample_->candidates.size();
        const std::size_t all = std::max(run_.result.settings.persons, listed);
        return std::string("Who else it may be (posterior alone") + (run_.result.joint ? " and together" : "") + ")\n" +
               rival_text(std::move(rivals), request_.person, all - listed);
    }

    [[nodiscard]] std::string together_text(const Pair& pair) const {
        std::string out = "Together with the other samples\n";
        if (sample_ == nullptr || !run_.result.joint) {
            return out + "  That analysis did not weigh it together with them; muster identify --joint top=10 does.\n";
        }
        out += candidate_ == nullptr
                   ? "  " + request_.person + " is not among the " + std::to_string(sample_->candidates.size()) +
                         " likeliest of this sample.\n"
                   : "  Pairwise LR " + ratio(pair.log10_lr) + ", posterior " + number("%.6f", candidate_->alone) +
                         "; jointly " + number("%.6f", candidate_->joint.value_or(0.0)) + ".\n";
        return out + other_samples();
    }

    /// The pair is not what it was when the analysis was made.
    [[nodiscard]] std::string outdated_text(const Pair& pair) const {
        if (candidate_ == nullptr || candidate_->log10_lr == pair.log10_lr ||
            std::abs(candidate_->log10_lr - pair.log10_lr) < same_lr) {
            return {};
        }
        return "NOTE: when " + run_.name + " was made the log10 LR was " + number("%.3f", candidate_->log10_lr) +
               ": what is recorded has changed since; muster identify weighs all anew.\n";
    }

  private:
    /// Who else of the family is found, and in which sample: what a joint posterior differs from one alone by.
    [[nodiscard]] std::string other_samples() const {
        TextTable table({"other sample", "may be", "log10 LR", "together"});
        table.align_right(2, 4);
        std::size_t count = 0;
        for (const RecordedSample& one : run_.result.samples) {
            for (const RecordedCandidate& may : one.candidates) {
                const bool same_person = may.person == request_.person;
                const bool same_family = candidate_ != nullptr && may.family == candidate_->family;
                if (&one != sample_ && (same_person || same_family) && may.joint.value_or(0.0) >= worth_telling) {
                    table.add({one.sample, may.person, number("%.3f", may.log10_lr), number("%.6f", *may.joint)});
                    ++count;
                }
            }
        }
        return count == 0 ? "  No other sample fits this family with a joint posterior of 0.01 or more.\n"
                          : table.text("  ");
    }

    const NewestRun& run_;
    const ExplainRequest& request_;
    const RecordedSample* sample_ = nullptr;
    const RecordedCandidate* candidate_ = nullptr;
};

} // namespace

Result<std::size_t> index_of(const std::vector<std::string>& names, const std::string& name, const char* what) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at != names.end()) {
        return static_cast<std::size_t>(at - names.begin());
    }
    const std::string near = nearest(names, name);
    return fail(ErrorKind::bad_input, std::string("there is no ") + what + " '" + name + "' in this case" +
                                          (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

Result<std::optional<Answer>> explain_recorded(const Recorder& recorder, const ExplainRequest& request) {
    std::shared_ptr<const NewestRun> run;
    {
        auto session = open_for_reading(recorder, Action::read_decisions);
        auto newest = session ? newest_run(session->reg) : fail(session.error());
        if (!newest) {
            return fail(newest.error());
        }
        run = *std::move(newest);
        if (run->name.empty()) {
            return std::optional<Answer>();
        }
        if (auto viewed = disclosed(*session, {"analysis:*"}, "explain"); !viewed) {
            return fail(viewed.error());
        }
    }
    auto comparison = open_comparison(recorder, request_of(run->result.settings), "explain");
    const auto subject = comparison ? pair_of(comparison->compared.subject, request) : fail(comparison.error());
    const auto pairwise = subject ? identify(*subject, comparison->options) : fail(subject.error());
    const auto person =
        pairwise ? index_of(pairwise->persons, request.person, "missing person") : fail(pairwise.error());
    if (!person) {
        return fail(person.error());
    }
    const Pair& pair = pairwise->pairs[0][*person];
    const Explained what{*subject, *pairwise, nullptr, 0, *person};
    const AsRecorded recorded(*run, request);
    Answer answer;
    answer.text = question_text(what) + recorded.outdated_text(pair) + recorded.prior_text() + "\n" +
                  evidence_text(what) + "\n" + recorded.rivals_text() + "\n" + recorded.together_text(pair);
    answer.json = explain_json(*subject, *pairwise, recorded.pair(), 0, *person);
    return std::optional(std::move(answer));
}

} // namespace muster
