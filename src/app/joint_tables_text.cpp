#include "joint_tables_text.hpp"

#include "muster/joint/individuals.hpp"
#include "text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace muster {
namespace {

constexpr std::size_t most_assignments = 1000; ///< printed; the JSON and the CSV table have them all
constexpr std::size_t most_found = 40;
constexpr std::size_t most_individuals = 20;
constexpr double least_found = 0.01;
constexpr std::size_t widest = 90; ///< characters of a line of a cell

template <class... Args> std::string format(const char* pattern, Args... args) {
    char text[160];
    std::snprintf(text, sizeof text, pattern, args...);
    return text;
}

/// The items with "; " between them, on lines that are not longer than need be. Names may hold commas.
std::vector<std::string> wrapped(const std::vector<std::string>& items) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string item = items[i] + (i + 1 < items.size() ? ";" : "");
        if (lines.empty() || length(lines.back()) + 1 + length(item) > widest) {
            lines.push_back(item);
        } else {
            lines.back() += " " + item;
        }
    }
    return lines;
}

std::string indented(const std::vector<std::string>& items, const std::string& indent) {
    std::string out;
    for (const std::string& line : wrapped(items)) {
        out += (out.empty() ? "" : "\n" + indent) + line;
    }
    return out;
}

/// By sample, who it is of; of somebody not on the roster, his other samples too.
std::vector<std::string> owners(const JointAnswer& answer, const Assignment& one) {
    std::vector<std::string> out;
    for (const std::size_t person : one.person) {
        out.push_back(person == Assignment::nobody ? "nobody" : answer.persons[person]);
    }
    for (const Assignment::Unknown& individual : one.unknown) {
        for (const std::size_t i : individual.samples) {
            out[i] += answer.populations.size() > 1 ? " (" + answer.populations[individual.population] + ")" : "";
            for (const std::size_t other : individual.samples) {
                out[i] += other == i ? "" : " with " + answer.samples[other];
            }
        }
    }
    return out;
}

/// Is this sample somebody else in another of the assignments?
std::vector<bool> varying(const std::vector<std::vector<std::string>>& rows, std::size_t samples) {
    std::vector<bool> out(samples, rows.size() == 1);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < samples; ++i) {
            out[i] = out[i] || row[i] != rows.front()[i];
        }
    }
    return out;
}

std::vector<std::string> items_of(const JointAnswer& answer, const std::vector<std::string>& row,
                                  const std::vector<bool>& told, bool which) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (told[i] == which) {
            out.push_back(answer.samples[i] + " = " + row[i]);
        }
    }
    return out;
}

std::string difference_words(const JointAnswer& answer, const FoundIndividual& one) {
    std::vector<std::string> items;
    for (const CommonLocus& locus : one.loci) {
        if (locus.agree) {
            continue;
        }
        std::string item = locus.locus;
        for (const auto& [sample, alleles] : locus.seen) {
            item += (item.size() == locus.locus.size() ? " " : ", ") + alleles + " in " + answer.samples[sample];
        }
        items.push_back(item + (locus.one_person ? "" : " (more alleles than one person has)"));
    }
    return items.empty() ? "" : "    they differ at " + indented(items, "      ") + "\n";
}

std::string profile_words(const FoundIndividual& one) {
    std::vector<std::string> items;
    for (const CommonLocus& locus : one.loci) {
        std::string alleles;
        for (const std::string& allele : locus.alleles) {
            alleles += (alleles.empty() ? "" : "/") + allele;
        }
        items.push_back(locus.locus + " " + alleles);
    }
    return items.empty() ? "" : "    they show together " + indented(items, "      ") + "\n";
}

} // namespace

std::string assignment_lines(const JointAnswer& answer) {
    std::vector<std::vector<std::string>> rows;
    for (const Assignment& one : answer.assignments) {
        rows.push_back(owners(answer, one));
    }
    if (rows.empty()) {
        return {};
    }
    const std::vector<bool> told = varying(rows, answer.samples.size());
    TextTable table({"", "log10 LR", "posterior", "assignment"});
    table.align_right(0, 3);
    for (std::size_t n = 0; n < std::min(rows.size(), most_assignments); ++n) {
        const Assignment& one = answer.assignments[n];
        std::vector<std::string> lines = wrapped(items_of(answer, rows[n], told, true));
        lines.resize(std::max<std::size_t>(lines.size(), 1));
        table.add({std::to_string(n + 1), std::isinf(one.log10_lr) ? "impossible" : format("%.3f", one.log10_lr),
                   format("%.6f", one.posterior), lines.front()});
        for (std::size_t l = 1; l < lines.size(); ++l) {
            table.add({"", "", "", lines[l]});
        }
    }
    std::string out = format("\nJoint assignments, best first: %zu listed", rows.size());
    out += std::isfinite(answer.assignments_possible) ? format(" of %.12g possible", answer.assignments_possible) : "";
    out += format("; those left out have a posterior of %.6f together.\n", answer.mass_left_out);
    const auto same = items_of(answer, rows.front(), told, false);
    out += same.empty() ? "" : "  In all of them: " + indented(same, "    ") + "\n";
    out += table.text("  ");
    return out + (rows.size() > most_assignments
                      ? format("  and %zu more: --json or --out has them all\n", rows.size() - most_assignments)
                      : "");
}

std::string found_lines(const JointAnswer& answer) {
    std::vector<FoundPerson> found = found_persons(answer, least_found);
    const std::size_t less = answer.persons.size() - found.size();
    const std::size_t beyond = found.size() - std::min(found.size(), most_found);
    found.resize(found.size() - beyond);
    const bool partition = !answer.together.empty();
    TextTable table({"person", "sampled", "present", "most probably in"});
    table.align_right(1, 3);
    for (const auto& [person, sample] : found) {
        table.add({answer.persons[person], format("%.6f", answer.sampled[person]),
                   partition ? format("%.6f", answer.present[person]) : "",
                   answer.samples[sample] + format(" %.6f", answer.posterior[sample][person])});
    }
    std::string out = "\nProbability that a sample is of this person";
    out += partition ? ", and that the person is among the remains, sampled or not\n" : "\n";
    out += table.empty() ? "" : table.text("  ");
    out += beyond > 0 ? format("  and %zu more\n", beyond) : "";
    return out + (less > 0 ? format("  %zu %s a probability below %g.\n", less,
                                    less == 1 ? "person has" : "persons have", least_found)
                           : "");
}

std::string excluded_line(const JointAnswer& answer) {
    std::vector<std::string> names;
    for (const std::size_t i : answer.without_candidate) {
        names.push_back(answer.samples[i]);
    }
    return names.empty() ? "" : "Nobody on the roster is possible for " + indented(names, "  ") + ".\n";
}

std::string symmetry_lines(const JointAnswer& answer) {
    std::string out;
    for (const Symmetry& one : answer.symmetries) {
        std::vector<std::string> samples;
        for (const std::size_t i : one.samples) {
            samples.push_back(answer.samples[i]);
        }
        std::vector<std::string> persons;
        for (const std::size_t j : one.persons) {
            persons.push_back(answer.persons[j]);
        }
        out += "  " + indented(samples, "    ") + " are of " + indented(persons, "    ") +
               (std::isinf(one.log10_glr) ? std::string(" (nothing else is possible)\n")
                                          : format(" (log10 GLR of the group %.3f)\n", one.log10_glr));
    }
    return out.empty() ? out : "Told as a group only, not which is which:\n" + out;
}

std::string individual_lines(const Case& subject, const JointAnswer& answer) {
    if (answer.together.empty()) {
        return {};
    }
    std::string out;
    std::size_t several = 0;
    for (const FoundIndividual& one : found_individuals(subject, answer)) {
        if (one.samples.size() < 2 || ++several > most_individuals) {
            continue;
        }
        std::vector<std::string> samples;
        for (const std::size_t i : one.samples) {
            samples.push_back(answer.samples[i]);
        }
        out += "  " +
               (one.person == Assignment::nobody ? std::string("nobody on the roster") : answer.persons[one.person]) +
               ": " + indented(samples, "    ") + format(" (one individual %.6f)\n", one.together) +
               profile_words(one) + difference_words(answer, one);
    }
    out += several > most_individuals ? format("  and %zu more\n", several - most_individuals) : "";
    return out.empty() ? out : "Individuals with several samples:\n" + out;
}

} // namespace muster
