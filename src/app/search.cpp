#include "muster/app/search.hpp"

#include "identification_parts.hpp"
#include "json_text.hpp"
#include "muster/app/version.hpp"
#include "muster/formats/typed_text.hpp"
#include "register_case.hpp"
#include "remembered.hpp"
#include "screening_parts.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace muster {
namespace {

/// The roster as profiles are compared with it.
struct Families {
    RegisterCase compared;
    FamilyIndex index;
};

Result<Families> read_families(Register& reg) {
    auto compared = case_of_register(reg, {{}, true, 0.0, false, false});
    if (!compared) {
        return fail(compared.error());
    }
    IndexOptions options;
    options.program = build_id();
    auto index = index_for_now(missing_persons(compared->subject, true), options);
    return index ? Result<Families>(Families{*std::move(compared), *std::move(index)}) : fail(index.error());
}

/// Kept while the program runs, for as long as nothing is recorded that it follows from.
Result<std::shared_ptr<const Families>> families_of(Register& reg) {
    static Remembered<Families> remembered;
    return remembered.get(reg, "families", families_follow_from, [&] { return read_families(reg); });
}

struct Found {
    std::vector<Hit> hits{}; ///< the best first
    std::vector<double> posterior{};
    std::uint64_t compared = 0;
};

/// Every target of fitting sex is scored: "none of them" weighs as much as each of them.
Result<Found> weigh(const ScreenSamples& samples) {
    ScreenRun run;
    run.rule = {-std::numeric_limits<double>::infinity(), 0};
    auto part = screen(samples, run);
    if (!part) {
        return fail(part.error());
    }
    Found out;
    out.compared = part->compared;
    out.hits = std::move(part->hits);
    std::sort(out.hits.begin(), out.hits.end(), is_better);
    const double best = out.hits.empty() ? 0.0 : std::max(0.0, out.hits.front().log10_lr);
    double sum = std::pow(10.0, -best);
    for (const Hit& hit : out.hits) {
        sum += std::pow(10.0, hit.log10_lr - best);
    }
    for (const Hit& hit : out.hits) {
        out.posterior.push_back(std::pow(10.0, hit.log10_lr - best) / sum);
    }
    return out;
}

std::string alleles_json(const std::map<std::string, LocusResult>& loci) {
    JsonObject json;
    for (const auto& [marker, result] : loci) {
        json.raw(marker, json_strings(result.alleles));
    }
    return json.done();
}

/// One query: the profile beside the index.
class Question {
  public:
    Question(const SearchRequest& request, const Families& families, const TypingErrors& errors)
        : request_(request), families_(families), samples_(families.index, errors),
          typed_(read_typed_text(request.profile, families.compared.subject.input().loci)) {}

    Result<void> ask() {
        const SampleProfile profile = single_replicate("query", Sex::unknown, typed_.loci);
        const bool says_something = std::any_of(typed_.loci.begin(), typed_.loci.end(),
                                                [](const auto& locus) { return !is_amelogenin(locus.first); });
        if (auto added = samples_.add(std::span(&profile, 1)); !added || !says_something) {
            return added;
        }
        auto found = weigh(samples_);
        if (!found) {
            return fail(found.error());
        }
        found_ = *std::move(found);
        return {};
    }
    [[nodiscard]] std::size_t shown() const { return std::min(request_.most, found_.hits.size()); }
    [[nodiscard]] const Target& target(const Hit& hit) const { return families_.index.facts().targets[hit.target]; }
    [[nodiscard]] const Hit& hit(std::size_t i) const { return found_.hits[i]; }
    [[nodiscard]] double posterior(std::size_t i) const { return found_.posterior[i]; }
    [[nodiscard]] const Found& found() const { return found_; }
    [[nodiscard]] const TypedText& typed() const { return typed_; }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return samples_.warnings(); }

    /// What each unit says of a target, by its name; −∞: excluded.
    Result<std::vector<std::pair<std::string, double>>> by_unit(std::size_t target) const {
        const IndexFacts& facts = families_.index.facts();
        const auto numbers = families_.index.numbers(target);
        if (!numbers) {
            return fail(numbers.error());
        }
        std::vector<std::pair<std::string, double>> out;
        for (std::size_t unit = 0; unit < facts.units.size(); ++unit) {
            const auto& rows = samples_.rows(unit, samples_.codes(0)[unit]);
            if (const auto lr = unit_log10_lr(rows, facts.targets[target], unit, (*numbers)[unit])) {
                out.emplace_back(facts.units[unit].name, *lr);
            }
        }
        return out;
    }

  private:
    const SearchRequest& request_;
    const Families& families_;
    ScreenSamples samples_;
    TypedText typed_;
    Found found_{};
};

Result<std::string> candidate_json(const Question& question, std::size_t i) {
    const Hit& hit = question.hit(i);
    const auto units = question.by_unit(hit.target);
    if (!units) {
        return fail(units.error());
    }
    std::vector<std::string> excluding;
    for (const auto& [name, lr] : *units) {
        if (!std::isfinite(lr)) {
            excluding.push_back(name);
        }
    }
    JsonObject json;
    json.text("person", question.target(hit).person);
    json.text("family", question.target(hit).family);
    json.raw("log10_lr", json_number(hit.log10_lr));
    json.raw("posterior", json_number(question.posterior(i)));
    json.raw("loci_compared", std::to_string(units->size()));
    json.raw("excluding_loci", json_strings(excluding));
    return json.done();
}

/// The typed relatives of a missing person, as far as the family graph leads.
std::vector<std::string> relatives_of(const Case& subject, const std::string& person) {
    const auto at = subject.pedigree().find(person);
    for (const auto& family : subject.pedigree().components()) {
        if (at && std::find(family.begin(), family.end(), *at) != family.end()) {
            std::vector<std::string> typed;
            for (const std::size_t member : family) {
                const std::string& id = subject.pedigree().member(member).id;
                if (subject.input().references.contains(id)) {
                    typed.push_back(id);
                }
            }
            return typed;
        }
    }
    return {};
}

Result<std::string> opened_json(const Question& question, const Families& families, const std::string& person) {
    const auto& targets = families.index.facts().targets;
    const auto at =
        std::find_if(targets.begin(), targets.end(), [&](const Target& one) { return one.person == person; });
    if (at == targets.end()) {
        return fail(ErrorKind::bad_input, "'" + person +
                                              "' is not compared: nobody of this name is missing, or no "
                                              "usable reference is in the family");
    }
    const auto units = question.by_unit(static_cast<std::size_t>(at - targets.begin()));
    if (!units) {
        return fail(units.error());
    }
    const Case& subject = families.compared.subject;
    const auto relatives = relatives_of(subject, person);
    std::vector<std::string> rows;
    for (const auto& [unit, lr] : *units) {
        JsonObject row;
        row.text("locus", unit);
        const auto seen = question.typed().loci.find(unit);
        row.raw("sample",
                json_strings(seen == question.typed().loci.end() ? std::vector<std::string>{} : seen->second.alleles));
        JsonObject of_relatives;
        for (const std::string& relative : relatives) {
            const ConsensusProfile profile = consensus(subject.input().references.at(relative));
            if (const auto typed = profile.find(unit); typed != profile.end()) {
                of_relatives.raw(relative, json_strings(typed->second.alleles));
            }
        }
        row.raw("relatives", of_relatives.done());
        row.raw("log10_lr", json_number(lr));
        rows.push_back(row.done());
    }
    return json_array(rows);
}

std::string text_of_answer(const Question& question, double threshold, double expected) {
    TextTable table({"person", "family", "log10 LR", "posterior"}, 44);
    char number[32];
    const auto digits = [&](const char* format, double value) {
        std::snprintf(number, sizeof number, format, value);
        return std::string(number);
    };
    for (std::size_t i = 0; i < question.shown(); ++i) {
        const Hit& hit = question.hit(i);
        table.add({question.target(hit).person, question.target(hit).family, digits("%.3f", hit.log10_lr),
                   digits("%.6f", question.posterior(i))});
    }
    std::string text;
    for (const std::string& one : question.typed().not_read) {
        text += "NOT READ: " + one + "\n";
    }
    return text + std::to_string(question.typed().loci.size()) +
           (question.typed().loci.size() == 1 ? " locus" : " loci") + " beside " +
           counted(question.found().compared, "person") + "; above log10 LR " + digits("%g", threshold) + " at most " +
           digits("%.3g", expected) + " unrelated ones are expected by chance\n\n" + table.text();
}

Result<double> threshold_of(const std::string& written) {
    if (written.empty()) {
        return 4.0;
    }
    char* end = nullptr;
    const double value = std::strtod(written.c_str(), &end);
    if (*end != '\0' || !std::isfinite(value)) {
        return fail(ErrorKind::usage, "threshold: a log10 LR is expected, found '" + written + "'");
    }
    return value;
}

} // namespace

Result<Answer> search_profile(const SearchRequest& request) {
    IdentificationRequest like;
    like.dropout = request.dropout;
    const auto options = identify_options(like);
    const auto threshold = options ? threshold_of(request.threshold) : fail(options.error());
    auto session = threshold ? open_for_reading(request.caller, Action::compare) : fail(threshold.error());
    const bool asks = request.profile.find_first_not_of(" \t\r\n;") != std::string::npos;
    const std::vector<std::string> of(asks ? 1 : 0, "reference:*"); // who asks nothing sees nobody
    const auto viewed = session ? disclosed(*session, of, "search") : fail(session.error());
    const auto families = viewed ? families_of(session->reg) : fail(viewed.error());
    if (!families) {
        return fail(families.error());
    }
    const auto begun = std::chrono::steady_clock::now();
    Question question(request, **families, options->errors);
    auto asked = question.ask();
    if (!asked) {
        return fail(asked.error());
    }
    std::vector<std::string> candidates;
    for (std::size_t i = 0; i < question.shown(); ++i) {
        auto candidate = candidate_json(question, i);
        if (!candidate) {
            return fail(candidate.error());
        }
        candidates.push_back(*std::move(candidate));
    }
    auto opened =
        request.person.empty() ? Result<std::string>("[]") : opened_json(question, **families, request.person);
    if (!opened) {
        return fail(opened.error());
    }
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begun;
    const double expected = static_cast<double>(question.found().compared) / std::pow(10.0, *threshold);
    std::vector<std::string> warnings;
    if (asks) {
        warnings = (*families)->compared.subject.input().notes;
    }
    warnings.insert(warnings.end(), question.warnings().begin(), question.warnings().end());
    JsonObject json;
    json.raw("loci", alleles_json(question.typed().loci));
    json.raw("not_read", json_strings(question.typed().not_read));
    json.raw("persons", std::to_string(question.found().compared));
    json.raw("milliseconds", json_number(std::round(taken.count() * 100.0) / 100.0));
    json.raw("candidates", json_array(candidates));
    json.raw("opened", *opened);
    JsonObject chance;
    chance.raw("threshold", json_number(*threshold));
    chance.raw("expected_hits", json_number(expected));
    json.raw("chance", chance.done());
    json.raw("warnings", json_strings(warnings));
    json.raw("simulated", json_bool((*families)->compared.subject.input().simulated));
    Answer answer;
    answer.json = json.done();
    answer.text = mark(session->reg) + text_of_answer(question, *threshold, expected);
    return answer;
}

} // namespace muster
