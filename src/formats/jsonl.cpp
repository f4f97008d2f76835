#include "muster/formats/jsonl.hpp"

#include "json_parts.hpp"
#include "muster/formats/text_input.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>

namespace muster {

namespace {

using json::Json;

tl::unexpected<Error> bad(std::string message) {
    return fail(ErrorKind::bad_input, std::move(message));
}

/// Keys that mean something. A key that nearly is one of them is taken for a slip: leaving it out would answer another
/// question than the one that was asked.
constexpr std::array known_keys{"id",    "members", "H1_members", "H2_members",        "locus",  "loci",
                                "rho",   "theta",   "silent",     "dropout",           "dropin", "genotypes",
                                "typed", "missing", "pairs",      "founder_inbreeding"};

/// Do the words differ by at most one letter: changed, left out or added?
bool nearly(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (b.size() - a.size() > 1) {
        return false;
    }
    const auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
    return at == a.size() || a.substr(a.size() == b.size() ? at + 1 : at) == b.substr(at + 1);
}

Result<void> no_slips_in(const Json& object, PedigreeCase&) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known_keys.begin(), known_keys.end(), key) != known_keys.end()) {
            continue;
        }
        for (const char* known : known_keys) {
            if (key.size() > 3 && nearly(text::lower(key), text::lower(known))) {
                return bad("unknown key " + text::quote(key) + "; did you mean \"" + known + "\"?");
            }
        }
    }
    return {};
}

/// "genotypes" is one map beside "locus", an array of maps beside "loci".
Result<void> read_locus(const Json& object, const Json& locus, const Json* typing, PedigreeCase& made) {
    const Json* silent = json::find(object, "silent");
    auto spec = json::locus_spec(locus, silent == nullptr ? std::string{} : json::word(*silent).value_or(""));
    if (!spec) {
        return fail(std::move(spec.error()));
    }
    auto results = json::genotypes(typing == nullptr ? Json{} : *typing, " at locus " + text::quote(spec->name));
    if (!results) {
        return fail(std::move(results.error()));
    }
    made.loci.push_back(*std::move(spec));
    made.genotypes.push_back(*std::move(results));
    return {};
}

Result<void> read_loci(const Json& object, PedigreeCase& made) {
    const Json* typing = json::find(object, "genotypes");
    if (const Json* locus = json::find(object, "locus")) {
        return typing != nullptr ? read_locus(object, *locus, typing, made)
                                 : bad("there are no \"genotypes\"; give {} if nobody is typed");
    }
    const Json* loci = json::find(object, "loci");
    if (loci == nullptr || !loci->is_array()) {
        return bad("there is neither \"locus\" nor an array \"loci\"");
    }
    if (typing == nullptr || !typing->is_array() || typing->size() != loci->size()) {
        return bad("\"genotypes\" should be an array with one object for each of the " + std::to_string(loci->size()) +
                   " loci");
    }
    for (std::size_t i = 0; i < loci->size(); ++i) {
        if (auto read = read_locus(object, (*loci)[i], &(*typing)[i], made); !read) {
            return read;
        }
    }
    return {};
}

/// The case's "silent" names an allele of one of its loci.
Result<void> check_silent(const Json& object, PedigreeCase& made) {
    const Json* silent = json::find(object, "silent");
    const auto is_silent = [](const LocusSpec& spec) { return !spec.silent.empty(); };
    if (silent != nullptr && std::none_of(made.loci.begin(), made.loci.end(), is_silent)) {
        return bad("\"silent\" should name an allele, found " + silent->dump());
    }
    return {};
}

Result<void> read_rho(const Json& object, PedigreeCase& made) {
    const Json* rho = json::find(object, "rho");
    if (rho == nullptr) {
        return {};
    }
    if (rho->is_number()) {
        made.rho = {rho->get<double>()};
        return {};
    }
    auto values = json::numbers(*rho, "\"rho\"");
    if (!values) {
        return fail(std::move(values.error()));
    }
    made.rho = *std::move(values);
    return {};
}

Result<void> read_dropout(const Json& object, PedigreeCase& made) {
    const Json* dropout = json::find(object, "dropout");
    if (dropout == nullptr) {
        return {};
    }
    if (!dropout->is_object()) {
        return bad("\"dropout\" should be an object: person → {\"het\", \"hom\"}");
    }
    for (const auto& [name, rates] : dropout->items()) {
        const std::string& person = name;
        if (std::none_of(made.members.begin(), made.members.end(),
                         [&](const PersonRecord& member) { return member.id == person; })) {
            return bad("\"dropout\" names " + text::quote(person) + ", who is not a member");
        }
        if (!rates.is_object()) {
            return bad("the dropout of " + text::quote(person) +
                       " should be an object with \"het\" and, where it is not het², \"hom\"");
        }
        const auto het = json::number(rates, "het", "the dropout of " + text::quote(person));
        const auto hom = json::number(rates, "hom", "the dropout of " + text::quote(person));
        if (!het || !hom) {
            return fail(!het ? het.error() : hom.error());
        }
        const double single = het->value_or(0.0);
        made.dropout[person] = {single, hom->value_or(single * single)};
    }
    return {};
}

Result<void> read_persons(const Json& object, PedigreeCase& made) {
    const Json* members = json::find(object, "members");
    if (members == nullptr) {
        members = json::find(object, "H1_members");
    }
    auto persons =
        json::person_records(members == nullptr ? Json{} : *members, json::find(object, "founder_inbreeding"));
    if (!persons) {
        return fail(std::move(persons.error()));
    }
    made.members = *std::move(persons);
    made.compares = json::find(object, "H1_members") != nullptr;
    if (const Json* alternative = json::find(object, "H2_members")) {
        auto others = json::person_records(*alternative, json::find(object, "founder_inbreeding"));
        if (!others) {
            return fail(std::move(others.error()));
        }
        made.alternative = *std::move(others);
    }
    if (const Json* missing = json::find(object, "missing")) {
        made.missing = json::word(*missing).value_or("");
    }
    return {};
}

Result<PedigreeCase> read_case(const Json& object) {
    PedigreeCase made;
    if (!object.is_object()) {
        return bad("a JSON object is expected");
    }
    if (const Json* id = json::find(object, "id")) {
        made.id = json::word(*id).value_or("");
    }
    const auto theta = json::number(object, "theta", "the number");
    if (!theta) {
        return fail(theta.error());
    }
    made.theta = theta->value_or(0.0);
    const auto dropin = json::number(object, "dropin", "the number");
    if (!dropin) {
        return fail(dropin.error());
    }
    made.dropin = dropin->value_or(0.0);
    if (!(made.dropin >= 0.0 && made.dropin < 1.0)) {
        return bad("\"dropin\" should be a probability from 0 up to, but not including, 1");
    }
    using Reader = Result<void> (*)(const Json&, PedigreeCase&);
    for (const Reader read : {Reader{no_slips_in}, Reader{read_persons}, Reader{read_loci}, Reader{check_silent},
                              Reader{read_rho}, Reader{read_dropout}}) {
        if (auto done = read(object, made); !done) {
            return fail(std::move(done.error()));
        }
    }
    return made;
}

} // namespace

Result<PedigreeCase> parse_pedigree_case(std::string_view text, const std::string& source, std::size_t first_line) {
    const auto object = json::parse(text, source, first_line);
    if (!object) {
        return fail(object.error());
    }
    auto made = read_case(*object);
    if (!made) {
        return fail(made.error().in(source, first_line));
    }
    return made;
}

Result<std::vector<PedigreeCase>> parse_pedigree_cases(std::string_view text, const std::string& source) {
    std::vector<PedigreeCase> cases;
    std::size_t number = 0;
    for (const std::string_view line : split_lines(text)) {
        ++number;
        if (text::trim(line).empty()) {
            continue;
        }
        auto made = parse_pedigree_case(line, source, number);
        if (!made) {
            return fail(std::move(made.error()));
        }
        cases.push_back(*std::move(made));
    }
    return cases;
}

} // namespace muster
