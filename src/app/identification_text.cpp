#include "identification_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

namespace muster {
namespace {

/// Candidates shown for a sample.
constexpr std::size_t shown = 3;

template <class... Args> std::string format(const char* pattern, Args... args) {
    char text[160];
    std::snprintf(text, sizeof text, pattern, args...);
    return text;
}

std::size_t display_width(const std::string& utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t used = display_width(text);
    return text + std::string(width > used ? width - used : 0, ' ');
}

std::string sample_lines(const Identification& answer, std::size_t i, std::size_t name_width,
                         std::size_t person_width) {
    std::string out = padded(answer.samples[i], name_width);
    const auto& candidates = answer.by_sample[i];
    if (candidates.empty()) {
        const auto count = [&](PairStatus status) {
            return static_cast<std::size_t>(std::count_if(answer.pairs[i].begin(), answer.pairs[i].end(),
                                                          [&](const Pair& pair) { return pair.status == status; }));
        };
        return out + format("  no candidate: %zu excluded, %zu of the other sex, %zu not considered\n",
                            count(PairStatus::excluded), count(PairStatus::sex), count(PairStatus::not_considered));
    }
    for (std::size_t c = 0; c < std::min(shown, candidates.size()); ++c) {
        const Candidate& candidate = candidates[c];
        const Pair& pair = answer.pairs[i][candidate.other];
        out += (c == 0 ? "  " : std::string(name_width + 2, ' ')) +
               padded(answer.persons[candidate.other], person_width) +
               format("  log10 LR %8.3f   posterior %9.6f   %zu loci",
                      std::abs(candidate.log10_lr) < 0.0005 ? 0.0 : candidate.log10_lr, candidate.posterior,
                      pair.loci_compared);
        if (!pair.excluding.empty()) {
            out += format(answer.dropout_het > 0.0 || answer.dropin > 0.0 ? ", %zu of them only by mutation or dropout"
                                                                          : ", %zu of them only by mutation",
                          pair.excluding.size());
        }
        out += '\n';
    }
    if (candidates.size() > shown) {
        out += std::string(name_width + 2, ' ') +
               format("… and %zu more that are not excluded\n", candidates.size() - shown);
    }
    return out;
}

constexpr std::size_t most_alike = 5; ///< of many persons or warnings of one kind; the JSON has them all

std::string nobody_line(const Identification& answer) {
    std::vector<std::string> nobody;
    for (std::size_t j = 0; j < answer.persons.size(); ++j) {
        if (answer.by_person[j].empty()) {
            nobody.push_back(answer.persons[j]);
        }
    }
    if (nobody.empty()) {
        return {};
    }
    std::string out = "\nNo sample can be (excluded, of the other sex, or not considered): ";
    const std::size_t named = nobody.size() > 2 * most_alike ? most_alike : nobody.size();
    for (std::size_t i = 0; i < named; ++i) {
        out += (i == 0 ? "" : ", ") + nobody[i];
    }
    return out + (named < nobody.size() ? format(" and %zu more\n", nobody.size() - named) : "\n");
}

/// A warning without the names in it, by which those of one kind are told.
std::string kind_of_warning(const std::string& warning) {
    std::string kind;
    bool quoted = false;
    for (const char c : warning) {
        quoted = c == '\'' ? !quoted : quoted;
        kind += quoted ? '\'' : c;
    }
    kind.erase(std::unique(kind.begin(), kind.end(), [](char a, char b) { return a == '\'' && b == '\''; }),
               kind.end());
    return kind;
}

std::string warning_lines(const std::vector<std::string>& warnings) {
    std::map<std::string, std::size_t> of_kind;
    for (const std::string& warning : warnings) {
        ++of_kind[kind_of_warning(warning)];
    }
    std::string out;
    std::map<std::string, std::size_t> seen;
    for (const std::string& warning : warnings) {
        const std::string kind = kind_of_warning(warning);
        const std::size_t all = of_kind[kind];
        const std::size_t n = ++seen[kind];
        if (all <= 2 * most_alike || n <= most_alike) {
            out += "  - " + warning + "\n";
        }
        if (all > 2 * most_alike && n == most_alike) {
            out += format("    and %zu more of this kind\n", all - most_alike);
        }
    }
    return out;
}

} // namespace

std::string identification_text(const Case& subject, const Identification& answer, const JointAnswer* joint,
                                bool with_assignments) {
    std::string out;
    if (subject.input().simulated) {
        out += "SIMULATED DATA: nobody in this case ever lived.\n";
    }
    out += format("%zu samples, %zu missing persons, %zu loci; ", answer.samples.size(), answer.persons.size(),
                  subject.input().loci.size());
    out += answer.population.empty() ? "" : "population " + answer.population + "; ";
    out += format("theta %g, mutation %s, dropout %g/%g, drop-in %g\n", answer.theta, answer.mutation ? "on" : "off",
                  answer.dropout_het, answer.dropout_hom, answer.dropin);
    out += "prior: " + answer.prior + "\n\n";
    std::size_t name_width = 0;
    std::size_t person_width = 0;
    for (const std::string& name : answer.samples) {
        name_width = std::max(name_width, display_width(name));
    }
    for (const std::string& name : answer.persons) {
        person_width = std::max(person_width, display_width(name));
    }
    for (std::size_t i = 0; i < answer.samples.size(); ++i) {
        out += sample_lines(answer, i, name_width, person_width);
    }
    out += nobody_line(answer);
    out += joint == nullptr ? "" : joint_text(subject, *joint, with_assignments);
    if (!answer.warnings.empty()) {
        out += "\nWarnings\n" + warning_lines(answer.warnings);
    }
    out += "\nEach LR compares one sample with one person, the others missing from the family being untyped";
    out += joint == nullptr ? "; two samples of one family are not weighed together.\n" : ".\n";
    return out;
}

} // namespace muster
