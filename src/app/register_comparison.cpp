#include "register_comparison.hpp"

#include "views.hpp"

namespace muster {

Result<RegisterComparison> open_comparison(const Recorder& recorder, const IdentificationRequest& request,
                                           const std::string& use) {
    auto options = identify_options(request);
    auto session = options ? open_for_writing(recorder, Action::compare) : fail(options.error());
    auto head = session ? session->reg.head() : fail(session.error());
    if (!head) {
        return fail(head.error());
    }
    if (!request.mutation_setting.empty() && request.mutation_setting != "none") {
        return fail(ErrorKind::usage, "--mutation: on a register, stepwise mutation is on or off (none), found '" +
                                          request.mutation_setting + "'");
    }
    const bool mutation = request.mutation && request.mutation_setting.empty();
    auto compared = case_of_register(session->reg, {request.population, mutation, request.theta.value_or(0.0)});
    auto viewed = compared ? disclosed(*session, {"reference:*", "result:*"}, use) : fail(compared.error());
    if (!viewed) {
        return fail(viewed.error());
    }
    return RegisterComparison{*std::move(session), *std::move(head), *std::move(compared), *std::move(options)};
}

} // namespace muster
