#include "part_of_case.hpp"

#include <algorithm>

namespace muster {
namespace {

constexpr double least_tie = 1e-3;
constexpr std::size_t most_samples = 12;
constexpr std::size_t most_persons = 40;

} // namespace

PartFinder::PartFinder(const Case& subject, const JointAnswer& answer)
    : persons_(answer.samples.size()), samples_(answer.persons.size()), beside_(answer.samples.size()),
      families_(answer.persons.size()) {
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        for (std::size_t j = 0; j < answer.persons.size(); ++j) {
            if (const double p = answer.posterior[i][j]; p >= least_tie) {
                persons_[i].emplace_back(j, p);
                samples_[j].emplace_back(i, p);
            }
        }
        for (std::size_t k = 0; !answer.together.empty() && k < answer.samples.size(); ++k) {
            if (answer.together[i][k] >= least_tie) {
                beside_[i].emplace_back(k, answer.together[i][k]);
            }
        }
    }
    const Pedigree& pedigree = subject.pedigree();
    std::map<std::size_t, std::vector<std::size_t>> by_first; // the first member names the family
    std::vector<std::size_t> first;
    for (const std::string& person : answer.persons) {
        first.push_back(pedigree.family_of(*pedigree.find(person)).front());
        by_first[first.back()].push_back(first.size() - 1);
    }
    for (std::size_t j = 0; j < first.size(); ++j) {
        families_[j] = by_first[first[j]];
    }
}

void PartFinder::add_family(PartOfCase& part, std::size_t person) const {
    part.persons.insert(families_[person].begin(), families_[person].end());
}

PartFinder::Tie PartFinder::strongest_out_of(const PartOfCase& part) const {
    Tie best;
    const auto offer = [&](double strength, std::size_t sample, std::optional<std::size_t> person) {
        if (strength > best.strength) {
            best = {strength, sample, person};
        }
    };
    for (std::size_t i : part.samples) {
        for (const auto& [j, p] : persons_[i]) {
            offer(part.persons.contains(j) ? 0.0 : p, i, j);
        }
        for (const auto& [k, p] : beside_[i]) {
            offer(part.samples.contains(k) ? 0.0 : p, k, std::nullopt);
        }
    }
    for (std::size_t j : part.persons) {
        for (const auto& [i, p] : samples_[j]) {
            offer(part.samples.contains(i) ? 0.0 : p, i, j);
        }
    }
    return best;
}

PartOfCase PartFinder::around(const std::set<std::size_t>& samples, const std::set<std::size_t>& persons) const {
    PartOfCase out{samples, {}};
    for (std::size_t person : persons) {
        add_family(out, person);
    }
    for (Tie tie = strongest_out_of(out); tie.strength > 0.0; tie = strongest_out_of(out)) {
        if (out.samples.size() >= most_samples || out.persons.size() >= most_persons) {
            out.whole = false;
            break;
        }
        out.samples.insert(tie.sample);
        if (tie.person) {
            add_family(out, *tie.person);
        }
    }
    return out;
}

JointOptions options_of(const Case& subject, const PartOfCase& part, const JointOptions& joint) {
    std::set<std::string> names;
    for (std::size_t i : part.samples) {
        names.insert(subject.input().remains[i].sample);
    }
    std::set<std::string> persons;
    for (std::size_t j : part.persons) {
        persons.insert(subject.input().missing[j].person);
    }
    JointOptions out = joint;
    out.question.reset();
    out.listing = Listing::none;
    const auto other_samples = [&](const JointEvidence::Couple& couple) {
        return !names.contains(couple.first) || !names.contains(couple.second);
    };
    std::erase_if(out.evidence.same_individual, [&](const auto& one) { return other_samples(one.first); });
    std::erase_if(out.evidence.must_link, other_samples);
    std::erase_if(out.evidence.cannot_link, other_samples);
    std::erase_if(out.evidence.is_person, [&](const auto& one) {
        return !names.contains(one.first.first) || !persons.contains(one.first.second);
    });
    if (out.partition) {
        std::erase_if(out.partition->persons, [&](const auto& one) { return !persons.contains(one.first); });
    }
    return out;
}

} // namespace muster
