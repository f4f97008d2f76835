#include "command.hpp"
#include "muster/app/questions.hpp"
#include "progress.hpp"

#include <iostream>
#include <memory>

namespace muster::cli {
namespace {

/// A command that answers a file of line-delimited JSON: exit status 0, 1 if some lines could not be answered, 3 if
/// some lines were not JSON.
Command question_command(Question question, std::string name, std::string summary, std::string description) {
    auto file = std::make_shared<std::string>();
    const auto run = [question, file, name]() -> Result<int> {
        Progress progress(name);
        const auto show = [&](std::size_t done, std::size_t all) { progress.show(done, all); };
        auto summary_of = answer_questions({question, *file, show}, std::cout);
        if (!summary_of) {
            return fail(summary_of.error());
        }
        for (const Error& error : summary_of->bad_lines) {
            std::cerr << "muster: " << error.text() << '\n';
        }
        if (!summary_of->bad_lines.empty()) {
            return exit_status(ErrorKind::bad_input);
        }
        if (summary_of->unanswered > 0) {
            std::cerr << "muster: " << summary_of->unanswered << " of " << summary_of->asked
                      << " cases could not be answered; see \"error\" in their lines\n";
            return exit_status(ErrorKind::unanswerable);
        }
        return 0;
    };
    return {std::move(name),
            std::move(summary),
            std::move(description),
            {{"FILE", file.get(), "a file with one JSON object a line; - reads standard input", true}},
            run};
}

} // namespace

Command likelihood_command() {
    return question_command(
        Question::likelihood, "likelihood", "Likelihoods and likelihood ratios of pedigrees, one JSON line a case",
        "Each line of FILE holds a pedigree (members), a locus or loci, and genotypes; with H1_members the "
        "likelihood ratio against H2 (unrelated, or H2_members) is given. Answers: {\"id\",\"loglik\"}, natural "
        "logarithm, null with \"excluded\":true where impossible; or {\"id\",\"log10_lr\",\"loglik_h1\",\"loglik_h2\"} "
        "by locus.");
}

Command mutation_matrix_command() {
    return question_command(
        Question::mutation_matrix, "mutation-matrix", "Mutation matrices of a model, with its stationary transforms",
        "Each line of FILE holds model, rate, rate2, range, alleles, freqs and transform. Answers: "
        "{\"id\",\"matrix\",\"stationary\",\"reversible\",\"overall_rate\"}, row = parental allele.");
}

Command coefficients_command() {
    return question_command(Question::coefficients, "coefficients",
                            "Kinship, inbreeding, kappa and Jacquard coefficients, autosomal and X",
                            "Each line of FILE holds members and, if only some are wanted, pairs.");
}

Command exclusion_power_command() {
    return question_command(Question::exclusion_power, "power exclusion",
                            "Power of a family's references to exclude an unrelated person",
                            "Each line of FILE holds members, missing, loci and the references' genotypes. Answers: "
                            "{\"id\",\"EPperMarker\",\"EPtotal\",\"expectedMismatch\",\"distribMismatch\"}.");
}

} // namespace muster::cli
