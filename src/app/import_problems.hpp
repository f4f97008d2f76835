#pragma once

#include "muster/app/answer.hpp"

#include <filesystem>
#include <vector>

namespace muster {

/// Writes an answer's problems as CSV (row,problem) into `file`, if there are some and the file has a name.
[[nodiscard]] Result<Answer> with_problem_file(Result<Answer> answer, const std::filesystem::path& file);

/// Adds problems to those of an answer, in the order of their rows; those of one row stay in theirs.
[[nodiscard]] Result<Answer> with_problems(Result<Answer> answer, std::vector<Error> problems);

} // namespace muster
