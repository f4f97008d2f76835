#include "html.hpp"
#include "muster/report/tables.hpp"
#include "parts.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace muster::report {
namespace {

void fact(std::string& out, std::string_view term, const std::string& html_text) {
    out += "<div><dt>";
    out += term;
    out += "</dt><dd>";
    out += html_text;
    out += "</dd></div>\n";
}

/// "stepwise (rate 0.002 for fathers, 0.001 for mothers): 20 loci".
std::string mutation_words(const View& view) {
    if (!view.id.mutation) {
        return "not allowed for: an allele that cannot have been inherited excludes";
    }
    std::map<std::string, std::size_t> loci_with;
    for (const Locus& locus : view.subject.input().loci) {
        const MutationSpec& male = locus.spec().male;
        const MutationSpec& female = locus.spec().female;
        std::string words(to_string(male.model));
        if (female.model != male.model) {
            words += " (fathers), ";
            words += to_string(female.model);
            words += " (mothers)";
        }
        ++loci_with[words];
    }
    std::string out;
    for (const auto& [words, loci] : loci_with) {
        out += out.empty() ? "" : "; ";
        out += html::text(words);
        out += loci_with.size() == 1 ? " model at every locus" : " model at ";
        if (loci_with.size() > 1) {
            out += html::count(loci, "locus", "loci");
        }
    }
    return out;
}

std::string typing_errors(const Identification& id) {
    if (id.dropout_het == 0.0 && id.dropout_hom == 0.0 && id.dropin == 0.0) {
        return "none: profiles are taken as complete where typed";
    }
    std::string out("an allele of a heterozygote drops out with probability ");
    out += csv_number(id.dropout_het);
    out += ", a homozygote with ";
    out += csv_number(id.dropout_hom);
    out += "; a foreign allele drops in with ";
    out += csv_number(id.dropin);
    return out;
}

std::string populations(const View& view) {
    std::set<std::string> all;
    for (std::size_t p = 0; p < view.id.persons.size(); ++p) {
        all.insert(view.population_of(p));
    }
    return all.size() > 1 ? html::names({all.begin(), all.end()}) : html::name(view.id.population);
}

std::string samples_typed(const View& view) {
    std::string out = html::count(view.id.samples.size());
    if (view.samples.empty()) {
        return out;
    }
    std::vector<std::size_t> typed;
    for (const ConsensusProfile& profile : view.samples) {
        typed.push_back(view.loci_typed(profile));
    }
    const auto [low, high] = std::minmax_element(typed.begin(), typed.end());
    out += ", typed at ";
    out += html::count(*low);
    if (*low != *high) {
        out += " to ";
        out += html::count(*high);
    }
    out += *high == 1 ? " locus" : " loci";
    return out;
}

} // namespace

std::string computed_section(const View& view) {
    const CaseInput& input = view.subject.input();
    std::set<std::string> families(view.id.families.begin(), view.id.families.end());
    std::string persons = html::count(view.id.persons.size());
    persons += ", of ";
    persons += html::count(families.size(), "family", "families");
    std::string relatives = html::count(view.typed.size());
    relatives += view.typed.size() == 1 ? " typed relative" : " typed relatives";
    std::string loci = html::count(view.loci.size());
    const auto x = std::count_if(input.loci.begin(), input.loci.end(), [](const Locus& l) { return l.x_linked(); });
    if (x > 0) {
        loci += ", of these ";
        loci += html::count(static_cast<std::size_t>(x));
        loci += " X-linked";
    }
    if (!input.linkage.empty()) {
        loci += "; ";
        loci += html::count(input.linkage.size(), "linked group", "linked groups");
    }
    std::string out(
        "<section aria-labelledby=\"computed\">\n<h2 id=\"computed\">What was computed</h2>\n<dl class=\"facts\">\n");
    fact(out, "Samples", samples_typed(view));
    fact(out, "Missing persons", persons);
    fact(out, "References", relatives);
    fact(out, "Loci", loci);
    if (!view.id.population.empty()) {
        fact(out, "Population of the unrelated alternative", populations(view));
    }
    fact(out, "Co-ancestry (θ)", csv_number(view.id.theta));
    fact(out, "Mutation", mutation_words(view));
    fact(out, "Dropout and drop-in, of the samples", typing_errors(view.id));
    fact(out, "Prior", view.id.prior.empty() ? std::string("not stated") : html::text(view.id.prior));
    const bool some_left_out = std::any_of(input.pairings.begin(), input.pairings.end(), [&](const auto& of_sample) {
        return of_sample.second.size() < input.missing.size();
    });
    if (some_left_out) {
        fact(out, "Pairings", "some samples were compared with stated persons only");
    }
    out += "</dl>\n</section>\n";
    return out;
}

std::string warnings_section(const View& view) {
    std::vector<std::string> all = view.id.warnings;
    for (const std::string& note : view.subject.input().notes) {
        if (std::find(all.begin(), all.end(), note) == all.end()) {
            all.push_back(note);
        }
    }
    if (all.empty()) {
        return {};
    }
    std::string out(
        "<section aria-labelledby=\"warnings\">\n<h2 id=\"warnings\">Warnings</h2>\n<div class=\"note warn\"><ul>\n");
    for (const std::string& warning : all) {
        out += "<li>";
        out += html::text(warning);
        out += "</li>\n";
    }
    out += "</ul></div>\n</section>\n";
    return out;
}

std::string reading_section(const View& view) {
    std::string out("<section aria-labelledby=\"reading\">\n<h2 id=\"reading\">How to read this</h2>\n");
    out +=
        "<p><strong>Likelihood ratio (LR).</strong> How many times more likely the sample’s DNA is if the sample is "
        "the "
        "missing person than if it is an unrelated person of the stated population. Above 1 it speaks for the person, "
        "below 1 against. It is not the probability that the sample is that person.</p>\n"
        "<p><strong>log₁₀ LR.</strong> The same on a scale of powers of ten: 3 is a thousand, 6 a million, 0 says "
        "nothing either way, −2 is a hundred times less likely. Values of the loci add up to the value of the "
        "pair.</p>\n"
        "<p><strong>Excluded.</strong> The LR is 0: at one locus or more the DNA is impossible for that person under "
        "the "
        "mutation and dropout models stated above.</p>\n"
        "<p><strong>Posterior.</strong> The probability that the sample is this person, among the listed persons and "
        "“none of them”, under the prior stated above. Another prior gives another posterior; the LR stays.</p>\n"
        "<p><strong>Odds between two candidates.</strong> How many times more probable the first is than the second, "
        "under the same prior.</p>\n";
    if (!view.id.mutation) {
        out += "<p>Mutation was not allowed for. A true relative who carries a mutation is then excluded.</p>\n";
    }
    out += "</section>\n";
    return out;
}

} // namespace muster::report
