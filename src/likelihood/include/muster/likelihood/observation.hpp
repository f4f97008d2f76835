#pragma once

#include "muster/base/bytes.hpp"
#include "muster/genetics/locus.hpp"
#include "muster/genetics/profile.hpp"

#include <array>
#include <optional>
#include <vector>

namespace muster {

/// How typing can fail. Each allele of a heterozygote drops out independently with probability `het`; both copies of a
/// true homozygote with probability `hom` (het² if the copies fail independently); a single visible copy (an X in a
/// male, a silent partner) with `het`. With probability `dropin` one further allele, drawn from the allele frequencies,
/// appears beside what was really there; a silent one shows nothing (Gill et al. 2000; Gill, Gusmão et al. 2012; one
/// drop-in at most).
struct TypingErrors {
    double het = 0.0;
    double hom = 0.0;
    double dropin = 0.0;

    [[nodiscard]] bool none() const { return het == 0.0 && hom == 0.0 && dropin == 0.0; }
    friend bool operator==(const TypingErrors&, const TypingErrors&) = default;
};

/// What was seen at one locus of one person: the distinct alleles by index. Not tested: says nothing.
class Observation {
  public:
    /// Nothing is known.
    Observation() = default;

    /// Looks the alleles up. Errors (bad_input): an allele that the locus does not have, the silent allele
    /// as an observation, more than two alleles (more than three with drop-in), a partial result without an allele,
    /// probabilities outside [0,1].
    [[nodiscard]] static Result<Observation> make(const Locus& locus, const LocusResult& seen,
                                                  const TypingErrors& errors = {});

    /// This, and another typing of the same person: O is the product.
    [[nodiscard]] Observation and_also(const Observation& other) const;

    [[nodiscard]] bool informative() const { return status_ != LocusStatus::not_tested; }
    [[nodiscard]] LocusStatus status() const { return status_; }
    /// The alleles seen, of all typings.
    [[nodiscard]] const std::vector<std::size_t>& alleles() const { return others_.empty() ? alleles_ : all_alleles_; }

    /// A typed result without typing errors: one genotype, but for a silent partner of a homozygote.
    [[nodiscard]] bool clean() const { return status_ == LocusStatus::typed && errors_.none() && others_.empty(); }

    /// O(seen | a, b): probability of what was seen given the genotype (allele indices). Without typing errors it is
    /// 0 or 1: a typed a/b is a/b, a typed a/a is a/a or a/silent, a partial a/? is any genotype with a.
    [[nodiscard]] double probability(std::size_t a, std::size_t b) const;

    /// O(seen | a) for a hemizygous genotype (an X-linked locus of a male).
    [[nodiscard]] double probability(std::size_t a) const;

    /// Everything that it says, as bytes: equal where the observations are.
    void describe(ByteWriter& out) const;

    /// May alleles that were not seen be merged without changing O? Not if two unseen alleles are as
    /// likely to vanish together as one of them twice (hom ≠ het²) and something vanished.
    [[nodiscard]] bool lumpable() const;

  private:
    /// The alleles of a genotype that can be seen, and how likely each is to drop out.
    struct Copies {
        struct Copy {
            std::size_t allele;
            double drop;
        };
        std::array<Copy, 2> copy{};
        std::size_t count = 0;

        void add(std::size_t allele, double drop) { copy[count++] = {allele, drop}; }
    };
    [[nodiscard]] double with_errors(const Copies& copies) const;
    [[nodiscard]] double shown(const Copies& copies, std::optional<std::size_t> extra) const;

    LocusStatus status_ = LocusStatus::not_tested;
    std::vector<std::size_t> alleles_;
    std::vector<double> dropin_freqs_; ///< frequency of each of `alleles_`
    TypingErrors errors_;
    std::optional<std::size_t> silent_;
    double silent_freq_ = 0.0;
    std::vector<Observation> others_;      ///< further typings of the same person
    std::vector<std::size_t> all_alleles_; ///< used with `others_`
};

} // namespace muster
