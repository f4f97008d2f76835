#include "muster/formats/earlier_run.hpp"

#include "json_parts.hpp"

namespace muster {
namespace {

using json::Json;

Error not_a_result(const std::string& source) {
    return Error{
        ErrorKind::bad_input,
        "no joint posterior was found; expected a result of muster identify with \"joint\" in it (result.json, "
        "or what --json prints)"}
        .in(source);
}

} // namespace

Result<EarlierRun> read_earlier_run(std::string_view text, const std::string& source) {
    const auto root = json::parse(text, source);
    return root ? json::earlier_run(*root, source) : fail(root.error());
}

Result<EarlierRun> json::earlier_run(const Json& root, const std::string& source) {
    const Json* joint = root.is_object() ? json::find(root, "joint") : nullptr;
    const Json* pairings = joint != nullptr && joint->is_object() ? json::find(*joint, "pairings") : nullptr;
    const Json* samples = joint != nullptr && joint->is_object() ? json::find(*joint, "samples") : nullptr;
    if (pairings == nullptr || !pairings->is_array() || samples == nullptr) {
        return fail(not_a_result(source));
    }
    const auto names = json::words(*samples, "\"samples\"");
    if (!names) {
        return fail(names.error().in(source));
    }
    EarlierRun out;
    for (const std::string& name : *names) {
        out[name];
    }
    for (const Json& one : *pairings) {
        const Json* sample = one.is_object() ? json::find(one, "sample") : nullptr;
        const Json* person = one.is_object() ? json::find(one, "person") : nullptr;
        const Json* posterior = one.is_object() ? json::find(one, "posterior") : nullptr;
        if (sample == nullptr || person == nullptr || posterior == nullptr || !sample->is_string() ||
            !person->is_string() || !posterior->is_number()) {
            return fail(not_a_result(source));
        }
        out[sample->get<std::string>()][person->get<std::string>()] = posterior->get<double>();
    }
    return out;
}

} // namespace muster
