#pragma once

#include "muster/genetics/frequencies.hpp"
#include "muster/identify/gene_drop.hpp"
#include "muster/identify/identify.hpp"
#include "muster/joint/joint.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace muster::testing {

/// A simulated case of one family or more, drawn by gene dropping at the markers of CODIS. Everybody's profile is known
/// to the test; the case knows those of the references and of the remains.
class SimulatedFamilies {
  public:
    /// `mutation`: its rate, proportional to frequencies.
    explicit SimulatedFamilies(std::vector<PersonRecord> persons, std::uint64_t seed, std::size_t loci = 20,
                               double mutation = 0.0)
        : persons_(std::move(persons)) {
        const auto table = shipped_frequency_table().value();
        std::vector<LocusSpec> specs = locus_specs(table, {"Cauc"}, codis20(), {}).value();
        for (LocusSpec& spec : specs) {
            if (loci_.size() < loci) {
                if (mutation > 0.0) {
                    spec.male = {MutationModel::proportional, mutation};
                    spec.female = spec.male;
                }
                loci_.push_back(Locus::make(std::move(spec)).value());
            }
        }
        const Pedigree pedigree = Pedigree::make(persons_).value();
        Random random(seed);
        for (const Locus& locus : loci_) {
            const auto genes = drop_genes(locus, pedigree, 0.0, random).value();
            for (std::size_t m = 0; m < pedigree.size(); ++m) {
                const auto& of = genes[m];
                profiles_[pedigree.member(m).id][locus.name()] = {
                    LocusStatus::typed, {locus.alleles()[of.paternal], locus.alleles()[of.maternal]}};
            }
        }
    }

    /// What the sample of a person shows at the first `count` loci.
    [[nodiscard]] SampleProfile sample(const std::string& name, const std::string& of, std::size_t from = 0,
                                       std::size_t count = 99) const {
        std::map<std::string, LocusResult> seen;
        for (std::size_t l = from; l < std::min(loci_.size(), from + count); ++l) {
            seen[loci_[l].name()] = profiles_.at(of).at(loci_[l].name());
        }
        const auto person = std::find_if(persons_.begin(), persons_.end(), [&](const auto& p) { return p.id == of; });
        return single_replicate(name, person->sex, std::move(seen));
    }

    [[nodiscard]] Case make(const std::vector<std::string>& missing, const std::vector<std::string>& references,
                            std::vector<SampleProfile> remains) const {
        CaseInput input;
        input.name = "simulated";
        input.simulated = true;
        input.populations = {"Cauc"};
        input.loci = loci_;
        input.persons = persons_;
        input.remains = std::move(remains);
        for (const std::string& person : missing) {
            input.missing.push_back({person, "family of " + person});
        }
        for (const std::string& person : references) {
            input.references[person] = sample(person, person);
            input.references[person].sex = Sex::unknown;
        }
        return Case::make(std::move(input)).value();
    }

    /// The loci, in order.
    [[nodiscard]] const std::vector<Locus>& loci() const { return loci_; }

  private:
    std::vector<PersonRecord> persons_;
    std::vector<Locus> loci_;
    std::map<std::string, std::map<std::string, LocusResult>> profiles_;
};

/// Two brothers, SIM-X1 and SIM-X2, of SIM-father and SIM-mother; SIM-X1 has a child by SIM-wife.
inline std::vector<PersonRecord> two_brothers() {
    return {{"SIM-father", "", "", Sex::male},
            {"SIM-mother", "", "", Sex::female},
            {"SIM-X1", "SIM-father", "SIM-mother", Sex::male},
            {"SIM-X2", "SIM-father", "SIM-mother", Sex::male},
            {"SIM-wife", "", "", Sex::female},
            {"SIM-child", "SIM-X1", "SIM-wife", Sex::female}};
}

/// So many single men, each with his father typed.
inline std::vector<PersonRecord> sons(std::size_t count) {
    std::vector<PersonRecord> out;
    for (std::size_t n = 1; n <= count; ++n) {
        const std::string number = std::to_string(n);
        out.push_back({"SIM-F" + number, "", "", Sex::male});
        out.push_back({"SIM-M" + number, "", "", Sex::female});
        out.push_back({"SIM-S" + number, "SIM-F" + number, "SIM-M" + number, Sex::male});
    }
    return out;
}

/// Three generations in one grave: five men and three women of one family are missing, SIM-X1 to SIM-X8, five of it
/// are typed, SIM-R1 to SIM-R5.
inline std::vector<PersonRecord> eight_of_one_family() {
    return {{"SIM-X1", "", "", Sex::male},
            {"SIM-X2", "", "", Sex::female},
            {"SIM-X3", "SIM-X1", "SIM-X2", Sex::male},
            {"SIM-X4", "SIM-X1", "SIM-X2", Sex::female},
            {"SIM-R1", "SIM-X1", "SIM-X2", Sex::male},
            {"SIM-R5", "SIM-X1", "SIM-X2", Sex::female},
            {"SIM-wife", "", "", Sex::female},
            {"SIM-X5", "SIM-X3", "SIM-wife", Sex::male},
            {"SIM-X6", "SIM-X3", "SIM-wife", Sex::female},
            {"SIM-R2", "SIM-X3", "SIM-wife", Sex::male},
            {"SIM-X7", "", "", Sex::male},
            {"SIM-X8", "SIM-X7", "SIM-X4", Sex::male},
            {"SIM-R3", "SIM-X7", "SIM-X4", Sex::female},
            {"SIM-widow", "", "", Sex::female},
            {"SIM-R4", "SIM-R1", "SIM-widow", Sex::male}};
}

/// The case of `eight_of_one_family`: a sample of each of the missing, "V1" of SIM-X1 and so on.
inline Case case_of_eight(const SimulatedFamilies& family) {
    std::vector<std::string> missing;
    std::vector<SampleProfile> remains;
    for (std::size_t n = 1; n <= 8; ++n) {
        missing.push_back("SIM-X" + std::to_string(n));
        remains.push_back(family.sample("V" + std::to_string(n), missing.back()));
    }
    return family.make(missing, {"SIM-R1", "SIM-R2", "SIM-R3", "SIM-R4", "SIM-R5"}, std::move(remains));
}

/// The case of `sons(count)`: all of them missing, all fathers typed.
inline Case case_of_sons(const SimulatedFamilies& family, std::size_t count, std::vector<SampleProfile> remains) {
    std::vector<std::string> missing;
    std::vector<std::string> fathers;
    for (std::size_t n = 1; n <= count; ++n) {
        missing.push_back("SIM-S" + std::to_string(n));
        fathers.push_back("SIM-F" + std::to_string(n));
    }
    return family.make(missing, fathers, std::move(remains));
}

inline JointAnswer weighed(const Case& subject, const JointOptions& joint = {}, const IdentifyOptions& options = {}) {
    const auto pairwise = identify(subject, options);
    return identify_jointly(subject, options, pairwise.value(), joint).value();
}

} // namespace muster::testing
