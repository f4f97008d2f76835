#include "muster/identify/units.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace muster {
namespace {

/// The family (connected component) of a person, and his index in it.
struct Family {
    Pedigree pedigree;
    std::size_t missing;
};

Family family_of(const Pedigree& pedigree, std::size_t person) {
    const std::vector<std::size_t> members = pedigree.family_of(person);
    const auto at = std::lower_bound(members.begin(), members.end(), person);
    return {pedigree.subset(members), static_cast<std::size_t>(at - members.begin())};
}

/// Someone's alleles must have a frequency in every population of the case: an LR needs it.
Result<void> check_frequencies(const Locus& locus, const Observation& seen, const std::string& whose) {
    for (std::size_t allele : seen.alleles()) {
        for (std::size_t p = 0; p < locus.population_count(); ++p) {
            if (!(locus.freqs(p)[allele] > 0.0)) {
                return fail(ErrorKind::bad_input,
                            whose + ", locus " + locus.name() + ": allele '" + locus.alleles()[allele] +
                                "' has frequency 0 in the table; give it the minimum frequency of that population");
            }
        }
    }
    return {};
}

} // namespace

Result<std::vector<std::vector<Observation>>> reference_observations(const Case& input, const Pedigree& family,
                                                                     const std::vector<Locus>& loci,
                                                                     std::vector<std::string>& warnings) {
    std::vector<std::vector<Observation>> out(loci.size(), std::vector<Observation>(family.size()));
    for (std::size_t m = 0; m < family.size(); ++m) {
        const auto found = input.input().references.find(family.member(m).id);
        if (found == input.input().references.end()) {
            continue;
        }
        const ConsensusProfile seen = consensus(found->second);
        for (std::size_t l = 0; l < loci.size(); ++l) {
            const auto at = seen.find(loci[l].name());
            // A reference that was tested and gave nothing says nothing: no dropout is modelled for references.
            if (at == seen.end() || at->second.status == LocusStatus::tested_and_empty) {
                continue;
            }
            if (std::set<std::string>(at->second.alleles.begin(), at->second.alleles.end()).size() > 2) {
                warnings.push_back("reference '" + family.member(m).id + "' shows more than two alleles at " +
                                   loci[l].name() + "; the locus is left out for this person");
                continue;
            }
            auto observation = Observation::make(loci[l], at->second);
            if (!observation) {
                Error error = observation.error();
                error.message = "reference '" + family.member(m).id + "', " + error.message;
                return fail(std::move(error));
            }
            if (auto known = check_frequencies(loci[l], *observation, "reference '" + family.member(m).id + "'");
                !known) {
                return fail(known.error());
            }
            out[l][m] = std::move(*observation);
        }
    }
    return out;
}

namespace {

bool first_degree(const Pedigree& family, std::size_t a, std::size_t b) {
    const Member& x = family.member(a);
    const Member& y = family.member(b);
    const bool parent = x.father == b || x.mother == b || y.father == a || y.mother == a;
    const bool siblings = !x.is_founder() && x.father == y.father && x.mother == y.mother;
    return parent || siblings;
}

bool informative(const std::vector<Observation>& observations) {
    return std::any_of(observations.begin(), observations.end(), [](const auto& o) { return o.informative(); });
}

std::string list(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

} // namespace

LinkedLoci linked_loci(const Unit& unit, const std::vector<Locus>& loci) {
    LinkedLoci out;
    for (std::size_t l : unit.loci) {
        out.loci.push_back(&loci[l]);
    }
    out.rho = unit.rho;
    return out;
}

std::vector<Unit> units_of(const Case& input) {
    const auto& loci = input.input().loci;
    const auto index = [&](const std::string& name) {
        return static_cast<std::size_t>(
            std::find_if(loci.begin(), loci.end(), [&](const Locus& l) { return l.name() == name; }) - loci.begin());
    };
    std::vector<Unit> units;
    std::vector<char> taken(loci.size(), 0);
    for (std::size_t l = 0; l < loci.size(); ++l) {
        if (taken[l] != 0) {
            continue;
        }
        Unit unit{loci[l].name(), {l}, {}};
        for (const LinkageGroup& group : input.input().linkage) {
            if (std::find(group.loci.begin(), group.loci.end(), loci[l].name()) == group.loci.end()) {
                continue;
            }
            unit = {list(group.loci), {}, group.rho};
            std::replace(unit.name.begin(), unit.name.end(), ',', '+');
            std::erase(unit.name, ' ');
            for (const std::string& name : group.loci) {
                unit.loci.push_back(index(name));
                taken[unit.loci.back()] = 1;
            }
        }
        units.push_back(std::move(unit));
    }
    return units;
}

namespace {

/// Did some replicate see an allele there?
bool seen_once(const SampleProfile& sample, const std::string& locus) {
    for (const Extraction& extraction : sample.extractions) {
        for (const Replicate& replicate : extraction.replicates) {
            const auto at = replicate.loci.find(locus);
            if (at != replicate.loci.end() && !at->second.alleles.empty()) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

Result<SampleRows> sample_rows(std::span<const SampleProfile> samples, const std::vector<Locus>& loci,
                               const TypingErrors& errors) {
    SampleRows out;
    for (const SampleProfile& sample : samples) {
        auto sex = sex_of(sample);
        if (!sex) {
            return fail(sex.error());
        }
        if (*sex == Sex::female && sample.sex == Sex::unknown && errors.het > 0.0) {
            sex = Sex::unknown; // an X alone may be a man's whose Y dropped out
            out.warnings.push_back("sample '" + sample.sample +
                                   "': amelogenin shows X only; as dropout is modelled, the "
                                   "sample is compared with men too");
        }
        out.sex.push_back(*sex);
        const ConsensusProfile seen = consensus(sample);
        std::vector<ObservationRow> rows(loci.size());
        std::vector<ObservationRow> clean(loci.size());
        std::vector<Observation> observations(loci.size());
        std::vector<std::string> empty;
        std::vector<std::string> crowded;
        std::vector<std::string> unconfirmed;
        std::vector<std::string> without_sex;
        for (std::size_t l = 0; l < loci.size(); ++l) {
            const auto at = seen.find(loci[l].name());
            if (at == seen.end() || at->second.status == LocusStatus::not_tested) {
                if (seen_once(sample, loci[l].name())) {
                    unconfirmed.push_back(loci[l].name());
                }
                continue;
            }
            if (at->second.status == LocusStatus::tested_and_empty && errors.het == 0.0 && errors.hom == 0.0) {
                empty.push_back(loci[l].name()); // without a dropout model this would exclude everybody
                continue;
            }
            const std::set<std::string> distinct(at->second.alleles.begin(), at->second.alleles.end());
            if (distinct.size() > (errors.dropin > 0.0 ? 3U : 2U)) {
                crowded.push_back(loci[l].name());
                continue;
            }
            const bool hemizygous = loci[l].x_linked() && *sex == Sex::male;
            if (loci[l].x_linked() && *sex == Sex::unknown) {
                without_sex.push_back(loci[l].name());
                continue;
            }
            auto observation = Observation::make(loci[l], at->second, errors);
            if (!observation) {
                Error error = observation.error();
                error.message = "sample '" + sample.sample + "', " + error.message;
                return fail(std::move(error));
            }
            if (auto known = check_frequencies(loci[l], *observation, "sample '" + sample.sample + "'"); !known) {
                return fail(known.error());
            }
            rows[l] = observation_row(loci[l], *observation, hemizygous);
            observations[l] = *observation;
            if (errors.none()) {
                clean[l] = rows[l];
            } else if (distinct.size() == 2) {
                // Both alleles seen: incompatible with the family even if nothing dropped out or in.
                auto plain = Observation::make(loci[l], at->second);
                if (plain) {
                    clean[l] = observation_row(loci[l], *plain, hemizygous);
                }
            }
        }
        if (!empty.empty()) {
            out.warnings.push_back("sample '" + sample.sample + "': tested and empty at " + list(empty) +
                                   ", taken as not tested because no dropout is modelled (--dropout)");
        }
        if (!without_sex.empty()) {
            out.warnings.push_back("sample '" + sample.sample + "': the sex is not known, so the X-linked loci " +
                                   list(without_sex) + " are left out");
        }
        if (!unconfirmed.empty()) {
            out.warnings.push_back("sample '" + sample.sample + "': no allele was seen in two replicates at " +
                                   list(unconfirmed) + "; taken as not tested");
        }
        if (!crowded.empty()) {
            out.warnings.push_back("sample '" + sample.sample + "': more alleles than one person has at " +
                                   list(crowded) + "; the locus is left out (a mixture, drop-in or a triplication?)");
        }
        out.rows.push_back(std::move(rows));
        out.clean_rows.push_back(std::move(clean));
        out.seen.push_back(std::move(observations));
    }
    return out;
}

bool has_open_sex(const Case& input, const MissingPerson& missing) {
    return missing.sex_unknown || input.pedigree().member(*input.pedigree().find(missing.person)).sex == Sex::unknown;
}

Result<Sought> sought(const Case& input, const std::vector<Locus>& loci, const MissingPerson& missing) {
    Family family = family_of(input.pedigree(), *input.pedigree().find(missing.person));
    Sought out{missing.person,     std::move(family.pedigree),   family.missing,
               missing.population, has_open_sex(input, missing), {}};
    auto seen = reference_observations(input, out.family, loci, out.warnings);
    if (!seen) {
        return fail(seen.error());
    }
    out.seen = *std::move(seen);
    return out;
}

Result<PersonTables> person_tables(const Case& input, const std::vector<Locus>& loci, const std::vector<Unit>& units,
                                   const MissingPerson& missing, Exclusions exclusions) {
    const auto person = sought(input, loci, missing);
    return person ? person_tables(*person, loci, units, input.input().theta, exclusions) : fail(person.error());
}

namespace {

/// The pedigree alone makes his genotypes others than those of somebody unrelated: he is inbred, or mutation does not
/// leave the population as it is.
bool tells(const UnitTable& table) {
    constexpr double alike = 1e-12; // of a probability; what rounding makes of equal ones is less
    return !std::equal(table.related().begin(), table.related().end(), table.unrelated().begin(),
                       [](double a, double b) { return std::abs(a - b) <= alike * b; });
}

} // namespace

Result<PersonTables> person_tables(const Sought& person, const std::vector<Locus>& loci, const std::vector<Unit>& units,
                                   double theta, Exclusions exclusions, const TableSource& source) {
    PersonTables out;
    out.warnings = person.warnings;
    std::vector<std::string> without_sex;
    LikelihoodOptions options;
    options.theta = theta;
    std::vector<std::string> contradicted;
    for (std::size_t u = 0; u < units.size(); ++u) {
        const Unit& unit = units[u];
        if (person.open_sex && loci[unit.loci.front()].x_linked()) {
            without_sex.push_back(unit.name);
            out.unit_typed.push_back(false);
            out.unit_informative.push_back(false);
            out.units.emplace_back();
            continue;
        }
        std::vector<std::vector<Observation>> seen;
        bool any = false;
        for (std::size_t l : unit.loci) {
            seen.push_back(person.seen[l]);
            any = any || informative(seen.back());
        }
        const auto make = [&] {
            return UnitTable::make(person.family, linked_loci(unit, loci), seen, person.missing, person.population,
                                   options);
        };
        auto table = source ? source(u, make) : make();
        if (!table) {
            Error error = table.error();
            error.message = "missing person '" + person.name + "', " + unit.name + ": " + error.message;
            return fail(std::move(error));
        }
        if (table->contradictory()) {
            contradicted.push_back(unit.name);
        }
        out.unit_typed.push_back(any && !table->contradictory());
        out.unit_informative.push_back(out.unit_typed.back() || (!table->contradictory() && tells(*table)));
        out.units.push_back(std::move(*table));
    }
    std::vector<std::string> mutated;
    for (std::size_t l = 0; l < loci.size() && exclusions == Exclusions::made; ++l) {
        if (person.open_sex && loci[l].x_linked()) {
            out.exclusion.emplace_back();
            continue;
        }
        const Locus plain = loci[l].without_mutation();
        auto table = UnitTable::make(person.family, {{&plain}, {}}, std::span(&person.seen[l], 1), person.missing,
                                     person.population, LikelihoodOptions{});
        if (!table) {
            return fail(table.error());
        }
        if (table->contradictory() && loci[l].mutates()) {
            mutated.push_back(loci[l].name());
        }
        out.exclusion.push_back(std::move(*table));
    }
    std::set<std::size_t> typed;
    for (const auto& at_locus : person.seen) {
        for (std::size_t m = 0; m < at_locus.size(); ++m) {
            if (at_locus[m].informative()) {
                typed.insert(m);
                out.first_degree_typed =
                    out.first_degree_typed || m == person.missing || first_degree(person.family, person.missing, m);
            }
        }
    }
    out.typed_relatives = typed.size();
    if (!without_sex.empty()) {
        out.warnings.push_back("the sex of '" + person.name + "' is not known: X-linked loci (" + list(without_sex) +
                               ") are left out");
    }
    if (!contradicted.empty()) {
        out.warnings.push_back("the references of '" + person.name + "' contradict their own pedigree at " +
                               list(contradicted) + "; nothing is concluded there. Check the pedigree and the swabs");
    }
    if (!mutated.empty()) {
        out.warnings.push_back("the references of '" + person.name + "' fit their pedigree at " + list(mutated) +
                               " only with a mutation among themselves");
    }
    if (typed.empty()) {
        out.warnings.push_back("no relative of '" + person.name + "' is typed: nothing can be concluded");
    } else if (!out.first_degree_typed) {
        out.warnings.push_back("no parent, child or full sibling of '" + person.name +
                               "' is typed; a first-degree reference would say much more");
    }
    return out;
}

} // namespace muster
