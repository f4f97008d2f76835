#include "muster/genetics/mutation.hpp"

#include <array>
#include <utility>

namespace muster {
namespace {

constexpr std::array<std::pair<MutationModel, const char*>, 8> model_names{{
    {MutationModel::none, "none"},
    {MutationModel::equal, "equal"},
    {MutationModel::proportional, "proportional"},
    {MutationModel::stepwise, "stepwise"},
    {MutationModel::onestep, "onestep"},
    {MutationModel::dawid, "dawid"},
    {MutationModel::random, "random"},
    {MutationModel::custom, "custom"},
}};

constexpr std::array<std::pair<StationaryTransform, const char*>, 7> transform_names{{
    {StationaryTransform::none, ""},
    {StationaryTransform::metropolis, "MH"},
    {StationaryTransform::barker, "BA"},
    {StationaryTransform::preserving_rate, "PR"},
    {StationaryTransform::preserving_matrix, "PM"},
    {StationaryTransform::familias_dp, "DP"},
    {StationaryTransform::familias_rm, "RM"},
}};

template <class Names, class Value> std::string name_of(const Names& names, Value value) {
    for (const auto& [known, name] : names) {
        if (known == value) {
            return name;
        }
    }
    return "unknown";
}

} // namespace

std::string to_string(MutationModel model) {
    return name_of(model_names, model);
}

Result<MutationModel> parse_mutation_model(const std::string& name) {
    std::string all;
    for (const auto& [model, known] : model_names) {
        if (name == known) {
            return model;
        }
        all += std::string(all.empty() ? "" : ", ") + known;
    }
    return fail(ErrorKind::bad_input, "'" + name + "' is not a mutation model; expected one of: " + all);
}

std::string to_string(StationaryTransform transform) {
    return name_of(transform_names, transform);
}

Result<StationaryTransform> parse_stationary_transform(const std::string& name) {
    for (const auto& [transform, known] : transform_names) {
        if (name == known) {
            return transform;
        }
    }
    return fail(ErrorKind::bad_input, "'" + name +
                                          "' is not a stationary transform; expected one of: MH, BA, PR, PM, "
                                          "DP, RM, or nothing");
}

} // namespace muster
