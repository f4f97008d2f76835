#include "html.hpp"
#include "parts.hpp"

#include <algorithm>

namespace muster::report {
namespace {

constexpr std::size_t opened_tables = 600;   // in the whole page; keeps it within a few megabytes
constexpr std::size_t open_samples = 15;     // up to here the best candidate of each stands open
constexpr std::size_t further_rows = 20'000; // in the whole page
constexpr double hopeless = -3.0;            // log10 LR: from the fourth candidate on, not opened below this

std::string family_note(const View& view, std::size_t person) {
    if (view.id.families[person].empty()) {
        return {};
    }
    return " <small>family " + html::name(view.id.families[person]) + "</small>";
}

std::string candidate(const View& view, std::size_t sample, std::size_t rank, bool open) {
    const Candidate& c = view.id.by_sample[sample][rank];
    const Pair& pair = view.id.pairs[sample][c.other];
    std::string out(open ? "<li><details open=\"open\"><summary>" : "<li><details><summary>");
    out += std::to_string(rank + 1) + ". <span class=\"who\">" + html::name(view.id.persons[c.other]) + "</span>" +
           family_note(view, c.other);
    out += "<span class=\"facts-line\"><span class=\"num\"><span class=\"swatch " + colour_class(c.log10_lr) +
           "\" aria-hidden=\"true\"></span>log₁₀ LR " + html::log10_lr(c.log10_lr) +
           "</span><span class=\"num\">posterior " + html::percent(c.posterior) + "</span><span class=\"soft\">" +
           html::count(pair.loci_compared, "locus", "loci") + " compared</span>";
    if (!pair.excluding.empty()) {
        out += "<span class=\"tag\">" + html::count(pair.excluding.size(), "locus fits", "loci fit") +
               " only with mutation or dropout</span>";
    }
    out += "</span></summary>\n<div class=\"inside\">\n<p>" + in_words(view, sample, c.other, c.log10_lr) + "</p>\n";
    if (!pair.excluding.empty()) {
        out += "<p>Without mutation and dropout these loci would exclude: <strong>" + html::names(pair.excluding) +
               "</strong>.</p>\n";
    }
    out += locus_table(view, sample, c.other);
    out += "</div></details></li>\n";
    return out;
}

std::string further(const View& view, std::size_t sample, std::size_t from) {
    const std::vector<Candidate>& ranked = view.id.by_sample[sample];
    if (from >= ranked.size()) {
        return {};
    }
    const std::size_t last =
        std::min(ranked.size(), from + std::clamp<std::size_t>(further_rows / view.id.samples.size(), 3, 40));
    std::string out("<details><summary>");
    out += html::count(ranked.size() - from, "further candidate", "further candidates");
    out += "</summary><div class=\"inside\"><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Rank</th>"
           "<th scope=\"col\">Person</th><th scope=\"col\" class=\"num\">log₁₀ LR</th>"
           "<th scope=\"col\" class=\"num\">Posterior</th></tr></thead>\n<tbody>\n";
    for (std::size_t k = from; k < last; ++k) {
        out += "<tr><td>" + std::to_string(k + 1) + "</td><th scope=\"row\">" +
               html::name(view.id.persons[ranked[k].other]) + family_note(view, ranked[k].other) +
               "</th><td class=\"num\">" + html::log10_lr(ranked[k].log10_lr) + "</td><td class=\"num\">" +
               html::percent(ranked[k].posterior) + "</td></tr>\n";
    }
    out += "</tbody></table></div>\n<p class=\"soft\">";
    out += last < ranked.size() ? "The rest, and every" : "Every";
    out += " locus: <code>candidates.csv</code> and <code>loci.csv</code>.</p></div></details>\n";
    return out;
}

std::string exclusions(const View& view, std::size_t sample) {
    const std::vector<std::size_t> persons = excluded_persons(view, sample);
    if (persons.empty()) {
        return {};
    }
    std::string out;
    if (has_many_pairs(view.id)) {
        out += "<p class=\"soft\">" + html::count(persons.size(), "person", "persons") +
               " excluded; <code>exclusions.csv</code> says at which loci.</p>\n";
        return out;
    }
    out += "<details><summary>" + html::count(persons.size(), "person", "persons") +
           " excluded, and at which loci</summary><div class=\"inside\"><div class=\"scroll\"><table><thead><tr>"
           "<th scope=\"col\">Person</th><th scope=\"col\" class=\"num\">Loci</th><th scope=\"col\">Excluded "
           "at</th></tr></thead>\n<tbody>\n";
    for (const std::size_t p : persons) {
        const std::vector<std::string>& loci = view.id.pairs[sample][p].excluding;
        out += "<tr><th scope=\"row\">" + html::name(view.id.persons[p]) + family_note(view, p) +
               "</th><td class=\"num\">" + html::count(loci.size()) + "</td><td>" + html::names(loci) + "</td></tr>\n";
    }
    out += "</tbody></table></div></div></details>\n";
    return out;
}

std::string left_out(const View& view, std::size_t sample, PairStatus status, const std::string& why) {
    const std::vector<std::size_t> persons = view.persons_with(sample, status);
    if (persons.empty()) {
        return {};
    }
    if (has_many_pairs(view.id)) {
        return "<p class=\"soft\">" + why + html::count(persons.size(), "person", "persons") + "</p>\n";
    }
    std::vector<std::string> names;
    for (const std::size_t p : persons) {
        names.push_back(view.id.persons[p]);
    }
    return "<p class=\"soft\">" + why + html::names(names) + "</p>\n";
}

std::string no_results(const View& view, std::size_t sample) {
    std::vector<std::string> none;
    std::vector<std::string> empty;
    for (const std::string& locus : view.loci) {
        const std::string seen = alleles(view.samples[sample], locus);
        if (seen == "–") {
            none.push_back(locus);
        } else if (seen == "none seen") {
            empty.push_back(locus);
        }
    }
    std::string out;
    if (!none.empty()) {
        out += "<p class=\"soft\">No result at: " + html::names(none) + "</p>\n";
    }
    if (!empty.empty()) {
        out += "<p class=\"soft\">Tested, nothing seen at: " + html::names(empty) + "</p>\n";
    }
    return out;
}

std::string one_sample(const View& view, std::size_t sample, std::size_t opened) {
    const std::vector<Candidate>& ranked = view.id.by_sample[sample];
    const std::string id = std::to_string(sample + 1);
    std::string out("<section aria-labelledby=\"s");
    out += id + "\" data-sample=\"" + html::text(view.id.samples[sample]) + "\">\n<h3 id=\"s" + id + "\">" +
           html::name(view.id.samples[sample]) + "</h3>\n<p class=\"soft\">Typed at " +
           html::count(view.loci_typed(view.samples[sample])) + " of " +
           html::count(view.loci.size(), "locus", "loci") + " · none of the listed persons: posterior " +
           html::percent(view.id.posterior_none[sample]) + "</p>\n";
    if (ranked.empty()) {
        out += "<p>No candidate: nobody with whom this sample was compared is possible.</p>\n";
    } else {
        out += "<ol class=\"ranked\">\n";
        std::size_t k = 0;
        const double least = has_many_pairs(view.id) ? 0.0 : hopeless;
        const std::size_t anyway = has_many_pairs(view.id) ? 0 : 3;
        for (; k < std::min(opened, ranked.size()) && (k < anyway || ranked[k].log10_lr >= least); ++k) {
            const bool open = k == 0 && ranked[k].log10_lr > 0.0 && view.id.samples.size() <= open_samples;
            out += candidate(view, sample, k, open);
        }
        out += "</ol>\n";
        out += further(view, sample, k);
    }
    out += exclusions(view, sample);
    out += left_out(view, sample, PairStatus::sex, "Not compared, because the sexes differ: ");
    out += left_out(view, sample, PairStatus::not_considered,
                    "Not compared, because outside the pairings or without a locus in common: ");
    out += no_results(view, sample);
    out += "</section>\n";
    return out;
}

} // namespace

std::string samples_section(const View& view) {
    std::string out("<section aria-labelledby=\"samples\">\n<h2 id=\"samples\">Samples, locus by locus</h2>\n"
                    "<p>Every LR can be opened into its loci. On paper, only what stands open is printed.</p>\n"
                    "<div class=\"tools\" id=\"tools\" hidden=\"hidden\"><label for=\"filter\">Show samples whose name "
                    "contains</label>"
                    "<input id=\"filter\" type=\"search\"/><button type=\"button\" id=\"open-all\">Open all</button>"
                    "<button type=\"button\" id=\"close-all\">Close all</button></div>\n");
    const std::size_t samples = view.id.samples.size();
    const std::size_t opened = samples == 0 ? 0 : std::max<std::size_t>(1, opened_tables / samples);
    for (std::size_t s = 0; s < samples; ++s) {
        out += one_sample(view, s, opened);
    }
    out += "</section>\n";
    return out;
}

} // namespace muster::report
