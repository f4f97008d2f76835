#include "json_parts.hpp"

#include "text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace muster::json {

namespace {

tl::unexpected<Error> bad(std::string message) {
    return fail(ErrorKind::bad_input, std::move(message));
}

tl::unexpected<Error> bad_at(std::string_view text, std::size_t byte, const std::string& source, std::size_t first_line,
                             const std::string& message) {
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1; // npos + 1 is 0
    return fail(
        Error{ErrorKind::bad_input, message + " (column " + std::to_string(column) + ")", source, first_line + lines});
}

/// The first byte that is nested too deep; the text's size if there is none.
std::size_t too_deep_at(std::string_view text) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            i += c == '\\' ? 1U : 0U;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > max_depth) {
                return i;
            }
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return text.size();
}

std::string type_of(const Json& value) {
    return value.is_null() ? "nothing" : "a JSON " + std::string(value.type_name());
}

Result<Matrix> matrix(const Json& value, const std::string& what) {
    if (!value.is_array() || value.empty()) {
        return bad(what + " is " + type_of(value) + ", expected an array of rows");
    }
    const std::size_t k = value.size();
    Matrix m(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        const auto row = numbers(value[i], what);
        if (!row) {
            return fail(row.error());
        }
        if (row->size() != k) {
            return bad(what + " has " + std::to_string(row->size()) + " columns in row " + std::to_string(i + 1) +
                       " and " + std::to_string(k) + " rows; it must be square");
        }
        for (std::size_t j = 0; j < k; ++j) {
            m(i, j) = (*row)[j];
        }
    }
    return m;
}

/// Keys of a mutation model; a mistyped one must not pass for "no rate given".
constexpr std::array parameter_keys{"model", "rate", "rate2", "range", "seed", "transform", "overall_rate"};
constexpr std::array mutation_keys{"male", "female", "male_matrix", "female_matrix", "spec"};

Result<void> only_known_keys(const Json& object, bool whole_mutation) {
    for (const auto& item : object.items()) {
        const std::string& key = item.key();
        const auto is_key = [&](const char* known) { return key == known; };
        if (std::none_of(parameter_keys.begin(), parameter_keys.end(), is_key) &&
            !(whole_mutation && std::any_of(mutation_keys.begin(), mutation_keys.end(), is_key))) {
            return bad("the mutation model has no parameter " + text::quote(key) +
                       "; it has model, rate, rate2, range, seed and transform, for each of male and female, or "
                       "male_matrix and female_matrix");
        }
    }
    return {};
}

/// A model that needs a rate must be given one.
Result<void> check_rate(const MutationSpec& spec, bool rate_given) {
    if (spec.model == MutationModel::none || spec.model == MutationModel::custom || rate_given) {
        return {};
    }
    return bad("the mutation model " + to_string(spec.model) + " needs a \"rate\"");
}

/// Overrides in `spec` what `object` says.
Result<void> read_parameters(const Json& object, MutationSpec& spec, bool whole_mutation) {
    if (!object.is_object()) {
        return bad("a mutation model is " + type_of(object) + ", expected an object with \"model\"");
    }
    if (auto known = only_known_keys(object, whole_mutation); !known) {
        return known;
    }
    if (const Json* name = find(object, "model")) {
        const auto model = parse_mutation_model(word(*name).value_or(name->dump()));
        if (!model) {
            return fail(model.error());
        }
        spec.model = *model;
    }
    const std::pair<const char*, double MutationSpec::*> fields[] = {
        {"rate", &MutationSpec::rate}, {"rate2", &MutationSpec::rate2}, {"range", &MutationSpec::range}};
    for (const auto& [key, field] : fields) {
        const auto value = number(object, key, "the mutation parameter");
        if (!value) {
            return fail(value.error());
        }
        spec.*field = value->value_or(spec.*field);
    }
    const auto seed = number(object, "seed", "the mutation parameter");
    if (!seed || (*seed && !(**seed >= 0.0 && **seed < 9e15 && **seed == std::floor(**seed)))) {
        return bad("the mutation parameter \"seed\" is not a whole number from 0");
    }
    spec.seed = *seed ? static_cast<std::uint64_t>(**seed) : spec.seed;
    if (const Json* name = find(object, "transform")) {
        const auto transform = parse_stationary_transform(word(*name).value_or(name->dump()));
        if (!transform) {
            return fail(transform.error());
        }
        spec.transform = *transform;
    }
    return {};
}

Result<void> read_sex(const Json& mutation, const std::string& sex, MutationSpec& spec) {
    if (const Json* given = find(mutation, sex + "_matrix")) {
        auto made = matrix(*given, "the " + sex + " mutation matrix");
        if (!made) {
            return fail(std::move(made.error()));
        }
        spec = {};
        spec.model = MutationModel::custom;
        spec.matrix = *std::move(made);
        return {};
    }
    const Json* own = find(mutation, sex);
    if (own == nullptr) {
        return {};
    }
    if (auto read = read_parameters(*own, spec, false); !read) {
        return read;
    }
    return check_rate(spec, find(*own, "rate") != nullptr || find(mutation, "rate") != nullptr);
}

/// A sex of which nothing is said takes the general model; without one, it was forgotten.
Result<void> both_sexes_said(const Json& mutation) {
    if (find(mutation, "model") != nullptr) {
        return {};
    }
    for (const char* sex : {"male", "female"}) {
        if (find(mutation, sex) == nullptr && find(mutation, std::string(sex) + "_matrix") == nullptr) {
            return bad(std::string("the mutation model says nothing of \"") + sex +
                       "\"; give a \"model\" for both sexes, or both \"male\" and \"female\"");
        }
    }
    return {};
}

} // namespace

Result<Json> parse(std::string_view text, const std::string& source, std::size_t first_line) {
    if (const std::size_t deep = too_deep_at(text); deep < text.size()) {
        return bad_at(text, deep, source, first_line,
                      "the JSON is nested deeper than " + std::to_string(max_depth) + " levels");
    }
    try {
        return Json::parse(text);
    } catch (const nlohmann::json::parse_error& e) {
        const bool cut_off = e.byte > text.size();
        return bad_at(text, e.byte == 0 ? 0 : e.byte - 1, source, first_line,
                      cut_off ? "the JSON ends too early: the file is cut off" : "this is not valid JSON here");
    } catch (const nlohmann::json::exception&) {
        return fail(Error{ErrorKind::bad_input, "the JSON holds a number that is too large", source, first_line});
    }
}

const Json* find(const Json& object, std::string_view key) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto it = object.find(std::string(key));
    return it == object.end() || it->is_null() ? nullptr : &*it;
}

std::optional<std::string> word(const Json& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    return value.is_number() ? std::optional(value.dump()) : std::nullopt;
}

Result<std::optional<double>> number(const Json& object, std::string_view key, const std::string& what) {
    const Json* value = find(object, key);
    if (value == nullptr) {
        return std::optional<double>{};
    }
    if (!value->is_number()) {
        return bad(what + " \"" + std::string(key) + "\" is " + type_of(*value) + ", expected a number");
    }
    return std::optional(value->get<double>());
}

Result<std::vector<double>> numbers(const Json& value, const std::string& what) {
    if (!value.is_array()) {
        return bad(what + " is " + type_of(value) + ", expected an array of numbers");
    }
    std::vector<double> out;
    for (const Json& element : value) {
        if (!element.is_number()) {
            return bad(what + " holds " + type_of(element) + ", expected numbers only");
        }
        out.push_back(element.get<double>());
    }
    return out;
}

Result<std::vector<std::string>> words(const Json& value, const std::string& what) {
    if (!value.is_array()) {
        return bad(what + " is " + type_of(value) + ", expected an array of names");
    }
    std::vector<std::string> out;
    for (const Json& element : value) {
        auto name = word(element);
        if (!name) {
            return bad(what + " holds " + type_of(element) + ", expected names only");
        }
        out.push_back(*std::move(name));
    }
    return out;
}

Result<void> read_mutation(const Json& mutation, MutationSpec& male, MutationSpec& female) {
    male = {};
    female = {};
    if (mutation.is_null()) {
        return {};
    }
    MutationSpec both;
    if (auto read = read_parameters(mutation, both, true); !read) {
        return read;
    }
    if (auto said = both_sexes_said(mutation); !said) {
        return said;
    }
    const bool own_rates = find(mutation, "male") != nullptr && find(mutation, "female") != nullptr;
    if (auto rate = check_rate(both, own_rates || find(mutation, "rate") != nullptr); !rate) {
        return rate;
    }
    male = both;
    female = both;
    if (auto read = read_sex(mutation, "male", male); !read) {
        return read;
    }
    return read_sex(mutation, "female", female);
}

Result<LocusSpec> locus_spec(const Json& locus, const std::string& silent_of_case) {
    const Json* name = find(locus, "name");
    LocusSpec spec;
    spec.name = name == nullptr ? std::string{} : word(*name).value_or("");
    if (spec.name.empty()) {
        return bad("a locus has no \"name\"");
    }
    const std::string of = "locus " + text::quote(spec.name) + ": ";
    const Json* chrom = find(locus, "chrom");
    const std::string chromosome = chrom == nullptr ? "A" : word(*chrom).value_or("?");
    if (chromosome != "A" && chromosome != "X") {
        return bad(of + "\"chrom\" is " + text::quote(chromosome) + ", expected \"A\" (autosomal) or \"X\"");
    }
    spec.inheritance = chromosome == "X" ? Inheritance::x_linked : Inheritance::autosomal;
    const Json* alleles = find(locus, "alleles");
    const Json* freqs = find(locus, "freqs");
    if (alleles == nullptr || freqs == nullptr) {
        return bad(of + "\"" + (alleles == nullptr ? "alleles" : "freqs") + "\" is missing");
    }
    auto names = words(*alleles, of + "\"alleles\"");
    if (!names) {
        return fail(std::move(names.error()));
    }
    auto values = numbers(*freqs, of + "\"freqs\"");
    if (!values) {
        return fail(std::move(values.error()));
    }
    spec.alleles = *std::move(names);
    spec.freqs.push_back(*std::move(values));
    if (const Json* mutation = find(locus, "mutation")) {
        if (auto read = read_mutation(*mutation, spec.male, spec.female); !read) {
            return bad(of + read.error().message);
        }
    }
    if (const Json* silent = find(locus, "silent")) {
        spec.silent = word(*silent).value_or("");
        if (std::find(spec.alleles.begin(), spec.alleles.end(), spec.silent) == spec.alleles.end()) {
            return bad(of + "\"silent\" should name an allele of the locus, found " + silent->dump());
        }
    } else if (std::find(spec.alleles.begin(), spec.alleles.end(), silent_of_case) != spec.alleles.end()) {
        spec.silent = silent_of_case;
    }
    return spec;
}

Result<std::vector<PersonRecord>> person_records(const Json& members, const Json* founder_inbreeding) {
    if (!members.is_array()) {
        return bad("the members are " + type_of(members) + ", expected an array");
    }
    if (founder_inbreeding != nullptr && !founder_inbreeding->is_object()) {
        return bad("\"founder_inbreeding\" is " + type_of(*founder_inbreeding) +
                   ", expected an object: founder → coefficient");
    }
    std::vector<PersonRecord> persons;
    for (const Json& member : members) {
        PersonRecord person;
        const std::pair<const char*, std::string*> fields[] = {
            {"id", &person.id}, {"fid", &person.father}, {"mid", &person.mother}};
        for (const auto& [key, field] : fields) {
            const Json* value = find(member, key);
            *field = value == nullptr ? std::string{} : word(*value).value_or("");
        }
        if (person.id.empty()) {
            return bad("member number " + std::to_string(persons.size() + 1) + " has no \"id\"");
        }
        person.father = text::parent(person.father);
        person.mother = text::parent(person.mother);
        const Json* sex = find(member, "sex");
        const auto known = text::sex(sex == nullptr ? "" : word(*sex).value_or("?!"));
        if (!known) {
            return bad("the sex of member " + text::quote(person.id) + " is " +
                       (sex == nullptr ? "missing" : sex->dump()) + ", expected 1 (male), 2 (female) or 0 (unknown)");
        }
        person.sex = *known;
        if (founder_inbreeding != nullptr) {
            const auto f = number(*founder_inbreeding, person.id, "the founder inbreeding of");
            if (!f) {
                return fail(f.error());
            }
            person.founder_inbreeding = f->value_or(0.0);
        }
        persons.push_back(std::move(person));
    }
    return persons;
}

Result<std::map<std::string, LocusResult>> genotypes(const Json& map, const std::string& whose) {
    std::map<std::string, LocusResult> out;
    if (map.is_null() || (map.is_array() && map.empty())) {
        return out;
    }
    if (!map.is_object()) {
        return bad("the genotypes" + whose + " are " + type_of(map) + ", expected an object");
    }
    for (const auto& [key, value] : map.items()) {
        const auto alleles = words(value, "the genotype of " + text::quote(key) + whose);
        if (!alleles) {
            return fail(alleles.error());
        }
        if (alleles->size() != 2) {
            return bad("the genotype of " + text::quote(key) + whose + " has " + std::to_string(alleles->size()) +
                       " alleles, expected two (\"0\" for one not seen)");
        }
        out.emplace(key, locus_result(alleles->front(), alleles->back()));
    }
    return out;
}

} // namespace muster::json
