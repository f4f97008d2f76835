#include "muster/app/family_reach.hpp"

#include "json_text.hpp"
#include "muster/identify/reach.hpp"
#include "register_case.hpp"
#include "remembered.hpp"
#include "sight.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <algorithm>
#include <set>

namespace muster {
namespace {

struct Row {
    std::string relative;
    std::string missing;
    double probability = 0.0;
};

struct ReachAnswer {
    std::vector<Row> now{}; ///< without a further relative
    std::vector<Row> relatives{};
};

/// The family graph with its references, kept for as long as nothing is recorded that it follows from.
Result<std::shared_ptr<const RegisterCase>> case_of(Register& reg) {
    static Remembered<RegisterCase> remembered;
    return remembered.get(reg, "families", families_follow_from, [&] {
        return case_of_register(reg, {{}, true, 0.0, false, true});
    });
}

/// Who of a missing person's family could still be asked: persons of the register who are not missing and not typed.
std::vector<std::size_t> still_to_ask(const Case& subject, const Sought& person,
                                      const std::set<std::string>& recorded) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < person.family.size(); ++i) {
        const std::string& id = person.family.member(i).id;
        const auto& missing = subject.input().missing;
        const bool is_missing =
            std::any_of(missing.begin(), missing.end(), [&](const MissingPerson& one) { return one.person == id; });
        if (!is_missing && recorded.contains(id) && !subject.input().references.contains(id)) {
            out.push_back(i);
        }
    }
    return out;
}

Result<void> add_person(const Case& subject, const MissingPerson& missing, const std::set<std::string>& recorded,
                        const ReachPlan& plan, ReachAnswer& answer) {
    const auto person = sought(subject, subject.input().loci, missing);
    const auto now = person ? reach(*person, subject.input().loci, std::nullopt, plan) : fail(person.error());
    if (!now) {
        return fail(now.error());
    }
    answer.now.push_back({{}, missing.person, *now});
    for (const std::size_t relative : still_to_ask(subject, *person, recorded)) {
        const auto with = reach(*person, subject.input().loci, relative, plan);
        if (!with) {
            return fail(with.error());
        }
        answer.relatives.push_back({person->family.member(relative).id, missing.person, *with});
    }
    return {};
}

/// Those of these persons who are recorded: the pedigree has others, whom it needs.
Result<std::set<std::string>> recorded_persons(Register& reg) {
    return read_store<std::set<std::string>>(
        reg, [&](store::Reader& reader, std::set<std::string>& out) -> Result<void> {
            reader.each_record_of("person", [&](store::RecordRow& row) {
                if (row.state == "current" && ledger::find_raw(row.text, "role") == "Relative") {
                    out.insert(std::move(row.key));
                }
            });
            return {};
        });
}

std::string row_json(const Row& row) {
    JsonObject json;
    json.text("person", row.relative);
    json.text("missing", row.missing);
    json.raw("probability", json_number(row.probability));
    return json.done();
}

std::string reach_text(const std::string& family, const ReachAnswer& found, const ReachPlan& plan) {
    TextTable table({"with a reference of", "missing", "P(LR > 10^4)"}, 44);
    const auto add = [&](const Row& row, const std::string& who) {
        char number[16];
        std::snprintf(number, sizeof number, "%.3f", row.probability);
        table.add({who, row.missing, number});
    };
    for (const Row& row : found.now) {
        add(row, "those there are");
    }
    for (const Row& row : found.relatives) {
        add(row, row.relative);
    }
    return "What family " + family +
           " can still tell: the probability that the right remains reach an LR of 10^4, by " +
           std::to_string(plan.simulations) + " simulations\n\n" + table.text();
}

} // namespace

Result<Answer> family_reach(const Caller& caller, const std::string& family) {
    auto session = open_for_reading(caller, Action::read_families);
    const std::string name = ref("family", family);
    auto seen = session ? Sight(*session).check(name) : fail(session.error());
    const auto record = seen ? session->reg.find(ref("family", family)) : fail(seen.error());
    if (!record || !*record) {
        return record ? fail(ErrorKind::bad_input, "there is no family '" + family + "'; muster list family shows all")
                      : fail(record.error());
    }
    auto viewed = disclosed(*session, {ref("family", family)}, "family reach");
    const auto subject = viewed ? case_of(session->reg) : fail(viewed.error());
    const auto recorded = subject ? recorded_persons(session->reg) : fail(subject.error());
    if (!recorded) {
        return fail(recorded.error());
    }
    const ReachPlan plan;
    ReachAnswer found;
    const auto of_family = list_of((*record)->body, "missing");
    for (const MissingPerson& missing : (*subject)->subject.input().missing) {
        if (std::find(of_family.begin(), of_family.end(), missing.person) == of_family.end()) {
            continue;
        }
        if (auto added = add_person((*subject)->subject, missing, *recorded, plan, found); !added) {
            return fail(added.error());
        }
    }
    std::sort(found.relatives.begin(), found.relatives.end(), [](const Row& a, const Row& b) {
        return a.probability != b.probability ? a.probability > b.probability : a.relative < b.relative;
    });
    JsonObject now;
    for (const Row& row : found.now) {
        now.raw(row.missing, json_number(row.probability));
    }
    std::vector<std::string> relatives;
    for (const Row& row : found.relatives) {
        relatives.push_back(row_json(row));
    }
    JsonObject json;
    json.text("family", family);
    json.raw("threshold", json_number(plan.log10_threshold));
    json.raw("simulations", std::to_string(plan.simulations));
    json.raw("now", now.done());
    json.raw("relatives", json_array(relatives));
    json.raw("simulated", json_bool((*record)->simulated));
    Answer answer;
    answer.json = json.done();
    answer.text = mark(session->reg) + reach_text(family, found, plan);
    return answer;
}

} // namespace muster
