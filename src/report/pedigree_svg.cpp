#include "html.hpp"
#include "muster/pedigree/layout.hpp"
#include "parts.hpp"

#include <algorithm>

namespace muster::report {
namespace {

constexpr double unit = 34.0; // px: a symbol's width
constexpr double margin = 8.0;
constexpr double line_px = 13.0;
constexpr double label_em = 7.9; // room for a name under its symbol, at 11.5 px a em

std::string at(double value) {
    return html::length(margin + unit * value);
}

std::string path_data(const LayoutPath& path) {
    std::string out;
    for (const LayoutPoint& p : path) {
        out += out.empty() ? "M" : "L";
        out += at(p.x);
        out += ' ';
        out += at(p.y);
    }
    return out;
}

void path(std::string& out, std::string_view css, const LayoutPath& points) {
    out += "<path class=\"";
    out += css;
    out += "\" d=\"";
    out += path_data(points);
    out += "\"/>\n";
}

/// A long name in two lines, broken at a space or hyphen if it has one there.
std::vector<std::string> name_lines(const std::string& name) {
    if (html::text_width(name) <= label_em) {
        return {name};
    }
    std::size_t split = 0;
    for (std::size_t i = 0; i + 1 < name.size(); ++i) {
        const bool breaks = name[i] == ' ' || name[i] == '-' || name[i] == '_';
        if (breaks && html::text_width(std::string_view(name).substr(0, i + 1)) <= label_em) {
            split = i + 1;
        }
    }
    if (split == 0) {
        return {html::fitted(name, label_em)};
    }
    return {name.substr(0, split), html::fitted(std::string_view(name).substr(split), label_em)};
}

/// Room below the symbols for the longest label: the name, and what is known of the person.
LayoutSpacing spacing_for(const View& view, const FamilyView& family) {
    std::size_t lines = 1;
    for (const std::size_t member : family.members) {
        lines = std::max(lines, name_lines(view.subject.pedigree().member(member).id).size());
    }
    return {2.6, (line_px * (static_cast<double>(lines) + 1.0) + 6.0) / unit, 30.0};
}

void text_line(std::string& out, std::string_view css, const LayoutPoint& centre, double below,
               const std::string& content) {
    out += "<text class=\"";
    out += css;
    out += "\" text-anchor=\"middle\" x=\"";
    out += at(centre.x);
    out += "\" y=\"";
    out += html::length(margin + unit * centre.y + below);
    out += "\">";
    out += html::text(content);
    out += "</text>";
}

/// Square: male; circle: female; diamond: not known.
void shape(std::string& out, Sex sex, const std::string& css, const LayoutPoint& c) {
    const std::string x = at(c.x);
    const std::string y = at(c.y);
    std::string start(" class=\"");
    start += css;
    start += "\" ";
    if (sex == Sex::female) {
        out += "<circle" + start + "cx=\"" + x + "\" cy=\"" + y + "\" r=\"" + html::length(0.5 * unit) + "\"/>";
    } else if (sex == Sex::male) {
        out += "<rect" + start + "x=\"" + at(c.x - 0.5) + "\" y=\"" + at(c.y - 0.5) + "\" width=\"" +
               html::length(unit) + "\" height=\"" + html::length(unit) + "\"/>";
    } else {
        out += "<path" + start + "d=\"M" + x + " " + at(c.y - 0.5) + "L" + at(c.x + 0.5) + " " + y + "L" + x + " " +
               at(c.y + 0.5) + "L" + at(c.x - 0.5) + " " + y + "Z\"/>";
    }
}

class Figure {
  public:
    Figure(const View& view, const FamilyView& family)
        : view_(view), family_(family), pedigree_(view.subject.pedigree()) {}

    void person(std::string& out, std::size_t member, const LayoutPoint& centre) const {
        const bool missing = view_.missing_at.count(member) != 0;
        const auto typed = view_.typed.find(member);
        std::string css("person");
        css += typed != view_.typed.end() ? " typed" : "";
        css += missing ? " missing" : "";
        out += "<g><title>";
        out += html::text(words(member));
        out += "</title>";
        shape(out, pedigree_.member(member).sex, css, centre);
        if (missing) {
            text_line(out, "ask", centre, 6.5, "?");
        }
        double below = 0.5 * unit + line_px + 1.0;
        for (const std::string& line : name_lines(pedigree_.member(member).id)) {
            text_line(out, "label", centre, below, line);
            below += line_px;
        }
        if (missing) {
            text_line(out, "label sub gone", centre, below, "missing");
        } else if (typed != view_.typed.end()) {
            text_line(out, "label sub", centre, below, html::count(view_.loci_typed(typed->second), "locus", "loci"));
        }
        out += "</g>\n";
    }

    /// The whole figure for those who do not see it.
    [[nodiscard]] std::string description() const {
        std::string out;
        for (const std::size_t member : family_.members) {
            out += words(member);
            out += ". ";
        }
        return out;
    }

  private:
    const View& view_;
    const FamilyView& family_;
    const Pedigree& pedigree_;

    [[nodiscard]] std::string words(std::size_t member) const {
        const Member& m = pedigree_.member(member);
        std::string out(m.id);
        out += m.sex == Sex::male ? ", male" : m.sex == Sex::female ? ", female" : ", sex not known";
        if (!m.is_founder()) {
            out += ", child of ";
            out += pedigree_.member(m.father).id;
            out += " and ";
            out += pedigree_.member(m.mother).id;
        }
        if (view_.missing_at.count(member) != 0) {
            out += ", missing";
        }
        if (const auto typed = view_.typed.find(member); typed != view_.typed.end()) {
            out += ", typed at ";
            out += html::count(view_.loci_typed(typed->second), "locus", "loci");
        }
        return out;
    }
};

} // namespace

std::string pedigree_svg(const View& view, const FamilyView& family, std::size_t number) {
    const PedigreeLayout layout =
        layout_pedigree(view.subject.pedigree().subset(family.members), spacing_for(view, family));
    const std::string width = html::length(layout.width * unit + 2.0 * margin);
    const std::string height = html::length(layout.height * unit + 2.0 * margin);
    const std::string id = std::to_string(number);
    std::string out("<svg role=\"img\" aria-labelledby=\"pt");
    out += id + "\" aria-describedby=\"pd" + id + "\" width=\"" + width + "\" height=\"" + height +
           "\" viewBox=\"0 0 " + width + " " + height + "\">\n<title id=\"pt" + id + "\">";
    out += html::text("Pedigree of family " + family.label);
    out += "</title><desc id=\"pd" + id + "\">";
    const Figure figure(view, family);
    out += html::text(figure.description());
    out += "</desc>\n";
    for (const PlacedDescent& descent : layout.descents) {
        for (const LayoutPath& line : descent.paths) {
            path(out, "line", line);
        }
    }
    for (const PlacedCouple& couple : layout.couples) {
        path(out, couple.consanguineous ? "double" : "line", couple.path);
        if (couple.consanguineous) {
            path(out, "between", couple.path);
        }
    }
    for (const PlacedMember& placed : layout.members) {
        figure.person(out, family.members[placed.member], placed.centre);
    }
    out += "</svg>\n";
    return out;
}

} // namespace muster::report
