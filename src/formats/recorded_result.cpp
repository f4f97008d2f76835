#include "muster/formats/recorded_result.hpp"

#include "json_parts.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace muster {
namespace {

using json::Json;

/// A member that must be there, of a type.
class Fields {
  public:
    explicit Fields(const Json& object) : object_(object) {}

    std::string text(std::string_view name) {
        const Json* at = json::find(object_, name);
        good_ = good_ && at != nullptr && at->is_string();
        return good_ ? at->get<std::string>() : std::string();
    }
    /// null: −∞, an exclusion.
    double number(std::string_view name) {
        const Json* at = json::find(object_, name);
        good_ = good_ && (at == nullptr || at->is_number());
        return good_ && at != nullptr ? at->get<double>() : -std::numeric_limits<double>::infinity();
    }
    [[nodiscard]] bool good() const { return good_; }

  private:
    const Json& object_;
    bool good_ = true;
};

const Json& list_of(const Json& object, std::string_view name) {
    static const Json nothing = Json::array();
    const Json* at = json::find(object, name);
    return at != nullptr && at->is_array() ? *at : nothing;
}

/// "SIM-F1 (0.912)"; the name "*" is nobody on the roster.
std::string said_of(const Json& said) {
    const Json* person = json::find(said, "person");
    const Json* posterior = json::find(said, "posterior");
    std::string name = person != nullptr && person->is_string() ? person->get<std::string>() : "*";
    name = name == "*" ? "nobody on the roster" : name;
    char number[32] = "";
    if (posterior != nullptr && posterior->is_number()) {
        std::snprintf(number, sizeof number, " (%.3f)", posterior->get<double>());
    }
    return name + number;
}

std::vector<std::string> changes_of(const Json& joint) {
    std::vector<std::string> out;
    for (const Json& one : list_of(joint, "changes")) {
        const Json* before = json::find(one, "before");
        const Json* now = json::find(one, "now");
        Fields fields(one);
        const std::string sample = fields.text("sample");
        out.push_back(sample + ": " + (before == nullptr ? "new" : "was " + said_of(*before)) +
                      (now == nullptr ? ", is gone now" : ", now " + said_of(*now)));
    }
    return out;
}

std::vector<std::string> words_of(const Json& list) {
    std::vector<std::string> out;
    for (const Json& one : list) {
        if (one.is_string()) {
            out.push_back(one.get<std::string>());
        }
    }
    return out;
}

std::optional<RecordedSettings> settings_of(const Json& root) {
    const Json* dropout = json::find(root, "dropout");
    const Json* mutation = json::find(root, "mutation");
    if (dropout == nullptr || !dropout->is_object() || mutation == nullptr || !mutation->is_boolean()) {
        return std::nullopt;
    }
    Fields of(root);
    Fields lost(*dropout);
    RecordedSettings out{of.text("population"), of.number("theta"),  mutation->get<bool>(), lost.number("het"),
                         lost.number("hom"),    of.number("dropin"), of.text("prior")};
    const double persons = of.number("persons_compared");
    out.persons = persons > 0.0 && persons < 1e9 ? static_cast<std::size_t>(persons) : 0;
    if (const Json* joint = json::find(root, "joint"); joint != nullptr) {
        out.joint_prior = Fields(*joint).text("prior");
    }
    const bool given = std::isfinite(out.theta) && std::isfinite(out.dropout_het) && std::isfinite(out.dropout_hom) &&
                       std::isfinite(out.dropin);
    return of.good() && lost.good() && given ? std::optional(out) : std::nullopt;
}

using Pairs = std::map<std::pair<std::string, std::string>, double>;

Pairs log10_glr_of(const Json& joint) {
    Pairs out;
    for (const Json& one : list_of(joint, "pairings")) {
        if (const Json* glr = json::find(one, "log10_glr"); glr != nullptr && glr->is_number()) {
            Fields of(one);
            out[{of.text("sample"), of.text("person")}] = glr->get<double>();
        }
    }
    return out;
}

/// Puts the joint posteriors beside those of the sample alone, and orders by them.
void add_joint(RecordedSample& sample, const std::map<std::string, double>& joint, const Pairs& log10_glr) {
    double found = 0.0;
    for (const auto& [person, posterior] : joint) {
        found += posterior;
    }
    sample.none = std::max(0.0, 1.0 - found);
    for (RecordedCandidate& one : sample.candidates) {
        const auto at = joint.find(one.person);
        one.joint = at == joint.end() ? 0.0 : at->second;
        if (const auto glr = log10_glr.find({sample.sample, one.person}); glr != log10_glr.end()) {
            one.log10_glr = glr->second;
        }
    }
    std::stable_sort(sample.candidates.begin(), sample.candidates.end(),
                     [](const RecordedCandidate& a, const RecordedCandidate& b) { return *a.joint > *b.joint; });
}

} // namespace

Result<RecordedResult> read_recorded_result(std::string_view text, const std::string& source, std::size_t most) {
    const auto root = json::parse(text, source);
    if (!root) {
        return fail(root.error());
    }
    const Error wrong = Error{ErrorKind::bad_input, "this is no result of muster identify"}.in(source);
    if (!root->is_object() || json::find(*root, "samples") == nullptr) {
        return fail(wrong);
    }
    RecordedResult out;
    auto settings = settings_of(*root);
    if (!settings) {
        return fail(wrong);
    }
    out.settings = *std::move(settings);
    const Json* simulated = json::find(*root, "simulated");
    out.simulated = simulated != nullptr && simulated->is_boolean() && simulated->get<bool>();
    out.warnings = words_of(list_of(*root, "warnings"));
    const Json* joint = json::find(*root, "joint");
    EarlierRun posteriors;
    Pairs log10_glr;
    if (joint != nullptr) {
        auto read = json::earlier_run(*root, source);
        if (!read) {
            return fail(read.error());
        }
        posteriors = *std::move(read);
        out.joint = true;
        log10_glr = log10_glr_of(*joint);
        out.changed = changes_of(*joint);
        const auto more = words_of(list_of(*joint, "warnings"));
        out.warnings.insert(out.warnings.end(), more.begin(), more.end());
    }
    for (const Json& one : list_of(*root, "samples")) {
        Fields fields(one);
        RecordedSample sample{fields.text("sample"), fields.number("posterior_none")};
        sample.none = sample.none_alone;
        for (const Json& candidate : list_of(one, "candidates")) {
            Fields of(candidate);
            sample.candidates.push_back(
                {of.text("person"), of.text("family"), of.number("log10_lr"), of.number("posterior")});
            if (!of.good()) {
                return fail(wrong);
            }
        }
        if (!fields.good()) {
            return fail(wrong);
        }
        if (const auto at = posteriors.find(sample.sample); at != posteriors.end()) {
            add_joint(sample, at->second, log10_glr);
        }
        sample.candidates.resize(std::min(sample.candidates.size(), most));
        out.samples.push_back(std::move(sample));
    }
    return out;
}

} // namespace muster
