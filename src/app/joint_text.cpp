#include "identification_text.hpp"
#include "joint_advice.hpp"
#include "joint_tables_text.hpp"
#include "text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace muster {
namespace {

constexpr std::size_t most_alternatives = 2; ///< shown for a sample beside the most probable
constexpr double least_shown = 1e-6;         ///< less probable alternatives are not shown
constexpr double least_settled = 4.0;        ///< log10 odds below which more evidence is asked for
constexpr double as_probable = 0.005;        ///< log10 odds: the next is as probable as the best
constexpr std::size_t most_differences = 8;  ///< samples named in which two assignments differ

template <class... Args> std::string format(const char* pattern, Args... args) {
    char text[160];
    std::snprintf(text, sizeof text, pattern, args...);
    return text;
}

struct Alternative {
    std::string who;
    double posterior;
};

std::vector<Alternative> alternatives_of(const JointAnswer& answer, std::size_t sample) {
    std::vector<Alternative> out;
    for (std::size_t j = 0; j < answer.persons.size(); ++j) {
        if (answer.posterior[sample][j] > 0.0) {
            out.push_back({answer.persons[j], answer.posterior[sample][j]});
        }
    }
    for (std::size_t p = 0; p < answer.populations.size(); ++p) {
        const std::string of = answer.populations.size() > 1 ? " (" + answer.populations[p] + ")" : "";
        out.push_back({"nobody on the roster" + of, answer.unknown[sample][p]});
    }
    // Of equals the one of the best assignment first.
    const std::size_t best = answer.best ? answer.best->person[sample] : Assignment::nobody;
    const std::string chosen = best == Assignment::nobody ? std::string() : answer.persons[best];
    std::stable_sort(out.begin(), out.end(), [&](const Alternative& a, const Alternative& b) {
        return std::abs(a.posterior - b.posterior) > 1e-9 ? a.posterior > b.posterior
                                                          : a.who == chosen && b.who != chosen;
    });
    return out;
}

std::string sample_line(const JointAnswer& answer, std::size_t sample, std::size_t width) {
    const std::vector<Alternative> alternatives = alternatives_of(answer, sample);
    std::string out = answer.samples[sample];
    out += std::string(width - length(out), ' ') + "  " + alternatives.front().who +
           format("  %.6f", alternatives.front().posterior);
    for (std::size_t a = 1; a < alternatives.size() && a <= most_alternatives; ++a) {
        if (alternatives[a].posterior >= least_shown) {
            out += (a == 1 ? "; else " : ", ") + alternatives[a].who + format(" %.6f", alternatives[a].posterior);
        }
    }
    return out + "\n";
}

/// "14 to 1"; large odds as a power of ten.
std::string odds_words(double log10_odds) {
    return log10_odds < 6.0 ? format("%.3g to 1", std::pow(10.0, log10_odds)) : format("10^%.1f to 1", log10_odds);
}

/// In which samples the two best assignments differ.
std::string difference(const JointAnswer& answer) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        if (answer.assignments[0].person[i] != answer.assignments[1].person[i]) {
            names.push_back(answer.samples[i]);
        }
    }
    std::string out;
    for (std::size_t n = 0; n < std::min(names.size(), most_differences); ++n) {
        out += (n == 0 ? "" : "; ") + names[n];
    }
    return names.size() > most_differences ? out + format(" and %zu more", names.size() - most_differences) : out;
}

std::string best_lines(const Case& subject, const JointAnswer& answer) {
    const bool sampled = !answer.sampled_components.empty();
    std::string out = format(sampled ? "The best assignment that was found has a posterior of %.6f"
                                     : "The best assignment has a posterior of %.6f",
                             answer.best->posterior);
    if (std::isinf(answer.log10_odds_to_next)) {
        return out + "; no other is possible.\n";
    }
    out += answer.log10_odds_to_next < as_probable ? std::string("; another is just as probable")
                                                   : (sampled ? "; the odds against the next that was found are "
                                                              : "; the odds against the next best are ") +
                                                         odds_words(answer.log10_odds_to_next);
    if (answer.assignments.size() < 2) {
        return out + ".\n";
    }
    const std::string samples = difference(answer);
    out += samples.empty() ? ".\n" : "; they differ in " + samples + ".\n";
    if (answer.log10_odds_to_next < as_probable) {
        return out + advice_of_tie(subject, answer);
    }
    return answer.log10_odds_to_next < least_settled
               ? out +
                     "More loci of these samples or further relatives may separate them; muster next ranks the steps.\n"
               : out;
}

std::string known_as(const std::string& person) {
    return person == "*" ? "nobody on the roster" : person;
}

std::string change_lines(const JointAnswer& answer) {
    if (answer.since.empty()) {
        return {};
    }
    std::string out = "Since " + answer.since + ": ";
    if (answer.changes.empty()) {
        return out + "nothing changed.\n";
    }
    out += "\n";
    for (const JointChange& one : answer.changes) {
        out += "  " + one.sample + "  ";
        if (one.before.empty()) {
            out += "new: " + known_as(one.now) + format(" %.6f", one.posterior_now);
        } else if (one.now.empty()) {
            out += "no longer there; it was " + known_as(one.before) + format(" %.6f", one.posterior_before);
        } else if (one.now == one.before) {
            out += known_as(one.now) + format(" %.6f, was %.6f", one.posterior_now, one.posterior_before);
        } else {
            out += known_as(one.now) + format(" %.6f; was ", one.posterior_now) + known_as(one.before) +
                   format(" %.6f", one.posterior_before);
        }
        out += "\n";
    }
    return out;
}

std::string individuals_line(const JointAnswer& answer) {
    if (answer.together.empty()) {
        return {};
    }
    double mean = 0.0;
    std::size_t low = 0;
    std::size_t high = 0;
    double sum = 0.0;
    for (std::size_t n = 0; n < answer.individuals.size(); ++n) {
        mean += static_cast<double>(n) * answer.individuals[n];
        low = sum < 0.025 ? n : low;
        high = sum < 0.975 ? n : high;
        sum += answer.individuals[n];
    }
    return format("Individuals among the samples: %.1f expected, %zu to %zu with a probability of 95%%.\n", mean, low,
                  high);
}

} // namespace

std::string joint_text(const Case& subject, const JointAnswer& answer, bool with_assignments) {
    std::size_t width = 0;
    for (const std::string& name : answer.samples) {
        width = std::max(width, length(name));
    }
    std::string out = "\nWeighed together, all samples at once (prior " + answer.prior + ")\n";
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        out += sample_line(answer, i, width);
    }
    out += excluded_line(answer) + best_lines(subject, answer) + symmetry_lines(answer) +
           (with_assignments ? assignment_lines(answer) : "") + found_lines(answer) + individuals_line(answer) +
           individual_lines(subject, answer);
    for (const Convergence& one : answer.sampled_components) {
        out += format("Sampled by %zu Monte Carlo chains of %zu sweeps: R-hat %.4f, effective size %.0f.\n", one.chains,
                      one.sweeps, one.r_hat, one.effective_size);
    }
    for (const std::string& warning : answer.warnings) {
        out += warning + "\n";
    }
    return out + change_lines(answer);
}

} // namespace muster
