#pragma once

#include "muster/formats/csv.hpp"
#include "muster/genetics/profile.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace muster {

/// The typing of one replicate (one amplification of one extraction of a sample), as a table gives it.
struct TypingRow {
    std::string sample;
    std::string extraction; ///< "1" where the table names none
    std::string replicate;  ///< "1" where the table names none
    std::string kit;        ///< empty: not stated
    std::string test;       ///< empty: not stated
    std::map<std::string, LocusResult> loci;
    std::size_t line = 0; ///< where the table first speaks of this replicate
};

/// What a table of typing says, as far as it can be read, and what is wrong with it.
struct Typing {
    std::vector<TypingRow> rows{};
    std::vector<Error> problems{};
};

/// Reads a table of typing, in the order in which its replicates first stand there. Long form, a row a marker: sample,
/// marker, allele1, allele2 [, allele3 …] [, height1 …] [, extraction, replicate, kit, test, status]; or wide form, a
/// row a replicate and a column a marker, with cells like 14/16. Markers are taken as written. Status: typed, partial,
/// empty (tested, nothing seen), not_tested; without a word two alleles are typed, one is partial, none not tested. A
/// blank cell of the wide form says nothing of its marker, unless the row's status is empty or not_tested. Results
/// stand as the laboratory wrote them: one allele called typed stays one. `heights` are in the order of the alleles;
/// where an allele is written twice one height serves both.
///
/// Problems (bad_input), all of them, in the order of their lines: columns that are missing, or unknown in the long
/// form; rows without sample or marker; a marker twice in one replicate; two kits or tests of one; a status that is not
/// known or contradicts the alleles; heights that are no numbers, or not those of the alleles.
[[nodiscard]] Typing read_typing(const CsvTable& table);

} // namespace muster
