#include "command.hpp"
#include "muster/app/identification.hpp"
#include "progress.hpp"

#include <iostream>
#include <memory>

namespace muster::cli {
namespace {

struct Choices {
    IdentificationRequest request;
    std::string subject;
    std::string out;
    bool json = false;
    bool no_mutation = false;
};

Result<int> run(Choices& choices) {
    Progress progress("identify: families");
    choices.request.subject = choices.subject;
    choices.request.out = choices.out;
    choices.request.mutation = !choices.no_mutation;
    choices.request.command = command_line();
    choices.request.progress = [&](std::size_t done, std::size_t all) {
        progress.show(done, all);
        return true;
    };
    auto reply = run_identification(choices.request);
    if (!reply) {
        return fail(reply.error());
    }
    if (choices.json) {
        std::cout << reply->json << '\n';
    } else {
        std::cout << reply->summary;
        if (!choices.out.empty()) {
            std::cout << "Written to " << choices.out
                      << ": report.html, result.json, lr_matrix.csv, candidates.csv, loci.csv, exclusions.csv\n";
        }
    }
    if (reply->unanswered > 0) {
        std::cerr << "muster: the families of " << reply->unanswered
                  << " missing persons could not be computed; see the warnings\n";
        return exit_status(ErrorKind::unanswerable);
    }
    return 0;
}

} // namespace

Command identify_command() {
    auto c = std::make_shared<Choices>();
    return {
        "identify",
        "Compare every sample of a case with every missing person",
        "CASE is a Familias file (.fam, DVI), a JSON case, or a folder with profiles.csv, pedigree.ped and "
        "frequencies.csv. Each likelihood ratio compares \"this sample is the missing person\" with \"this sample "
        "is an unrelated person\"; the others missing from the family count as untyped.",
        {{"CASE", &c->subject, "the case", true},
         {"--out", &c->out, "folder for report.html, result.json and tables"},
         {"--json", &c->json, "print everything as JSON"},
         {"--prior", &c->request.prior, "flat (default), a probability for each person, or a CSV file (person,prior)"},
         {"--theta", &c->request.theta, "co-ancestry coefficient, 0 up to 1"},
         {"--population", &c->request.population, "whose frequencies to use, where the case has several"},
         {"--mutation", &c->request.mutation_setting,
          "which of the case's named mutation settings; none switches mutation off"},
         {"--no-mutation", &c->no_mutation, "switch mutation off"},
         {"--dropout", &c->request.dropout,
          "HET[,HOM]: dropout probability of a heterozygote's allele, of a homozygote (default HET squared)"},
         {"--dropin", &c->request.dropin, "probability of one drop-in allele at a locus"},
         {"--rare", &c->request.rare_allele_frequency,
          "frequency for alleles that the table does not have; without it they are an error"}},
        [c] { return run(*c); }};
}

} // namespace muster::cli
