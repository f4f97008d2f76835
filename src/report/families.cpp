#include "html.hpp"
#include "parts.hpp"

#include <algorithm>

namespace muster::report {
namespace {

constexpr std::size_t open_families = 15; // more than that are folded up

void key_item(std::string& out, std::string_view shape, std::string_view words) {
    out += "<li><svg width=\"26\" height=\"22\" aria-hidden=\"true\">";
    out += shape;
    out += "</svg>";
    out += words;
    out += "</li>";
}

std::string key() {
    std::string out("<ul class=\"key\" aria-label=\"Key\">");
    key_item(out, "<rect class=\"person\" x=\"3\" y=\"2\" width=\"18\" height=\"18\"/>", "male");
    key_item(out, "<circle class=\"person\" cx=\"12\" cy=\"11\" r=\"9\"/>", "female");
    key_item(out, "<path class=\"person\" d=\"M12 1L22 11L12 21L2 11Z\"/>", "sex not known");
    key_item(out, "<rect class=\"person typed\" x=\"3\" y=\"2\" width=\"18\" height=\"18\"/>",
             "typed reference, with its loci");
    key_item(out,
             "<rect class=\"person missing\" x=\"3\" y=\"2\" width=\"18\" height=\"18\"/><text class=\"ask\" "
             "style=\"font-size:13px\" x=\"12\" y=\"16\" text-anchor=\"middle\">?</text>",
             "missing");
    key_item(out, "<path class=\"double\" d=\"M1 11L25 11\"/><path class=\"between\" d=\"M1 11L25 11\"/>",
             "partners who are related");
    out += "</ul>\n";
    return out;
}

/// "father of A, B; uncle of C", as HTML.
std::string relations(const View& view, const FamilyView& family, std::size_t member) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (const std::size_t p : family.missing) {
        if (view.component[*view.member[p]] != view.component[member]) {
            continue;
        }
        const std::string word = relation(view.subject.pedigree(), *view.member[p], member);
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == word; });
        if (group == groups.end()) {
            group = groups.insert(groups.end(), {word, {}});
        }
        group->second.push_back(view.id.persons[p]);
    }
    std::string out;
    for (const auto& [word, persons] : groups) {
        out += out.empty() ? "" : "; ";
        out += html::text(word);
        if (word != "own profile") {
            out += " of ";
            out += html::names(persons);
        }
    }
    return out;
}

std::string sex_word(Sex sex) {
    return sex == Sex::male ? "male" : sex == Sex::female ? "female" : "not known";
}

std::string coverage(const View& view, const FamilyView& family) {
    const Pedigree& pedigree = view.subject.pedigree();
    std::vector<std::string> untyped;
    std::string rows;
    for (const std::size_t i : family.members) {
        const auto typed = view.typed.find(i);
        if (typed == view.typed.end()) {
            if (view.missing_at.count(i) == 0) {
                untyped.push_back(pedigree.member(i).id);
            }
            continue;
        }
        rows += "<tr><th scope=\"row\">";
        rows += html::name(pedigree.member(i).id);
        rows += "</th><td>";
        rows += sex_word(pedigree.member(i).sex);
        rows += "</td><td>";
        rows += relations(view, family, i);
        rows += "</td><td class=\"num\">";
        rows += html::count(view.loci_typed(typed->second));
        rows += " of ";
        rows += html::count(view.loci.size());
        rows += "</td></tr>\n";
    }
    std::string out;
    if (rows.empty()) {
        out += "<p><strong>Nobody of this family is typed.</strong></p>\n";
    } else {
        out +=
            "<div class=\"scroll\"><table><caption>Typed relatives</caption><thead><tr><th scope=\"col\">Person</th>"
            "<th scope=\"col\">Sex</th><th scope=\"col\">Relation</th><th scope=\"col\" class=\"num\">Loci typed</th>"
            "</tr></thead>\n<tbody>\n";
        out += rows;
        out += "</tbody></table></div>\n";
    }
    if (!untyped.empty()) {
        out += "<p class=\"soft\">Not typed: ";
        out += html::names(untyped);
        out += "</p>\n";
    }
    return out;
}

std::string missing_line(const View& view, const FamilyView& family) {
    std::vector<std::string> names;
    for (const std::size_t p : family.missing) {
        names.push_back(view.id.persons[p]);
    }
    return names.empty() ? std::string("nobody of this family is among the missing compared here")
                         : "missing: " + html::names(names);
}

std::string one_family(const View& view, std::size_t number, bool folded) {
    const FamilyView& family = view.families[number];
    std::string figure("<div class=\"family\"><figure><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                       "aria-label=\"Pedigree, scrolls sideways\">");
    figure += pedigree_svg(view, family, number + 1);
    figure += "</div></figure>\n";
    figure += "<div>" + coverage(view, family) + "</div></div>\n";
    std::string heading("Family ");
    heading += html::name(family.label);
    std::string out;
    if (folded) {
        out += "<details><summary><span class=\"who\">" + heading + "</span> <span class=\"soft\">" +
               missing_line(view, family) + "</span></summary><div class=\"inside\">\n" + figure + "</div></details>\n";
    } else {
        out += "<section class=\"one-family\">\n<h3>" + heading + "</h3>\n<p class=\"soft\">" +
               missing_line(view, family) + "</p>\n" + figure + "</section>\n";
    }
    return out;
}

/// Missing persons about whose kin the case says nothing.
std::string without_pedigree(const View& view) {
    std::vector<std::string> names;
    for (std::size_t p = 0; p < view.id.persons.size(); ++p) {
        if (!view.member[p]) {
            names.push_back(view.id.persons[p]);
        }
    }
    return names.empty() ? std::string() : "<p>Without a pedigree: " + html::names(names) + "</p>\n";
}

} // namespace

std::string families_section(const View& view) {
    std::string out("<section aria-labelledby=\"families\">\n<h2 id=\"families\">Families</h2>\n");
    out += key();
    const bool folded = view.families.size() > open_families;
    for (std::size_t f = 0; f < view.families.size(); ++f) {
        out += one_family(view, f, folded);
    }
    out += without_pedigree(view);
    out += "</section>\n";
    return out;
}

} // namespace muster::report
