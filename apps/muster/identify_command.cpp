#include "comparison_options.hpp"
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
    Progress sampled("identify: sweeps of the chains, until it is seen whether they agree");
    choices.request.subject = choices.subject;
    choices.request.out = choices.out;
    choices.request.mutation = !choices.no_mutation;
    choices.request.command = command_line();
    choices.request.progress = progress.counter();
    choices.request.joint.progress = sampled.counter();
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
            std::cout << "Written to " << choices.out << ": report.html, result.json and tables (docs/formats.md)\n";
        }
        if (!analysis.empty()) {
            std::cout << "Recorded: " << analysis << '\n';
        }
    }
    if (reply->unanswered > 0) {
        std::cerr << "muster: the families of " << reply->unanswered
                  << " missing persons could not be computed; see the warnings\n";
    }
    if (!reply->joint_refused.empty()) {
        std::cerr << "muster: not weighed together: " << reply->joint_refused << '\n';
    }
    return reply->unanswered > 0 || !reply->joint_refused.empty() ? exit_status(ErrorKind::unanswerable) : 0;
}

} // namespace

Command identify_command() {
    auto c = std::make_shared<Asked>();
    std::vector<Option> options{
        {"CASE", &c->subject, "the case; without it, the register"},
        {"--seed", &c->request.joint.seed, "of the chains, where the joint posterior is sampled; 1 if not given"},
        {"--out", &c->out, "folder for report.html, result.json and tables; replaces those of an earlier run"}};
    return {"identify", "Compare every sample of a case, or of the register, with every missing person",
            "CASE is a Familias file (.fam, DVI), a JSON case, or a folder with profiles.csv, pedigree.ped and "
            "frequencies.csv. Without CASE, every sample of the register that has a reportable result is compared with "
            "every missing person of the roster, by the references whose donors agreed, and the result is recorded. "
            "Each likelihood ratio compares \"this sample is the missing person\" with \"this sample is an unrelated "
            "person\"; the others missing from the family count as untyped.",
            joined(joined(std::move(options), comparison_options(c->request, c->no_mutation)),
                   recorder_options(c->choices)),
            [c] { return run(*c); }};
}

} // namespace muster::cli
