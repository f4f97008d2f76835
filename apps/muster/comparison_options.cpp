#include "comparison_options.hpp"

namespace muster::cli {

std::vector<Option> comparison_options(IdentificationRequest& request, bool& no_mutation) {
    return {{"--prior", &request.prior, "flat (default), a probability for each person, or a CSV file (person,prior)"},
            {"--theta", &request.theta, "co-ancestry coefficient, 0 up to 1"},
            {"--population", &request.population, "whose frequencies to use, where there are several"},
            {"--mutation", &request.mutation_setting,
             "which of the case's named mutation settings; none switches mutation off"},
            {"--no-mutation", &no_mutation, "switch mutation off"},
            {"--dropout", &request.dropout,
             "HET[,HOM]: dropout probability of a heterozygote's allele, of a homozygote (default HET squared)"},
            {"--dropin", &request.dropin, "probability of one drop-in allele at a locus"},
            {"--joint", &request.joint.joint,
             "all (every joint assignment, up to 100000), top=N (the N best; default top=10, where that is exact) or "
             "none"},
            {"--evidence", &request.joint.evidence,
             "CSV file (kind,a,b,log10_lr): must-link, cannot-link, same (two samples), is (sample, person)"},
            {"--present", &request.joint.present, "probability of each person being among the remains"},
            {"--unknown", &request.joint.unknown, "expected individuals not on the roster; by population, with commas"},
            {"--samples-each", &request.joint.samples_each,
             "samples of an individual who is present: poisson:MEAN, or the probabilities of 0, 1, 2, … samples"},
            {"--since", &request.joint.since, "result.json of an earlier run: say what changed"},
            {"--rare", &request.rare_allele_frequency,
             "frequency for alleles that the table does not have; without it they are an error"}};
}

} // namespace muster::cli
