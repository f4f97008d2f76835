#include "muster/formats/simulated_case_files.hpp"

#include "muster/base/files.hpp"
#include "text.hpp"

#include <algorithm>
#include <set>

namespace muster {
namespace {

using text::exact;

bool shows_three(const SampleProfile& profile) {
    const auto& loci = profile.extractions.front().replicates.front().loci;
    return std::any_of(loci.begin(), loci.end(), [](const auto& entry) { return entry.second.alleles.size() > 2; });
}

std::string allele_fields(const LocusResult& result, bool third_column) {
    const std::string hidden = result.status == LocusStatus::partial ? "?" : "-";
    std::string fields;
    for (std::size_t i = 0; i < 2; ++i) {
        fields += "," + (i < result.alleles.size() ? result.alleles[i] : hidden);
    }
    if (third_column) {
        fields += "," + (result.alleles.size() > 2 ? result.alleles[2] : std::string());
    }
    return fields;
}

std::string status_word(LocusStatus status) {
    switch (status) {
    case LocusStatus::typed: return "typed";
    case LocusStatus::partial: return "partial";
    case LocusStatus::tested_and_empty: return "empty";
    case LocusStatus::not_tested: break;
    }
    return "not_tested";
}

std::string profiles_csv(const CaseInput& input) {
    std::vector<const SampleProfile*> profiles;
    for (const SampleProfile& remains : input.remains) {
        profiles.push_back(&remains);
    }
    for (const PersonRecord& person : input.persons) {
        if (const auto found = input.references.find(person.id); found != input.references.end()) {
            profiles.push_back(&found->second);
        }
    }
    const bool third = std::any_of(profiles.begin(), profiles.end(), [](const auto* p) { return shows_three(*p); });
    std::string text = std::string("sample,marker,allele1,allele2") + (third ? ",allele3" : "") + ",status\n";
    for (const SampleProfile* profile : profiles) {
        for (const auto& [marker, result] : profile->extractions.front().replicates.front().loci) {
            text +=
                profile->sample + "," + marker + allele_fields(result, third) + "," + status_word(result.status) + "\n";
        }
    }
    return text;
}

std::string pedigree_ped(const CaseInput& input) {
    std::set<std::string> missing;
    for (const MissingPerson& person : input.missing) {
        missing.insert(person.person);
    }
    std::string text = "# family person father mother sex status\n";
    for (const PersonRecord& person : input.persons) {
        const char* status = missing.count(person.id) > 0            ? "missing"
                             : input.references.count(person.id) > 0 ? "reference"
                                                                     : "-";
        text += input.family_of.at(person.id) + " " + person.id + " " + (person.father.empty() ? "0" : person.father) +
                " " + (person.mother.empty() ? "0" : person.mother) + (person.sex == Sex::male ? " 1 " : " 2 ") +
                status + "\n";
    }
    return text;
}

std::string frequencies_csv(const CaseInput& input) {
    std::string text = "marker,allele,frequency,population\n";
    for (const Locus& locus : input.loci) {
        for (std::size_t i = 0; i < locus.allele_count(); ++i) {
            text += locus.name() + "," + locus.alleles()[i] + "," + exact(locus.freqs(0)[i]) + "," +
                    input.populations.front() + "\n";
        }
    }
    return text;
}

std::string mutation_json(const SimulationPlan& plan) {
    const auto of = [&](Sex parent) {
        const MutationSpec spec = mutation_spec(plan, parent);
        return "{\"model\": \"" + to_string(spec.model) + "\", \"rate\": " + exact(spec.rate) +
               ", \"rate2\": " + exact(spec.rate2) + ", \"range\": " + exact(spec.range) + "}";
    };
    return "{\n  \"default\": {\n    \"male\": " + of(Sex::male) + ",\n    \"female\": " + of(Sex::female) +
           "\n  }\n}\n";
}

std::string truth_csv(const SimulatedCase& simulated) {
    std::string text = "sample,person\n";
    for (const SampleProfile& remains : simulated.input.remains) {
        text += remains.sample + "," + simulated.truth.at(remains.sample) + "\n";
    }
    return text;
}

std::string mutation_in_words(const SimulationPlan& plan) {
    if (plan.mutation == MutationModel::none) {
        return "none";
    }
    return to_string(plan.mutation) + ", " + exact(plan.rate_male) + " a transmission by fathers, " +
           exact(plan.rate_female) + " by mothers (`mutation.json`)";
}

std::string readme(const SimulatedCase& simulated) {
    const SimulationPlan& plan = simulated.plan;
    const CaseInput& input = simulated.input;
    std::string text = "# " + plan.name +
                       "\n\n**SIMULATED.** Nobody in this folder exists or existed: people, remains and "
                       "genotypes were drawn by\na random number generator from published allele frequencies.\n\n"
                       "| | |\n|---|---|\n";
    const auto row = [&](const std::string& what, const std::string& value) {
        text += "| " + what + " | " + value + " |\n";
    };
    row("families", std::to_string(plan.families.size()));
    row("missing persons", std::to_string(input.missing.size()));
    row("remains", std::to_string(input.remains.size()));
    row("markers", std::to_string(input.loci.size()) + " STR loci, unlinked, and amelogenin (AMEL)");
    row("population", plan.population + " (`frequencies.csv`)");
    row("co-ancestry θ", exact(plan.theta));
    row("mutation", mutation_in_words(plan));
    row("seed", std::to_string(plan.seed));
    text +=
        "\n`profiles.csv` holds the typing of the remains and of the relatives, `pedigree.ped` the families,\n"
        "`truth.csv` whose the remains are (`*`: somebody on no roster). In `profiles.csv`, `a,?` is a lone allele\n"
        "whose partner may have been missed, and `-,-` a locus without a result.\n";
    if (!plan.command.empty()) {
        text +=
            "\nMade by\n\n    " + plan.command + "\n\nand by nothing else: the same command gives the same bytes.\n";
    }
    return plan.expect.empty() ? text : text + "\n" + plan.expect;
}

} // namespace

std::map<std::string, std::string> simulated_case_files(const SimulatedCase& simulated) {
    return {{"profiles.csv", profiles_csv(simulated.input)},
            {"pedigree.ped", pedigree_ped(simulated.input)},
            {"frequencies.csv", frequencies_csv(simulated.input)},
            {"mutation.json", mutation_json(simulated.plan)},
            {"truth.csv", truth_csv(simulated)},
            {"README.md", readme(simulated)},
            {"SIMULATED", "Every person, sample and genotype in this folder is simulated.\n"}};
}

Result<void> write_case_folder(const std::filesystem::path& folder, const std::map<std::string, std::string>& files) {
    std::error_code none; // a folder that is not there yet, or is none, is told by write_files
    if (std::filesystem::is_directory(folder, none) && !std::filesystem::is_empty(folder, none)) {
        return fail(Error{ErrorKind::refused,
                          "the folder is not empty, and nothing is overwritten; choose a new one, or empty it first",
                          folder.string()});
    }
    return write_files(folder, {files.begin(), files.end()});
}

} // namespace muster
