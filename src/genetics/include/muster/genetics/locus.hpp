#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/matrix.hpp"
#include "muster/genetics/mutation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster {

enum class Sex { unknown, male, female };

enum class Inheritance { autosomal, x_linked };

/// What a `Locus` is made from. `freqs[p]` are the allele frequencies of population p.
/// A silent allele is one of `alleles`, with its own frequency. Mutation models other than custom are built on the
/// visible alleles alone, with their frequencies as given: a silent allele neither mutates nor arises by mutation
/// (Familias does the same). A custom matrix covers all alleles, the silent one included.
struct LocusSpec {
    std::string name;
    Inheritance inheritance = Inheritance::autosomal;
    std::vector<std::string> alleles;
    std::vector<std::vector<double>> freqs;
    MutationSpec male{};
    MutationSpec female{};
    std::string silent{}; ///< name of the silent (never seen) allele; empty: none
};

/// A marker with its alleles, their frequencies in each population, and how alleles are passed on.
/// A value: built once by `make`, always consistent. Mutation matrices are made from the
/// frequencies of the first population.
class Locus {
  public:
    /// Checks and builds. Errors (bad_input): no allele, an empty or repeated allele name, frequencies of the wrong
    /// number, outside [0,1] or not summing to 1 within 1e-3 (within it they are used as given), a silent allele that
    /// is not in the table, a mutation model that cannot be built.
    [[nodiscard]] static Result<Locus> make(LocusSpec spec);

    /// The same from the `spec` of a locus that was kept in a file: with alleles added later (`with_alleles`) its
    /// frequencies sum to more than 1.
    [[nodiscard]] static Result<Locus> restore(LocusSpec spec);

    [[nodiscard]] const std::string& name() const { return spec_.name; }
    [[nodiscard]] Inheritance inheritance() const { return spec_.inheritance; }
    [[nodiscard]] bool x_linked() const { return spec_.inheritance == Inheritance::x_linked; }
    [[nodiscard]] std::size_t allele_count() const { return spec_.alleles.size(); }
    [[nodiscard]] const std::vector<std::string>& alleles() const { return spec_.alleles; }
    [[nodiscard]] std::size_t population_count() const { return spec_.freqs.size(); }
    [[nodiscard]] const std::vector<double>& freqs(std::size_t population) const { return spec_.freqs[population]; }
    /// Transmission by a father, by a mother: row = parental allele, column = transmitted allele.
    [[nodiscard]] const Matrix& male() const { return male_; }
    [[nodiscard]] const Matrix& female() const { return female_; }
    [[nodiscard]] std::optional<std::size_t> silent() const { return silent_; }
    [[nodiscard]] bool mutates() const { return mutates_; }
    [[nodiscard]] const LocusSpec& spec() const { return spec_; }

    /// Index of an allele by name.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view allele) const;

    /// The same locus with mutation switched off.
    [[nodiscard]] Locus without_mutation() const;

    /// The same locus with further alleles at frequency `freq` (in every population); the others keep
    /// their frequency, as laboratories do with alleles that their table has not seen.
    /// Errors (bad_input): a name that is already there, a frequency outside (0,1), a custom mutation matrix (it
    /// cannot be extended), a model that cannot be built for the new alleles.
    [[nodiscard]] Result<Locus> with_alleles(const std::vector<std::string>& names, double freq) const;

  private:
    [[nodiscard]] static Result<Locus> build(LocusSpec spec);

    LocusSpec spec_;
    Matrix male_;
    Matrix female_;
    std::optional<std::size_t> silent_;
    bool mutates_ = false;
    std::unordered_map<std::string, std::size_t> index_;
};

} // namespace muster
