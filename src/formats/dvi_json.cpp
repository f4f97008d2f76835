#include "muster/formats/dvi_json.hpp"

#include "case_finish.hpp"
#include "json_parts.hpp"
#include "persons.hpp"
#include "text.hpp"

#include <algorithm>
#include <filesystem>
#include <unordered_set>

namespace muster {

namespace {

using json::Json;

tl::unexpected<Error> bad(std::string message) {
    return fail(ErrorKind::bad_input, std::move(message));
}

/// The array under `key`. Error: it is missing.
Result<const Json*> array_at(const Json& inputs, const std::string& key) {
    const Json* value = json::find(inputs, key);
    if (value == nullptr || !value->is_array()) {
        std::vector<std::string> found;
        for (const auto& [name, part] : inputs.items()) {
            found.push_back(name);
        }
        return bad("the array \"" + key + "\" is missing; found: " + text::join(found));
    }
    return value;
}

std::string word_at(const Json& object, const char* key) {
    const Json* value = json::find(object, key);
    return value == nullptr ? std::string{} : json::word(*value).value_or("");
}

Result<void> read_loci(const Json& inputs, CaseInput& input) {
    const auto loci = array_at(inputs, "loci");
    if (!loci) {
        return fail(loci.error());
    }
    const std::string silent = word_at(inputs, "silent");
    for (const Json& object : **loci) {
        auto spec = json::locus_spec(object, silent);
        if (!spec) {
            return fail(std::move(spec.error()));
        }
        auto locus = Locus::make(*std::move(spec));
        if (!locus) {
            return fail(std::move(locus.error()));
        }
        input.loci.push_back(*std::move(locus));
    }
    return {};
}

Result<void> read_remains(const Json& inputs, CaseInput& input) {
    const auto remains = array_at(inputs, "pm");
    if (!remains) {
        return fail(remains.error());
    }
    for (const Json& object : **remains) {
        const std::string sample = word_at(object, "id");
        const auto sex = text::sex(word_at(object, "sex"));
        if (sample.empty() || !sex) {
            return bad("a sample of \"pm\" has no id, or another sex than 1, 2 or 0: " + text::quote(sample));
        }
        const Json* typing = json::find(object, "genotypes");
        auto loci = json::genotypes(typing == nullptr ? Json{} : *typing, " of sample " + text::quote(sample));
        if (!loci) {
            return fail(std::move(loci.error()));
        }
        input.remains.push_back(single_replicate(sample, *sex, *std::move(loci)));
    }
    return {};
}

Result<void> read_family(const Json& object, Roster& roster, CaseInput& input,
                         const std::unordered_set<std::string>& missing) {
    const std::string family = word_at(object, "family");
    const Json* members = json::find(object, "members");
    auto persons =
        json::person_records(members == nullptr ? Json{} : *members, json::find(object, "founder_inbreeding"));
    if (!persons) {
        return bad("family " + text::quote(family) + ": " + persons.error().message);
    }
    std::unordered_set<std::string> ids;
    for (PersonRecord& person : *persons) {
        if (!ids.insert(person.id).second) {
            return bad("family " + text::quote(family) + ": person " + text::quote(person.id) + " is there twice");
        }
        const bool is_missing = missing.contains(person.id);
        if (auto added = roster.add({std::move(person), family, is_missing}); !added) {
            return added;
        }
    }
    const Json* typings = json::find(object, "genotypes");
    if (typings == nullptr || (typings->is_array() && typings->empty())) {
        return {};
    }
    if (!typings->is_object()) {
        return bad("family " + text::quote(family) + ": \"genotypes\" should be an object of persons");
    }
    for (const auto& [person, typing] : typings->items()) {
        if (!ids.contains(person)) {
            return bad("family " + text::quote(family) + ": " + text::quote(person) + " is typed, but not a member");
        }
        auto loci = json::genotypes(typing, " of person " + text::quote(person));
        if (!loci) {
            return fail(std::move(loci.error()));
        }
        if (!loci->empty()) {
            SampleProfile profile = single_replicate(person, Sex::unknown, *std::move(loci));
            const auto [at, is_new] = input.references.try_emplace(person, profile);
            if (!is_new && consensus(at->second) != consensus(profile)) {
                return bad("family " + text::quote(family) + ": " + text::quote(person) +
                           " is typed otherwise than in an earlier family; the same id means the same person in "
                           "every family: correct one, or rename the person");
            }
        }
    }
    return {};
}

Result<void> read_families(const Json& inputs, const std::string& source, CaseInput& input) {
    const auto families = array_at(inputs, "am");
    if (!families) {
        return fail(families.error());
    }
    const auto listed = array_at(inputs, "missing");
    if (!listed) {
        return fail(listed.error());
    }
    const auto missing = json::words(**listed, "\"missing\"");
    if (!missing) {
        return fail(missing.error());
    }
    const std::unordered_set<std::string> wanted(missing->begin(), missing->end());
    Roster roster(source);
    for (const Json& object : **families) {
        if (auto read = read_family(object, roster, input, wanted); !read) {
            return read;
        }
    }
    for (const std::string& person : *missing) {
        if (!roster.contains(person)) {
            return bad("missing person " + text::quote(person) + " is in no family of \"am\"");
        }
    }
    const auto shared = roster.shared_founders();
    std::move(roster).move_into(input);
    note_untyped(shared, input);
    // The file's order of the missing is the order that its readers know.
    std::stable_sort(input.missing.begin(), input.missing.end(), [&](const MissingPerson& a, const MissingPerson& b) {
        return std::find(missing->begin(), missing->end(), a.person) <
               std::find(missing->begin(), missing->end(), b.person);
    });
    return {};
}

Result<void> read_pairings(const Json& inputs, CaseInput& input) {
    const Json* pairings = json::find(inputs, "pairings");
    if (pairings == nullptr || pairings->empty()) {
        return {};
    }
    if (!pairings->is_object()) {
        return bad("\"pairings\" should be an object: sample → list of persons");
    }
    for (const auto& [sample, list] : pairings->items()) {
        auto persons = json::words(list, "the pairings of sample " + text::quote(sample));
        if (!persons) {
            return fail(std::move(persons.error()));
        }
        if (std::erase(*persons, "*") == 0 && !persons->empty()) {
            input.on_roster.insert(sample);
        }
        input.pairings.emplace(sample, *std::move(persons));
    }
    return {};
}

Result<void> read_linkage(const Json& inputs, CaseInput& input) {
    const Json* linkage = json::find(inputs, "linkage");
    if (linkage == nullptr) {
        return {};
    }
    if (!linkage->is_array()) {
        return bad("\"linkage\" should be an array of {\"loci\", \"rho\"}");
    }
    for (const Json& object : *linkage) {
        const Json* loci = json::find(object, "loci");
        const Json* rho = json::find(object, "rho");
        auto names = json::words(loci == nullptr ? Json{} : *loci, "\"loci\" of \"linkage\"");
        if (!names) {
            return fail(std::move(names.error()));
        }
        auto values = json::numbers(rho == nullptr ? Json{} : *rho, "\"rho\" of \"linkage\"");
        if (!values) {
            return fail(std::move(values.error()));
        }
        input.linkage.push_back({*std::move(names), *std::move(values)});
    }
    return {};
}

Result<void> read_extras(const Json& inputs, CaseInput& input) {
    const auto theta = json::number(inputs, "theta", "the number");
    if (!theta) {
        return fail(theta.error());
    }
    input.theta = theta->value_or(0.0);
    const Json* simulated = json::find(inputs, "simulated");
    input.simulated = simulated != nullptr && simulated->is_boolean() && simulated->get<bool>();
    if (const Json* priors = json::find(inputs, "priors")) {
        for (MissingPerson& missing : input.missing) {
            auto prior = json::number(*priors, missing.person, "the prior of");
            if (!prior) {
                return fail(std::move(prior.error()));
            }
            missing.prior = *prior;
        }
    }
    return {};
}

Result<CaseInput> read_inputs(const Json& inputs, const std::string& source) {
    if (!inputs.is_object()) {
        return bad("the file should hold one JSON object with \"loci\", \"pm\", \"am\" and \"missing\"");
    }
    CaseInput input;
    input.name = std::filesystem::path(source).stem().string();
    input.populations = {"as in the file"};
    if (auto read = read_loci(inputs, input); !read) {
        return fail(std::move(read.error()));
    }
    if (auto read = read_remains(inputs, input); !read) {
        return fail(std::move(read.error()));
    }
    if (auto read = read_families(inputs, source, input); !read) {
        return fail(std::move(read.error()));
    }
    for (const auto& read : {read_pairings(inputs, input), read_linkage(inputs, input), read_extras(inputs, input)}) {
        if (!read) {
            return fail(read.error());
        }
    }
    return input;
}

} // namespace

Result<Case> parse_dvi_json(const TextInput& file, const CaseOptions& options) {
    const auto document = json::parse(file.text, file.source);
    if (!document) {
        return fail(document.error());
    }
    const Json* inner = json::find(*document, "inputs");
    auto input = read_inputs(inner == nullptr ? *document : *inner, file.source);
    if (!input) {
        return fail(input.error().in(file.source));
    }
    input->notes.insert(input->notes.begin(), file.notes.begin(), file.notes.end());
    if (auto chosen = choose_only_mutation(input->loci, options, file.source); !chosen) {
        return fail(std::move(chosen.error()));
    }
    if (auto chosen = choose_only_population(input->populations.front(), options, file.source); !chosen) {
        return fail(std::move(chosen.error()));
    }
    return finish_case(*std::move(input), options, file.source);
}

} // namespace muster
