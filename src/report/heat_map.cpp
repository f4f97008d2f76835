#include "html.hpp"
#include "parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::report {
namespace {

constexpr std::array<double, 7> edges{-6.0, -3.0, -1.0, 1.0, 3.0, 6.0, 9.0};
constexpr std::array<const char*, 8> edge_words{"below −6", "−6 to −3", "−3 to −1", "−1 to 1",
                                                "1 to 3",   "3 to 6",   "6 to 9",   "above 9"};
constexpr std::size_t rows_a_band = 40;   // a band fits on a printed page
constexpr std::size_t roomy_columns = 24; // up to here a cell has room for its number
constexpr std::size_t narrow_columns = 54;
constexpr double label_em = 13.0; // room for names
constexpr double font = 12.0;

struct Shape {
    double cell_width;
    double cell_height;
    bool numbers;
    std::size_t columns; ///< a band
};

Shape shape_for(std::size_t persons) {
    if (persons <= roomy_columns) {
        return {44.0, 26.0, true, roomy_columns};
    }
    return {17.0, 15.0, false, narrow_columns};
}

void rect(std::string& out, std::string_view css, double x, double y, double width, double height) {
    out += "<rect class=\"";
    out += css;
    out += '"';
    html::attribute(out, "x", x);
    html::attribute(out, "y", y);
    html::attribute(out, "width", width);
    html::attribute(out, "height", height);
    out += "/>";
}

void label(std::string& out, std::string_view css, double x, double y, std::string_view anchor,
           const std::string& content) {
    out += "<text class=\"";
    out += css;
    out += '"';
    html::attribute(out, "x", x);
    html::attribute(out, "y", y);
    out += " text-anchor=\"";
    out += anchor;
    out += "\">";
    out += content;
    out += "</text>";
}

/// In em: the longest of the names, as far as names are shown.
double room_for(const std::vector<std::string>& names) {
    double most = 0.0;
    for (const std::string& name : names) {
        most = std::max(most, html::text_width(name));
    }
    return std::min(label_em, most);
}

/// An LR of 1 because no locus says anything is drawn as what it is.
PairStatus drawn_status(const Pair& pair) {
    return pair.status == PairStatus::ok && pair.loci_compared == 0 ? PairStatus::not_considered : pair.status;
}

std::string cell_words(const Pair& pair) {
    switch (drawn_status(pair)) {
    case PairStatus::ok: return "log10 LR " + html::number(pair.log10_lr, 2);
    case PairStatus::excluded: return "excluded";
    case PairStatus::sex: return "sexes differ, not compared";
    case PairStatus::not_considered: return "not compared";
    }
    return {};
}

void draw_cell(std::string& out, const Shape& shape, const Pair& pair, double x, double y) {
    const double middle_x = x + 0.5 * shape.cell_width;
    const double base_y = y + 0.5 * shape.cell_height + 4.2;
    switch (drawn_status(pair)) {
    case PairStatus::ok: {
        std::string colour = colour_class(pair.log10_lr);
        rect(out, "cell " + colour, x, y, shape.cell_width, shape.cell_height);
        if (shape.numbers) {
            colour[0] = 't';
            label(out, colour, middle_x, base_y, "middle",
                  html::number(pair.log10_lr, std::abs(pair.log10_lr) < 99.95 ? 1 : 0));
        }
        return;
    }
    case PairStatus::excluded:
        rect(out, "empty", x, y, shape.cell_width, shape.cell_height);
        label(out, "soft", middle_x, base_y, "middle", "×");
        return;
    case PairStatus::sex:
        out += "<rect class=\"empty\" style=\"fill:url(#hatch)\"";
        html::attribute(out, "x", x);
        html::attribute(out, "y", y);
        html::attribute(out, "width", shape.cell_width);
        html::attribute(out, "height", shape.cell_height);
        out += "/>";
        return;
    case PairStatus::not_considered: label(out, "soft", middle_x, base_y, "middle", "·"); return;
    }
}

/// One band of the matrix: some samples, some persons.
std::string band(const View& view, const Shape& shape, std::size_t first_sample, std::size_t last_sample,
                 std::size_t first_person, std::size_t last_person) {
    const Identification& id = view.id;
    const double left = room_for(id.samples) * font + 8.0;
    const double slant = 0.77; // of 50°
    const double top = room_for(id.persons) * font * slant + 14.0;
    const double width = left + shape.cell_width * static_cast<double>(last_person - first_person) + top * 0.75;
    const double height = top + shape.cell_height * static_cast<double>(last_sample - first_sample) + 4.0;
    std::string out("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Heat map, scrolls "
                    "sideways\"><svg role=\"img\" aria-label=\"");
    out += html::text("Heat map of log10 LR: samples " + id.samples[first_sample] + " to " +
                      id.samples[last_sample - 1] + " in rows, persons " + id.persons[first_person] + " to " +
                      id.persons[last_person - 1] + " in columns. The numbers are in the tables of each sample below.");
    out += '"';
    html::attribute(out, "width", width);
    html::attribute(out, "height", height);
    out += " viewBox=\"0 0 ";
    out += html::length(width);
    out += ' ';
    out += html::length(height);
    out += "\">\n";
    for (std::size_t p = first_person; p < last_person; ++p) {
        const double x = left + shape.cell_width * (static_cast<double>(p - first_person) + 0.5) + 3.0;
        out +=
            "<g transform=\"translate(" + html::length(x) + " " + html::length(top - 6.0) + ") rotate(-50)\"><title>";
        out += html::text(id.persons[p]);
        out += "</title>";
        label(out, "name", 0.0, 0.0, "start", html::text(html::fitted(id.persons[p], label_em)));
        out += "</g>\n";
    }
    for (std::size_t s = first_sample; s < last_sample; ++s) {
        const double y = top + shape.cell_height * static_cast<double>(s - first_sample);
        out += "<g><title>";
        out += html::text(id.samples[s]);
        out += "</title>";
        label(out, "name", left - 8.0, y + 0.5 * shape.cell_height + 4.2, "end",
              html::text(html::fitted(id.samples[s], label_em)));
        out += "</g>\n";
        for (std::size_t p = first_person; p < last_person; ++p) {
            const double x = left + shape.cell_width * static_cast<double>(p - first_person);
            out += "<g><title>";
            out += html::text(id.samples[s] + " – " + id.persons[p] + ": " + cell_words(id.pairs[s][p]));
            out += "</title>";
            draw_cell(out, shape, id.pairs[s][p], x, y);
            out += "</g>";
        }
        out += '\n';
        for (const Candidate& c : id.by_sample[s]) {
            // Brothers who fit alike are both marked: the order between them means nothing.
            const bool best = c.log10_lr > 0.0 && c.log10_lr > id.by_sample[s].front().log10_lr - 1e-6;
            if (best && c.other >= first_person && c.other < last_person) {
                const double x = left + shape.cell_width * static_cast<double>(c.other - first_person);
                rect(out, "best", x + 1.0, y + 1.0, shape.cell_width - 2.0, shape.cell_height - 2.0);
            }
        }
    }
    out += "</svg></div>\n";
    return out;
}

void key_item(std::string& out, const std::string& shape, std::string_view words) {
    out += "<li><svg width=\"20\" height=\"16\" aria-hidden=\"true\">";
    out += shape;
    out += "</svg>";
    out += words;
    out += "</li>";
}

std::string key() {
    std::string out(
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs><pattern id=\"hatch\" "
        "width=\"6\" "
        "height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" "
        "y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs></svg>\n<ul class=\"key\" aria-label=\"Key\"><li>log₁₀ LR:</li>");
    for (std::size_t k = 0; k < edge_words.size(); ++k) {
        std::string box("<rect class=\"b");
        box += std::to_string(k);
        box += "\" width=\"20\" height=\"16\"/>";
        key_item(out, box, edge_words[k]);
    }
    key_item(out,
             "<rect class=\"empty\" x=\"1\" y=\"1\" width=\"18\" height=\"14\"/><text class=\"soft\" x=\"10\" "
             "y=\"12.5\" text-anchor=\"middle\">×</text>",
             "excluded");
    key_item(out, "<rect class=\"empty\" style=\"fill:url(#hatch)\" x=\"1\" y=\"1\" width=\"18\" height=\"14\"/>",
             "sexes differ");
    key_item(out, "<text class=\"soft\" x=\"10\" y=\"12\" text-anchor=\"middle\">·</text>", "not compared");
    key_item(out, "<rect class=\"best\" x=\"1\" y=\"1\" width=\"18\" height=\"14\"/>",
             "best of the sample, LR above 1");
    out += "</ul>\n";
    return out;
}

/// Where the matrix is too large to look at: the first few candidates of each sample.
std::string top_candidates(const View& view) {
    constexpr std::size_t shown = 5;
    std::string out("<p>");
    out += html::count(view.id.samples.size() * view.id.persons.size());
    out += " pairs are too many to draw. Here are the first candidates of each sample with their log₁₀ LR; "
           "<code>lr_matrix.csv</code> holds all.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
           "aria-label=\"First candidates, scrolls sideways\"><table class=\"wide\"><thead><tr><th "
           "scope=\"col\">Sample</th>";
    for (std::size_t k = 1; k <= shown; ++k) {
        out += "<th scope=\"col\">" + std::to_string(k) + ".</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (std::size_t s = 0; s < view.id.samples.size(); ++s) {
        out += "<tr><th scope=\"row\">";
        out += html::name(view.id.samples[s]);
        out += "</th>";
        const std::vector<Candidate>& ranked = view.id.by_sample[s];
        for (std::size_t k = 0; k < shown; ++k) {
            out += "<td>";
            if (k < ranked.size()) {
                out += "<span class=\"swatch ";
                out += colour_class(ranked[k].log10_lr);
                out += "\" aria-hidden=\"true\"></span>";
                out += html::name(view.id.persons[ranked[k].other]);
                out += " <span class=\"num soft\">";
                out += html::number(ranked[k].log10_lr, 2);
                out += "</span>";
            }
            out += "</td>";
        }
        out += "</tr>\n";
    }
    out += "</tbody></table></div>\n";
    return out;
}

} // namespace

std::string colour_class(double log10_lr) {
    const auto above = std::upper_bound(edges.begin(), edges.end(), log10_lr) - edges.begin();
    std::string out("b");
    out += std::to_string(above);
    return out;
}

std::string heat_map_section(const View& view) {
    std::string out("<section aria-labelledby=\"matrix\">\n<h2 id=\"matrix\">All against all</h2>\n");
    const std::size_t samples = view.id.samples.size();
    const std::size_t persons = view.id.persons.size();
    if (samples == 0 || persons == 0) {
        out += "<p>There is nothing to compare.</p>\n";
    } else if (has_many_pairs(view.id)) {
        out += top_candidates(view);
    } else {
        const Shape shape = shape_for(persons);
        out += "<p>Samples in rows, missing persons in columns: the log₁₀ LR of each pair.</p>\n";
        out += key();
        for (std::size_t p = 0; p < persons; p += shape.columns) {
            for (std::size_t s = 0; s < samples; s += rows_a_band) {
                out += "<figure>";
                out +=
                    band(view, shape, s, std::min(s + rows_a_band, samples), p, std::min(p + shape.columns, persons));
                out += "</figure>\n";
            }
        }
    }
    out += "</section>\n";
    return out;
}

} // namespace muster::report
