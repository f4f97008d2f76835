#include "html.hpp"
#include "parts.hpp"

#include <algorithm>
#include <cmath>

namespace muster::report {
namespace {

constexpr std::size_t reference_columns = 5; // with more references than that, they share one column
constexpr double bar_half = 56.0;            // px

bool excludes(const View& view, const Pair& pair, const std::string& unit) {
    const std::vector<std::string> loci = view.loci_of(unit);
    return std::any_of(pair.excluding.begin(), pair.excluding.end(), [&](const std::string& locus) {
        return std::find(loci.begin(), loci.end(), locus) != loci.end();
    });
}

/// To the right for, to the left against; the number stands beside it.
std::string bar(double log10_lr, double most) {
    const double size = std::max(1.0, bar_half * std::min(1.0, std::abs(log10_lr) / most));
    std::string out("<svg class=\"bar\" width=\"");
    out += html::length(2.0 * bar_half);
    out += "\" height=\"12\" aria-hidden=\"true\"><rect class=\"";
    out += log10_lr < 0.0 ? "against-bar" : "for-bar";
    out += "\" x=\"";
    out += html::length(log10_lr < 0.0 ? bar_half - size : bar_half);
    out += "\" y=\"2\" width=\"";
    out += html::length(size);
    out += "\" height=\"8\"/><line class=\"line\" x1=\"";
    out += html::length(bar_half) + "\" y1=\"0\" x2=\"" + html::length(bar_half) + "\" y2=\"12\"/></svg>";
    return out;
}

std::string locus_names(const View& view, const std::string& unit) {
    std::string out;
    for (const std::string& locus : view.loci_of(unit)) {
        out += out.empty() ? "" : "<br/>";
        out += html::text(locus);
    }
    return view.loci_of(unit).size() > 1 ? out + "<br/><small>linked</small>" : out;
}

std::string all_references(const View& view, const std::vector<std::size_t>& references, const std::string& unit) {
    std::string out;
    for (const std::size_t i : references) {
        const std::string seen = alleles(view, view.typed.at(i), unit);
        if (seen == "–") {
            continue;
        }
        out += out.empty() ? "" : " · ";
        out += html::name(view.subject.pedigree().member(i).id);
        out += " <span class=\"num\">";
        out += seen;
        out += "</span>";
    }
    return out.empty() ? std::string("–") : out;
}

std::string head(const View& view, std::size_t person, const std::vector<std::size_t>& references) {
    std::string out("<thead><tr><th scope=\"col\">Locus</th><th scope=\"col\">Sample</th>");
    if (references.size() > reference_columns) {
        out += "<th scope=\"col\">References</th>";
    } else {
        for (const std::size_t i : references) {
            out += "<th scope=\"col\">";
            out += html::name(view.subject.pedigree().member(i).id);
            out += "<br/><small>";
            out += html::text(relation(view.subject.pedigree(), *view.member[person], i));
            out += "</small></th>";
        }
    }
    out += "<th scope=\"col\" class=\"num\">LR</th><th scope=\"col\" class=\"num\">log₁₀ LR</th>"
           "<th scope=\"col\">against · for</th></tr></thead>\n";
    return out;
}

std::string row(const View& view, std::size_t sample, const std::vector<std::size_t>& references, const Pair& pair,
                const LocusLine& line, double most) {
    const bool against = excludes(view, pair, line.name);
    const bool impossible = std::isinf(line.log10_lr);
    std::string out(against || impossible ? "<tr class=\"against\"><th scope=\"row\">" : "<tr><th scope=\"row\">");
    out += locus_names(view, line.name);
    out += "</th><td class=\"seen\">";
    out += alleles(view, view.samples[sample], line.name);
    out += "</td>";
    if (references.size() > reference_columns) {
        out += "<td>" + all_references(view, references, line.name) + "</td>";
    } else {
        for (const std::size_t i : references) {
            out += "<td class=\"seen\">" + alleles(view, view.typed.at(i), line.name) + "</td>";
        }
    }
    out += "<td class=\"num\">" + html::ratio(line.log10_lr) + "</td><td class=\"num\">" +
           html::number(line.log10_lr, 3) + "</td><td class=\"bars\">";
    if (impossible) {
        out += "<strong>excludes</strong>";
    } else {
        out += bar(line.log10_lr, most);
        out += against ? " <strong>needs mutation or dropout</strong>" : "";
    }
    out += "</td></tr>\n";
    return out;
}

/// Which units say nothing of this pair, and whose silence it is.
std::string not_compared(const View& view, std::size_t sample, const Pair& pair) {
    std::vector<std::string> no_sample;
    std::vector<std::string> no_reference;
    for (const LocusLine& line : pair.lines) {
        if (line.compared) {
            continue;
        }
        const std::vector<std::string> loci = view.loci_of(line.name);
        const bool seen = std::any_of(loci.begin(), loci.end(), [&](const std::string& locus) {
            return alleles(view.samples[sample], locus) != "–";
        });
        (seen ? no_reference : no_sample).push_back(line.name);
    }
    std::string out;
    if (!no_sample.empty()) {
        out += "<p class=\"soft\">Not compared, because the sample has no result: " + html::names(no_sample) + "</p>\n";
    }
    if (!no_reference.empty()) {
        out += "<p class=\"soft\">Not compared, because the references say nothing or the result could not be used: " +
               html::names(no_reference) + "</p>\n";
    }
    return out;
}

} // namespace

std::string locus_table(const View& view, std::size_t sample, std::size_t person) {
    const Pair& pair = view.id.pairs[sample][person];
    const std::vector<std::size_t> references = view.references_of(person);
    double most = 1.0;
    for (const LocusLine& line : pair.lines) {
        if (line.compared && !std::isinf(line.log10_lr)) {
            most = std::max(most, std::abs(line.log10_lr));
        }
    }
    std::string out("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Loci, scrolls sideways\">"
                    "<table class=\"loci wide\"><caption>");
    out += html::name(view.id.samples[sample]) + " against " + html::name(view.id.persons[person]) +
           ", locus by locus</caption>";
    out += head(view, person, references);
    out += "<tbody>\n";
    for (const LocusLine& line : pair.lines) {
        if (line.compared) {
            out += row(view, sample, references, pair, line, most);
        }
    }
    const std::size_t before = 2 + (references.size() > reference_columns ? 1 : references.size());
    out += "</tbody>\n<tfoot><tr><th scope=\"row\" colspan=\"" + std::to_string(before) +
           "\">All loci together</th><td class=\"num\">" + html::ratio(pair.log10_lr) + "</td><td class=\"num\">" +
           html::number(pair.log10_lr, 3) + "</td><td></td></tr></tfoot></table></div>\n";
    out += not_compared(view, sample, pair);
    return out;
}

} // namespace muster::report
