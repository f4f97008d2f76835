#include "html.hpp"
#include "muster/report/identification_report.hpp"
#include "parts.hpp"

namespace muster {
namespace {

std::string title_of(const report::View& view) {
    const std::string& name = view.subject.input().name;
    return name.empty() ? std::string("Identification") : name;
}

std::string header(const report::View& view) {
    std::string out("<header class=\"top\">\n<p class=\"kind\">Identification report</p>\n<h1>");
    out += html::name(title_of(view));
    out += "</h1>\n<p class=\"soft\">";
    if (!view.info.date.empty()) {
        out += html::text(view.info.date);
        out += " · ";
    }
    out += "muster ";
    out += html::text(view.info.version);
    out += "</p>\n";
    if (view.subject.input().simulated) {
        out += "<p class=\"banner\" role=\"note\"><strong>SIMULATED DATA</strong> — made for trial and training. No "
               "person, "
               "family or sample on this page is real.</p>\n";
    }
    out += "<nav aria-label=\"Contents\"><ul>"
           "<li><a href=\"#summary\">What the evidence says</a></li>";
    out += view.joint != nullptr ? "<li><a href=\"#together\">Weighed together</a></li>" : "";
    out += "<li><a href=\"#matrix\">All against all</a></li>"
           "<li><a href=\"#families\">Families</a></li>"
           "<li><a href=\"#samples\">Samples, locus by locus</a></li>"
           "<li><a href=\"#reading\">How to read this</a></li></ul></nav>\n</header>\n";
    return out;
}

std::string footer(const report::View& view) {
    std::string out("<footer>\n<p>Made by muster ");
    out += html::text(view.info.version);
    if (!view.info.command.empty()) {
        out += " with <code>";
        out += html::text(view.info.command);
        out += "</code>";
    }
    out += ".</p>\n</footer>\n";
    return out;
}

} // namespace

std::string html_report(const Case& subject, const Identification& identification, const ReportInfo& info,
                        const JointAnswer* joint) {
    const report::View view(subject, identification, info, joint);
    const bool simulated = subject.input().simulated;
    std::string running("muster · identification report · ");
    running += html::fitted(title_of(view), 40.0);
    std::string out("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>");
    out += simulated ? "SIMULATED DATA · " : "";
    out += html::text(title_of(view));
    out += " · identification report</title>\n<style>";
    out += report::style_sheet(running, simulated);
    out += "</style>\n</head>\n<body>\n";
    if (simulated) {
        out += "<div class=\"watermark\" aria-hidden=\"true\">SIMULATED DATA</div>\n";
    }
    out += header(view);
    out += "<main>\n";
    out += report::computed_section(view);
    out += report::summary_section(view);
    out += report::together_section(view);
    out += report::warnings_section(view);
    out += report::heat_map_section(view);
    out += report::families_section(view);
    out += report::samples_section(view);
    out += report::reading_section(view);
    out += "</main>\n";
    out += footer(view);
    out += "<script>";
    out += report::script();
    out += "</script>\n</body>\n</html>\n";
    return out;
}

} // namespace muster
