#include "muster/app/questions.hpp"

#include "familias_questions.hpp"
#include "muster/formats/answers.hpp"
#include "muster/formats/text_input.hpp"
#include "pedigree_questions.hpp"

#include <iostream>
#include <iterator>

namespace muster {
namespace {

Result<TextInput> read_input(const std::filesystem::path& file) {
    if (file != "-") {
        return read_text(file);
    }
    return decode_text(std::string(std::istreambuf_iterator<char>(std::cin), {}), "standard input");
}

Result<std::string> answer(Question question, const QuestionLine& line, const std::string& source) {
    switch (question) {
    case Question::likelihood:
    case Question::exclusion_power: {
        auto asked = parse_pedigree_case(line.text, source, line.line);
        if (!asked) {
            return fail(asked.error());
        }
        return question == Question::likelihood ? answer_likelihood(*asked) : answer_exclusion_power(*asked);
    }
    case Question::mutation_matrix: {
        auto asked = parse_matrix_question(line, source);
        return asked ? answer_matrix(line.id, *asked) : fail(asked.error());
    }
    case Question::coefficients: {
        auto asked = parse_coefficient_question(line, source);
        return asked ? answer_coefficients(line.id, *asked) : fail(asked.error());
    }
    }
    return fail(ErrorKind::internal, "unknown question");
}

/// A Familias project asks for the likelihood of each of its pedigrees.
Result<QuestionsSummary> answer_project(const TextInput& input, std::ostream& out) {
    auto project = parse_familias(input.text, input.source);
    if (!project) {
        return fail(project.error());
    }
    if (project->pedigrees.empty()) {
        return fail(Error{ErrorKind::bad_input,
                          "this Familias project has no pedigree to compare; 'muster identify' reads its DVI section",
                          input.source});
    }
    QuestionsSummary summary;
    for (const auto& answered : answer_familias(*project)) {
        ++summary.asked;
        summary.unanswered += answered ? 0 : 1;
        out << (answered ? *answered : error_json("", answered.error().in(input.source).text())) << '\n';
    }
    return summary;
}

} // namespace

Result<QuestionsSummary> answer_questions(const QuestionsRequest& request, std::ostream& out) {
    auto input = read_input(request.file);
    if (!input) {
        return fail(input.error());
    }
    if (request.question == Question::likelihood && is_familias(input->text)) {
        return answer_project(*input, out);
    }
    const auto lines = question_lines(input->text, input->source);
    QuestionsSummary summary;
    for (const auto& line : lines) {
        ++summary.asked;
        if (!line) {
            summary.bad_lines.push_back(line.error());
            out << error_json("", line.error().text()) << '\n';
            continue;
        }
        auto answered = answer(request.question, *line, input->source);
        if (answered) {
            out << *answered << '\n';
        } else {
            ++summary.unanswered;
            out << error_json(line->id, answered.error().in(input->source, line->line).text()) << '\n';
        }
        if (request.progress) {
            request.progress(summary.asked, lines.size());
        }
    }
    return summary;
}

} // namespace muster
