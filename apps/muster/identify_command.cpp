#include "muster/app/register_identification.hpp"
#include "progress.hpp"
#include "register_options.hpp"

#include <iostream>
#include <memory>

namespace muster::cli {
namespace {

struct Asked {
    Choices choices{};
    IdentificationRequest request{};
    std::string subject{};
    std::string out{};
    bool no_mutation = false;
};

Result<int> run(Asked& choices) {
    Progress progress("identify: families");
    choices.request.subject = choices.subject;
    choices.request.out = choices.out;
    choices.request.mutation = !choices.no_mutation;
    choices.request.command = command_line();
    choices.request.progress = [&](std::size_t done, std::size_t all) {
        progress.show(done, all);
        return true;
    };
    std::string analysis;
    Result<IdentificationReply> reply = IdentificationReply{};
    if (choices.subject.empty()) {
        auto done = identify_register(choices.choices.writer(), choices.request);
        analysis = done ? done->analysis : std::string();
        reply = done ? Result<IdentificationReply>(std::move(done->reply)) : fail(done.error());
    } else {
        reply = run_identification(choices.request);
    }
    if (!reply) {
        return fail(reply.error());
    }
    if (choices.choices.json) {
        std::cout << reply->json << '\n';
    } else {
        std::cout << reply->summary;
        if (!choices.out.empty()) {
            std::cout << "Written to " << choices.out
                      << ": report.html, result.json, lr_matrix.csv, candidates.csv, loci.csv, exclusions.csv\n";
        }
        if (!analysis.empty()) {
            std::cout << "Recorded: " << analysis << '\n';
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
    auto c = std::make_shared<Asked>();
    std::vector<Option> options{
        {"CASE", &c->subject, "the case; without it, the register"},
        {"--out", &c->out, "folder for report.html, result.json and tables; replaces those of an earlier run"},
        {"--prior", &c->request.prior, "flat (default), a probability for each person, or a CSV file (person,prior)"},
        {"--theta", &c->request.theta, "co-ancestry coefficient, 0 up to 1"},
        {"--population", &c->request.population, "whose frequencies to use, where there are several"},
        {"--mutation", &c->request.mutation_setting,
         "which of the case's named mutation settings; none switches mutation off"},
        {"--no-mutation", &c->no_mutation, "switch mutation off"},
        {"--dropout", &c->request.dropout,
         "HET[,HOM]: dropout probability of a heterozygote's allele, of a homozygote (default HET squared)"},
        {"--dropin", &c->request.dropin, "probability of one drop-in allele at a locus"},
        {"--joint", &c->request.joint.joint,
         "all (every joint assignment), top=N (the N best; default top=10, where that is exact) or none"},
        {"--evidence", &c->request.joint.evidence,
         "CSV file (kind,a,b,log10_lr): must-link, cannot-link, same (two samples), is (sample, person)"},
        {"--present", &c->request.joint.present, "probability of each person being among the remains"},
        {"--unknown", &c->request.joint.unknown, "expected individuals not on the roster; by population, with commas"},
        {"--samples-each", &c->request.joint.samples_each,
         "samples of an individual who is present: poisson:MEAN, or the probabilities of 0, 1, 2, … samples"},
        {"--rare", &c->request.rare_allele_frequency,
         "frequency for alleles that the table does not have; without it they are an error"}};
    return {"identify", "Compare every sample of a case, or of the register, with every missing person",
            "CASE is a Familias file (.fam, DVI), a JSON case, or a folder with profiles.csv, pedigree.ped and "
            "frequencies.csv. Without CASE, every sample of the register that has a reportable result is compared with "
            "every missing person of the roster, by the references whose donors agreed, and the result is recorded. "
            "Each likelihood ratio compares \"this sample is the missing person\" with \"this sample is an unrelated "
            "person\"; the others missing from the family count as untyped.",
            joined(std::move(options), recorder_options(c->choices)), [c] { return run(*c); }};
}

} // namespace muster::cli
