#include "sequential.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace muster {
namespace {

constexpr std::size_t most_paths = 64;

class Search {
  public:
    Search(Evidence& evidence, const Ties& ties, bool update) : evidence_(evidence), ties_(ties), update_(update) {
        for (std::size_t f = 0; f < evidence.families().size(); ++f) {
            for (std::size_t k = 0; k < evidence.families()[f].size(); ++k) {
                at_[evidence.families()[f][k]] = {f, k};
            }
        }
    }

    Result<std::vector<SequentialPath>> run() {
        if (auto done = go_on(); !done) {
            return fail(done.error());
        }
        return std::move(paths_);
    }

  private:
    /// ln LR of the item being the person, after what was identified.
    Result<double> log_lr(std::size_t item, std::size_t person) {
        const auto [f, k] = at_.at(person);
        std::vector<std::vector<std::size_t>> who(evidence_.families()[f].size());
        double before = 0.0;
        if (update_) {
            for (std::size_t other = 0; other < who.size(); ++other) {
                if (const auto found = found_.find(evidence_.families()[f][other]); found != found_.end()) {
                    who[other] = {found->second};
                }
            }
            auto value = evidence_.family(f, who);
            if (!value) {
                return value;
            }
            before = *value;
        }
        who[k] = {item};
        auto value = evidence_.family(f, who);
        return value ? Result<double>(*value - before) : value;
    }

    Result<void> go_on() {
        std::vector<SequentialPath::Step> best;
        for (std::size_t item = 0; item < ties_.persons.size(); ++item) {
            for (std::size_t person : identified_.contains(item) ? std::vector<std::size_t>() : ties_.persons[item]) {
                if (found_.contains(person)) {
                    continue;
                }
                const auto value = log_lr(item, person);
                if (!value) {
                    return fail(value.error());
                }
                const double largest = best.empty() ? -alike : best.front().log10_lr * std::log(10.0);
                if (*value < largest - alike) {
                    continue;
                }
                if (*value > largest + alike) {
                    best.clear();
                }
                best.push_back({evidence_.items()[item].front(), person, *value / std::log(10.0)});
            }
        }
        if (best.empty()) {
            if (paths_.size() < most_paths) {
                paths_.push_back(path_);
            }
            return {};
        }
        for (const SequentialPath::Step& step : best) {
            if (paths_.size() >= most_paths) {
                return {};
            }
            const std::size_t item = item_of(step.sample);
            found_[step.person] = item;
            identified_.insert(item);
            path_.steps.push_back(step);
            if (auto done = go_on(); !done) {
                return done;
            }
            path_.steps.pop_back();
            identified_.erase(item);
            found_.erase(step.person);
        }
        return {};
    }

    [[nodiscard]] std::size_t item_of(std::size_t sample) const {
        const auto at = std::find_if(evidence_.items().begin(), evidence_.items().end(),
                                     [&](const Item& item) { return item.front() == sample; });
        return static_cast<std::size_t>(at - evidence_.items().begin());
    }

    Evidence& evidence_;
    const Ties& ties_;
    bool update_;
    std::map<std::size_t, std::pair<std::size_t, std::size_t>> at_; ///< person → family, place in it
    std::map<std::size_t, std::size_t> found_;                      ///< person → item
    std::set<std::size_t> identified_;
    SequentialPath path_;
    std::vector<SequentialPath> paths_;
};

} // namespace

Result<std::vector<SequentialPath>> sequential_matches(Evidence& evidence, const Ties& ties, bool update) {
    return Search(evidence, ties, update).run();
}

} // namespace muster
