#include "muster/app/account.hpp"

#include "finding_ids.hpp"
#include "json_text.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "remembered.hpp"
#include "roster_groups.hpp"
#include "topic_text.hpp"

#include <algorithm>
#include <array>

namespace muster {
namespace {

/// A day, month or year as written, or a time, which is UTC unless it says otherwise. Error (usage): neither.
Result<std::optional<Moment>> moment_of(const std::string& option, const std::string& written) {
    if (written.empty()) {
        return std::optional<Moment>();
    }
    auto when = moment(written + "Z");
    when = when ? when : moment(written);
    if (!when) {
        return fail(ErrorKind::usage,
                    option + ": '" + written + "' is no date; expected 2018-07-27, or 2018-07-27T14:30+09:00");
    }
    return when;
}

/// What is asked for, understood.
struct Question {
    std::optional<Moment> as_of{};
    std::optional<Moment> on{};
    Vocabulary vocabulary;
};

Result<Question> understood(const AccountRequest& request) {
    if (auto groups = check_groups(request.by); !groups) {
        return fail(groups.error());
    }
    const auto as_of = moment_of("--as-of", request.as_of);
    const auto on = as_of ? moment_of("--on", request.on) : fail(as_of.error());
    auto vocabulary = on ? shipped_vocabulary() : fail(on.error());
    if (!vocabulary) {
        return fail(vocabulary.error());
    }
    return Question{*as_of, *on, *std::move(vocabulary)};
}

/// What the register answers.
struct Found {
    std::uint64_t size = 0; ///< entries that count
    RosterGroups roster{};
    std::vector<TopicAccount> topics{};
};

/// Leaves the topics that are asked for. Error (bad_input): there is no such topic.
Result<void> choose(std::vector<TopicAccount>& topics, const std::vector<std::string>& wanted) {
    std::vector<std::string> names;
    std::transform(topics.begin(), topics.end(), std::back_inserter(names),
                   [](const auto& topic) { return topic.key; });
    for (const std::string& key : wanted) {
        if (std::find(names.begin(), names.end(), key) == names.end()) {
            const std::string near = nearest(names, key);
            return fail(ErrorKind::bad_input,
                        "there is no topic '" + key +
                            (near.empty() ? "'; muster topic list shows all" : "'; did you mean " + near + "?"));
        }
    }
    if (!wanted.empty()) {
        std::erase_if(topics, [&](const TopicAccount& topic) {
            return std::find(wanted.begin(), wanted.end(), topic.key) == wanted.end();
        });
    }
    return {};
}

Result<void> find(store::Reader& reader, const AccountRequest& request, const Question& question, Found& found) {
    const auto head = reader.newest_head();
    found.size = head ? head->size : 0;
    if (question.as_of) {
        const auto size = Past::size_at(reader, found.size, *question.as_of);
        if (!size) {
            return fail(size.error());
        }
        found.size = *size;
    }
    Past past(reader, found.size);
    const auto roster = read_roster(past, question.on);
    auto groups = roster ? group_roster(past, *roster, request.by, question.vocabulary) : fail(roster.error());
    auto topics = groups ? read_topics(past, question.on, *roster) : fail(groups.error());
    if (!topics) {
        return fail(topics.error());
    }
    found.roster = *std::move(groups);
    found.topics = *std::move(topics);
    return choose(found.topics, request.topic);
}

/// What the figures hold for, and whether they are of the real world.
std::string heading(const AccountRequest& request, const Found& found, bool all_simulated) {
    const std::uint64_t persons = found.roster.total.figures.front().count;
    const std::uint64_t simulated = found.roster.simulated;
    std::string text;
    if (all_simulated || simulated > 0) {
        text += all_simulated ? simulated_line
                              : "SIMULATED: " + std::to_string(simulated) + " of " + counted(persons, "person") +
                                    ", or what decides their status, are not of the real world.\n";
    }
    if (!request.as_of.empty()) {
        text += "As recorded by " + request.as_of + ": the first " + counted(found.size, "entry") + ".\n";
    }
    if (!request.on.empty()) {
        text += "What had happened by " + request.on + ".\n";
    }
    return text + (text.empty() ? "" : "\n");
}

/// Whether others' figures should be looked at.
std::string hint(const std::vector<TopicAccount>& topics) {
    std::size_t conflicts = 0;
    std::size_t differ = 0;
    for (const TopicAccount& topic : topics) {
        conflicts += static_cast<std::size_t>(std::count_if(topic.conflicts.begin(), topic.conflicts.end(),
                                                            [](const auto& one) { return one.state == "open"; }));
        differ += topic.of_record && topic.of_record->verdict == "open" ? 1U : 0U;
        differ += static_cast<std::size_t>(std::count_if(topic.statements.begin(), topic.statements.end(),
                                                         [](const Said& one) { return one.verdict == "open"; }));
    }
    return topics.empty()
               ? ""
               : "\nReported figures: " + counted(topics.size(), "topic") + ", " + counted(conflicts, "open conflict") +
                     ", " + counted(differ, "unexplained difference") + ": muster account --topics\n";
}

ConflictIds ids_of(Register& reg, const std::vector<TopicAccount>& topics) {
    std::vector<store::FindingRow> rows;
    for (const TopicAccount& topic : topics) {
        rows.insert(rows.end(), topic.conflicts.begin(), topic.conflicts.end());
    }
    const FindingIds names = finding_ids(reg, rows);
    ConflictIds ids;
    for (const store::FindingRow& row : rows) {
        ids[{row.subject, row.opened_by}] = names.of(row);
    }
    return ids;
}

std::string json_of(const AccountRequest& request, const Found& found, const ConflictIds& ids) {
    JsonObject json;
    json.raw("entries", std::to_string(found.size));
    json.raw("as_of", request.as_of.empty() ? "null" : ledger::json_string(request.as_of));
    json.raw("on", request.on.empty() ? "null" : ledger::json_string(request.on));
    json.raw("simulated", std::to_string(found.roster.simulated));
    json.raw("by", json_strings(request.by));
    json.raw("groups", groups_json(found.roster, request.json_entries));
    json.raw("total", total_json(found.roster, request.json_entries));
    json.raw("topics", topics_json(found.topics, ids, request.json_entries));
    return json.done();
}

} // namespace

bool may_count(std::string_view kind) {
    constexpr std::array<std::string_view, 32> beside{
        "view",        "user",        "password",     "factor",     "alias",       "photograph",   "mass",
        "contact",     "consent",     "review",       "extraction", "request",     "party",        "reference",
        "family",      "transfer",    "search",       "site",       "operation",   "confirmation", "commitment",
        "publication", "evidence",    "hypothesis",   "analysis",   "examination", "release",      "burial",
        "disposition", "association", "notification", "inventory"};
    return std::find(beside.begin(), beside.end(), kind) == beside.end();
}

namespace {

/// What makes one question another than the next.
std::string name_of(const AccountRequest& request) {
    std::string name = request.as_of + "\n" + request.on + "\n" + (request.entries ? "e" : "") +
                       (request.topics ? "t" : "") + (request.json_entries ? "j" : "");
    for (const auto* list : {&request.by, &request.topic}) {
        name += "\n";
        for (const std::string& one : *list) {
            name += one + "\t";
        }
    }
    return name;
}

Result<Answer> make_account(Register& reg, const AccountRequest& request, const Question& question) {
    auto found =
        read_store<Found>(reg, [&](store::Reader& reader, Found& one) { return find(reader, request, question, one); });
    if (!found) {
        return fail(found.error());
    }
    Answer answer;
    const bool topics = request.topics || !request.topic.empty();
    const ConflictIds ids = ids_of(reg, found->topics);
    answer.text = heading(request, *found, reg.simulated()) +
                  (topics ? topics_text(found->topics, ids, request.entries)
                          : roster_text(found->roster, request.entries) + hint(found->topics));
    answer.csv = topics ? topics_csv(found->topics) : roster_csv(found->roster, request.entries);
    answer.json = json_of(request, *found, ids);
    return answer;
}

} // namespace

Result<Answer> account(const AccountRequest& request) {
    static Remembered<Answer> remembered;
    const auto question = understood(request);
    auto session = question ? open_for_reading(request.caller, Action::read_account) : fail(question.error());
    if (!session) {
        return fail(session.error());
    }
    const auto answer = remembered.get(session->reg, name_of(request), may_count,
                                       [&] { return make_account(session->reg, request, *question); });
    return answer ? Result<Answer>(**answer) : fail(answer.error());
}

} // namespace muster
