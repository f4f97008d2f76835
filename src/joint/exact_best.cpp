#include "exact.hpp"

#include <cmath>
#include <queue>

namespace muster {

/// What may follow a state, ranked as far as it was asked for: the n-th best is a term and the r-th best of what
/// follows that. After it only the same term with the (r+1)-th can newly be the next (Jiménez and Marzal 1999). So the
/// work grows with the number that is wanted and the number of steps, however many are equally good.
class ExactComponent::Ranking {
  public:
    Ranking(const ExactComponent& exact, const std::function<bool(const Term&)>& allowed)
        : exact_(exact), allowed_(allowed), bounds_(exact.best_of(allowed)), ranked_(exact.layers_.size()) {}

    /// The n-th best assignment, from 0; nothing if there are not so many. To be asked in order.
    std::optional<Choice> choice(std::size_t n) {
        if (std::isinf(bounds_.front()[0]) || !rank(0, 0, n)) {
            return std::nullopt;
        }
        Choice out;
        std::uint32_t state = 0;
        for (std::size_t t = 0; t < exact_.component_->steps.size(); ++t) {
            const Path& path = ranked_[t].at(state).found[n];
            if (t == 0) {
                out.weight = path.weight;
            }
            if (path.term != none_taken) {
                const Step& step = exact_.component_->steps[t];
                const Term& term = step.terms[path.term];
                out.evidence += term.evidence;
                out.parts.insert(out.parts.end(), term.parts.begin(), term.parts.end());
                if (step.closes) {
                    out.unknown.push_back({items_of(term.items), term.population});
                }
            }
            state = path.next;
            n = path.rank;
        }
        return out;
    }

  private:
    struct Path {
        double weight;
        std::uint32_t term;
        std::uint32_t next; ///< state after the term
        std::size_t rank;   ///< among what may follow there
        friend bool operator<(const Path& a, const Path& b) {
            return a.weight != b.weight ? a.weight < b.weight : std::pair(a.term, a.rank) > std::pair(b.term, b.rank);
        }
    };
    struct Ranked {
        std::vector<Path> found;
        std::priority_queue<Path> open;
    };

    /// Finds what ranks n-th after the state; false if there is none.
    bool rank(std::size_t t, std::uint32_t state, std::size_t n) {
        if (t == exact_.component_->steps.size()) {
            return n == 0;
        }
        const auto [at, fresh] = ranked_[t].try_emplace(state);
        Ranked& here = at->second;
        if (fresh) {
            here.open = first(t, state);
        }
        while (here.found.size() <= n) {
            if (!here.found.empty()) {
                Path next = here.found.back();
                ++next.rank;
                if (rank(t + 1, next.next, next.rank)) {
                    next.weight = weight(t, next.term) + after(t, next);
                    here.open.push(next);
                }
            }
            if (here.open.empty()) {
                return false;
            }
            here.found.push_back(here.open.top());
            here.open.pop();
            rank(t + 1, here.found.back().next, here.found.back().rank);
        }
        return true;
    }

    /// Each term that may follow, with the best that may follow it.
    [[nodiscard]] std::priority_queue<Path> first(std::size_t t, std::uint32_t state) const {
        std::vector<Path> out;
        const Step& step = exact_.component_->steps[t];
        const Layer& after = exact_.layers_[t + 1];
        const ItemSet taken = exact_.layers_[t].taken[state];
        const auto add = [&](ItemSet to, std::uint32_t term) {
            const std::uint32_t next = after.index.at(to & step.open);
            const double bound = bounds_[t + 1][next];
            if (!std::isinf(bound)) {
                out.push_back({weight(t, term) + bound, term, next, 0});
            }
        };
        if (is_taken(step, taken)) {
            add(taken, none_taken);
        }
        for (std::uint32_t term = 0; term < step.terms.size() && !is_taken(step, taken); ++term) {
            if ((taken & step.terms[term].items) == 0 && (!allowed_ || allowed_(step.terms[term]))) {
                add(taken | step.terms[term].items, term);
            }
        }
        return std::priority_queue<Path>({}, std::move(out));
    }

    [[nodiscard]] double weight(std::size_t t, std::uint32_t term) const {
        return term == none_taken ? 0.0 : exact_.component_->steps[t].terms[term].weight;
    }

    [[nodiscard]] double after(std::size_t t, const Path& path) const {
        return t + 1 == exact_.component_->steps.size() ? 0.0 : ranked_[t + 1].at(path.next).found[path.rank].weight;
    }

    const ExactComponent& exact_;
    const std::function<bool(const Term&)>& allowed_;
    std::vector<std::vector<double>> bounds_; ///< ln of the largest weight of what may follow, by layer and state
    std::vector<std::unordered_map<std::uint32_t, Ranked>> ranked_;
};

std::vector<Choice> ExactComponent::best(std::size_t count, const std::function<bool(const Term&)>& allowed) const {
    Ranking ranking(*this, allowed);
    std::vector<Choice> out;
    while (out.size() < count) {
        auto next = ranking.choice(out.size());
        if (!next) {
            break;
        }
        out.push_back(*std::move(next));
    }
    return out;
}

} // namespace muster
