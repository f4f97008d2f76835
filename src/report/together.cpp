#include "html.hpp"
#include "parts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::report {
namespace {

constexpr std::size_t most_rows = 400; ///< of the table
constexpr std::size_t most_drawn = 80; ///< samples in the graph
constexpr double least_line = 0.01;    ///< posterior from which on a line is drawn
constexpr double row_height = 26.0;
constexpr double label_em = 16.0;
constexpr double font = 12.0;
constexpr double between = 260.0; ///< the two columns

/// Somebody whom a sample may be: a person, or nobody on the roster.
struct Owner {
    std::size_t person; ///< `Assignment::nobody`: not on the roster
    double posterior;
};

double unknown(const JointAnswer& answer, std::size_t sample) {
    return std::accumulate(answer.unknown[sample].begin(), answer.unknown[sample].end(), 0.0);
}

std::vector<Owner> owners_of(const JointAnswer& answer, std::size_t sample) {
    std::vector<Owner> out;
    for (std::size_t j = 0; j < answer.persons.size(); ++j) {
        if (answer.posterior[sample][j] > 0.0) {
            out.push_back({j, answer.posterior[sample][j]});
        }
    }
    out.push_back({Assignment::nobody, unknown(answer, sample)});
    // Of equals the one of the best assignment first.
    const std::size_t best = answer.best ? answer.best->person[sample] : Assignment::nobody;
    std::stable_sort(out.begin(), out.end(), [&](const Owner& a, const Owner& b) {
        return std::abs(a.posterior - b.posterior) > 1e-9 ? a.posterior > b.posterior
                                                          : a.person == best && b.person != best;
    });
    return out;
}

std::string name_of(const View& view, std::size_t person) {
    return person == Assignment::nobody ? std::string("nobody on the roster") : html::name(view.id.persons[person]);
}

void text(std::string& out, double x, double y, std::string_view anchor, const std::string& raw,
          std::string_view css = {}) {
    out += "<text";
    out += css.empty() ? "" : " class=\"" + std::string(css) + "\"";
    html::attribute(out, "x", x);
    html::attribute(out, "y", y);
    out += " text-anchor=\"" + std::string(anchor) + "\">" + html::text(html::fitted(raw, label_em)) + "</text>";
}

/// Samples on the left, whom they may be on the right, each where his most probable sample stands.
class Graph {
  public:
    explicit Graph(const View& view) : view_(view), answer_(*view.joint) {
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t j = 0; j < answer_.persons.size(); ++j) {
            double most = least_line;
            std::optional<std::size_t> at;
            for (std::size_t i = 0; i < answer_.samples.size(); ++i) {
                if (answer_.posterior[i][j] >= most) {
                    most = answer_.posterior[i][j] + 1e-12; // of equals the first
                    at = i;
                }
            }
            if (at) {
                order.emplace_back(static_cast<double>(*at), j);
            }
        }
        std::sort(order.begin(), order.end());
        for (const auto& [at, person] : order) {
            persons_.push_back(person);
        }
        persons_.push_back(Assignment::nobody);
    }

    std::string draw() const {
        const auto rows = static_cast<double>(std::max(answer_.samples.size(), persons_.size()));
        const double height = rows * row_height + 12.0;
        const double right = left() + between;
        const double width = right + label_em * font + 8.0;
        std::string out("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Assignment graph, scrolls "
                        "sideways\"><svg role=\"img\" aria-label=\"Assignment graph: samples on the left, missing "
                        "persons on the right; the wider a line, the more probable. The numbers are in the table "
                        "above.\"");
        html::attribute(out, "width", width);
        html::attribute(out, "height", height);
        out += " viewBox=\"0 0 " + html::length(width) + ' ' + html::length(height) + "\">\n";
        for (std::size_t i = 0; i < answer_.samples.size(); ++i) {
            for (std::size_t p = 0; p < persons_.size(); ++p) {
                const std::size_t person = persons_[p];
                const double posterior =
                    person == Assignment::nobody ? unknown(answer_, i) : answer_.posterior[i][person];
                if (posterior >= least_line) {
                    line(out, i, p, posterior, answer_.best && answer_.best->person[i] == person);
                }
            }
        }
        for (std::size_t i = 0; i < answer_.samples.size(); ++i) {
            text(out, left() - 8.0, y_of_sample(i) + 4.2, "end", answer_.samples[i]);
        }
        for (std::size_t p = 0; p < persons_.size(); ++p) {
            if (persons_[p] == Assignment::nobody) {
                text(out, right + 8.0, y_of_person(p) + 4.2, "start", "nobody on the roster", "soft");
            } else {
                text(out, right + 8.0, y_of_person(p) + 4.2, "start", answer_.persons[persons_[p]]);
            }
        }
        return out + "</svg></div>\n";
    }

  private:
    [[nodiscard]] double left() const {
        double most = 0.0;
        for (const std::string& name : answer_.samples) {
            most = std::max(most, html::text_width(name));
        }
        return std::min(label_em, most) * font + 14.0;
    }
    [[nodiscard]] static double y_of_sample(std::size_t i) { return (static_cast<double>(i) + 0.7) * row_height; }
    /// The persons spread over the height that the samples take.
    [[nodiscard]] double y_of_person(std::size_t p) const {
        const auto rows = static_cast<double>(std::max(answer_.samples.size(), persons_.size()));
        const double step = persons_.size() > 1 ? (rows - 1.0) / static_cast<double>(persons_.size() - 1) : 1.0;
        return (static_cast<double>(p) * step + 0.7) * row_height;
    }
    void line(std::string& out, std::size_t sample, std::size_t p, double posterior, bool best) const {
        const double x1 = left();
        const double x2 = left() + between;
        const double y1 = y_of_sample(sample);
        const double y2 = y_of_person(p);
        const double bend = 0.45 * (x2 - x1);
        out += "<path class=\"tie";
        out += best ? " chosen" : "";
        out += "\" d=\"M" + html::length(x1) + ' ' + html::length(y1) + " C" + html::length(x1 + bend) + ' ' +
               html::length(y1) + ' ' + html::length(x2 - bend) + ' ' + html::length(y2) + ' ' + html::length(x2) +
               ' ' + html::length(y2) + '"';
        html::attribute(out, "stroke-width", 1.0 + 5.0 * posterior);
        out += "><title>" + html::text(answer_.samples[sample] + " – ") + name_of(view_, persons_[p]) + ": " +
               html::percent(posterior) + "</title></path>\n";
    }

    const View& view_;
    const JointAnswer& answer_;
    std::vector<std::size_t> persons_;
};

std::string table(const View& view) {
    const JointAnswer& answer = *view.joint;
    std::string out(
        "<table class=\"cards wide\" role=\"table\">\n<caption>Posterior of who each sample is, all samples "
        "weighed at once, beside what it is when each sample is taken alone.</caption>\n"
        "<thead role=\"rowgroup\"><tr role=\"row\">");
    for (const char* head : {"Sample", "Most probable", "Together", "Alone", "Otherwise"}) {
        out += std::string("<th scope=\"col\" role=\"columnheader\">") + head + "</th>";
    }
    out += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
    const auto cell = [&](const char* head, const std::string& content) {
        out += std::string("<td role=\"cell\" data-label=\"") + head + "\">" + content + "</td>";
    };
    for (std::size_t i = 0; i < std::min(most_rows, answer.samples.size()); ++i) {
        const std::vector<Owner> owners = owners_of(answer, i);
        const std::size_t first = owners.front().person;
        out += "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">" + html::name(answer.samples[i]) + "</th>";
        cell("Most probable", "<span class=\"who\">" + name_of(view, first) + "</span>");
        cell("Together", "<span class=\"num\">" + html::percent(owners.front().posterior) + "</span>");
        cell("Alone",
             "<span class=\"num\">" +
                 html::percent(first == Assignment::nobody ? view.id.posterior_none[i] : view.id.posterior[i][first]) +
                 "</span>");
        std::string others;
        for (std::size_t k = 1; k < std::min<std::size_t>(owners.size(), 4); ++k) {
            if (owners[k].posterior >= 1e-4) {
                others += (others.empty() ? "" : "; ") + name_of(view, owners[k].person) + " <span class=\"num\">" +
                          html::percent(owners[k].posterior) + "</span>";
            }
        }
        cell("Otherwise", others.empty() ? "–" : others);
        out += "</tr>\n";
    }
    out += "</tbody>\n</table>\n";
    if (answer.samples.size() > most_rows) {
        out += "<p class=\"soft\">The rest: <code>result.json</code>.</p>\n";
    }
    return out;
}

std::string best_words(const JointAnswer& answer) {
    if (!answer.best) {
        return {};
    }
    std::string out("<p>The best joint assignment has a posterior of <strong>");
    out += html::percent(answer.best->posterior) + "</strong>";
    if (std::isinf(answer.log10_odds_to_next)) {
        return out + "; no other is possible.</p>\n";
    }
    if (answer.log10_odds_to_next < 1e-6) {
        return out + "; another is just as probable: what is typed cannot tell them apart.</p>\n";
    }
    return out + "; it is " + html::magnitude(answer.log10_odds_to_next) + " times as probable as the next.</p>\n";
}

std::string sampled_words(const JointAnswer& answer) {
    std::string out;
    for (const Convergence& one : answer.sampled_components) {
        out += std::string("<p class=\"") + (one.converged ? "soft" : "note warn") + "\">" +
               (one.converged ? "Sampled by " : "<strong>Not converged.</strong> Sampled by ") +
               html::count(one.chains, "Monte Carlo chain", "Monte Carlo chains") + " of " + html::count(one.sweeps) +
               " sweeps: R̂ " + html::number(one.r_hat, 4) + ", effective size " +
               html::count(static_cast<std::size_t>(one.effective_size)) +
               (one.converged ? "" : ". These posteriors are not to be relied on") + ".</p>\n";
    }
    return out.empty() ? "<p class=\"soft\">All assignments were summed: the posteriors are exact.</p>\n" : out;
}

} // namespace

std::string together_section(const View& view) {
    if (view.joint == nullptr) {
        return {};
    }
    const JointAnswer& answer = *view.joint;
    std::string out("<section aria-labelledby=\"together\">\n<h2 id=\"together\">Weighed together</h2>\n"
                    "<p>One posterior over all assignments of samples to persons, and to people who are on no roster. "
                    "Prior: ");
    out += html::text(answer.prior) + ".</p>\n" + best_words(answer) + table(view);
    if (answer.samples.size() <= most_drawn) {
        out += "<h3>Assignment graph</h3>\n<p class=\"soft\">The wider a line, the more probable; dark: the best joint "
               "assignment. Lines below 1 % are left out.</p>\n" +
               Graph(view).draw();
    }
    return out + together_lists(view) + sampled_words(answer) + "</section>\n";
}

} // namespace muster::report
