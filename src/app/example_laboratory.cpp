#include "example_laboratory.hpp"

#include "muster/genetics/frequencies.hpp"
#include "muster/identify/simulate.hpp"
#include "profile_text.hpp"

#include <array>
#include <cstdio>

namespace muster {
namespace {

struct Share {
    FamilyShape shape;
    double weight;
    bool gave = true; ///< the relatives gave references
};

constexpr std::array shares{
    Share{FamilyShape::siblings, 40.0}, Share{FamilyShape::child, 14.0},          Share{FamilyShape::uncle, 10.0},
    Share{FamilyShape::cousins, 9.0},   Share{FamilyShape::one_parent, 8.0},      Share{FamilyShape::half_sibling, 6.0},
    Share{FamilyShape::parents, 4.0},   Share{FamilyShape::siblings, 9.0, false},
};

std::string padded(const char* before, std::size_t number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%s%04zu", before, number);
    return text.data();
}

/// Draws what is not genetic, and writes the entries.
class Writer {
  public:
    explicit Writer(const LaboratoryPlan& plan) : plan_(plan), random_(plan.seed) {}

    Result<SimulationPlan> simulation() {
        if (plan_.missing == 0 || plan_.individuals == 0 || plan_.cases.empty()) {
            return fail(ErrorKind::usage,
                        "a laboratory needs cases, missing persons, and some of them among the remains");
        }
        const auto table = shipped_frequency_table();
        auto loci = table ? locus_specs(*table, {"Cauc"}, codis20(), {}) : fail(table.error());
        if (!loci) {
            return fail(loci.error());
        }
        SimulationPlan simulation;
        simulation.name = "simulated laboratory";
        simulation.seed = plan_.seed;
        simulation.population = "Cauc";
        simulation.loci = *std::move(loci);
        simulation.mutation = MutationModel::stepwise;
        simulation.rate_male = 0.002;
        simulation.rate_female = 0.0005;
        std::vector<double> weights;
        for (const Share& share : shares) {
            weights.push_back(share.weight);
        }
        for (std::size_t i = 0; i < plan_.missing; ++i) {
            const Share& share = shares[random_.pick(weights)];
            gave_.push_back(share.gave);
            simulation.families.push_back({padded("SIM-F", i + 1), share.shape, Sex::male});
        }
        for (std::size_t i = 0; i < plan_.samples; ++i) {
            // Each individual once, then at random: many have several specimens.
            const std::size_t who = i < plan_.individuals ? i : random_.below(plan_.individuals);
            const std::size_t family = (who * 7919) % plan_.missing;
            const Typing typing{random_.chance(0.3) ? 0.5 : 0.0, 0.0};
            simulation.remains.push_back(
                {padded("SIM-R", i + 1), simulation.families[family].label + "-missing", Sex::unknown, typing});
        }
        return simulation;
    }

    SimulatedLaboratory written(const SimulatedCase& drawn) {
        for (std::size_t f = 0; f < drawn.plan.families.size(); ++f) {
            family(drawn, f);
        }
        for (std::size_t i = 0; i < drawn.input.remains.size(); ++i) {
            specimen(drawn.input.remains[i], i);
            laboratory_.truth.push_back(drawn.truth.at(drawn.input.remains[i].sample));
        }
        return std::move(laboratory_);
    }

  private:
    static void add(std::vector<NewEntry>& entries, const char* kind, WrittenFields fields) {
        NewEntry entry;
        entry.kind = kind;
        entry.fields = std::move(fields);
        entries.push_back(std::move(entry));
    }

    void family(const SimulatedCase& drawn, std::size_t f) {
        const FamilyPlan& planned = drawn.plan.families[f];
        const std::string number = planned.label.substr(5);
        const std::string missing = planned.label + "-missing";
        std::string next_of_kin;
        std::vector<std::string> donors;
        for (const ShapeMember& member : members_of(planned.shape, planned.missing)) {
            const auto id = [&](const std::string& role) { return role.empty() ? "" : planned.label + "-" + role; };
            WrittenFields fields{{"key", id(member.role)},
                                 {"role", member.standing == Standing::missing ? "Missing" : "Relative"},
                                 {"sex", member.sex == Sex::male ? "Male" : "Female"},
                                 {"father", id(member.father)},
                                 {"mother", id(member.mother)},
                                 {"population", "Cauc"},
                                 {"name", "Simulated " + member.role + " " + number}};
            if (member.standing == Standing::missing) {
                lose(fields, number);
            } else if (member.standing == Standing::reference && gave_[f]) {
                donors.push_back(id(member.role));
            }
            next_of_kin = member.standing != Standing::missing ? id(member.role) : next_of_kin;
            add(laboratory_.roster, "person", std::move(fields));
        }
        add(laboratory_.roster, "family",
            {{"key", planned.label}, {"missing", missing}, {"next_of_kin", donors.empty() ? next_of_kin : donors[0]}});
        for (const std::string& donor : donors) {
            const SampleProfile& profile = drawn.input.references.at(donor);
            add(laboratory_.roster, "consent",
                {{"person", donor}, {"given", "Given"}, {"scope", "identification"}, {"on", "2016-05-01"}});
            add(laboratory_.roster, "reference",
                {{"person", donor},
                 {"for", missing},
                 {"slots", "nuclear"},
                 {"on", "2016-05-02"},
                 {"kit", "simulated, CODIS 20"},
                 {"profile", profile_text(profile.extractions.front().replicates.front().loci)}});
        }
    }

    /// When, where and from what unit somebody was lost.
    void lose(WrittenFields& fields, const std::string& number) {
        const bool north = random_.chance(5300.0 / 7700.0);
        const std::size_t month = 6 + random_.below(37); // July 1950 to July 1953
        std::array<char, 80> day{};
        std::snprintf(day.data(), day.size(), "%04zu-%02zu-%02zu", 1950 + month / 12, 1 + month % 12,
                      1 + random_.below(27));
        const double which = random_.uniform();
        const WrittenFields more{{"service_number", "SIM " + std::to_string(10'000'000 + 7 * std::stoul(number))},
                                 {"conflict", "Korean War"},
                                 {"nation", "United States"},
                                 {"service", which < 0.78  ? "Army"
                                             : which < 0.9 ? "Marine Corps"
                                                           : "Air Force"},
                                 {"unit", "simulated unit " + std::to_string(1 + random_.below(60))},
                                 {"rank", "simulated rank " + std::to_string(1 + random_.below(6))},
                                 {"lost_on", day.data()},
                                 {"lost_at", "simulated place " + std::to_string(1 + random_.below(90))},
                                 {"lost_in", north ? "North Korea" : "South Korea"},
                                 {"category", random_.chance(0.3) ? "Active pursuit" : "Deferred"}};
        fields.insert(fields.end(), more.begin(), more.end());
    }

    void specimen(const SampleProfile& profile, std::size_t i) {
        static const std::array bones{"Femur", "Tibia", "Humerus", "Radius", "Ulna", "Clavicle", "Scapula", "Mandible"};
        const std::string bone = bones[random_.below(bones.size())];
        const std::string designator = std::to_string(101 + i);
        const std::string key = plan_.accession + ", SIM, " + designator;
        const std::string grams = std::to_string(40 + random_.below(300));
        auto& entries = laboratory_.specimens;
        add(entries, "specimen",
            {{"accession", plan_.accession},
             {"provenance1", "SIM"},
             {"designator", designator},
             {"case", plan_.cases[random_.below(plan_.cases.size())]},
             {"human", "Human"},
             {"bone", bone},
             {"side", bone == "Mandible"    ? "Middle"
                      : random_.chance(0.5) ? "Left"
                                            : "Right"},
             {"completeness", "Incomplete"},
             {"mass_g", grams + ".0"},
             {"on", "2018-09-03"}});
        add(entries, "cut",
            {{"key", "SIM-CUT-" + designator},
             {"of", "specimen:" + key},
             {"on", "2018-09-10"},
             {"removed_g", "1.5"},
             {"kerf_g", "0.1"},
             {"retained_g", std::to_string(std::stoul(grams) - 2) + ".4"}});
        add(entries, "sample",
            {{"specimen", key},
             {"label", "01A"},
             {"cut", "SIM-CUT-" + designator},
             {"material", "bone"},
             {"mass_g", "1.5"},
             {"on", "2018-09-10"}});
        add(entries, "result",
            {{"sample", key + ", 01A"},
             {"test", "autosomal STR"},
             {"kit", "simulated, CODIS 20"},
             {"on", "2018-10-01"},
             {"outcome", "Reportable"},
             {"profile", profile_text(profile.extractions.front().replicates.front().loci)}});
    }

    const LaboratoryPlan& plan_;
    Random random_;
    std::vector<bool> gave_{};
    SimulatedLaboratory laboratory_{};
};

} // namespace

Result<SimulatedLaboratory> simulate_laboratory(const LaboratoryPlan& plan) {
    Writer writer(plan);
    auto simulation = writer.simulation();
    auto drawn = simulation ? simulate_case(*simulation) : fail(simulation.error());
    if (!drawn) {
        return fail(drawn.error());
    }
    return writer.written(*drawn);
}

} // namespace muster
