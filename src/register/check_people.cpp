#include "check_people.hpp"

#include "measures.hpp"
#include "rules.hpp"

#include <cstdlib>
#include <set>

namespace muster {
namespace {

/// Is somebody among a person's ancestors?
bool descends_from(Tables& tables, Thing& person, const Thing& ancestor, std::set<const Thing*>& seen) {
    if (&person == &ancestor) {
        return true;
    }
    if (!seen.insert(&person).second) {
        return false;
    }
    for (const char* role : {"father", "mother"}) {
        Thing* parent = tables.target_of(person, role);
        if (parent != nullptr && descends_from(tables, *parent, ancestor, seen)) {
            return true;
        }
    }
    return false;
}

} // namespace

void check_person(const ledger::Body& body, const std::string& ref, Tables& tables,
                  std::vector<std::string>& problems) {
    for (const auto& [role, wrong_sex] : {std::pair("father", "Female"), std::pair("mother", "Male")}) {
        const std::string parent = text_of(body, role);
        Thing* known = parent.empty() ? nullptr : tables.current(muster::ref("person", parent));
        if (known == nullptr) {
            continue;
        }
        if (text_of(*known, "sex") == wrong_sex) {
            problems.push_back(std::string(role) + ": '" + parent + "' is recorded as " + wrong_sex);
        }
        std::set<const Thing*> seen;
        if (!ref.empty() && descends_from(tables, *known, tables.thing(ref), seen)) {
            problems.push_back(std::string(role) + ": '" + parent + "' descends from this person, or is the same");
        }
    }
}

void check_statement(const ledger::Body& body, std::vector<std::string>& problems) {
    const std::string value = text_of(body, "value");
    const std::string low = text_of(body, "low");
    const std::string high = text_of(body, "high");
    if (value.empty() && low.empty() && high.empty()) {
        problems.emplace_back("the figure is missing: give value, or low and high");
    } else if (!value.empty() && (!low.empty() || !high.empty())) {
        problems.emplace_back("value is given, and a range too: give one of them");
    } else if (!low.empty() && !high.empty() &&
               std::strtod(low.c_str(), nullptr) > std::strtod(high.c_str(), nullptr)) {
        problems.push_back("low: " + low + " is more than high: " + high);
    }
}

void check_topic(const ledger::Body& body, const Vocabulary& vocabulary, Tables& tables,
                 std::vector<std::string>& problems) {
    const auto where = list_of(body, "where");
    const auto wrong = wrong_with_measure(text_of(body, "measure"), where);
    problems.insert(problems.end(), wrong.begin(), wrong.end());
    for (const std::string& item : where) {
        const auto wanted = restriction(item);
        if (!wanted || wanted->second.empty()) {
            continue;
        }
        const auto& [name, value] = *wanted;
        if ((name == "turnover" || name == "accession") && tables.record(ref(name, value)) == nullptr) {
            problems.push_back("where: the " + name + " '" + value +
                               "' is not recorded; record it first, or correct the key");
        } else if (const auto word = vocabulary.word("case_category", value); name == "category" && word != value) {
            problems.push_back("where: '" + value + "' is no category" + (word ? "; write '" + *word + "'" : ""));
        }
    }
}

void check_frozen(const NewEntry& entry, const ledger::Body& body, const std::string& ref, Tables& tables,
                  std::vector<std::string>& problems) {
    static const std::set<std::string, std::less<>> parts{"evidence", "hypothesis", "review"};
    std::set<std::string> concerned;
    if (entry.action != ledger::Action::record && (entry.kind == "identification" || entry.kind == "examination")) {
        concerned.insert(ref);
    } else if (parts.contains(entry.kind)) {
        concerned.insert(muster::ref("identification", text_of(body, "identification")));
        if (!ref.empty()) {
            if (const Thing* before = tables.target_of(tables.thing(ref), "identification")) {
                concerned.insert(std::string(before->ref));
            }
        }
    }
    for (const std::string& name : concerned) {
        if (const auto signatures = sources(tables, tables.thing(name), "signature", "of"); !signatures.empty()) {
            problems.push_back(name + " is signed (" + std::string(signatures.back()->ref) +
                               ") and frozen; withdraw the signature first, with a reason, or begin another one");
        }
    }
}

} // namespace muster
