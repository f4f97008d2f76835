#pragma once

#include "muster/base/result.hpp"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace muster {

/// What a file of line-delimited JSON asks.
enum class Question { likelihood, mutation_matrix, coefficients, exclusion_power };

struct QuestionsRequest {
    Question question = Question::likelihood;
    std::filesystem::path file;                               ///< "-" is standard input
    std::function<void(std::size_t, std::size_t)> progress{}; ///< (answered, all); may be empty
};

struct QuestionsSummary {
    std::size_t asked = 0;
    std::size_t unanswered = 0;   ///< well put, but not to be computed: {"id","error"} stands in the output
    std::vector<Error> bad_lines; ///< lines that are not JSON; {"id":null,"error"} stands in the output
};

/// Answers every line (or, for `likelihood`, every pedigree of a Familias project), in order, one JSON line each; a
/// line that cannot be answered does not stop the others. Errors: the file cannot be read.
[[nodiscard]] Result<QuestionsSummary> answer_questions(const QuestionsRequest& request, std::ostream& out);

} // namespace muster
