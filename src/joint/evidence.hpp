#pragma once

#include "comparison.hpp"
#include "muster/joint/joint.hpp"

#include <map>
#include <memory>
#include <span>

namespace muster {

/// Samples that are surely of one individual, by index, ascending. Without must-links every item is one sample.
using Item = std::vector<std::size_t>;

/// Members of one family who are missing, with everything the joint likelihood of several of them needs.
class FamilyModel;

/// What the profiles and the other evidence say, as natural logarithms against "every sample is another individual, not
/// on the roster, of the first population". −∞: impossible. Asked again, an answer is looked up.
class Evidence {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Evidence>> make(const Case& subject, const IdentifyOptions& options,
                                                                const Identification& pairwise,
                                                                const JointOptions& joint,
                                                                std::shared_ptr<Comparison> comparison);
    ~Evidence();
    Evidence(const Evidence&) = delete;
    Evidence& operator=(const Evidence&) = delete;
    Evidence(Evidence&&) = delete;
    Evidence& operator=(Evidence&&) = delete;

    [[nodiscard]] const std::vector<Item>& items() const { return items_; }
    /// How many samples of these items the prior counts.
    [[nodiscard]] std::size_t count(const std::vector<std::size_t>& items) const {
        std::size_t n = 0;
        for (std::size_t item : items) {
            n += counted_[item];
        }
        return n;
    }
    /// The name of its first sample.
    [[nodiscard]] const std::string& name_of(std::size_t item) const { return pairwise_.samples[items_[item].front()]; }
    /// Families with missing persons; each lists its persons by index.
    [[nodiscard]] const std::vector<std::vector<std::size_t>>& families() const { return families_; }

    /// May the item be the person at all, and is it not excluded by itself? Says nothing of joint exclusions.
    [[nodiscard]] Result<bool> tie(std::size_t item, std::size_t person);
    /// The item alone is the person, all else unknown: what `tie` asks for.
    [[nodiscard]] Result<double> alone(std::size_t item, std::size_t person);
    /// Items that are one individual of this population, not on the roster.
    [[nodiscard]] Result<double> unknown(const std::vector<std::size_t>& items, std::size_t population);
    /// The items of each person of a family (`who[k]` of `families()[f][k]`, ascending), all others none of its own.
    [[nodiscard]] Result<double> family(std::size_t f, const std::vector<std::vector<std::size_t>>& who);

    /// ln P(all samples and references | every sample another individual, nobody identified). Goes through all
    /// families.
    [[nodiscard]] Result<double> log_none() const;
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

  private:
    Evidence(const Case& subject, const Identification& pairwise, const JointOptions& joint,
             std::shared_ptr<Comparison> comparison);
    [[nodiscard]] Result<void> read_links();
    [[nodiscard]] Result<void> read_families();

    [[nodiscard]] Item samples_of(const std::vector<std::size_t>& items) const;
    [[nodiscard]] bool kept_apart(const Item& samples) const;
    [[nodiscard]] double other_evidence(const Item& samples, std::size_t person) const;
    [[nodiscard]] std::vector<ObservationRow> rows(const Item& samples) const;
    [[nodiscard]] double locus_weight(std::size_t locus, const ObservationRow& row, std::size_t population);
    [[nodiscard]] double block(const Item& samples, std::size_t population);
    [[nodiscard]] Result<double> person(std::size_t person, const Item& samples);
    /// Makes the model of a family, if it is not there.
    [[nodiscard]] Result<void> model(std::size_t f);
    [[nodiscard]] Result<void> read_ties(std::size_t f);
    [[nodiscard]] bool comparable(std::size_t f, std::size_t k, std::size_t locus, std::size_t sample) const;
    [[nodiscard]] Observation seen(std::size_t f, std::size_t k, std::size_t locus, const Item& samples) const;

    /// What samples show together, by locus: equal ids where the rows differ by a factor at most.
    struct Shown {
        static constexpr std::uint32_t nothing = 0;
        static constexpr std::uint32_t not_held = static_cast<std::uint32_t>(-1);
        std::vector<std::uint32_t> id;
        std::vector<double> log_factor; ///< ln of that factor
    };
    [[nodiscard]] const Shown& shown(const Item& samples);
    /// Which samples are which missing member of a family; by member.
    struct Question {
        const std::vector<Item>& samples;
        std::vector<const ObservationRow*> rows; ///< what they show, by locus; null for none
        std::vector<const Shown*> shown;         ///< null for none
    };
    /// A family at a locus: all combinations of what may be seen of its missing members, in one table. More may be seen
    /// later; then it is made again.
    struct Combinations {
        std::vector<std::vector<Item>> alternatives;    ///< [member][alternative - 1]: samples that show it
        std::vector<std::vector<double>> log_factor;    ///< [member][alternative - 1]: theirs
        std::vector<std::vector<std::size_t>> of_shown; ///< [member][id of `Shown`] → alternative; 0: none yet
        std::vector<std::size_t> sizes;                 ///< by member, of the table; 0 where there is none
        std::vector<double> log_lr;
        bool genotypes = false;   ///< the table of all genotypes may be asked instead
        std::size_t asked = 0;    ///< questions that the table did not answer
        std::size_t next_try = 1; ///< when they are so many, it is made (again)
    };
    [[nodiscard]] std::uint32_t shown_at(std::size_t f, std::size_t k, std::size_t locus, const Item& samples,
                                         const Shown* shown) const;
    void expect(Combinations& of, std::size_t k, std::uint32_t id, const Item& samples, double log_factor) const;
    void begin_combinations(std::size_t f, std::size_t u, Combinations& of);
    /// Makes the table if that costs no more than the questions so far did, and there is room for it.
    [[nodiscard]] Result<void> try_combinations(std::size_t f, std::size_t u, Combinations& of, const Question& asked);
    [[nodiscard]] std::optional<double> by_combinations(std::size_t f, std::size_t u, const Combinations& of,
                                                        const Question& asked) const;
    [[nodiscard]] Result<double> unit_of_family(std::size_t f, std::size_t u, const Question& asked, double alone);
    [[nodiscard]] Result<double> by_genotype_table(std::size_t f, std::size_t u, const Question& asked,
                                                   double alone) const;
    [[nodiscard]] Result<double> by_itself(std::size_t f, std::size_t u, const Question& asked, double alone) const;
    /// Several persons of a family are found. `other`: evidence beside the DNA.
    [[nodiscard]] Result<double> joint_family(std::size_t f, const std::vector<Item>& samples, double other);

    const Case& subject_;
    const Identification& pairwise_;
    const JointOptions& joint_;
    LikelihoodOptions likelihood_;
    std::shared_ptr<Comparison> comparison_;
    const std::vector<Locus>& loci_;
    const std::vector<Unit>& units_;
    SampleRows samples_;
    std::vector<Item> items_;
    std::vector<std::vector<std::size_t>> families_;
    std::vector<std::unique_ptr<FamilyModel>> models_;        ///< made when asked for
    std::vector<std::vector<std::vector<std::size_t>>> ties_; ///< [family][member]: items; read with its model
    std::unordered_map<Item, Shown, KeyHash> shown_;
    std::vector<std::map<std::string, std::uint32_t>> known_rows_;             ///< [locus]: row, as bytes → its id
    std::map<std::pair<std::size_t, std::size_t>, Combinations> combinations_; ///< (family, unit)
    std::size_t room_ = std::size_t{1} << 23; ///< entries that may still be kept of them (64 MiB)
    std::vector<std::size_t> counted_;        ///< by item: samples that the prior counts
    std::map<std::pair<std::size_t, std::size_t>, double> same_;
    std::map<std::pair<std::size_t, std::size_t>, double> is_;
    std::map<std::pair<std::size_t, std::size_t>, char> apart_;
    Remembered<std::pair<std::size_t, Item>> blocks_;
    Remembered<std::pair<std::size_t, std::vector<Item>>> joint_families_;
    Remembered<std::pair<std::size_t, Item>> persons_;
    std::vector<std::vector<double>> alone_; ///< ln P(o | unknown of the first population): [sample][locus]
    std::map<std::pair<std::size_t, std::size_t>, std::vector<double>>
        populations_; ///< (locus, population·2+hemizygous)
    std::vector<std::string> warnings_;
};

} // namespace muster
