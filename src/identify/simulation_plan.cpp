#include "muster/identify/simulate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace muster {
namespace {

constexpr std::size_t most_families = 100'000;
constexpr double degraded_dropout = 0.5;
// Of the order of what laboratories report for tetranucleotide STRs: fathers' mutations a few times mothers'
// (Brinkmann et al. 1998).
constexpr double rate_of_fathers = 0.002;
constexpr double rate_of_mothers = 0.0005;

std::string numbered(const char* prefix, std::size_t number, std::size_t last) {
    const std::string digits = std::to_string(number);
    const std::size_t width = std::max<std::size_t>(2, std::to_string(last).size());
    return prefix + std::string(width - std::min(width, digits.size()), '0') + digits;
}

// std::to_string stops at six digits; the command must bring back the same number.
std::string plain(double value) {
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), written.ptr};
}

Result<void> check(const SimulationRequest& request) {
    if (request.families < 1 || request.families > most_families) {
        return fail(ErrorKind::usage, "the number of families is " + std::to_string(request.families) +
                                          "; give one from 1 to " + std::to_string(most_families));
    }
    if (request.unknowns > most_families) {
        return fail(ErrorKind::usage, "the number of remains on no roster is " + std::to_string(request.unknowns) +
                                          "; give one up to " + std::to_string(most_families));
    }
    const auto outside = [](double p) { return !(p >= 0.0 && p <= 1.0); };
    if (outside(request.dropout) || outside(request.dropin)) {
        return fail(ErrorKind::usage, "dropout is " + plain(request.dropout) + " and drop-in " + plain(request.dropin) +
                                          "; give probabilities from 0 to 1");
    }
    return {};
}

std::string command_of(const SimulationRequest& request) {
    std::string command = "muster simulate --families " + std::to_string(request.families) + " --seed " +
                          std::to_string(request.seed) + " --population " + request.population + " --kit " +
                          request.kit;
    for (const FamilyShape shape : request.shapes) {
        command += " --shape " + to_string(shape);
    }
    return command + " --unknowns " + std::to_string(request.unknowns) + " --degraded " +
           std::to_string(request.degraded) + " --dropout " + plain(request.dropout) + " --dropin " +
           plain(request.dropin) + " --theta " + plain(request.theta) + " --mutation " + to_string(request.mutation) +
           " --out DIR";
}

Sex any_sex(std::uint64_t seed, std::string_view label) {
    Random random(stream_seed(seed, std::array{std::string_view("sex"), label}));
    return random.chance(0.5) ? Sex::male : Sex::female;
}

std::vector<RemainsPlan> remains_of_missing(const std::vector<FamilyPlan>& families, const Typing& typing) {
    std::vector<RemainsPlan> remains;
    for (const FamilyPlan& family : families) {
        for (const ShapeMember& member : members_of(family.shape, family.missing)) {
            if (member.standing == Standing::missing) {
                remains.push_back({"", family.label + "-" + member.role, Sex::unknown, typing});
            }
        }
    }
    return remains;
}

void shuffle_and_number(std::vector<RemainsPlan>& remains, std::uint64_t seed) {
    Random random(stream_seed(seed, std::array{std::string_view("order of remains")}));
    for (std::size_t i = remains.size(); i > 1; --i) {
        std::swap(remains[i - 1], remains[random.below(i)]);
    }
    for (std::size_t i = 0; i < remains.size(); ++i) {
        remains[i].sample = numbered("SIM-R", i + 1, remains.size());
    }
}

} // namespace

Result<std::vector<std::string>> kit_markers(const std::string& kit, const FrequencyTable& table) {
    if (kit == "codis20") {
        return codis20();
    }
    if (kit == "all") {
        return common_markers(table);
    }
    return fail(ErrorKind::usage, "there is no kit '" + kit + "'; choose codis20 or all");
}

Result<SimulationPlan> plan_case(const SimulationRequest& request, const FrequencyTable& table) {
    if (const Result<void> checked = check(request); !checked) {
        return fail(checked.error());
    }
    const auto markers = kit_markers(request.kit, table);
    if (!markers) {
        return fail(markers.error());
    }
    auto loci = locus_specs(table, {request.population}, *markers, {});
    if (!loci) {
        return fail(loci.error());
    }
    SimulationPlan plan;
    plan.name = "Simulated case, seed " + std::to_string(request.seed);
    plan.seed = request.seed;
    plan.population = request.population;
    plan.loci = std::move(*loci);
    plan.theta = request.theta;
    plan.mutation = request.mutation;
    plan.rate_male = rate_of_fathers;
    plan.rate_female = rate_of_mothers;
    plan.command = command_of(request);
    const std::vector<FamilyShape>& shapes = request.shapes.empty() ? all_family_shapes() : request.shapes;
    for (std::size_t i = 0; i < request.families; ++i) {
        const std::string label = numbered("SIM-F", i + 1, request.families);
        plan.families.push_back({label, shapes[i % shapes.size()], any_sex(request.seed, label)});
    }
    plan.remains = remains_of_missing(plan.families, {request.dropout, request.dropin});
    if (request.degraded > plan.remains.size()) {
        return fail(ErrorKind::usage, std::to_string(request.degraded) + " remains are to be degraded, but there are " +
                                          std::to_string(plan.remains.size()) + " of missing persons");
    }
    for (std::size_t i = 0; i < request.degraded; ++i) {
        plan.remains[i].typing.dropout = std::max(request.dropout, degraded_dropout);
    }
    for (std::size_t i = 0; i < request.unknowns; ++i) {
        plan.remains.push_back(
            {"", "", any_sex(request.seed, "unknown " + std::to_string(i + 1)), {request.dropout, request.dropin}});
    }
    shuffle_and_number(plan.remains, request.seed);
    return plan;
}

} // namespace muster
