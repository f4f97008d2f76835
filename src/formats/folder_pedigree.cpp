#include "folder_parts.hpp"
#include "muster/formats/text_input.hpp"
#include "muster/likelihood/linkage.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>

namespace muster::folder {

namespace {

/// Nothing: a word that is neither yes nor no.
std::optional<bool> says_missing(std::string_view field) {
    constexpr std::array<std::string_view, 8> no{"", "-", "0", "no", "n", "false", "f", "reference"};
    const std::string word = text::lower(field);
    if (text::is_yes(field) || word == "missing") {
        return true;
    }
    return std::find(no.begin(), no.end(), word) != no.end() ? std::optional(false) : std::nullopt;
}

Result<std::optional<std::size_t>> population_of(const CsvTable& csv, const CsvRow& row, std::string_view field,
                                                 const std::vector<std::string>& populations) {
    if (field.empty()) {
        return std::optional<std::size_t>{};
    }
    const auto at = std::find(populations.begin(), populations.end(), field);
    if (at == populations.end()) {
        return fail(csv.error(row, "population " + text::quote(field) +
                                       " has no frequencies; there are: " + text::join(populations)));
    }
    return std::optional(static_cast<std::size_t>(at - populations.begin()));
}

} // namespace

Result<Roster> read_pedigree_csv(const CsvTable& csv, const std::vector<std::string>& populations, bool& stated) {
    const auto id = csv.require({"id", "person", "individual", "iid"});
    const auto father = csv.require({"father", "fid", "father_id"});
    const auto mother = csv.require({"mother", "mid", "mother_id"});
    const auto sex = csv.require({"sex", "gender"});
    const auto missing = csv.require({"missing", "status"});
    for (const auto* column : {&id, &father, &mother, &sex, &missing}) {
        if (!*column) {
            return fail(column->error());
        }
    }
    const auto family = csv.find({"family", "family_id", "famid"});
    const auto population = csv.find({"population", "pop"});
    const auto inbreeding = csv.find({"inbreeding", "founder_inbreeding"});
    Roster roster(csv.source());
    for (const CsvRow& row : csv.rows()) {
        RosterLine line;
        line.line = row.line;
        line.person.id = row.fields[*id];
        if (text::parent(line.person.id).empty()) {
            return fail(csv.error(row, "the person has no id (found " + text::quote(line.person.id) + ")"));
        }
        line.person.father = text::parent(row.fields[*father]);
        line.person.mother = text::parent(row.fields[*mother]);
        const auto known_sex = text::sex(row.fields[*sex]);
        if (!known_sex) {
            return fail(csv.error(row, "the sex of " + text::quote(line.person.id) + " is " +
                                           text::quote(row.fields[*sex]) +
                                           ", expected 1 (male), 2 (female) or 0 (unknown)"));
        }
        line.person.sex = *known_sex;
        line.family = CsvTable::field(row, family);
        const auto is_missing = says_missing(row.fields[*missing]);
        if (!is_missing) {
            return fail(csv.error(row, "whether " + text::quote(line.person.id) + " is missing is " +
                                           text::quote(row.fields[*missing]) + ", expected 1 or 0 (yes, no, missing)"));
        }
        line.missing = *is_missing;
        line.reference = text::lower(row.fields[*missing]) == "reference";
        const auto known_population = population_of(csv, row, CsvTable::field(row, population), populations);
        if (!known_population) {
            return fail(known_population.error());
        }
        line.population = *known_population;
        stated = stated || line.population.has_value();
        const std::string_view f = CsvTable::field(row, inbreeding);
        const auto coefficient = f.empty() ? std::optional(0.0) : decimal(f);
        if (!coefficient) {
            return fail(csv.error(row, "the inbreeding coefficient is " + text::quote(f) + ", expected a number"));
        }
        line.person.founder_inbreeding = *coefficient;
        if (auto added = roster.add(std::move(line)); !added) {
            return fail(std::move(added.error()));
        }
    }
    return roster;
}

namespace {

constexpr std::array<std::string_view, 7> ped_statuses{"missing", "2", "reference", "-", "0", "1", "-9"};

} // namespace

Result<Roster> read_pedigree_ped(std::string_view text, const std::string& source) {
    Roster roster(source);
    std::size_t number = 0;
    for (const std::string_view raw : split_lines(text)) {
        ++number;
        const std::string_view content = text::trim(raw.substr(0, raw.find('#')));
        const auto fields = text::words(content);
        if (fields.empty()) {
            continue;
        }
        const auto bad = [&](std::string message) {
            return fail(Error{ErrorKind::bad_input, std::move(message), source, number});
        };
        if (fields.size() < 5) {
            return bad("found " + std::to_string(fields.size()) +
                       " fields, expected: family person father mother sex [status]");
        }
        if (roster.empty() && !text::sex(fields[4]) && text::lower(fields[4]) == "sex") {
            continue; // a heading
        }
        const auto sex = text::sex(fields[4]);
        if (!sex) {
            return bad("the sex of " + text::quote(fields[1]) + " is " + text::quote(fields[4]) +
                       ", expected 1 (male), 2 (female) or 0 (unknown)");
        }
        RosterLine line;
        line.line = number;
        line.family = fields[0];
        line.person = {std::string(fields[1]), text::parent(fields[2]), text::parent(fields[3]), *sex};
        if (text::parent(line.person.id).empty()) {
            return bad("the person has no id (found " + text::quote(line.person.id) + ")");
        }
        const std::string status = fields.size() > 5 ? text::lower(fields[5]) : std::string("-");
        if (std::find(ped_statuses.begin(), ped_statuses.end(), status) == ped_statuses.end()) {
            return bad("the status of " + text::quote(line.person.id) + " is " + text::quote(fields[5]) +
                       ", expected missing (or 2), reference, or - (or 0, 1)");
        }
        line.missing = status == "2" || status == "missing";
        line.reference = status == "reference";
        if (auto added = roster.add(std::move(line)); !added) {
            return fail(std::move(added.error()));
        }
    }
    return roster;
}

Result<void> read_prior(const CsvTable& csv, CaseInput& input) {
    if (auto known = csv.only({"person", "id", "missing", "prior", "probability"}); !known) {
        return known;
    }
    const auto person = csv.require({"person", "id", "missing"});
    const auto prior = csv.require({"prior", "probability"});
    if (!person || !prior) {
        return fail(!person ? person.error() : prior.error());
    }
    std::unordered_map<std::string, MissingPerson*> missing;
    for (MissingPerson& one : input.missing) {
        missing.emplace(one.person, &one);
    }
    for (const CsvRow& row : csv.rows()) {
        const auto at = missing.find(row.fields[*person]);
        if (at == missing.end()) {
            return fail(csv.error(row, text::quote(row.fields[*person]) + " is not a missing person of the pedigree"));
        }
        const auto value = decimal(row.fields[*prior]);
        if (!value || *value < 0.0 || *value > 1.0) {
            return fail(csv.error(row, "the prior is " + text::quote(row.fields[*prior]) +
                                           ", expected a probability from 0 to 1"));
        }
        if (at->second->prior) {
            return fail(csv.error(row, text::quote(row.fields[*person]) + " has a prior already"));
        }
        at->second->prior = *value;
    }
    return {};
}

namespace {

/// Recombination fraction from a genetic distance by a named map function; Haldane's if none is named.
std::optional<double> recombination(double centimorgan, const std::string& map) {
    if (map.empty() || map == "haldane") {
        return haldane(centimorgan);
    }
    return map == "kosambi" ? std::optional(kosambi(centimorgan)) : std::nullopt;
}

/// A link between two loci, by number.
struct Link {
    std::size_t to;
    double rho;
};

/// Chains of links → groups in map order. `first_link[l]`, at most two a locus.
std::vector<LinkageGroup> chains(const std::vector<std::vector<Link>>& links, const LocusIndex& loci) {
    std::vector<LinkageGroup> groups;
    std::vector<bool> done(links.size(), false);
    for (std::size_t start = 0; start < links.size(); ++start) {
        if (done[start] || links[start].size() != 1) {
            continue; // a chain starts at one of its ends
        }
        LinkageGroup group{{loci.name(start)}, {}};
        done[start] = true;
        for (std::size_t at = start; at != links.size();) {
            std::size_t next = links.size();
            for (const Link& link : links[at]) {
                if (!done[link.to]) {
                    next = link.to;
                    group.loci.push_back(loci.name(next));
                    group.rho.push_back(link.rho);
                    done[next] = true;
                    break;
                }
            }
            at = next;
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace

Result<void> read_linkage(const CsvTable& csv, const LocusIndex& loci, CaseInput& input) {
    const auto first = csv.require({"marker1", "locus1"});
    const auto second = csv.require({"marker2", "locus2"});
    const auto rho = csv.find({"rho", "recombination"});
    const auto distance = rho ? Result<std::size_t>{0} : csv.require({"cm", "rho"});
    for (const auto* column : {&first, &second, &distance}) {
        if (!*column) {
            return fail(column->error());
        }
    }
    const auto map = csv.find({"map", "map_function"});
    std::vector<std::vector<Link>> links(loci.names().size());
    std::vector<std::size_t> chain(links.size());
    for (std::size_t i = 0; i < chain.size(); ++i) {
        chain[i] = i;
    }
    for (const CsvRow& row : csv.rows()) {
        const auto a = loci.find(row.fields[*first]);
        const auto b = loci.find(row.fields[*second]);
        if (!a || !b) {
            return fail(
                csv.error(row, "marker " + text::quote(row.fields[a ? *second : *first]) + " has no frequencies"));
        }
        const std::string_view field = row.fields[rho ? *rho : *distance];
        const auto number = decimal(field);
        const std::string function = text::lower(CsvTable::field(row, map));
        const auto fraction = !number || *number < 0.0 ? std::nullopt : rho ? number : recombination(*number, function);
        if (!fraction || *fraction > 0.5) {
            return fail(csv.error(row, rho ? "rho is " + text::quote(field) + ", expected a number from 0 to 0.5"
                                           : "found cM " + text::quote(field) + " and map " + text::quote(function) +
                                                 ", expected a distance from 0 and haldane or kosambi"));
        }
        if (chain[*a] == chain[*b] || links[*a].size() == 2 || links[*b].size() == 2) {
            return fail(csv.error(row, "linked markers form a line, each with at most two neighbours; " +
                                           text::quote(row.fields[*first]) + " and " +
                                           text::quote(row.fields[*second]) + " would break it"));
        }
        links[*a].push_back({*b, *fraction});
        links[*b].push_back({*a, *fraction});
        std::replace(chain.begin(), chain.end(), std::size_t{chain[*b]}, std::size_t{chain[*a]});
    }
    input.linkage = chains(links, loci);
    return {};
}

} // namespace muster::folder
