#include "register_case.hpp"

#include "consents.hpp"
#include "muster/base/data_dir.hpp"
#include "muster/formats/profile_json.hpp"
#include "muster/genetics/frequencies.hpp"
#include "muster/identify/simulate.hpp"
#include "muster/register/values.hpp"
#include "register_records.hpp"

#include <algorithm>

namespace muster {
namespace {

bool holds(const std::vector<std::string>& items, std::string_view item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

Sex sex_of_word(const std::string& word) {
    return word == "Male" ? Sex::male : word == "Female" ? Sex::female : Sex::unknown;
}

/// A record's profile; nothing: it has none (any more).
Result<std::optional<std::map<std::string, LocusResult>>> profile_of(const CurrentRecord& record,
                                                                     std::string_view kind) {
    const std::string text = record.personal ? text_of(*record.personal, "profile") : std::string();
    if (text.empty()) {
        return std::nullopt;
    }
    auto loci = read_profile_json(text);
    if (!loci) {
        return fail(ErrorKind::bad_input, ref(kind, record.key) + ": profile: " + loci.error().message);
    }
    return std::optional(*std::move(loci));
}

/// Gathers the register's records into a case.
class Gatherer {
  public:
    Gatherer(Register& reg, const RegisterCaseOptions& options) : reg_(reg), options_(options) {}

    Result<RegisterCase> gather() {
        input_.name = "register " + reg_.name();
        input_.simulated = reg_.simulated();
        for (const auto step :
             {&Gatherer::families, &Gatherer::persons, &Gatherer::references, &Gatherer::samples, &Gatherer::loci}) {
            if (step == &Gatherer::samples && !options_.remains) {
                continue;
            }
            if (auto done = (this->*step)(); !done) {
                return fail(done.error());
            }
        }
        note_twins();
        if (!options_.without_references) {
            leave_out_families_without_references();
        }
        const bool no_remains = options_.remains && input_.remains.empty();
        if (input_.missing.empty() || no_remains) {
            return fail(ErrorKind::bad_input,
                        no_remains
                            ? "no sample has a reportable result with a profile; record it (muster profile import)"
                            : "no missing person has a relative with a profile and consent (muster family reference, "
                              "muster family consent)");
        }
        input_.theta = options_.theta;
        auto subject = Case::make(std::move(input_));
        if (!subject) {
            return fail(subject.error());
        }
        return RegisterCase{*std::move(subject), data_, settings_};
    }

  private:
    Result<void> families() {
        const auto records = current_records(reg_, "family", false);
        if (!records) {
            return fail(records.error());
        }
        for (const CurrentRecord& family : *records) {
            for (const std::string& person : list_of(family.body, "missing")) {
                input_.family_of[person] = family.key;
            }
        }
        return {};
    }
    Result<void> persons() {
        auto records = current_records(reg_, "person", false);
        if (!records) {
            return fail(records.error());
        }
        for (const CurrentRecord& person : *records) {
            auto population = population_of(person);
            if (!population) {
                return fail(population.error());
            }
            const auto parent = [&](const char* role) { return text_of(person.body, role); };
            input_.persons.push_back({person.key, parent("father"), parent("mother"),
                                      sex_of_word(text_of(person.body, "sex")), 0.0, *population});
            if (const std::string twin = text_of(person.body, "twin"); !twin.empty()) {
                twins_.emplace(std::min(person.key, twin), std::max(person.key, twin));
            }
            if (text_of(person.body, "role") == "Missing") {
                const auto family = input_.family_of.find(person.key);
                input_.missing.push_back({person.key, family == input_.family_of.end() ? person.key : family->second,
                                          std::nullopt, *population});
            }
        }
        complete_parents();
        return {};
    }
    /// The pedigree wants both parents or none: where one is recorded, the other is somebody unknown.
    void complete_parents() {
        std::vector<PersonRecord> unknown;
        for (PersonRecord& person : input_.persons) {
            if (person.father.empty() != person.mother.empty()) {
                const bool no_father = person.father.empty();
                std::string& id = no_father ? person.father : person.mother;
                id = person.id + (no_father ? " (father)" : " (mother)");
                unknown.push_back({id, "", "", no_father ? Sex::male : Sex::female, 0.0, person.population});
            }
        }
        input_.persons.insert(input_.persons.end(), unknown.begin(), unknown.end());
    }
    Result<std::size_t> population_of(const CurrentRecord& person) {
        std::string name = text_of(person.body, "population");
        name = name.empty() ? options_.population : name;
        if (name.empty()) {
            return fail(ErrorKind::usage, "person:" + person.key +
                                              " says no population for allele frequencies; give --population (AA, "
                                              "Asian, Cauc or Hisp), or record it");
        }
        const auto at = std::find(input_.populations.begin(), input_.populations.end(), name);
        if (at == input_.populations.end()) {
            input_.populations.push_back(name);
            return input_.populations.size() - 1;
        }
        return static_cast<std::size_t>(at - input_.populations.begin());
    }
    Result<void> references() {
        const auto consents = current_records(reg_, "consent", false);
        const auto records = consents ? current_records(reg_, "reference", true) : fail(consents.error());
        if (!records) {
            return fail(records.error());
        }
        const auto consent = newest_consents(*consents);
        std::size_t without = 0;
        for (const CurrentRecord& reference : *records) {
            auto loci = profile_of(reference, "reference");
            if (!loci) {
                return fail(loci.error());
            }
            const std::string person = text_of(reference.body, "person");
            const auto given = consent.find(person);
            if (!*loci || !holds(list_of(reference.body, "slots"), "nuclear")) {
                continue;
            }
            if (given == consent.end() || !given->second.holds) {
                ++without;
                continue;
            }
            add_replicate(input_.references[person], person, reference.key, text_of(reference.body, "kit"), **loci);
            input_.simulated = input_.simulated || reference.simulated;
        }
        if (without > 0) {
            input_.notes.push_back(std::to_string(without) +
                                   " reference profiles are left out: their donors have given "
                                   "no consent to the comparison, or withdrew it");
        }
        return {};
    }
    Result<void> samples() {
        const auto records = current_records(reg_, "result", true);
        if (!records) {
            return fail(records.error());
        }
        std::map<std::string, SampleProfile> remains;
        for (const CurrentRecord& result : *records) {
            if (text_of(result.body, "outcome") != "Reportable") {
                continue;
            }
            auto loci = profile_of(result, "result");
            if (!loci) {
                return fail(loci.error());
            }
            const std::string sample = text_of(result.body, "sample");
            if (*loci) {
                add_replicate(remains[sample], sample, result.key, text_of(result.body, "kit"), **loci);
                input_.simulated = input_.simulated || result.simulated;
            }
        }
        for (auto& [name, profile] : remains) {
            input_.remains.push_back(std::move(profile));
        }
        return {};
    }
    void add_replicate(SampleProfile& profile, const std::string& name, const std::string& id, const std::string& kit,
                       std::map<std::string, LocusResult> loci) {
        profile.sample = name;
        for (const auto& [marker, result] : loci) {
            if (!is_amelogenin(marker)) {
                markers_.insert(marker);
            }
        }
        profile.extractions.push_back({id, {{id, kit, std::move(loci)}}});
    }
    /// The loci of which somebody has a profile, as far as there are frequencies.
    Result<void> loci() {
        const auto table = shipped_frequency_table();
        const std::string file = "nist1036/frequencies.csv";
        if (!table) {
            return fail(table.error());
        }
        std::vector<std::string> markers;
        std::string unknown;
        for (const std::string& marker : markers_) {
            const auto common = common_markers(*table);
            if (holds(common, marker)) {
                markers.push_back(marker);
            } else {
                unknown += (unknown.empty() ? "" : ", ") + marker;
            }
        }
        if (!unknown.empty()) {
            input_.notes.push_back("no frequencies are there for " + unknown + ": left out");
            drop_loci(markers);
        }
        std::vector<SampleProfile> all = input_.remains;
        for (const auto& [person, profile] : input_.references) {
            all.push_back(profile);
        }
        auto specs = locus_specs(*table, input_.populations, markers, carried_alleles(all));
        if (!specs) {
            return fail(specs.error());
        }
        SimulationPlan rates;
        rates.mutation = options_.mutation ? MutationModel::stepwise : MutationModel::none;
        rates.rate_male = 0.002;
        rates.rate_female = 0.0005;
        for (LocusSpec& spec : *specs) {
            spec.male = mutation_spec(rates, Sex::male);
            spec.female = mutation_spec(rates, Sex::female);
            auto locus = Locus::make(std::move(spec));
            if (!locus) {
                return fail(locus.error());
            }
            input_.loci.push_back(*std::move(locus));
        }
        return describe(file);
    }
    void drop_loci(const std::vector<std::string>& known) {
        const auto drop = [&](SampleProfile& profile) {
            for (Extraction& extraction : profile.extractions) {
                for (Replicate& replicate : extraction.replicates) {
                    std::erase_if(replicate.loci, [&](const auto& locus) {
                        return !is_amelogenin(locus.first) && !holds(known, locus.first);
                    });
                }
            }
        };
        std::for_each(input_.remains.begin(), input_.remains.end(), drop);
        for (auto& [person, profile] : input_.references) {
            drop(profile);
        }
    }
    Result<void> describe(const std::string& file) {
        const auto text = read_data_file(file);
        if (!text) {
            return fail(text.error());
        }
        std::string populations;
        for (const std::string& name : input_.populations) {
            populations += (populations.empty() ? "" : ", ") + name;
        }
        data_ = "data/" + file + ", SHA-256 " + ledger::hex(ledger::sha256(*text));
        settings_ = "population " + populations + "; " + std::to_string(input_.loci.size()) + " loci; mutation " +
                    (options_.mutation ? "stepwise, 0.002 from fathers and 0.0005 from mothers, range 0.1, to another "
                                         "microvariant class 1e-6"
                                       : "none");
        return {};
    }
    /// An identical twin enters the comparison as a sibling: what he shows of the other is not used in full.
    void note_twins() {
        std::set<std::string> missing;
        for (const MissingPerson& one : input_.missing) {
            missing.insert(one.person);
        }
        for (const auto& [a, b] : twins_) {
            for (const auto& [one, other] : {std::pair(a, b), std::pair(b, a)}) {
                if (missing.contains(one) && input_.references.contains(other)) {
                    input_.notes.push_back("missing person '" + one + "' has an identical twin, '" + other +
                                           "', who is typed and taken as a sibling: the LR is smaller than it "
                                           "should be; look at the two profiles");
                }
            }
            if (missing.contains(a) && missing.contains(b)) {
                input_.notes.push_back("missing persons '" + a + "' and '" + b +
                                       "' are identical twins and taken as siblings: DNA does not tell them apart, "
                                       "and what seems to does so by error");
            }
        }
    }
    /// A missing person whose family gave nothing can be compared with nothing: each LR would be 1.
    void leave_out_families_without_references() {
        const auto pedigree = Pedigree::make(input_.persons);
        if (!pedigree) {
            return; // Case::make says why
        }
        std::set<std::string> with;
        for (const auto& family : pedigree->components()) {
            const bool typed = std::any_of(family.begin(), family.end(), [&](std::size_t i) {
                return input_.references.contains(pedigree->member(i).id);
            });
            for (const std::size_t i : family) {
                if (typed) {
                    with.insert(pedigree->member(i).id);
                }
            }
        }
        const std::size_t all = input_.missing.size();
        std::erase_if(input_.missing, [&](const MissingPerson& one) { return !with.contains(one.person); });
        std::erase_if(input_.persons, [&](const PersonRecord& one) { return !with.contains(one.id); });
        if (input_.missing.size() < all) {
            input_.notes.push_back(std::to_string(all - input_.missing.size()) + " of " + std::to_string(all) +
                                   " missing persons have no usable reference in their family: they are not compared");
        }
    }

    Register& reg_;
    const RegisterCaseOptions& options_;
    CaseInput input_{};
    std::set<std::string> markers_{};
    std::set<std::pair<std::string, std::string>> twins_{};
    std::string data_{};
    std::string settings_{};
};

} // namespace

bool families_follow_from(std::string_view kind) {
    return kind == "person" || kind == "family" || kind == "reference" || kind == "consent" || kind == "erasure";
}

Result<RegisterCase> case_of_register(Register& reg, const RegisterCaseOptions& options) {
    return Gatherer(reg, options).gather();
}

} // namespace muster
