#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/mutation.hpp"
#include "muster/pedigree/pedigree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster {

/// One line of a question file, as far as it can be told apart before it is understood.
struct QuestionLine {
    std::string id;   ///< "id", or empty
    std::size_t line; ///< 1-based
    std::string_view text;
};

/// The non-blank lines of line-delimited JSON, each with its id. A line that is not a JSON object is an error
/// (bad_input) with file, line and column, in its place.
[[nodiscard]] std::vector<Result<QuestionLine>> question_lines(std::string_view text, const std::string& source);

/// A mutation matrix that is asked for: {model, rate, rate2, range, seed, matrix, alleles, freqs, transform |
/// stabilization}. Models and transforms by the names that pedmut and Familias use, in any case; "stepwise_micro" is
/// stepwise.
struct MatrixQuestion {
    MutationSpec spec;
    std::vector<std::string> alleles;
    std::vector<double> freqs;
};
[[nodiscard]] Result<MatrixQuestion> parse_matrix_question(const QuestionLine& line, const std::string& source);

/// Coefficients that are asked for: {members, pairs: [{a, b}]}; no pairs: all.
struct CoefficientQuestion {
    std::vector<PersonRecord> members;
    std::vector<std::pair<std::string, std::string>> pairs;
};
[[nodiscard]] Result<CoefficientQuestion> parse_coefficient_question(const QuestionLine& line,
                                                                     const std::string& source);

} // namespace muster
