#include "muster/app/analyses.hpp"

#include "json_text.hpp"
#include "recorded_analysis.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <algorithm>
#include <cstdio>

namespace muster {
namespace {

constexpr std::size_t most_candidates = 10; ///< of each sample that are shown

std::string candidate_json(const RecordedCandidate& one) {
    JsonObject json;
    json.text("person", one.person);
    json.text("family", one.family);
    json.raw("log10_lr", json_number(one.log10_lr));
    json.raw("alone", json_number(one.alone));
    json.raw("joint", one.joint ? json_number(*one.joint) : "null");
    return json.done();
}

std::string sample_json(const RecordedSample& one) {
    JsonObject json;
    json.text("sample", one.sample);
    json.raw("none", json_number(one.none));
    std::vector<std::string> candidates;
    for (std::size_t n = 0; n < std::min(most_candidates, one.candidates.size()); ++n) {
        candidates.push_back(candidate_json(one.candidates[n]));
    }
    json.raw("candidates", json_array(candidates));
    return json.done();
}

std::string analysis_text(const NewestRun& of) {
    if (of.name.empty()) {
        return "no analysis is recorded yet: muster identify makes one\n";
    }
    std::string text = of.name + ", " + of.time + "\n" + of.settings + "\n\n";
    TextTable table({"sample", "likeliest", "log10 LR", "alone", "joint", "nobody"}, 40);
    for (const RecordedSample& one : of.result.samples) {
        const auto number = [](double value, const char* format) {
            char out[32];
            std::snprintf(out, sizeof out, format, value);
            return std::string(out);
        };
        const bool any = !one.candidates.empty();
        const RecordedCandidate none{};
        const RecordedCandidate& best = any ? one.candidates.front() : none;
        table.add({one.sample, best.person, any ? number(best.log10_lr, "%.2f") : "",
                   any ? number(best.alone, "%.4f") : "", best.joint ? number(*best.joint, "%.4f") : "",
                   number(one.none, "%.4f")});
    }
    text += table.text();
    for (const std::string& one : of.result.changed) {
        text += "CHANGED: " + one + "\n";
    }
    return text;
}

} // namespace

Result<Answer> newest_analysis(const Caller& caller) {
    auto session = open_for_reading(caller, Action::read_decisions);
    auto viewed = session ? disclosed(*session, {"analysis:*"}, "analysis") : fail(session.error());
    if (!viewed) {
        return fail(viewed.error());
    }
    const auto recorded = newest_run(session->reg);
    if (!recorded) {
        return fail(recorded.error());
    }
    const NewestRun& of = **recorded;
    JsonObject json;
    json.raw("analysis", of.name.empty() ? "null" : ledger::json_string(of.name));
    json.text("recorded", of.time);
    json.text("settings", of.settings);
    json.raw("joint", json_bool(of.result.joint));
    std::vector<std::string> samples;
    for (const RecordedSample& one : of.result.samples) {
        samples.push_back(sample_json(one));
    }
    json.raw("samples", json_array(samples));
    json.raw("changed", json_strings(of.result.changed));
    json.raw("warnings", json_strings(of.result.warnings));
    json.raw("simulated", json_bool(of.result.simulated));
    Answer answer;
    answer.json = json.done();
    answer.text = mark(session->reg) + analysis_text(of);
    return answer;
}

} // namespace muster
