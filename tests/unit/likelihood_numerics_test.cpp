// Numbers at the edge: nothing underflows, nothing is lost, and what cannot be computed is refused at once.

#include "../../src/likelihood/gauss_jacobi.hpp"
#include "muster/likelihood/locus_likelihood.hpp"
#include "muster/likelihood/lumping.hpp"

#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace muster {
namespace {

/// `k` alleles "1" … with rising frequencies, stepwise mutation at `rate`.
LocusSpec stepwise(std::size_t k, double rate) {
    LocusSpec spec;
    spec.name = "L";
    spec.freqs.emplace_back();
    for (std::size_t a = 1; a <= k; ++a) {
        spec.alleles.push_back(std::to_string(a));
        spec.freqs[0].push_back(2.0 * static_cast<double>(a) / static_cast<double>(k * (k + 1)));
    }
    spec.male.model = MutationModel::stepwise;
    spec.male.rate = rate;
    spec.male.range = 0.1;
    spec.female = spec.male;
    return spec;
}

Observation typed(const Locus& locus, const std::string& a, const std::string& b) {
    return Observation::make(locus, {LocusStatus::typed, {a, b}}).value();
}

/// ln Σ exp.
double log_sum(const std::vector<double>& logs) {
    const double largest = *std::max_element(logs.begin(), logs.end());
    double sum = 0.0;
    for (double x : logs) {
        sum += std::exp(x - largest);
    }
    return largest + std::log(sum);
}

TEST(Network, KeepsWhatMattersOfTablesWhoseEntriesLieFarApart) {
    // x = y, two states: 1 · 1e-200 · 1e-250 against 1e-400 · 1 · 1, so that the answer is 1e-400.
    Network network;
    const Variable x = network.add_variable(2);
    const Variable y = network.add_variable(2);
    network.add_dense(std::array{x}, {1.0, 1e-200});
    network.add_dense(std::array{x}, {1.0, 1e-200});
    network.add_sparse(std::array{x, y}, {0, 0, 1, 1}, {1.0, 1.0});
    network.add_dense(std::array{y}, {1e-200, 1.0});
    network.add_dense(std::array{y}, {1e-250, 1.0});
    EXPECT_NEAR(network.eliminate().value().log_sum(), -400.0 * std::log(10.0), 1e-9);
}

TEST(Numerics, SixtyMembersWithAMutationInEveryBranchGiveAFiniteRightValue) {
    // An untyped man, a typed woman and their 58 typed children, each of whom needs mutations of 1e-8 and less.
    const Locus locus = Locus::make(stepwise(40, 1e-8)).value();
    std::vector<PersonRecord> persons{{"F", "", "", Sex::male}, {"M", "", "", Sex::female}};
    std::vector<Observation> seen{{}, typed(locus, "20", "20")};
    std::vector<std::pair<std::size_t, std::size_t>> children; // allele indices
    for (std::size_t c = 0; c < 58; ++c) {
        persons.push_back({"C" + std::to_string(c), "F", "M", c % 2 == 0 ? Sex::male : Sex::female});
        children.emplace_back(c % 5, 35 + c % 4);
        seen.push_back(typed(locus, locus.alleles()[children.back().first], locus.alleles()[children.back().second]));
    }
    const Pedigree pedigree = Pedigree::make(persons).value();
    // Given the man's genotype the children are independent: one sum over 820 genotypes.
    const auto& p = locus.freqs(0);
    const auto& m = locus.male();
    std::vector<double> logs;
    for (std::size_t a = 0; a < 40; ++a) {
        for (std::size_t b = a; b < 40; ++b) {
            double value = std::log((a == b ? 1.0 : 2.0) * p[a] * p[b]) + 2.0 * std::log(p[19]);
            for (const auto& [x, y] : children) {
                const auto from_man = [&](std::size_t t) { return 0.5 * (m(a, t) + m(b, t)); };
                value += std::log(from_man(x) * m(19, y) + from_man(y) * m(19, x));
            }
            logs.push_back(value);
        }
    }
    const double expected = log_sum(logs);
    EXPECT_LT(expected, -1500.0); // far below what a double can hold
    EXPECT_NEAR(log_likelihood(pedigree, locus, seen).value(), expected, 1e-9 * std::abs(expected));
    const GenotypeTable table = genotype_table(pedigree, locus, seen, 0).value();
    EXPECT_NEAR(table.log_sum(), expected, 1e-9 * std::abs(expected));
}

TEST(Numerics, AParentWhoseChildrenSayOppositeThingsIsNotLost) {
    // Two families of one man: by the first 25 children he is 1/1, by the second 25 he is 40/40; either costs some
    // 25 mutations over 39 steps (1e-46 each).
    const Locus locus = Locus::make(stepwise(40, 1e-8)).value();
    std::vector<PersonRecord> persons{{"F", "", "", Sex::male}, {"M", "", "", Sex::female}, {"N", "", "", Sex::female}};
    std::vector<Observation> seen{{}, typed(locus, "20", "20"), typed(locus, "20", "20")};
    for (std::size_t c = 0; c < 50; ++c) {
        persons.push_back({"C" + std::to_string(c), "F", c < 25 ? "M" : "N", Sex::male});
        seen.push_back(typed(locus, "20", c < 25 ? "1" : "40"));
    }
    const auto& p = locus.freqs(0);
    const auto& m = locus.male();
    std::vector<double> logs;
    for (std::size_t a = 0; a < 40; ++a) {
        for (std::size_t b = a; b < 40; ++b) {
            double value = std::log((a == b ? 1.0 : 2.0) * p[a] * p[b]) + 4.0 * std::log(p[19]);
            const auto child = [&](std::size_t t) {
                const auto from_man = [&](std::size_t x) { return 0.5 * (m(a, x) + m(b, x)); };
                return 25.0 * std::log(from_man(t) * m(19, 19) + from_man(19) * m(19, t));
            };
            logs.push_back(value + child(0) + child(39));
        }
    }
    const double expected = log_sum(logs);
    EXPECT_NEAR(log_likelihood(Pedigree::make(persons).value(), locus, seen).value(), expected,
                1e-9 * std::abs(expected));
}

TEST(Numerics, ALineOfFiftyGenerationsIsAMatrixPower) {
    const Locus locus = Locus::make(stepwise(12, 0.01)).value();
    constexpr std::size_t generations = 50;
    std::vector<PersonRecord> persons{{"P0", "", "", Sex::male}};
    for (std::size_t i = 1; i <= generations; ++i) {
        persons.push_back({"W" + std::to_string(i), "", "", Sex::female});
        persons.push_back({"P" + std::to_string(i), "P" + std::to_string(i - 1), "W" + std::to_string(i), Sex::male});
    }
    const Pedigree pedigree = Pedigree::make(persons).value();
    std::vector<Observation> seen(pedigree.size());
    seen.front() = typed(locus, "3", "3");
    seen.back() = typed(locus, "3", "4");
    // The allele of the line and the allele of the wife's side, generation by generation.
    const auto& p = locus.freqs(0);
    const auto pass = [&](const std::vector<double>& from, const Matrix& m) {
        std::vector<double> to(from.size(), 0.0);
        for (std::size_t a = 0; a < from.size(); ++a) {
            for (std::size_t b = 0; b < from.size(); ++b) {
                to[b] += from[a] * m(a, b);
            }
        }
        return to;
    };
    const std::vector<double> wife = pass(p, locus.female());
    std::vector<double> line(12, 0.0);
    line[2] = 1.0;
    line = pass(line, locus.male());
    for (std::size_t i = 2; i <= generations; ++i) {
        for (std::size_t a = 0; a < 12; ++a) {
            line[a] = 0.5 * line[a] + 0.5 * wife[a];
        }
        line = pass(line, locus.male());
    }
    const double expected = p[2] * p[2] * (line[2] * wife[3] + line[3] * wife[2]);
    EXPECT_NEAR(log_likelihood(pedigree, locus, seen).value(), std::log(expected), 1e-12);
}

TEST(Numerics, APedigreeFarTooEntangledIsRefusedAtOnceWithWidthAndMemory) {
    // Six generations of twenty who mate at random, the last one typed.
    const Locus locus = Locus::make(stepwise(40, 0.002)).value();
    std::vector<PersonRecord> persons;
    std::vector<Observation> seen;
    std::size_t state = 1;
    const auto draw = [&](std::size_t n) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return (state >> 33U) % n;
    };
    for (std::size_t g = 0; g < 6; ++g) {
        for (std::size_t i = 0; i < 20; ++i) {
            PersonRecord p{std::to_string(g) + "-" + std::to_string(i), "", "", i % 2 == 0 ? Sex::male : Sex::female};
            if (g > 0) {
                p.father = std::to_string(g - 1) + "-" + std::to_string(2 * draw(10));
                p.mother = std::to_string(g - 1) + "-" + std::to_string(2 * draw(10) + 1);
            }
            persons.push_back(std::move(p));
            seen.push_back(g < 5 ? Observation() : typed(locus, std::to_string(1 + i), std::to_string(20 + i)));
        }
    }
    const auto answer = log_likelihood(Pedigree::make(persons).value(), locus, seen);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unanswerable);
    EXPECT_NE(answer.error().message.find("variables"), std::string::npos) << answer.error().message;
    EXPECT_NE(answer.error().message.find("GiB"), std::string::npos) << answer.error().message;
}

TEST(Numerics, CoancestryWithTooManyUntypedFoundersIsRefusedAtOnce) {
    const Locus locus = Locus::make(stepwise(12, 0.002)).value();
    std::vector<PersonRecord> persons{{"P0", "", "", Sex::male}};
    for (std::size_t i = 1; i <= 20; ++i) {
        persons.push_back({"W" + std::to_string(i), "", "", Sex::female});
        persons.push_back({"P" + std::to_string(i), "P" + std::to_string(i - 1), "W" + std::to_string(i), Sex::male});
    }
    std::vector<Observation> seen(persons.size());
    seen.back() = typed(locus, "3", "4");
    LikelihoodOptions options;
    options.theta = 0.01;
    const auto answer = log_likelihood(Pedigree::make(persons).value(), locus, seen, options);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unanswerable);
    EXPECT_NE(answer.error().message.find("theta"), std::string::npos);
}

TEST(Lumping, DoesNotMergeAllelesWhoseRowsOfACustomMatrixDoNotSumAlike) {
    // Rows may miss 1 by 1e-6, as printed matrices do; then alleles 2 and 3 do not behave quite alike.
    LocusSpec spec;
    spec.name = "L";
    spec.alleles = {"1", "2", "3", "4"};
    spec.freqs = {{0.25, 0.25, 0.25, 0.25}};
    spec.male.model = MutationModel::custom;
    spec.male.matrix = Matrix(4, 4, 0.01);
    for (std::size_t i = 0; i < 4; ++i) {
        spec.male.matrix(i, i) = i == 3 ? 0.9700009 : 0.97;
    }
    spec.female = spec.male;
    const Locus locus = Locus::make(spec).value();
    const Pedigree pedigree = Pedigree::make({{"G", "", "", Sex::male},
                                              {"H", "", "", Sex::female},
                                              {"F", "G", "H", Sex::male},
                                              {"M", "", "", Sex::female},
                                              {"C", "F", "M", Sex::male}})
                                  .value();
    std::vector<Observation> seen(5);
    seen[0] = typed(locus, "1", "1");
    seen[4] = typed(locus, "1", "2");
    const double lumped = log_likelihood(pedigree, locus, seen).value();
    const double unlumped = genotype_table(pedigree, locus, seen, 2).value().log_sum();
    EXPECT_NEAR(lumped, unlumped, 1e-12);
}

TEST(BetaQuadrature, HasTheMomentsOfTheDistribution) {
    for (const auto& [a, b] : {std::pair{1.0, 1.0}, std::pair{1e-7, 20.0}, std::pair{1e-7, 1e-7}, std::pair{3.0, 1e-9},
                               std::pair{5e5, 5e5}, std::pair{1e-12, 1e8}, std::pair{0.3, 700.0}}) {
        for (std::size_t n : {1U, 2U, 3U, 6U}) {
            const auto rule = beta_quadrature(a, b, n);
            // E x^i (1−x)^j = a(a+1)…b(b+1)… / (a+b)(a+b+1)…, for all i + j ≤ 2n−1.
            for (std::size_t i = 0; i < 2 * n; ++i) {
                for (std::size_t j = 0; i + j < 2 * n; ++j) {
                    double expected = 1.0;
                    for (std::size_t s = 0; s < i + j; ++s) {
                        const auto d = [](std::size_t x) { return static_cast<double>(x); };
                        expected *= (s < i ? a + d(s) : b + d(s - i)) / (a + b + d(s));
                    }
                    double found = 0.0;
                    for (const QuadratureNode& node : rule) {
                        found += node.weight * std::pow(node.x, static_cast<double>(i)) *
                                 std::pow(node.rest, static_cast<double>(j));
                    }
                    EXPECT_NEAR(found, expected, 1e-11 * expected) << a << ' ' << b << ' ' << n << ' ' << i << ' ' << j;
                }
            }
        }
    }
}

} // namespace
} // namespace muster
