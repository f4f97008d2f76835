#include "html.hpp"
#include "muster/joint/individuals.hpp"
#include "parts.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {
namespace {

constexpr std::size_t most_assignments = 50;
constexpr std::size_t most_persons = 400;
constexpr std::size_t most_columns = 8; ///< samples of an individual, set side by side
constexpr double least_found = 0.01;

std::string opened(const std::string& summary, const std::string& inside) {
    return "<details><summary>" + summary + "</summary><div class=\"inside\">" + inside + "</div></details>\n";
}

std::string head(std::initializer_list<const char*> names) {
    std::string out("<div class=\"scroll\"><table><thead><tr>");
    for (const char* name : names) {
        out += std::string("<th scope=\"col\">") + name + "</th>";
    }
    return out + "</tr></thead>\n<tbody>\n";
}

constexpr const char* end_of_table = "</tbody></table></div>\n";

std::string number_cell(const std::string& content) {
    return "<td class=\"num\">" + content + "</td>";
}

/// By sample, as HTML: the person; of somebody not on the roster, his other samples too.
std::vector<std::string> owners(const JointAnswer& answer, const Assignment& one) {
    std::vector<std::string> out;
    for (const std::size_t person : one.person) {
        out.push_back(person == Assignment::nobody ? "nobody on the roster" : html::name(answer.persons[person]));
    }
    for (const Assignment::Unknown& individual : one.unknown) {
        for (const std::size_t i : individual.samples) {
            for (const std::size_t other : individual.samples) {
                out[i] += other == i ? "" : " with " + html::name(answer.samples[other]);
            }
        }
    }
    return out;
}

/// Who is who, of the samples that are not the same in all assignments listed.
std::string assignments(const JointAnswer& answer) {
    std::vector<std::vector<std::string>> rows;
    for (const Assignment& one : answer.assignments) {
        rows.push_back(owners(answer, one));
    }
    if (rows.size() < 2) {
        return {};
    }
    std::string table = "<p class=\"soft\">Named are the samples that are not the same in all of them. Those left out "
                        "have a posterior of " +
                        html::percent(answer.mass_left_out) + " together.</p>\n" +
                        head({"", "Posterior", "log₁₀ LR", "Assignment"});
    for (std::size_t n = 0; n < std::min(rows.size(), most_assignments); ++n) {
        std::string who;
        for (std::size_t i = 0; i < answer.samples.size(); ++i) {
            const bool same =
                std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return row[i] == rows.front()[i]; });
            who += same ? "" : (who.empty() ? "" : "; ") + html::name(answer.samples[i]) + " = " + rows[n][i];
        }
        const Assignment& one = answer.assignments[n];
        table += "<tr>" + number_cell(std::to_string(n + 1)) + number_cell(html::percent(one.posterior)) +
                 number_cell(std::isinf(one.log10_lr) ? "impossible" : html::number(one.log10_lr, 2)) + "<td>" + who +
                 "</td></tr>\n";
    }
    table += end_of_table;
    table +=
        rows.size() > most_assignments ? "<p class=\"soft\">The rest: <code>joint_assignments.csv</code>.</p>\n" : "";
    return opened("The best " + html::count(std::min(rows.size(), most_assignments)) + " joint assignments", table);
}

/// Of whom there is a sample.
std::string found(const JointAnswer& answer) {
    const std::vector<FoundPerson> likely = found_persons(answer, least_found);
    const std::size_t less = answer.persons.size() - likely.size();
    std::string table = head({"Person", "Some sample is", "Among the remains", "Most probably"});
    for (std::size_t n = 0; n < std::min(likely.size(), most_persons); ++n) {
        const auto& [person, sample] = likely[n];
        table += "<tr><th scope=\"row\">" + html::name(answer.persons[person]) + "</th>" +
                 number_cell(html::percent(answer.sampled[person])) +
                 number_cell(html::percent(answer.present[person])) + "<td>" + html::name(answer.samples[sample]) +
                 " <span class=\"num\">" + html::percent(answer.posterior[sample][person]) + "</span></td></tr>\n";
    }
    table += end_of_table;
    table += "<p class=\"soft\">" +
             (less == 0 ? std::string("Nobody has") : html::count(less, "missing person has", "missing persons have")) +
             " a probability below 1 %" +
             (likely.size() > most_persons ? "; the rest: <code>joint_persons.csv</code>" : "") + ".</p>\n";
    return opened("Of which missing persons there is a sample", table);
}

std::vector<std::string> picked(const std::vector<std::string>& names, const std::vector<std::size_t>& which) {
    std::vector<std::string> out;
    for (const std::size_t n : which) {
        out.push_back(names[n]);
    }
    return out;
}

/// Samples that are these persons, whichever of them is which.
std::string symmetries(const JointAnswer& answer) {
    std::string items;
    for (const Symmetry& one : answer.symmetries) {
        items += "<li>" + html::names(picked(answer.samples, one.samples)) + ": of " +
                 html::names(picked(answer.persons, one.persons)) + ", whichever is which " + "<span class=\"num\">(" +
                 (std::isinf(one.log10_glr) ? std::string("nothing else is possible")
                                            : "as a group, log₁₀ GLR " + html::number(one.log10_glr, 2)) +
                 ")</span></li>\n";
    }
    return items.empty() ? items : "<h3>Told as a group only</h3>\n<ul>\n" + items + "</ul>\n";
}

std::string excluded(const JointAnswer& answer) {
    const std::vector<std::string> names = picked(answer.samples, answer.without_candidate);
    return names.empty() ? std::string()
                         : "<p><strong>Excluded from everybody:</strong> " + html::names(names) +
                               ". No person of the roster is possible, by DNA, sex, pairings or other evidence.</p>\n";
}

/// What the samples of an individual show together, beside what each shows.
std::string profile(const JointAnswer& answer, const FoundIndividual& one) {
    const bool columns = one.samples.size() <= most_columns;
    std::string out("<div class=\"scroll\"><table class=\"loci\"><thead><tr><th scope=\"col\">Locus</th>"
                    "<th scope=\"col\">Together</th>");
    for (std::size_t n = 0; columns && n < one.samples.size(); ++n) {
        out += "<th scope=\"col\">" + html::name(answer.samples[one.samples[n]]) + "</th>";
    }
    out += "<th scope=\"col\">Note</th></tr></thead>\n<tbody>\n";
    for (const CommonLocus& locus : one.loci) {
        std::string together;
        for (const std::string& allele : locus.alleles) {
            together += (together.empty() ? "" : "/") + html::text(allele);
        }
        out += "<tr><th scope=\"row\">" + html::text(locus.locus) + "</th><td>" + together + "</td>";
        for (std::size_t n = 0; columns && n < one.samples.size(); ++n) {
            const auto at = std::find_if(locus.seen.begin(), locus.seen.end(),
                                         [&](const auto& seen) { return seen.first == one.samples[n]; });
            out += "<td>" + (at == locus.seen.end() ? std::string("–") : html::text(at->second)) + "</td>";
        }
        out +=
            std::string("<td>") + (locus.agree        ? ""
                                   : locus.one_person ? "they differ"
                                                      : "<span class=\"tag\">more alleles than one person has</span>");
        out += "</td></tr>\n";
    }
    return out + end_of_table;
}

/// Under the prior over partitions: who has several samples, and where they differ.
std::string individuals(const View& view) {
    const JointAnswer& answer = *view.joint;
    if (answer.together.empty()) {
        return {};
    }
    std::string items;
    for (const FoundIndividual& one : found_individuals(view.subject, answer)) {
        if (one.samples.size() < 2) {
            continue;
        }
        const std::vector<std::string> names = picked(answer.samples, one.samples);
        const auto differ = static_cast<std::size_t>(
            std::count_if(one.loci.begin(), one.loci.end(), [](const CommonLocus& locus) { return !locus.agree; }));
        items += "<li><span class=\"who\">" +
                 (one.person == Assignment::nobody ? std::string("nobody on the roster")
                                                   : html::name(answer.persons[one.person])) +
                 "</span>: " + html::names(names) +
                 " <span class=\"num\">(one individual: " + html::percent(one.together) + ")</span>" +
                 opened("What they show together: " + html::count(one.loci.size(), "locus", "loci") + ", " +
                            (differ == 0 ? std::string("all alike")
                                         : "differing at " + html::count(differ, "locus", "loci")),
                        profile(answer, one)) +
                 "</li>\n";
    }
    return "<h3>Individuals with several samples</h3>\n" +
           (items.empty() ? std::string("<p>None in the best assignment.</p>\n") : "<ul>\n" + items + "</ul>\n");
}

} // namespace

std::string together_lists(const View& view) {
    return excluded(*view.joint) + symmetries(*view.joint) + assignments(*view.joint) + found(*view.joint) +
           individuals(view);
}

} // namespace muster::report
