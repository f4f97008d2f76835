// A simulated turnover weighed jointly, once or many times: how long it takes, whether the chains converge, and whether
// the posteriors are calibrated. Everything is drawn from the prior that the analysis assumes; persons are simulated.
//   bench_turnover [--runs N] [--first SEED] [--roster N] [--individuals N] [--unknown SHARE] [--degraded SHARE]
//                  [--sweeps N] [--csv FILE] [--by joint|twice|exact|alone]
// The CSV has a line for each run, kind of statement and bin of posterior: how many statements, their sum, how many
// were true. tools/reliability.py draws it. --by twice: weighed again by chains of another seed, the column `again` is
// the sum of what these say of the same statements; if the chains' noise sorted statements into bins, it would differ.
// --by exact: the chains, and again by exact inference, where the turnover is so small. --by alone: each sample by
// itself, without the others.
#include "muster/genetics/frequencies.hpp"
#include "muster/identify/identify.hpp"
#include "muster/identify/simulate.hpp"
#include "muster/joint/joint.hpp"

#include <map>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numeric>
#include <set>

namespace muster {
namespace {

struct Asked {
    std::size_t runs = 1;
    std::size_t first = 1;
    std::size_t roster = 7700;
    std::size_t individuals = 250;
    std::size_t sweeps = 64'000;
    double unknown = 0.08; ///< share of the individuals who are on no roster
    double degraded = 0.3; ///< share of the samples that are typed at 4 to 9 loci only
    std::string csv;
    std::string by = "joint";
};

// Nine in a hundred families gave no reference; the rest are a mixture such as an outreach finds after 70 years.
struct Share {
    FamilyShape shape;
    double weight;
    bool gave = true;
};
constexpr std::array shares{
    Share{FamilyShape::one_parent, 3.0},      Share{FamilyShape::siblings, 40.0}, Share{FamilyShape::child, 16.0},
    Share{FamilyShape::niece, 20.0},          Share{FamilyShape::cousins, 11.0},  Share{FamilyShape::two_brothers, 1.0},
    Share{FamilyShape::siblings, 9.0, false},
};
constexpr double dropout = 0.02;
const std::vector<double> yield{0.0, 0.27, 0.32, 0.22, 0.11, 0.05, 0.03};

double seconds(std::chrono::steady_clock::time_point since) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

template <class T> T must(Result<T> result) {
    if (!result) {
        std::cerr << result.error().message << '\n';
        std::exit(1);
    }
    return *std::move(result);
}

/// One turnover, and who each sample really is: "SIM-F…" of the roster, or "SIM-U…".
struct Turnover {
    CaseInput input;
    std::map<std::string, std::string> truth;
};

class Draw {
  public:
    Draw(const Asked& asked, std::size_t seed) : asked_(asked), random_(seed * 7919 + 17) {
        const auto table = must(shipped_frequency_table());
        plan_.name = "simulated turnover";
        plan_.seed = seed;
        plan_.population = "Cauc";
        plan_.loci = must(locus_specs(table, {"Cauc"}, codis20(), {}));
        plan_.mutation = MutationModel::stepwise;
        plan_.rate_male = 0.002;
        plan_.rate_female = 0.0005;
    }

    Turnover draw() {
        std::vector<double> weights;
        for (const Share& share : shares) {
            weights.push_back(share.weight);
        }
        const double roster = static_cast<double>(asked_.individuals) * (1.0 - asked_.unknown);
        const double present = roster / static_cast<double>(asked_.roster);
        std::set<std::string> silent;
        for (std::size_t on_roster = 0; on_roster < asked_.roster;) {
            const Share& share = shares[random_.pick(weights)];
            const std::string label = "SIM-F" + std::to_string(plan_.families.size() + 1);
            plan_.families.push_back({label, share.shape, Sex::male});
            for (const ShapeMember& member : members_of(share.shape, Sex::male)) {
                const std::string person = label + "-" + member.role;
                if (member.standing == Standing::missing) {
                    ++on_roster;
                    if (random_.chance(present)) {
                        samples_of(person);
                    }
                } else if (!share.gave) {
                    silent.insert(person);
                }
            }
        }
        // Poisson by its waiting times (Knuth 1969): as many as exponential steps fit into the mean.
        const double mean = static_cast<double>(asked_.individuals) * asked_.unknown;
        std::set<std::string> strangers;
        for (double at = -std::log(1.0 - random_.uniform()); at < mean; at -= std::log(1.0 - random_.uniform())) {
            const std::string label = "SIM-U" + std::to_string(strangers.size() + 1);
            plan_.families.push_back({label, FamilyShape::parents, Sex::male});
            samples_of(label + "-missing");
            strangers.insert(label + "-missing");
            silent.insert(label + "-father");
            silent.insert(label + "-mother");
        }
        SimulatedCase drawn = must(simulate_case(plan_));
        Turnover out{std::move(drawn.input), std::move(drawn.truth)};
        std::erase_if(out.input.missing, [&](const MissingPerson& one) { return strangers.contains(one.person); });
        std::erase_if(out.input.persons, [&](const PersonRecord& one) { return one.id.starts_with("SIM-U"); });
        std::erase_if(out.input.family_of, [&](const auto& one) { return one.first.starts_with("SIM-U"); });
        std::erase_if(out.input.references, [&](const auto& one) { return silent.contains(one.first); });
        for (SampleProfile& sample : out.input.remains) {
            say_all_that_was_seen(sample);
            degrade(sample);
        }
        return out;
    }

  private:
    void samples_of(const std::string& person) {
        for (std::size_t n = random_.pick(yield); n > 0; --n) {
            plan_.remains.push_back(
                {"SIM-R" + std::to_string(plan_.remains.size() + 1), person, Sex::unknown, Typing{dropout, 0.0}});
        }
    }

    /// A lone allele as "a was seen and nothing else": the analysis knows the dropout. Written as a laboratory does,
    /// "12/?", it would leave open what the simulation does not (docs/methods.md "Observation models").
    static void say_all_that_was_seen(SampleProfile& sample) {
        for (auto& [marker, result] : sample.extractions.front().replicates.front().loci) {
            if (result.status == LocusStatus::partial && !is_amelogenin(marker)) {
                result = {LocusStatus::typed, {result.alleles.front(), result.alleles.front()}, {}};
            }
        }
    }

    void degrade(SampleProfile& sample) {
        if (!random_.chance(asked_.degraded)) {
            return;
        }
        auto& loci = sample.extractions.front().replicates.front().loci;
        const std::size_t left = 4 + random_.below(6);
        while (loci.size() > left) {
            auto at = loci.begin();
            std::advance(at, static_cast<std::ptrdiff_t>(random_.below(loci.size())));
            loci.erase(at);
        }
    }

    const Asked& asked_;
    Random random_;
    SimulationPlan plan_;
};

/// What is said: P(sample is person), P(nobody on the roster), P(two samples are one individual).
struct Said {
    std::vector<std::vector<double>> person;
    std::vector<double> nobody;
    std::vector<std::vector<double>> together;
};

Said said(const JointAnswer& answer) {
    Said out{answer.posterior, {}, answer.together};
    for (const auto& by_population : answer.unknown) {
        out.nobody.push_back(std::accumulate(by_population.begin(), by_population.end(), 0.0));
    }
    return out;
}

/// Each sample by itself: as likely as not one of those that a person, or all who are on no roster, left.
Said said(const Identification& pairwise, double present, double unknown) {
    Said out;
    for (const std::vector<Pair>& pairs : pairwise.pairs) {
        std::vector<double> weights;
        for (const Pair& pair : pairs) {
            weights.push_back(pair.status == PairStatus::ok ? present * std::pow(10.0, pair.log10_lr) : 0.0);
        }
        const double sum = std::accumulate(weights.begin(), weights.end(), unknown);
        for (double& weight : weights) {
            weight /= sum;
        }
        out.person.push_back(std::move(weights));
        out.nobody.push_back(unknown / sum);
    }
    return out;
}

/// Statements of one kind by their posterior.
struct Bins {
    static constexpr std::array edges{0.0, 0.001, 0.01, 0.05, 0.1,  0.2,  0.3,   0.4,      0.5,
                                      0.6, 0.7,   0.8,  0.9,  0.95, 0.99, 0.999, 1.0000001};
    struct Bin {
        double count = 0.0;
        double sum = 0.0;
        double truths = 0.0;
        double again = 0.0;
    };
    std::array<Bin, edges.size() - 1> bins{};

    void add(double p, bool truth, double again) {
        const auto at = std::upper_bound(edges.begin(), edges.end(), p) - edges.begin() - 1;
        Bin& bin = bins[std::min(static_cast<std::size_t>(at), bins.size() - 1)];
        bin.count += 1.0;
        bin.sum += p;
        bin.truths += truth ? 1.0 : 0.0;
        bin.again += again;
    }

    void write(std::ostream& out, std::size_t run, const char* kind, bool twice) const {
        for (std::size_t b = 0; b < bins.size(); ++b) {
            out << run << ',' << kind << ',' << edges[b] << ',' << bins[b].count << ',' << bins[b].sum << ','
                << bins[b].truths;
            if (twice) {
                out << ',' << bins[b].again;
            }
            out << '\n';
        }
    }
};

/// `again`: of the same turnover, or nothing.
void judge(const Said& said, const Said* again, const Identification& names,
           const std::map<std::string, std::string>& truth, std::size_t run, std::ostream& out) {
    Bins is_person;
    Bins is_nobody;
    Bins same;
    const Said& other = again != nullptr ? *again : said;
    for (std::size_t i = 0; i < names.samples.size(); ++i) {
        const std::string& really = truth.at(names.samples[i]);
        for (std::size_t j = 0; j < names.persons.size(); ++j) {
            is_person.add(said.person[i][j], names.persons[j] == really, other.person[i][j]);
        }
        is_nobody.add(said.nobody[i], really.starts_with("SIM-U"), other.nobody[i]);
        for (std::size_t k = i + 1; k < said.together.size(); ++k) {
            same.add(said.together[i][k], really == truth.at(names.samples[k]), other.together[i][k]);
        }
    }
    is_person.write(out, run, "person", again != nullptr);
    is_nobody.write(out, run, "nobody", again != nullptr);
    same.write(out, run, "together", again != nullptr);
}

void tell(const Convergence& one) {
    std::printf("  %zu chains of %zu sweeps: %s, R-hat %.4f, effective size %.0f; accepted", one.chains, one.sweeps,
                one.converged ? "converged" : "NOT CONVERGED", one.r_hat, one.effective_size);
    for (std::size_t m = 0; m < one.proposed.size(); ++m) {
        std::printf(" %.3f", static_cast<double>(one.accepted[m]) / static_cast<double>(one.proposed[m]));
    }
    std::printf("; slowest: %s\n", one.slowest.c_str());
}

double gigabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1048576.0;
}

void run_once(const Asked& asked, std::size_t seed, std::ostream& csv) {
    Turnover turnover = Draw(asked, seed).draw();
    const auto subject = must(Case::make(std::move(turnover.input)));
    auto start = std::chrono::steady_clock::now();
    IdentifyOptions options;
    options.errors = {dropout, dropout * dropout, 0.0};
    options.open_from = 1000.0; // no line is read here
    const Identification pairwise = must(identify(subject, options));
    std::printf("run %zu: %zu samples, %zu persons; pairs %.1f s (%.2f GB)", seed, pairwise.samples.size(),
                pairwise.persons.size(), seconds(start), gigabytes());
    PartitionPrior prior;
    const double roster = static_cast<double>(asked.individuals) * (1.0 - asked.unknown);
    prior.present = roster / static_cast<double>(asked.roster);
    prior.unknown = {static_cast<double>(asked.individuals) * asked.unknown};
    prior.yield.probability = yield;
    if (asked.by == "alone") {
        judge(said(pairwise, prior.present, prior.unknown.front()), nullptr, pairwise, turnover.truth, seed, csv);
        std::printf("\n");
        return;
    }
    const JointOptions usual;
    JointOptions joint;
    joint.partition = prior;
    joint.most_transitions = asked.by == "exact" ? 0.0 : usual.most_transitions;
    joint.chains.most_sweeps = asked.sweeps;
    joint.chains.seed = seed;
    start = std::chrono::steady_clock::now();
    const JointAnswer answer = must(identify_jointly(subject, options, pairwise, joint));
    std::printf(", joint %.1f s (%.2f GB)\n", seconds(start), gigabytes());
    for (const Convergence& one : answer.sampled_components) {
        tell(one);
    }
    std::fflush(stdout);
    if (asked.by == "joint") {
        judge(said(answer), nullptr, pairwise, turnover.truth, seed, csv);
        return;
    }
    joint.chains.seed = seed + 1'000'000;
    joint.most_transitions = asked.by == "exact" ? 3.0e8 : usual.most_transitions;
    joint.most_family_terms = asked.by == "exact" ? 10'000'000 : usual.most_family_terms;
    const JointAnswer other = must(identify_jointly(subject, options, pairwise, joint));
    if (asked.by == "exact" && !other.sampled_components.empty()) {
        std::printf("  too large for exact inference: left out\n");
        return;
    }
    const Said again = said(other);
    judge(said(answer), &again, pairwise, turnover.truth, seed, csv);
}

} // namespace
} // namespace muster

int main(int count, char** words) {
    muster::Asked asked;
    const std::map<std::string, std::size_t*> numbers{{"--runs", &asked.runs},
                                                      {"--first", &asked.first},
                                                      {"--roster", &asked.roster},
                                                      {"--individuals", &asked.individuals},
                                                      {"--sweeps", &asked.sweeps}};
    const std::map<std::string, double*> shares{{"--unknown", &asked.unknown}, {"--degraded", &asked.degraded}};
    const std::set<std::string> modes{"joint", "twice", "exact", "alone"};
    for (int i = 1; i < count; i += 2) {
        const std::string option = words[i];
        const char* value = i + 1 < count ? words[i + 1] : nullptr;
        if (value != nullptr && numbers.contains(option)) {
            *numbers.at(option) = static_cast<std::size_t>(std::strtoull(value, nullptr, 10));
        } else if (value != nullptr && shares.contains(option)) {
            *shares.at(option) = std::strtod(value, nullptr);
        } else if (value != nullptr && option == "--csv") {
            asked.csv = value;
        } else if (value != nullptr && option == "--by" && modes.contains(value)) {
            asked.by = value;
        } else {
            std::fputs("bench_turnover [--runs N] [--first SEED] [--csv FILE] [--roster N] [--individuals N] "
                       "[--unknown SHARE] [--degraded SHARE] [--sweeps MOST] "
                       "[--by joint|twice|exact|alone]\n",
                       stderr);
            return 2;
        }
    }
    std::ofstream csv(asked.csv.empty() ? "/dev/null" : asked.csv);
    csv << "run,kind,from,count,sum,truths" << (asked.by == "twice" || asked.by == "exact" ? ",again\n" : "\n");
    for (std::size_t run = 0; run < asked.runs; ++run) {
        muster::run_once(asked, asked.first + run, csv);
        csv.flush();
    }
    return 0;
}
