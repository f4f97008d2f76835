#include "muster/formats/questions.hpp"

#include "json_parts.hpp"
#include "muster/formats/text_input.hpp"

#include <algorithm>

namespace muster {
namespace {

using json::Json;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return text;
}

Result<Json> object_of(const QuestionLine& line, const std::string& source) {
    return json::parse(line.text, source, line.line);
}

Result<void> read_spec(const Json& object, MatrixQuestion& made) {
    const Json* name = json::find(object, "model");
    if (name == nullptr || !name->is_string()) {
        return fail(ErrorKind::bad_input, "\"model\" should name a mutation model");
    }
    const std::string model = lower(name->get<std::string>());
    auto parsed = parse_mutation_model(model == "stepwise_micro" ? "stepwise" : model);
    if (!parsed) {
        return fail(parsed.error());
    }
    made.spec.model = *parsed;
    for (const auto& [key, to] : {std::pair{"rate", &made.spec.rate}, std::pair{"rate2", &made.spec.rate2},
                                  std::pair{"range", &made.spec.range}}) {
        auto value = json::number(object, key, "the mutation model");
        if (!value) {
            return fail(value.error());
        }
        *to = value->value_or(*to);
    }
    if (const Json* seed = json::find(object, "seed"); seed != nullptr && seed->is_number_unsigned()) {
        made.spec.seed = seed->get<std::uint64_t>();
    }
    for (const char* key : {"transform", "stabilization"}) {
        const Json* transform = json::find(object, key);
        if (transform != nullptr) {
            auto value = parse_stationary_transform(json::word(*transform).value_or("?"));
            if (!value) {
                return fail(value.error());
            }
            made.spec.transform = *value;
        }
    }
    if (made.spec.model != MutationModel::custom) {
        return {};
    }
    const Json* matrix = json::find(object, "matrix");
    if (matrix == nullptr || !matrix->is_array()) {
        return fail(ErrorKind::bad_input, "the model \"custom\" needs a \"matrix\"");
    }
    const std::size_t k = matrix->size();
    made.spec.matrix = Matrix(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        auto row = json::numbers((*matrix)[i], "a row of \"matrix\"");
        if (!row || row->size() != k) {
            return row ? fail(ErrorKind::bad_input, "\"matrix\" should be square") : fail(row.error());
        }
        for (std::size_t j = 0; j < k; ++j) {
            made.spec.matrix(i, j) = (*row)[j];
        }
    }
    return {};
}

Result<MatrixQuestion> matrix_question(const Json& object) {
    MatrixQuestion made;
    if (auto done = read_spec(object, made); !done) {
        return fail(done.error());
    }
    const Json* alleles = json::find(object, "alleles");
    const Json* freqs = json::find(object, "freqs");
    if (alleles == nullptr || freqs == nullptr) {
        return fail(ErrorKind::bad_input, "\"alleles\" and \"freqs\" are needed");
    }
    auto names = json::words(*alleles, "\"alleles\"");
    auto values = json::numbers(*freqs, "\"freqs\"");
    if (!names || !values) {
        return fail(!names ? names.error() : values.error());
    }
    if (names->size() != values->size()) {
        return fail(ErrorKind::bad_input,
                    std::to_string(names->size()) + " alleles, but " + std::to_string(values->size()) + " frequencies");
    }
    made.alleles = *std::move(names);
    made.freqs = *std::move(values);
    return made;
}

Result<CoefficientQuestion> coefficient_question(const Json& object) {
    const Json* members = json::find(object, "members");
    auto persons =
        json::person_records(members == nullptr ? Json{} : *members, json::find(object, "founder_inbreeding"));
    if (!persons) {
        return fail(persons.error());
    }
    CoefficientQuestion made{*std::move(persons), {}};
    const Json* pairs = json::find(object, "pairs");
    if (pairs == nullptr) {
        return made;
    }
    for (const Json& pair : *pairs) {
        const Json* a = json::find(pair, "a");
        const Json* b = json::find(pair, "b");
        if (a == nullptr || b == nullptr) {
            return fail(ErrorKind::bad_input, "each of \"pairs\" should be an object with \"a\" and \"b\"");
        }
        made.pairs.emplace_back(json::word(*a).value_or(""), json::word(*b).value_or(""));
    }
    return made;
}

} // namespace

std::vector<Result<QuestionLine>> question_lines(std::string_view text, const std::string& source) {
    std::vector<Result<QuestionLine>> out;
    std::size_t number = 0;
    for (std::string_view line : split_lines(text)) {
        ++number;
        if (line.find_first_not_of(" \t") == std::string_view::npos) {
            continue;
        }
        auto object = json::parse(line, source, number);
        if (!object) {
            out.emplace_back(fail(object.error()));
        } else if (!object->is_object()) {
            out.emplace_back(
                fail(Error{ErrorKind::bad_input, "a JSON object is expected on each line", source, number}));
        } else {
            const Json* id = json::find(*object, "id");
            out.emplace_back(QuestionLine{id == nullptr ? "" : json::word(*id).value_or(""), number, line});
        }
    }
    return out;
}

Result<MatrixQuestion> parse_matrix_question(const QuestionLine& line, const std::string& source) {
    auto object = object_of(line, source);
    return object ? matrix_question(*object) : fail(object.error());
}

Result<CoefficientQuestion> parse_coefficient_question(const QuestionLine& line, const std::string& source) {
    auto object = object_of(line, source);
    return object ? coefficient_question(*object) : fail(object.error());
}

} // namespace muster
