#include "muster/joint/joint.hpp"

#include "chain_run.hpp"
#include "listing.hpp"
#include "sequential.hpp"
#include "symmetry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster {
namespace {

constexpr double minus_infinity = -std::numeric_limits<double>::infinity();
constexpr std::size_t most_sequential_pairs = 2500;
const double same_profile = std::log(1e6); ///< LR of one individual against two that nobody overlooks

/// Everything of a case that is solved, and where its answers go.
class Solver {
  public:
    using MakeEvidence = std::function<Result<std::unique_ptr<Evidence>>()>;

    Solver(const Case& subject, const Identification& pairwise, const JointOptions& joint, Evidence& evidence,
           MakeEvidence make_evidence, const PriorWeights& prior)
        : make_evidence_(std::move(make_evidence)), joint_(joint), evidence_(evidence), prior_(prior) {
        out_.samples = pairwise.samples;
        out_.persons = pairwise.persons;
        const auto& populations = subject.input().populations;
        for (std::size_t p = 0; p < prior.populations(); ++p) {
            out_.populations.push_back(p < populations.size() ? populations[p] : "");
        }
        out_.posterior.assign(out_.samples.size(), std::vector<double>(out_.persons.size(), 0.0));
        out_.unknown.assign(out_.samples.size(), std::vector<double>(prior.populations(), 0.0));
        out_.log10_glr.assign(out_.samples.size(), std::vector<double>(out_.persons.size(), minus_infinity));
        out_.sampled.assign(out_.persons.size(), 0.0);
        out_.together.assign(prior.flat() ? 0 : out_.samples.size(), std::vector<double>(out_.samples.size(), 0.0));
        out_.individuals = {1.0};
        out_.assignments_possible = 1.0;
        out_.prior = prior.words();
    }

    Result<JointAnswer> run() {
        auto ties = ties_of(evidence_, prior_);
        if (!ties) {
            return fail(ties.error());
        }
        ties_ = *std::move(ties);
        std::vector<Component> components = components_of(evidence_, ties_);
        for (std::size_t c = 0; c < components.size(); ++c) {
            if (auto solved = solve(std::move(components[c])); !solved) {
                return fail(solved.error());
            }
            if (joint_.progress && !joint_.progress(0, 0)) {
                return fail(ErrorKind::interrupted, "stopped before all components were solved");
            }
        }
        if (auto told = tell_of_same_profiles(); !told) {
            return fail(told.error());
        }
        const auto none = evidence_.log_none();
        if (!none) {
            return fail(none.error());
        }
        out_.log_likelihood_none = *none;
        finish_persons();
        if (auto done = sequential(); !done) {
            return fail(done.error());
        }
        if (auto listed = list(); !listed) {
            return fail(listed.error());
        }
        for (std::size_t n = 0; n < joint_.draws; ++n) {
            out_.draws.push_back(drawn_assignment(solved_, evidence_, out_.samples.size(), n));
        }
        return std::move(out_);
    }

  private:
    /// Under the flat prior each person is one sample at most: wrong where several samples are of one individual.
    Result<void> tell_of_same_profiles() {
        std::string first;
        std::size_t count = 0;
        for (std::size_t a = 0; prior_.flat() && a < evidence_.items().size(); ++a) {
            for (std::size_t b = a + 1; b < evidence_.items().size(); ++b) {
                const auto value = evidence_.unknown({a, b}, 0);
                if (!value) {
                    return fail(value.error());
                }
                if (*value > same_profile) {
                    first = count++ == 0 ? "'" + evidence_.name_of(a) + "' and '" + evidence_.name_of(b) + "'" : first;
                }
            }
        }
        if (count > 0) {
            out_.warnings.push_back(
                "SEVERAL SAMPLES OF ONE INDIVIDUAL: " + first +
                (count > 1 ? " and " + std::to_string(count - 1) + " more pairs" : "") +
                " have profiles of one person, but this prior gives each person one sample; ask for "
                "the prior over partitions (--present, --unknown, --samples-each), or link them "
                "(--evidence, must-link)");
        }
        return {};
    }

    Result<void> solve(Component component) {
        auto exact = solve_exactly(component);
        if (!exact && exact.error().kind == ErrorKind::unanswerable && joint_.sample_large) {
            return sample(std::move(component), exact.error());
        }
        return exact;
    }

    Result<void> solve_exactly(Component& component) {
        if (auto filled = fill_steps(component, evidence_, ties_, prior_, joint_); !filled) {
            return filled;
        }
        auto exact = ExactComponent::make(component, joint_.most_transitions);
        if (!exact) {
            return fail(exact.error());
        }
        const ComponentPosterior posterior = exact->posterior(prior_.populations(), !prior_.flat());
        take(component, posterior);
        take_best(component, posterior);
        for (Symmetry& symmetry : symmetries_of(posterior, component.items.size())) {
            out_.symmetries.push_back(in_samples(component, std::move(symmetry)));
        }
        std::vector<Choice> best = exact->best(wanted());
        answer_question(component, *exact);
        std::vector<Choice> draws;
        for (std::size_t n = 0; n < joint_.draws; ++n) {
            draws.push_back(exact->draw(random_));
        }
        component.steps.clear();
        solved_.push_back({std::move(component), posterior.log_sum, std::move(best), std::move(draws)});
        return {};
    }

    /// A component too large for exact inference; `why` says so.
    Result<void> sample(Component component, const Error& why) {
        if (joint_.listing == Listing::all) {
            return fail(ErrorKind::unanswerable,
                        why.message + ", so its assignments cannot all be listed; ask for the best with --joint top=N");
        }
        component.steps.clear();
        auto sampled = run_chains(component, ties_, prior_, joint_, make_evidence_);
        if (!sampled && sampled.error().kind == ErrorKind::unanswerable) {
            return fail(ErrorKind::unanswerable, why.message + "; " + sampled.error().message);
        }
        if (!sampled) {
            return fail(sampled.error());
        }
        take(component, sampled->posterior);
        for (std::size_t item : component.items) {
            for (std::size_t sample : evidence_.items()[item]) {
                out_.log10_glr[sample].assign(out_.persons.size(), std::numeric_limits<double>::quiet_NaN());
            }
        }
        const Convergence& convergence = sampled->convergence;
        out_.sampled_components.push_back(convergence);
        if (!convergence.converged) {
            out_.warnings.push_back("NOT CONVERGED: " + why.message + "; " + std::to_string(convergence.chains) +
                                    " Monte Carlo chains of " + std::to_string(convergence.sweeps) +
                                    " sweeps do not agree (R-hat " + std::to_string(convergence.r_hat) +
                                    ", effective size " + std::to_string(convergence.effective_size) +
                                    "): these posteriors are not to be relied on");
        }
        solved_.push_back(
            {std::move(component), sampled->posterior.log_sum, std::move(sampled->best), std::move(sampled->draws)});
        return {};
    }

    /// Assignments that may have to be listed of a component.
    [[nodiscard]] std::size_t wanted() const {
        return joint_.listing == Listing::all ? joint_.most_listed : std::max<std::size_t>(joint_.top, 2);
    }

    /// Writes a component's posterior into the case's.
    void take(const Component& component, const ComponentPosterior& of) {
        const auto samples = [&](std::size_t item) -> const Item& { return evidence_.items()[component.items[item]]; };
        for (const auto& [at, p] : of.person) {
            for (std::size_t sample : samples(at.first)) {
                out_.posterior[sample][at.second] = p;
            }
        }
        for (std::size_t item = 0; item < component.items.size(); ++item) {
            for (std::size_t sample : samples(item)) {
                out_.unknown[sample] = of.unknown[item];
                for (std::size_t other : samples(item)) {
                    set_together(sample, other, 1.0);
                }
            }
            if (ties_.persons[component.items[item]].empty()) {
                out_.without_candidate.insert(out_.without_candidate.end(), samples(item).begin(), samples(item).end());
            }
        }
        for (const auto& [items, p] : of.together) {
            for (std::size_t a : samples(items.first)) {
                for (std::size_t b : samples(items.second)) {
                    set_together(a, b, p);
                }
            }
        }
        for (const auto& [person, p] : of.sampled) {
            out_.sampled[person] = p;
        }
        out_.log_evidence += of.log_sum;
        out_.assignments_possible *= of.possible;
        if (component.items.size() > 1 || !component.families.empty()) {
            out_.components.push_back(component.items.size());
        }
        if (prior_.flat()) {
            return;
        }
        std::vector<double> sum(out_.individuals.size() + of.individuals.size() - 1, 0.0);
        for (std::size_t a = 0; a < out_.individuals.size(); ++a) {
            for (std::size_t b = 0; b < of.individuals.size(); ++b) {
                sum[a + b] += out_.individuals[a] * of.individuals[b];
            }
        }
        out_.individuals = std::move(sum);
    }

    /// Each sample has one owner in every assignment, so the best without one owner is the best with another.
    void take_best(const Component& component, const ComponentPosterior& of) {
        for (const auto& [at, with] : of.best_as_person) {
            double without = of.best_as_unknown[at.first];
            for (const auto& [other, weight] : of.best_as_person) {
                without = other.first == at.first && other.second != at.second ? std::max(without, weight) : without;
            }
            for (std::size_t sample : evidence_.items()[component.items[at.first]]) {
                out_.log10_glr[sample][at.second] =
                    std::isinf(with) ? minus_infinity : (with - without) / std::log(10.0);
            }
        }
    }

    /// Items by their samples.
    [[nodiscard]] Symmetry in_samples(const Component& component, Symmetry of) const {
        std::vector<std::size_t> samples;
        for (std::size_t item : of.samples) {
            const Item& all = evidence_.items()[component.items[item]];
            samples.insert(samples.end(), all.begin(), all.end());
        }
        of.samples = std::move(samples);
        return of;
    }

    /// The best choices of this component with and without what was asked, if it has the sample.
    void answer_question(const Component& component, const ExactComponent& exact) {
        for (std::size_t n = 0; joint_.question && n < component.items.size(); ++n) {
            for (std::size_t sample : evidence_.items()[component.items[n]]) {
                if (out_.samples[sample] != joint_.question->first) {
                    continue;
                }
                const auto is_he = [&, n](const Term& term) {
                    return std::any_of(term.parts.begin(), term.parts.end(), [&](const Term::Part& part) {
                        return part.item == n && out_.persons[part.person] == joint_.question->second;
                    });
                };
                asked_ = solved_.size();
                with_ = exact.best(1, [&](const Term& term) { return (term.items >> n & 1U) == 0 || is_he(term); });
                without_ = exact.best(1, [&](const Term& term) { return !is_he(term); });
            }
        }
    }

    /// A whole assignment from one component's choice and the best of the others.
    std::optional<Assignment> whole(std::vector<Choice> choice) {
        if (choice.empty()) {
            return std::nullopt;
        }
        std::swap(solved_[*asked_].best, choice);
        std::vector<Assignment> best =
            best_assignments(solved_, evidence_, out_.log_likelihood_none, out_.samples.size(), 1);
        std::swap(solved_[*asked_].best, choice);
        return best.front();
    }

    Result<void> sequential() {
        const bool single = std::all_of(evidence_.items().begin(), evidence_.items().end(),
                                        [](const Item& item) { return item.size() == 1; });
        std::size_t pairs = 0;
        for (const auto& persons : ties_.persons) {
            pairs += persons.size();
        }
        if (!prior_.flat() || !single || pairs > most_sequential_pairs || !out_.sampled_components.empty()) {
            return {};
        }
        auto updated = sequential_matches(evidence_, ties_, true);
        auto pairwise = updated ? sequential_matches(evidence_, ties_, false) : fail(updated.error());
        if (!pairwise) {
            return fail(pairwise.error());
        }
        out_.sequential = *std::move(updated);
        out_.sequential_pairwise = *std::move(pairwise);
        return {};
    }

    void set_together(std::size_t a, std::size_t b, double p) {
        if (!out_.together.empty()) {
            out_.together[a][b] = out_.together[b][a] = p;
        }
    }

    void finish_persons() {
        std::vector<char> weighed(out_.persons.size(), 0);
        for (const SolvedComponent& one : solved_) {
            for (std::size_t f : one.component.families) {
                for (std::size_t person : evidence_.families()[f]) {
                    weighed[person] = 1;
                }
            }
        }
        std::sort(out_.without_candidate.begin(), out_.without_candidate.end());
        std::sort(out_.symmetries.begin(), out_.symmetries.end(),
                  [](const Symmetry& a, const Symmetry& b) { return a.samples < b.samples; });
        for (std::size_t j = 0; j < out_.persons.size(); ++j) {
            out_.present.push_back(out_.sampled[j] + (1.0 - out_.sampled[j]) * prior_.present_unsampled(j));
            out_.log_evidence += weighed[j] != 0 ? 0.0 : prior_.person(j, 0);
        }
        if (prior_.flat()) {
            out_.individuals.assign(evidence_.items().size() + 1, 0.0);
            out_.individuals.back() = 1.0;
        }
        out_.log_evidence += out_.log_likelihood_none;
    }

    Result<void> list() {
        const bool all = joint_.listing == Listing::all;
        if (all && out_.assignments_possible > static_cast<double>(joint_.most_listed)) {
            return fail(ErrorKind::unanswerable, "there are more than " + std::to_string(joint_.most_listed) +
                                                     " joint assignments to list; ask for the best with --joint top=N");
        }
        std::vector<Assignment> best =
            best_assignments(solved_, evidence_, out_.log_likelihood_none, out_.samples.size(), wanted());
        out_.best = best.front();
        out_.log10_odds_to_next = best.size() > 1 ? std::log10(best[0].posterior) - std::log10(best[1].posterior)
                                                  : std::numeric_limits<double>::infinity();
        if (asked_) {
            out_.contrast = Contrast{whole(std::move(with_)), whole(std::move(without_))};
        }
        if (joint_.listing == Listing::none) {
            return {};
        }
        if (!all && best.size() > joint_.top) {
            best.resize(joint_.top);
        }
        double listed = 0.0;
        for (const Assignment& one : best) {
            listed += one.posterior;
        }
        out_.mass_left_out =
            all || static_cast<double>(best.size()) >= out_.assignments_possible ? 0.0 : std::max(0.0, 1.0 - listed);
        if (all && prior_.flat()) {
            if (auto added = add_impossible(best, ties_, evidence_, joint_.most_listed); !added) {
                return added;
            }
        }
        out_.assignments = std::move(best);
        return {};
    }

    MakeEvidence make_evidence_;
    const JointOptions& joint_;
    Evidence& evidence_;
    const PriorWeights& prior_;
    Ties ties_;
    std::vector<SolvedComponent> solved_;
    Random random_{joint_.draw_seed};
    std::optional<std::size_t> asked_; ///< the component of the sample that was asked for
    std::vector<Choice> with_;
    std::vector<Choice> without_;
    JointAnswer out_;
};

} // namespace

Result<JointAnswer> identify_jointly(const Case& subject, const IdentifyOptions& options,
                                     const Identification& pairwise, const JointOptions& joint) {
    const auto prior = PriorWeights::make(subject, options.prior, joint);
    if (!prior) {
        return fail(prior.error());
    }
    const auto comparison = std::make_shared<Comparison>(subject, options.mutation);
    const auto make_evidence = [&] { return Evidence::make(subject, options, pairwise, joint, comparison); };
    const auto evidence = make_evidence();
    if (!evidence) {
        return fail(evidence.error());
    }
    return Solver(subject, pairwise, joint, **evidence, make_evidence, *prior).run();
}

} // namespace muster
