#include "muster/app/answer.hpp"

#include "json_text.hpp"

namespace muster {

std::string problems_json(const std::vector<Error>& problems) {
    std::vector<std::string> objects;
    for (const Error& problem : problems) {
        JsonObject one;
        one.raw("file", problem.file.empty() ? "null" : ledger::json_string(problem.file));
        one.raw("line", problem.line == 0 ? "null" : std::to_string(problem.line));
        one.text("message", problem.message);
        objects.push_back(one.done());
    }
    JsonObject json;
    json.raw("problems", json_array(objects));
    return json.done();
}

} // namespace muster
