#include "comparison_options.hpp"
#include "muster/app/next.hpp"
#include "progress.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {
namespace {

struct Asked {
    Choices choices{};
    NextRequest request{};
    std::string subject{};
    std::optional<double> threshold{};
    std::uint64_t simulations = 40;
    std::uint64_t steps = 0;
    std::uint64_t seed = 1;
    bool no_mutation = false;
};

Result<int> run(Asked& asked) {
    Progress progress("next: steps");
    NextRequest& request = asked.request;
    request.identification.subject = asked.subject;
    request.identification.mutation = !asked.no_mutation;
    request.next.threshold = asked.threshold.value_or(request.next.threshold);
    request.next.simulations = asked.simulations;
    request.next.most_steps = asked.steps;
    request.next.seed = asked.seed;
    Progress families("next: families");
    Progress sweeps("next: sweeps of the chains, until it is seen whether they agree");
    request.identification.progress = families.counter();
    request.identification.joint.progress = sweeps.counter();
    request.next.progress = progress.counter();
    return print(asked.subject.empty() ? what_next_of_register(asked.choices.writer(), request) : what_next_of(request),
                 asked.choices);
}

} // namespace

Command next_command() {
    auto c = std::make_shared<Asked>();
    std::vector<Option> options{
        {"CASE", &c->subject, "the case; without it, the register"},
        {"--threshold", &c->threshold, "joint posterior from which on a person is identified; 0.99 if not given"},
        {"--simulations", &c->simulations, "of each step; 40 if not given"},
        {"--steps", &c->steps, "simulate so many steps only; 0: all"},
        {"--seed", &c->seed, "of the simulations; 1 if not given"}};
    options = joined(std::move(options), comparison_options(c->request.identification, c->no_mutation));
    return {
        "next", "Rank what to type or to sample next by the identifications it may bring",
        "For each sample that is not identified: typing its missing loci, another sample of the same bone; for each "
        "family with somebody not identified: a reference of each relative who has none. What the step would show is "
        "drawn from the joint posterior given everything typed, and the case weighed again.",
        joined(std::move(options), recorder_options(c->choices)), [c] { return run(*c); }};
}

} // namespace muster::cli
