#include "muster/joint/next.hpp"

#include "next_outcome.hpp"
#include "part_of_case.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <mutex>
#include <numeric>
#include <thread>

namespace muster {
namespace {

/// A step, and the part of the case that it bears on.
struct Planned {
    NextStep step;
    PartOfCase part;
};

/// The steps that may bring something: of samples and families in which something is not settled.
class Planner {
  public:
    Planner(const Case& subject, const IdentifyOptions& options, const JointAnswer& answer, double threshold)
        : subject_(subject), options_(options), answer_(answer), threshold_(threshold), parts_(subject, answer) {}

    [[nodiscard]] std::vector<Planned> plan() const {
        std::vector<Planned> out;
        for (std::size_t i = 0; i < answer_.samples.size(); ++i) {
            add_sample(i, out);
        }
        std::set<std::vector<std::size_t>> families;
        for (std::size_t j = 0; j < answer_.persons.size(); ++j) {
            const Pedigree& pedigree = subject_.pedigree();
            const std::vector<std::size_t> family = pedigree.family_of(*pedigree.find(answer_.persons[j]));
            if (is_open(j) && families.insert(family).second) {
                add_relatives(j, family, out);
            }
        }
        return out;
    }

  private:
    /// Neither found for sure, nor surely not there.
    [[nodiscard]] bool is_open(std::size_t person) const {
        double most = 0.0;
        for (const auto& row : answer_.posterior) {
            most = std::max(most, row[person]);
        }
        return most < threshold_ && answer_.sampled[person] > 1e-4;
    }

    void add_sample(std::size_t i, std::vector<Planned>& out) const {
        const auto& row = answer_.posterior[i];
        const double most = row.empty() ? 0.0 : *std::max_element(row.begin(), row.end());
        const double some = std::accumulate(row.begin(), row.end(), 0.0);
        if (most >= threshold_ || some < 1e-4) {
            return;
        }
        const ConsensusProfile seen = consensus(subject_.input().remains[i]);
        const auto& loci = subject_.input().loci;
        const auto is = [&](const Locus& locus, LocusStatus status) {
            const auto at = seen.find(locus.name());
            return (at == seen.end() ? LocusStatus::not_tested : at->second.status) == status;
        };
        const bool no_dropout = options_.errors.het == 0.0 && options_.errors.hom == 0.0;
        const bool lacking = std::any_of(loci.begin(), loci.end(), [&](const Locus& locus) {
            return is(locus, LocusStatus::not_tested) || (no_dropout && is(locus, LocusStatus::tested_and_empty));
        });
        const bool whole =
            std::all_of(loci.begin(), loci.end(), [&](const Locus& locus) { return is(locus, LocusStatus::typed); });
        const PartOfCase part = parts_.around({i}, {});
        if (lacking) {
            out.push_back({{NextKind::more_loci, answer_.samples[i]}, part});
        }
        if (!whole || !options_.errors.none()) {
            out.push_back({{NextKind::another_sample, answer_.samples[i]}, part});
        }
    }

    /// Every member of the connected family who gave nothing yet: whether he would say anything, the simulation tells.
    void add_relatives(std::size_t person, const std::vector<std::size_t>& family, std::vector<Planned>& out) const {
        const PartOfCase part = parts_.around({}, {person});
        for (std::size_t m : family) {
            const std::string& id = subject_.pedigree().member(m).id;
            const bool missing = std::find(answer_.persons.begin(), answer_.persons.end(), id) != answer_.persons.end();
            if (!missing && !subject_.input().references.contains(id)) {
                const auto label = subject_.input().family_of.find(id);
                out.push_back({{NextKind::relative, id,
                                label == subject_.input().family_of.end() ? std::string() : label->second},
                               part});
            }
        }
    }

    const Case& subject_;
    const IdentifyOptions& options_;
    const JointAnswer& answer_;
    double threshold_;
    PartFinder parts_;
};

/// A part of the case, weighed as it stands.
struct Base {
    Case part;
    JointOptions joint;
    JointAnswer answer;
    std::size_t identified;
};

class Simulation {
  public:
    Simulation(const Case& subject, const IdentifyOptions& options, const JointOptions& joint, const NextOptions& next)
        : subject_(subject), options_(options), joint_(joint), next_(next) {
        options_.progress = {};
        options_.prior = FlatPrior{}; // of the pairwise posteriors, which are not used
        options_.open_from = std::numeric_limits<double>::infinity();
    }

    Result<void> run(Planned& planned) {
        const auto base = base_of(planned.part);
        if (!base) {
            return fail(base.error());
        }
        const auto draw = OutcomeDraw::make((*base)->part, options_);
        if (!draw) {
            return fail(draw.error());
        }
        NextStep& step = planned.step;
        step.samples = planned.part.samples.size();
        step.persons = planned.part.persons.size();
        step.whole = planned.part.whole;
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t n = 0; n < next_.simulations; ++n) {
            const std::string number = std::to_string(n);
            const std::string kind = std::to_string(static_cast<int>(step.kind));
            Random random(
                stream_seed(next_.seed, std::array<std::string_view, 4>{"what next", kind, step.what, number}));
            const auto after = identified_after(step, **base, *draw, (*base)->answer.draws[n], random);
            if (!after) {
                return fail(after.error());
            }
            const double gain = static_cast<double>(*after) - static_cast<double>((*base)->identified);
            sum += gain;
            squares += gain * gain;
        }
        const auto count = static_cast<double>(next_.simulations);
        step.gain = sum / count;
        step.standard_error =
            count > 1.0 ? std::sqrt(std::max(0.0, squares / count - step.gain * step.gain) / (count - 1.0)) : 0.0;
        return {};
    }

  private:
    Result<JointAnswer> weigh(const Case& part, const JointOptions& joint) const {
        const auto pairwise = identify(part, options_);
        return pairwise ? identify_jointly(part, options_, *pairwise, joint) : fail(pairwise.error());
    }

    Result<std::size_t> identified_after(const NextStep& step, const Base& base, const OutcomeDraw& draw,
                                         const Assignment& assignment, Random& random) const {
        JointOptions joint = base.joint;
        joint.draws = 0;
        auto input = draw.draw(step, assignment, random, joint.evidence);
        auto part = input ? Case::make(*std::move(input)) : fail(input.error());
        const auto answer = part ? weigh(*part, joint) : fail(part.error());
        return answer ? Result<std::size_t>(identified_persons(*answer, next_.threshold)) : fail(answer.error());
    }

    Result<std::shared_ptr<const Base>> base_of(const PartOfCase& part) {
        {
            const std::lock_guard lock(mutex_);
            if (const auto at = bases_.find(part); at != bases_.end()) {
                return at->second;
            }
        }
        auto made = Case::make(part_of(subject_, part.samples, part.persons));
        if (!made) {
            return fail(made.error());
        }
        JointOptions joint = options_of(subject_, part, joint_);
        joint.draws = next_.simulations;
        joint.draw_seed = next_.seed;
        joint.chains.threads = 1; // several steps run side by side
        joint.progress = {};
        auto answer = weigh(*made, joint);
        if (!answer) {
            return fail(answer.error());
        }
        const std::size_t identified = identified_persons(*answer, next_.threshold);
        auto base =
            std::make_shared<const Base>(Base{*std::move(made), std::move(joint), *std::move(answer), identified});
        const std::lock_guard lock(mutex_);
        return bases_.emplace(part, std::move(base)).first->second;
    }

    const Case& subject_;
    IdentifyOptions options_;
    const JointOptions& joint_;
    const NextOptions& next_;
    std::mutex mutex_;
    std::map<PartOfCase, std::shared_ptr<const Base>> bases_;
};

/// All steps, some at a time.
Result<void> simulate_all(Simulation& simulation, std::vector<Planned>& planned, const NextOptions& next) {
    std::atomic<std::size_t> at{0};
    std::atomic<std::size_t> done{0};
    std::atomic<bool> stopped{false};
    std::mutex telling;
    const auto work = [&]() -> Result<void> {
        for (std::size_t n = at++; n < planned.size() && !stopped; n = at++) {
            if (auto run = simulation.run(planned[n]); !run) {
                stopped = true;
                return run;
            }
            const std::lock_guard lock(telling);
            if (next.progress && !next.progress(++done, planned.size())) {
                stopped = true;
                return fail(ErrorKind::interrupted, "stopped before all steps were simulated");
            }
        }
        return {};
    };
    std::vector<std::future<Result<void>>> working;
    const std::size_t threads = next.threads > 0 ? next.threads : std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t t = 0; t < threads; ++t) {
        working.push_back(std::async(std::launch::async, work));
    }
    Result<void> all;
    for (auto& one : working) {
        auto result = one.get();
        all = all ? result : all;
    }
    return all;
}

} // namespace

std::size_t identified_persons(const JointAnswer& answer, double threshold) {
    std::size_t count = 0;
    for (std::size_t j = 0; j < answer.persons.size(); ++j) {
        count += std::any_of(answer.posterior.begin(), answer.posterior.end(),
                             [&](const auto& row) { return row[j] >= threshold; })
                     ? 1
                     : 0;
    }
    return count;
}

Result<NextAnswer> what_next(const Case& subject, const IdentifyOptions& options, const JointOptions& joint,
                             const NextOptions& next) {
    const auto pairwise = identify(subject, options);
    const auto answer = pairwise ? identify_jointly(subject, options, *pairwise, joint) : fail(pairwise.error());
    if (!answer) {
        return fail(answer.error());
    }
    std::vector<Planned> planned = Planner(subject, options, *answer, next.threshold).plan();
    NextAnswer out{next.threshold, next.simulations, identified_persons(*answer, next.threshold), {}};
    if (next.most_steps > 0 && planned.size() > next.most_steps) {
        out.left_out = planned.size() - next.most_steps;
        planned.resize(next.most_steps);
    }
    Simulation simulation(subject, options, joint, next);
    if (auto done = simulate_all(simulation, planned, next); !done) {
        return fail(done.error());
    }
    for (Planned& one : planned) {
        out.steps.push_back(std::move(one.step));
    }
    std::stable_sort(out.steps.begin(), out.steps.end(),
                     [](const NextStep& a, const NextStep& b) { return a.gain > b.gain; });
    return out;
}

} // namespace muster
