#include "muster/genetics/mutation.hpp"

#include "stationary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

namespace muster {

namespace {

using detail::shown;
using detail::with_diagonal;

/// An STR allele name split at the point: "9.3" is 9 repeats and the variant "3", "9" and "9.0" have the variant "".
struct Repeats {
    long whole = 0;
    std::string variant;

    friend bool operator==(const Repeats&, const Repeats&) = default;
};

std::optional<Repeats> parse_repeats(const std::string& name) {
    const auto digits_only = [](const std::string& text) {
        return !text.empty() && text.size() <= 9 &&
               std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    const auto point = name.find('.');
    const std::string whole = name.substr(0, point);
    if (!digits_only(whole)) {
        return std::nullopt;
    }
    std::string variant;
    if (point != std::string::npos) {
        variant = name.substr(point + 1);
        if (!digits_only(variant)) {
            return std::nullopt;
        }
        variant.erase(variant.find_last_not_of('0') + 1);
    }
    return Repeats{std::strtol(whole.c_str(), nullptr, 10), variant};
}

std::string model_text(const MutationSpec& spec) {
    return "the mutation model '" + to_string(spec.model) + "'";
}

Result<std::vector<Repeats>> read_ladder(const MutationSpec& spec, std::span<const std::string> alleles) {
    std::vector<Repeats> ladder;
    for (std::size_t i = 0; i < alleles.size(); ++i) {
        const auto repeats = parse_repeats(alleles[i]);
        if (!repeats) {
            return fail(ErrorKind::bad_input, model_text(spec) +
                                                  " needs alleles that are repeat numbers such as 12 or 9.3, "
                                                  "but allele '" +
                                                  alleles[i] +
                                                  "' is not one; use the model 'equal' or "
                                                  "'proportional' for such alleles");
        }
        const auto same = std::find(ladder.begin(), ladder.end(), *repeats);
        if (same != ladder.end()) {
            return fail(ErrorKind::bad_input, "alleles '" + alleles[static_cast<std::size_t>(same - ladder.begin())] +
                                                  "' and '" + alleles[i] + "' are the same repeat number; " +
                                                  model_text(spec) + " needs different ones");
        }
        ladder.push_back(*repeats);
    }
    return ladder;
}

Result<std::vector<Repeats>> read_ladder_of_one_class(const MutationSpec& spec, std::span<const std::string> alleles) {
    auto ladder = read_ladder(spec, alleles);
    if (!ladder) {
        return ladder;
    }
    for (std::size_t i = 1; i < ladder->size(); ++i) {
        if ((*ladder)[i].variant != (*ladder)[0].variant) {
            return fail(ErrorKind::bad_input, model_text(spec) + " needs alleles that are whole repeats apart, but '" +
                                                  alleles[0] + "' and '" + alleles[i] +
                                                  "' are not; use 'stepwise' with rate2 for microvariants");
        }
    }
    return ladder;
}

std::optional<Error> check_parameters(const MutationSpec& spec) {
    const auto wrong = [&](const std::string& what) {
        return Error{ErrorKind::bad_input, model_text(spec) + ": " + what};
    };
    const auto is_probability = [](double x) { return x >= 0.0 && x <= 1.0; };
    if (!is_probability(spec.rate)) {
        return wrong("the mutation rate is " + shown(spec.rate) + ", expected a probability from 0 to 1");
    }
    if (spec.model == MutationModel::stepwise) {
        if (!is_probability(spec.rate2)) {
            return wrong("the mutation rate to microvariants (rate2) is " + shown(spec.rate2) +
                         ", expected a probability from 0 to 1");
        }
        if (spec.rate + spec.rate2 > 1.0) {
            return wrong("rate " + shown(spec.rate) + " and rate2 " + shown(spec.rate2) + " add up to more than 1");
        }
        if (!(spec.range > 0.0) || !std::isfinite(spec.range)) {
            return wrong("the range is " + shown(spec.range) + ", expected a number above 0");
        }
    }
    if (spec.model == MutationModel::dawid && !(spec.range > 0.0 && spec.range < 1.0)) {
        return wrong("the range is " + shown(spec.range) + ", expected a number between 0 and 1");
    }
    return std::nullopt;
}

Matrix equal_matrix(double rate, std::size_t k) {
    Matrix m(k, k, rate / static_cast<double>(k - 1));
    for (std::size_t i = 0; i < k; ++i) {
        m(i, i) = 1.0 - rate;
    }
    return m;
}

Result<Matrix> proportional_matrix(const MutationSpec& spec, std::span<const std::string> alleles,
                                   std::span<const double> freqs) {
    const std::size_t k = alleles.size();
    double both_differ = 0.0;
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            both_differ += i == j ? 0.0 : freqs[i] * freqs[j];
        }
    }
    if (both_differ <= 0.0) {
        return fail(ErrorKind::bad_input, model_text(spec) + " needs two alleles with a frequency above 0");
    }
    Matrix m(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            m(i, j) = i == j ? 0.0 : spec.rate / both_differ * freqs[j];
        }
    }
    return with_diagonal(std::move(m), alleles, model_text(spec));
}

/// Adds to row i the probability `rate`, shared among the targets in proportion to `weights`.
void share(Matrix& m, std::size_t i, double rate, const std::vector<double>& weights) {
    double total = 0.0;
    for (const double w : weights) {
        total += w;
    }
    for (std::size_t j = 0; total > 0.0 && j < weights.size(); ++j) {
        m(i, j) += rate * weights[j] / total;
    }
}

Result<Matrix> stepwise_matrix(const MutationSpec& spec, std::span<const std::string> alleles) {
    const auto ladder = read_ladder(spec, alleles);
    if (!ladder) {
        return fail(ladder.error());
    }
    const std::size_t k = alleles.size();
    Matrix m(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        const Repeats& from = (*ladder)[i];
        // Distances count from the nearest target so that a far one alone does not underflow to weight 0.
        long nearest = 0;
        for (std::size_t j = 0; j < k; ++j) {
            const long distance = std::labs((*ladder)[j].whole - from.whole);
            if (j != i && (*ladder)[j].variant == from.variant && (nearest == 0 || distance < nearest)) {
                nearest = distance;
            }
        }
        std::vector<double> within(k, 0.0);
        std::vector<double> across(k, 0.0);
        for (std::size_t j = 0; j < k; ++j) {
            const Repeats& to = (*ladder)[j];
            if (to.variant != from.variant) {
                across[j] = 1.0;
            } else if (j != i) {
                within[j] = std::pow(spec.range, static_cast<double>(std::labs(to.whole - from.whole) - nearest));
            }
        }
        share(m, i, spec.rate, within);
        share(m, i, spec.rate2, across);
    }
    return with_diagonal(std::move(m), alleles, model_text(spec));
}

Result<Matrix> onestep_matrix(const MutationSpec& spec, std::span<const std::string> alleles) {
    const auto ladder = read_ladder_of_one_class(spec, alleles);
    if (!ladder) {
        return fail(ladder.error());
    }
    const std::size_t k = alleles.size();
    Matrix m(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        std::vector<double> weights(k, 0.0);
        for (std::size_t j = 0; j < k; ++j) {
            weights[j] = std::labs((*ladder)[j].whole - (*ladder)[i].whole) == 1 ? 1.0 : 0.0;
        }
        share(m, i, spec.rate, weights);
    }
    return with_diagonal(std::move(m), alleles, model_text(spec));
}

Result<Matrix> dawid_matrix(const MutationSpec& spec, std::span<const std::string> alleles,
                            std::span<const double> freqs) {
    const auto ladder = read_ladder_of_one_class(spec, alleles);
    if (!ladder) {
        return fail(ladder.error());
    }
    const std::size_t k = alleles.size();
    Matrix m(k, k);
    double total = 0.0;
    for (std::size_t i = 0; i < k; ++i) {
        if (freqs[i] <= 0.0) {
            return fail(ErrorKind::bad_input, model_text(spec) + " needs frequencies above 0, but allele '" +
                                                  alleles[i] + "' has frequency " + shown(freqs[i]));
        }
        for (std::size_t j = 0; j < k; ++j) {
            if (j != i) {
                m(i, j) = std::pow(spec.range, static_cast<double>(std::labs((*ladder)[j].whole - (*ladder)[i].whole)));
                total += m(i, j);
            }
        }
    }
    if (total <= 0.0) {
        return fail(ErrorKind::bad_input, model_text(spec) + " has no two alleles within reach of each other");
    }
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < k; ++j) {
            m(i, j) *= spec.rate / total / freqs[i];
        }
    }
    return with_diagonal(std::move(m), alleles, model_text(spec));
}

Result<Matrix> random_matrix(const MutationSpec& spec, std::span<const std::string> alleles) {
    std::uint64_t state = spec.seed;
    const auto uniform = [&state] {
        state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        z ^= z >> 31U;
        return static_cast<double>(z >> 11U) * 0x1.0p-53;
    };
    const std::size_t k = alleles.size();
    Matrix m(k, k);
    for (std::size_t i = 0; i < k; ++i) {
        std::vector<double> weights(k, 0.0);
        for (std::size_t j = 0; j < k; ++j) {
            weights[j] = j == i ? 0.0 : uniform();
        }
        share(m, i, spec.rate, weights);
    }
    return with_diagonal(std::move(m), alleles, model_text(spec));
}

Result<Matrix> custom_matrix(const MutationSpec& spec, std::span<const std::string> alleles) {
    const Matrix& m = spec.matrix;
    const std::size_t k = alleles.size();
    if (m.rows() != k || m.cols() != k) {
        return fail(ErrorKind::bad_input,
                    "the custom mutation matrix is " + std::to_string(m.rows()) + " × " + std::to_string(m.cols()) +
                        ", expected one row and one column for each of " + std::to_string(k) + " alleles");
    }
    for (std::size_t i = 0; i < k; ++i) {
        double sum = 0.0;
        for (std::size_t j = 0; j < k; ++j) {
            if (!(m(i, j) >= 0.0 && m(i, j) <= 1.0)) {
                return fail(ErrorKind::bad_input, "the custom mutation matrix has " + shown(m(i, j)) +
                                                      " from allele '" + alleles[i] + "' to '" + alleles[j] +
                                                      "', expected a probability from 0 to 1");
            }
            sum += m(i, j);
        }
        if (std::abs(sum - 1.0) > 1e-6) {
            return fail(ErrorKind::bad_input, "row '" + alleles[i] + "' of the custom mutation matrix sums to " +
                                                  shown(sum) + ", expected 1");
        }
    }
    return m;
}

Result<Matrix> model_matrix(const MutationSpec& spec, std::span<const std::string> alleles,
                            std::span<const double> freqs) {
    const std::size_t k = alleles.size();
    if (spec.model == MutationModel::custom) {
        return custom_matrix(spec, alleles);
    }
    if (spec.model == MutationModel::none) {
        return Matrix::identity(k);
    }
    if (auto error = check_parameters(spec)) {
        return fail(std::move(*error));
    }
    if (k == 1) {
        return Matrix::identity(1);
    }
    switch (spec.model) {
    case MutationModel::equal: return equal_matrix(spec.rate, k);
    case MutationModel::proportional: return proportional_matrix(spec, alleles, freqs);
    case MutationModel::stepwise: return stepwise_matrix(spec, alleles);
    case MutationModel::onestep: return onestep_matrix(spec, alleles);
    case MutationModel::dawid: return dawid_matrix(spec, alleles, freqs);
    case MutationModel::random: return random_matrix(spec, alleles);
    case MutationModel::none:
    case MutationModel::custom: break;
    }
    return fail(ErrorKind::internal, "unknown mutation model");
}

} // namespace

Result<Matrix> mutation_matrix(const MutationSpec& spec, std::span<const std::string> alleles,
                               std::span<const double> freqs) {
    if (alleles.empty() || alleles.size() != freqs.size()) {
        return fail(ErrorKind::bad_input, "a mutation matrix needs one frequency an allele, but there are " +
                                              std::to_string(alleles.size()) + " alleles and " +
                                              std::to_string(freqs.size()) + " frequencies");
    }
    auto matrix = model_matrix(spec, alleles, freqs);
    if (!matrix || spec.transform == StationaryTransform::none) {
        return matrix;
    }
    return detail::make_stationary(*matrix, alleles, freqs, spec.transform);
}

bool is_stationary(const Matrix& matrix, std::span<const double> freqs) {
    if (matrix.rows() != freqs.size() || matrix.cols() != freqs.size()) {
        return false;
    }
    for (std::size_t j = 0; j < freqs.size(); ++j) {
        double next = 0.0;
        for (std::size_t i = 0; i < freqs.size(); ++i) {
            next += freqs[i] * matrix(i, j);
        }
        if (!(std::abs(next - freqs[j]) <= 1e-8)) {
            return false;
        }
    }
    return true;
}

bool is_reversible(const Matrix& matrix, std::span<const double> freqs) {
    if (matrix.rows() != freqs.size() || matrix.cols() != freqs.size()) {
        return false;
    }
    for (std::size_t i = 0; i < freqs.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (!(std::abs(freqs[i] * matrix(i, j) - freqs[j] * matrix(j, i)) <= 1e-8)) {
                return false;
            }
        }
    }
    return true;
}

double overall_mutation_rate(const Matrix& matrix, std::span<const double> freqs) {
    double rate = 0.0;
    for (std::size_t i = 0; i < freqs.size(); ++i) {
        rate += freqs[i] * (1.0 - matrix(i, i));
    }
    return rate;
}

} // namespace muster
