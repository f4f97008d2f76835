#pragma once

#include "muster/identify/case.hpp"
#include "muster/identify/result.hpp"
#include "muster/joint/joint.hpp"

#include <string>

namespace muster {

/// What a report says of its own making.
struct ReportInfo {
    std::string version; ///< of the program, "0.1.0"
    std::string date;    ///< as people read it
    std::string command; ///< the command line that made it; empty: not shown
};

/// The identification as one HTML page, in UTF-8: what was computed, what the evidence says for each
/// sample, the matrix as a heat map, the families as drawn pedigrees, and every candidate opened up locus
/// by locus. The page asks for nothing from outside, reads without JavaScript, in light and dark, on a
/// telephone and on paper (A4). It is also well-formed XML. Simulated cases say so on every page.
/// Names may hold any text. `identification` is the answer for `subject`; a sample or person that the case
/// does not know is shown without alleles and pedigree.
/// `joint`: what weighing all samples together gives; null where it was not done.
[[nodiscard]] std::string html_report(const Case& subject, const Identification& identification, const ReportInfo& info,
                                      const JointAnswer* joint = nullptr);

} // namespace muster
