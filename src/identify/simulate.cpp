#include "muster/identify/simulate.hpp"

#include <array>
#include <set>
#include <string_view>

namespace muster {
namespace {

Random stream(const SimulationPlan& plan, std::string_view purpose, std::string_view whose, std::string_view marker) {
    return Random(stream_seed(plan.seed, std::array{purpose, whose, marker}));
}

bool probability(double p) {
    return p >= 0.0 && p <= 1.0;
}

Result<void> check(const SimulationPlan& plan) {
    std::set<std::string> names;
    for (const FamilyPlan& family : plan.families) {
        if (!names.insert(family.label).second) {
            return fail(ErrorKind::usage, "family '" + family.label + "' is planned twice; give each its own label");
        }
        if (family.missing == Sex::unknown) {
            return fail(ErrorKind::usage,
                        "family '" + family.label + "' has a missing person of unknown sex; state it");
        }
    }
    names.clear();
    for (const RemainsPlan& remains : plan.remains) {
        if (!names.insert(remains.sample).second) {
            return fail(ErrorKind::usage, "sample '" + remains.sample + "' is planned twice; give each its own name");
        }
        if (remains.person.empty() && remains.sex == Sex::unknown) {
            return fail(ErrorKind::usage, "sample '" + remains.sample + "' is of somebody of unknown sex; state it");
        }
        if (!probability(remains.typing.dropout) || !probability(remains.typing.dropin)) {
            return fail(ErrorKind::usage,
                        "sample '" + remains.sample + "' has a dropout or drop-in outside 0 to 1; give probabilities");
        }
    }
    if (plan.mutation == MutationModel::random || plan.mutation == MutationModel::custom) {
        return fail(ErrorKind::usage, "a simulation cannot use the mutation model '" + to_string(plan.mutation) +
                                          "'; choose none, equal, proportional, stepwise, onestep or dawid");
    }
    return {};
}

Result<std::vector<Locus>> make_loci(const SimulationPlan& plan) {
    std::vector<Locus> loci;
    for (LocusSpec spec : plan.loci) {
        spec.male = mutation_spec(plan, Sex::male);
        spec.female = mutation_spec(plan, Sex::female);
        Result<Locus> locus = Locus::make(std::move(spec));
        if (!locus) {
            return fail(locus.error());
        }
        loci.push_back(std::move(*locus));
    }
    return loci;
}

// A person as the draw leaves him: his genes at each of the plan's loci.
struct Drawn {
    Sex sex = Sex::unknown;
    std::vector<Genes> genes;
};

// Builds the case family by family.
class Builder {
  public:
    Builder(const SimulationPlan& plan, std::vector<Locus> loci) {
        built_.plan = plan;
        built_.input.name = plan.name;
        built_.input.simulated = true;
        built_.input.populations = {plan.population};
        built_.input.loci = std::move(loci);
        built_.input.theta = plan.theta;
    }

    Result<void> add_family(const FamilyPlan& family) {
        const std::vector<ShapeMember> members = members_of(family.shape, family.missing);
        std::vector<PersonRecord> persons;
        const auto id = [&](const std::string& role) { return role.empty() ? "" : family.label + "-" + role; };
        for (const ShapeMember& member : members) {
            persons.push_back({id(member.role), id(member.father), id(member.mother), member.sex});
        }
        Result<std::vector<Drawn>> drawn = draw(family.label, persons);
        if (!drawn) {
            return fail(drawn.error());
        }
        for (std::size_t i = 0; i < members.size(); ++i) {
            const std::string& person = persons[i].id;
            built_.input.family_of[person] = family.label;
            if (members[i].standing == Standing::reference) {
                built_.input.references[person] = typed(person, (*drawn)[i], {});
            } else if (members[i].standing == Standing::missing) {
                built_.input.missing.push_back({person, family.label});
                missing_[person] = std::move((*drawn)[i]);
            }
        }
        built_.input.persons.insert(built_.input.persons.end(), persons.begin(), persons.end());
        return {};
    }

    Result<void> add_remains(const RemainsPlan& remains) {
        Drawn person;
        if (remains.person.empty()) {
            Result<std::vector<Drawn>> drawn = draw(remains.sample, {{remains.sample, "", "", remains.sex}});
            if (!drawn) {
                return fail(drawn.error());
            }
            person = std::move(drawn->front());
        } else if (const auto found = missing_.find(remains.person); found != missing_.end()) {
            person = found->second;
        } else {
            return fail(ErrorKind::usage, "sample '" + remains.sample + "' is planned as remains of '" +
                                              remains.person + "', who is not a missing person of any planned family");
        }
        built_.input.remains.push_back(typed(remains.sample, person, remains.typing));
        built_.truth[remains.sample] = remains.person.empty() ? "*" : remains.person;
        return {};
    }

    SimulatedCase take() { return std::move(built_); }

  private:
    Result<std::vector<Drawn>> draw(const std::string& label, const std::vector<PersonRecord>& persons) const {
        const Result<Pedigree> pedigree = Pedigree::make(persons);
        if (!pedigree) {
            return fail(pedigree.error());
        }
        std::vector<Drawn> drawn(persons.size());
        for (std::size_t i = 0; i < persons.size(); ++i) {
            drawn[i].sex = persons[i].sex;
        }
        for (const Locus& locus : built_.input.loci) {
            Random random = stream(built_.plan, "genes", label, locus.name());
            const Result<std::vector<Genes>> genes = drop_genes(locus, *pedigree, built_.plan.theta, random);
            if (!genes) {
                return fail(genes.error());
            }
            for (std::size_t i = 0; i < persons.size(); ++i) {
                drawn[i].genes.push_back((*genes)[i]);
            }
        }
        return drawn;
    }

    SampleProfile typed(const std::string& sample, const Drawn& person, const Typing& typing) const {
        std::map<std::string, LocusResult> results;
        for (std::size_t i = 0; i < person.genes.size(); ++i) {
            const Locus& locus = built_.input.loci[i];
            Random random = stream(built_.plan, "typing", sample, locus.name());
            const bool hemizygous = locus.x_linked() && person.sex == Sex::male;
            results[locus.name()] = type_genes(locus, person.genes[i], hemizygous, 0, typing, random);
        }
        Random random = stream(built_.plan, "typing", sample, "AMEL");
        results["AMEL"] = type_amelogenin(person.sex, typing, random);
        SampleProfile profile = single_replicate(sample, Sex::unknown, std::move(results));
        profile.simulated = true;
        return profile;
    }

    SimulatedCase built_;
    std::map<std::string, Drawn> missing_;
};

} // namespace

MutationSpec mutation_spec(const SimulationPlan& plan, Sex parent) {
    MutationSpec spec;
    if (plan.mutation != MutationModel::none) {
        spec.model = plan.mutation;
        spec.rate = parent == Sex::male ? plan.rate_male : plan.rate_female;
        spec.rate2 = plan.mutation == MutationModel::stepwise ? 1e-6 : 0.0;
    }
    return spec;
}

Result<SimulatedCase> simulate_case(const SimulationPlan& plan) {
    if (const Result<void> checked = check(plan); !checked) {
        return fail(checked.error());
    }
    Result<std::vector<Locus>> loci = make_loci(plan);
    if (!loci) {
        return fail(loci.error());
    }
    Builder builder(plan, std::move(*loci));
    for (const FamilyPlan& family : plan.families) {
        if (const Result<void> added = builder.add_family(family); !added) {
            return fail(added.error());
        }
    }
    for (const RemainsPlan& remains : plan.remains) {
        if (const Result<void> added = builder.add_remains(remains); !added) {
            return fail(added.error());
        }
    }
    return builder.take();
}

} // namespace muster
