#include "comparison_options.hpp"
#include "muster/app/explain.hpp"
#include "register_options.hpp"

#include <memory>

namespace muster::cli {
namespace {

struct Asked {
    Choices choices{};
    ExplainRequest request{};
    std::string subject{};
    bool no_mutation = false;
};

Result<int> run(Asked& asked) {
    asked.request.identification.subject = asked.subject;
    asked.request.identification.mutation = !asked.no_mutation;
    return print(asked.subject.empty() ? explain_register(asked.choices.writer(), asked.request)
                                       : explain(asked.request),
                 asked.choices);
}

} // namespace

Command explain_command() {
    auto c = std::make_shared<Asked>();
    std::vector<Option> options{{"SAMPLE", &c->request.sample, "the remains", true},
                                {"PERSON", &c->request.person, "the missing person", true},
                                {"CASE", &c->subject, "the case; without it, the register"},
                                {"--seed", &c->request.identification.joint.seed,
                                 "of the chains, where the joint posterior is sampled; 1 if not given"}};
    options = joined(std::move(options), comparison_options(c->request.identification, c->no_mutation));
    return {"explain", "Say why a sample is, or is not, a missing person",
            "Prior, family, each locus, who else it may be, and what weighing all samples together changes: the best "
            "joint assignment in which the sample is the person beside the best in which it is not. On the register "
            "nothing is recorded but who looked.",
            joined(std::move(options), recorder_options(c->choices)), [c] { return run(*c); }};
}

} // namespace muster::cli
