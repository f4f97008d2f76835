#include "html.hpp"
#include "parts.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::report {
namespace {

constexpr double close_odds = 1.0; // log10: a runner-up within a factor of ten

bool supported(const std::vector<Candidate>& ranked) {
    return !ranked.empty() && ranked.front().log10_lr > 0.0;
}

/// What a pedigree says of which nobody is typed supports nobody.
bool supports_sample(const View& view, std::size_t sample) {
    const std::vector<Candidate>& ranked = view.id.by_sample[sample];
    return supported(ranked) && view.id.pairs[sample][ranked.front().other].loci_compared > 0;
}
bool supports_person(const View& view, std::size_t person) {
    const std::vector<Candidate>& ranked = view.id.by_person[person];
    return supported(ranked) && view.id.pairs[ranked.front().other][person].loci_compared > 0;
}

/// log10 of the odds of the first candidate against the second.
double odds(const std::vector<Candidate>& ranked) {
    const Candidate& first = ranked[0];
    const Candidate& second = ranked[1];
    if (first.posterior > 0.0 && second.posterior > 0.0) {
        return std::log10(first.posterior) - std::log10(second.posterior);
    }
    return first.log10_lr - second.log10_lr;
}

bool close(const std::vector<Candidate>& ranked) {
    return ranked.size() > 1 && supported(ranked) && odds(ranked) < close_odds;
}

/// "340 to 1"; "1 to 3" if the prior turns the order round.
std::string odds_words(double log10) {
    if (std::abs(log10) < 0.02) {
        return "1\u00a0to\u00a01";
    }
    std::string out(log10 < 0.0 ? "1\u00a0to\u00a0" : "");
    out += html::ratio(std::abs(log10));
    out += log10 < 0.0 ? "" : "\u00a0to\u00a01";
    return out;
}

void cell(std::string& out, std::string_view label, const std::string& html_text) {
    out += "<td role=\"cell\" data-label=\"";
    out += label;
    out += "\">";
    out += html_text;
    out += "</td>";
}

std::string person_with_family(const View& view, std::size_t person) {
    std::string out("<span class=\"who\">");
    out += html::name(view.id.persons[person]);
    out += "</span>";
    if (!view.id.families[person].empty()) {
        out += " <small>family ";
        out += html::name(view.id.families[person]);
        out += "</small>";
    }
    return out;
}

std::string strength(double log10_lr) {
    std::string out("<span class=\"num\"><span class=\"swatch ");
    out += colour_class(log10_lr);
    out += "\" aria-hidden=\"true\"></span>log₁₀ LR ";
    out += html::log10_lr(log10_lr);
    out += "</span><br/><small>";
    if (std::abs(log10_lr) < 0.05) {
        out += "about as likely as from an unrelated person";
    } else {
        out += html::magnitude(std::abs(log10_lr));
        out += log10_lr < 0.0 ? " times less likely" : " times more likely";
        out += " than from an unrelated person";
    }
    out += "</small>";
    return out;
}

std::string tags(const View& view, std::size_t sample,
                 const std::map<std::size_t, std::vector<std::size_t>>& best_for) {
    const std::vector<Candidate>& ranked = view.id.by_sample[sample];
    std::string out;
    if (close(ranked)) {
        out += "<span class=\"tag\">close runner-up</span>";
    }
    const std::vector<std::size_t>& rivals = best_for.at(ranked.front().other);
    if (rivals.size() > 1) {
        out += "<span class=\"tag\">also best for ";
        std::vector<std::string> names;
        for (const std::size_t s : rivals) {
            if (s != sample && names.size() < 4) {
                names.push_back(view.id.samples[s]);
            }
        }
        out += html::names(names);
        out += rivals.size() - 1 > names.size() ? ", …" : "";
        out += "</span>";
    }
    return out;
}

std::string best_person(const View& view, std::size_t sample,
                        const std::map<std::size_t, std::vector<std::size_t>>& best_for) {
    const std::vector<Candidate>& ranked = view.id.by_sample[sample];
    std::string out;
    if (supports_sample(view, sample)) {
        out += person_with_family(view, ranked.front().other);
        const std::string marks = tags(view, sample, best_for);
        out += marks.empty() ? "" : "<br/>";
        out += marks;
    } else {
        const std::size_t nearest = ranked.front().other;
        const bool silent = view.id.pairs[sample][nearest].loci_compared == 0;
        out += "<span class=\"tag\">no candidate</span><br/><small>";
        out += silent ? "not ruled out, as no locus could be compared: " : "least unlikely: ";
        out += html::name(view.id.persons[nearest]);
        out += "</small>";
    }
    return out;
}

std::string runner_up(const View& view, const std::vector<Candidate>& ranked) {
    if (!supported(ranked)) {
        return "<span class=\"soft\">–</span>";
    }
    if (ranked.size() < 2) {
        return "<span class=\"soft\">nobody else is possible</span>";
    }
    std::string out = person_with_family(view, ranked[1].other);
    out += "<br/><small>log₁₀ LR ";
    out += html::log10_lr(ranked[1].log10_lr);
    out += "; odds ";
    out += odds_words(odds(ranked));
    out += "</small>";
    return out;
}

/// Of those excluded, who is excluded at the fewest loci, where these are few enough to think of mutation.
std::string nearest_excluded(const View& view, std::size_t sample) {
    constexpr std::size_t few = 2;
    const std::vector<std::size_t> persons = excluded_persons(view, sample);
    if (persons.empty()) {
        return {};
    }
    const Pair& pair = view.id.pairs[sample][persons.front()];
    if (pair.excluding.empty() || pair.excluding.size() > few || pair.loci_compared < 3 * few) {
        return {};
    }
    std::string out("<br/><small>");
    out += html::name(view.id.persons[persons.front()]);
    out += " is excluded at ";
    out += html::names(pair.excluding);
    out += " only: mutation or a typing error?</small>";
    return out;
}

std::string sample_row(const View& view, std::size_t sample,
                       const std::map<std::size_t, std::vector<std::size_t>>& best_for) {
    const std::vector<Candidate>& ranked = view.id.by_sample[sample];
    std::string out("<tr role=\"row\" data-sample=\"");
    out += html::text(view.id.samples[sample]);
    out += "\"><th scope=\"row\" role=\"rowheader\"><a href=\"#s";
    out += std::to_string(sample + 1);
    out += "\">";
    out += html::name(view.id.samples[sample]);
    out += "</a></th>";
    const std::string none = html::percent(view.id.posterior_none[sample]);
    if (ranked.empty()) {
        cell(out, "Best candidate", "<span class=\"tag\">no candidate</span>" + nearest_excluded(view, sample));
        cell(out, "Strength of the DNA", "<span class=\"soft\">nobody compared is possible</span>");
        cell(out, "Posterior", "<small>none of them: " + none + "</small>");
        cell(out, "Runner-up", "<span class=\"soft\">–</span>");
    } else {
        const Candidate& best = ranked.front();
        cell(out, "Best candidate", best_person(view, sample, best_for));
        cell(out, "Strength of the DNA", strength(best.log10_lr));
        cell(out, "Posterior",
             "<span class=\"num\">" + html::percent(best.posterior) + "</span><br/><small>none of them: " + none +
                 "</small>");
        cell(out, "Runner-up", runner_up(view, ranked));
    }
    out += "</tr>\n";
    return out;
}

std::string lead(const View& view) {
    const Identification& id = view.id;
    const auto with = static_cast<std::size_t>(std::count_if(id.by_sample.begin(), id.by_sample.end(), supported));
    const auto contested = static_cast<std::size_t>(std::count_if(id.by_sample.begin(), id.by_sample.end(), close));
    std::string out("<p>");
    out += html::count(id.samples.size(), "sample was", "samples were");
    out += " compared with ";
    out += html::count(id.persons.size(), "missing person", "missing persons");
    out += ". For <strong>";
    out += html::count(with, "sample", "samples");
    out += "</strong> the DNA speaks for somebody";
    if (contested > 0) {
        out += "; for ";
        out += html::count(contested);
        out += " of these another person is nearly as probable";
    }
    out += ". For ";
    out += html::count(id.samples.size() - with, "sample", "samples");
    out += " it speaks for nobody on the list.</p>\n";
    return out;
}

std::string samples_without(const View& view) {
    std::vector<std::string> names;
    for (std::size_t s = 0; s < view.id.samples.size(); ++s) {
        if (!supports_sample(view, s)) {
            names.push_back(view.id.samples[s]);
        }
    }
    std::string out("<h3>Samples without a candidate</h3>\n<p>");
    out += names.empty() ? std::string("None: every sample has somebody for whom the DNA speaks.") : html::names(names);
    out += "</p>\n";
    return out;
}

std::string why_nobody(const View& view, std::size_t person) {
    if (view.references_of(person).empty()) {
        return "no relative is typed";
    }
    const std::vector<Candidate>& ranked = view.id.by_person[person];
    if (!ranked.empty()) {
        std::string out("closest sample ");
        out += html::name(view.id.samples[ranked.front().other]);
        out += ", LR ";
        out += html::ratio(ranked.front().log10_lr);
        return out;
    }
    bool compared = false;
    for (const auto& row : view.id.pairs) {
        compared = compared || row[person].status == PairStatus::excluded;
    }
    return compared ? "every sample compared is excluded" : "no sample could be compared";
}

std::string persons_without(const View& view) {
    std::string items;
    for (std::size_t p = 0; p < view.id.persons.size(); ++p) {
        if (!supports_person(view, p)) {
            items += "<li>";
            items += person_with_family(view, p);
            items += " <span class=\"soft\">– ";
            items += why_nobody(view, p);
            items += "</span></li>\n";
        }
    }
    std::string out("<h3>Missing persons without a candidate</h3>\n");
    out += items.empty() ? std::string("<p>None: for every person some sample’s DNA speaks.</p>\n")
                         : "<ul>\n" + items + "</ul>\n";
    return out;
}

std::string caution(const View& view) {
    std::string out(
        "<div class=\"note\" role=\"note\"><p><strong>Read with care.</strong> Each LR in this table sets one sample "
        "against one missing person. Other missing persons of the same family are treated as if nothing were known of "
        "their DNA. So brothers who are missing together can fit the same bone equally well; several samples can be "
        "parts of one person; and one person can come out best for several samples. ");
    out +=
        view.joint == nullptr
            ? "This table does not yet say who is who. An identification weighs all samples and all persons together, "
              "with everything else that is known, and people sign it."
            : "<a href=\"#together\">Weighed together</a> sets all samples against all persons at once. An "
              "identification takes in everything else that is known too, and people sign it.";
    return out + "</p></div>\n";
}

} // namespace

std::string summary_section(const View& view) {
    std::map<std::size_t, std::vector<std::size_t>> best_for;
    for (std::size_t s = 0; s < view.id.samples.size(); ++s) {
        if (supports_sample(view, s)) {
            best_for[view.id.by_sample[s].front().other].push_back(s);
        }
    }
    std::string out("<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">What the evidence says</h2>\n");
    out += lead(view);
    out += caution(view);
    out +=
        "<table class=\"cards wide\" role=\"table\">\n<caption>For each sample the person whom its DNA fits best, and "
        "the next. The posterior depends on the prior; the likelihood ratio (LR) does not.</caption>\n"
        "<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">Sample</th>"
        "<th scope=\"col\" role=\"columnheader\">Best candidate</th>"
        "<th scope=\"col\" role=\"columnheader\">Strength of the DNA</th>"
        "<th scope=\"col\" role=\"columnheader\">Posterior</th>"
        "<th scope=\"col\" role=\"columnheader\">Runner-up</th></tr></thead>\n<tbody role=\"rowgroup\">\n";
    for (std::size_t s = 0; s < view.id.samples.size(); ++s) {
        out += sample_row(view, s, best_for);
    }
    out += "</tbody>\n</table>\n";
    out += samples_without(view);
    out += persons_without(view);
    out += "</section>\n";
    return out;
}

} // namespace muster::report
