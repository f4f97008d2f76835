#include "muster/joint/individuals.hpp"

#include <algorithm>
#include <cmath>

namespace muster {
namespace {

std::string joined(const std::vector<std::string>& alleles) {
    std::string out;
    for (const std::string& allele : alleles) {
        out += (out.empty() ? "" : "/") + allele;
    }
    return out;
}

/// "12/14", "12/?" (partial); nothing where there is no allele.
std::string shown(const LocusResult& result) {
    const std::string text = joined(result.alleles);
    return text.empty() || result.status != LocusStatus::partial ? text : text + "/?";
}

CommonLocus common(const std::string& locus, const std::vector<std::size_t>& samples,
                   const std::vector<ConsensusProfile>& profiles) {
    CommonLocus out{locus, {}, {}};
    for (std::size_t sample : samples) {
        const auto at = profiles[sample].find(locus);
        if (at == profiles[sample].end() || at->second.alleles.empty()) {
            continue;
        }
        LocusResult result = at->second;
        std::sort(result.alleles.begin(), result.alleles.end(), allele_less);
        const std::string text = shown(result);
        out.agree = out.agree && (out.seen.empty() || out.seen.front().second == text);
        out.seen.emplace_back(sample, text);
        for (const std::string& allele : result.alleles) {
            if (std::find(out.alleles.begin(), out.alleles.end(), allele) == out.alleles.end()) {
                out.alleles.push_back(allele);
            }
        }
    }
    std::sort(out.alleles.begin(), out.alleles.end(), allele_less);
    out.one_person = out.alleles.size() <= 2;
    return out;
}

constexpr double equally = 1e-9; ///< posteriors that differ by less are told as equal

} // namespace

std::vector<FoundPerson> found_persons(const JointAnswer& answer, double least) {
    std::vector<FoundPerson> out;
    for (std::size_t j = 0; j < answer.persons.size(); ++j) {
        if (answer.samples.empty() || answer.sampled[j] < least) {
            continue;
        }
        std::size_t best = 0;
        for (std::size_t i = 1; i < answer.samples.size(); ++i) {
            best = answer.posterior[i][j] > answer.posterior[best][j] + equally ? i : best;
        }
        out.push_back({j, best});
    }
    const auto rounded = [&](const FoundPerson& one) { return std::round(answer.sampled[one.person] / equally); };
    std::stable_sort(out.begin(), out.end(),
                     [&](const FoundPerson& a, const FoundPerson& b) { return rounded(a) > rounded(b); });
    return out;
}

std::vector<FoundIndividual> found_individuals(const Case& subject, const JointAnswer& answer) {
    std::vector<FoundIndividual> out;
    std::map<std::size_t, std::size_t> of_person;
    for (std::size_t i = 0; answer.best && i < answer.samples.size(); ++i) {
        const std::size_t person = answer.best->person[i];
        if (person == Assignment::nobody) {
            continue;
        }
        const auto [at, fresh] = of_person.emplace(person, out.size());
        if (fresh) {
            out.push_back({{}, person});
        }
        out[at->second].samples.push_back(i);
    }
    for (const Assignment::Unknown& unknown : answer.best ? answer.best->unknown : std::vector<Assignment::Unknown>()) {
        out.push_back({unknown.samples, Assignment::nobody, unknown.population});
    }
    std::vector<ConsensusProfile> profiles;
    for (const SampleProfile& sample : subject.input().remains) {
        profiles.push_back(consensus(sample));
    }
    for (FoundIndividual& one : out) {
        for (std::size_t a = 0; !answer.together.empty() && a < one.samples.size(); ++a) {
            for (std::size_t b = a + 1; b < one.samples.size(); ++b) {
                one.together = std::min(one.together, answer.together[one.samples[a]][one.samples[b]]);
            }
        }
        for (const Locus& locus : subject.input().loci) {
            CommonLocus at = common(locus.name(), one.samples, profiles);
            if (!at.seen.empty()) {
                one.loci.push_back(std::move(at));
            }
        }
    }
    std::stable_sort(out.begin(), out.end(), [](const FoundIndividual& a, const FoundIndividual& b) {
        return a.samples.size() > b.samples.size();
    });
    return out;
}

} // namespace muster
