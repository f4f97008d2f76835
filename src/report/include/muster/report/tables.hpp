#pragma once

#include "muster/base/csv_text.hpp"
#include "muster/identify/result.hpp"

#include <string>

namespace muster {

// The tables of an identification as CSV after RFC 4180: UTF-8, lines end in CRLF, a field with a comma, a
// quotation mark or a line break is quoted. Numbers have up to 12 significant digits, −∞ is "-inf". Names
// are written as they are: one that starts with = + - or @ is a formula to a spreadsheet, so import such
// columns as text (an apostrophe put before them would no longer be the name).

/// lr_matrix.csv: one line a sample, one column a person, log10 LR. Empty: not compared; "-inf": excluded.
[[nodiscard]] std::string lr_matrix_csv(const Identification& identification);

/// candidates.csv: sample, rank, person, family, log10_lr, posterior, loci_compared, status. First the ranked
/// candidates of each sample (status "ok"); then, without a rank, those who were excluded ("excluded") and
/// those whose sex differs ("sex"; no log10_lr). Pairs that were not considered are left out.
[[nodiscard]] std::string candidates_csv(const Identification& identification);

/// loci.csv: sample, person, locus, log10_lr; one line for each locus (or linked group, "A+B") compared.
[[nodiscard]] std::string loci_csv(const Identification& identification);

/// exclusions.csv: sample, person, family, status, count, loci: each pair with loci whose LR is 0 once
/// mutation and dropout are set aside (joined by ";"). Status "excluded": the LR of the pair is 0; "ok": mutation
/// or dropout explains those loci.
[[nodiscard]] std::string exclusions_csv(const Identification& identification);

/// A number with up to 12 significant digits; "-inf" and "inf" for infinities; never "-0".
[[nodiscard]] std::string csv_number(double value);

} // namespace muster
