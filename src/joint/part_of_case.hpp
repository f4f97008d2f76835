#pragma once

#include "muster/joint/joint.hpp"

#include <optional>
#include <set>

namespace muster {

/// A part of a case that is weighed by itself.
struct PartOfCase {
    std::set<std::size_t> samples;
    std::set<std::size_t> persons; ///< missing; with their whole families
    bool whole = true;             ///< nothing outside has to do with it

    friend bool operator<(const PartOfCase& a, const PartOfCase& b) {
        return std::tie(a.samples, a.persons) < std::tie(b.samples, b.persons);
    }
};

/// Finds parts of a case by its joint posterior.
class PartFinder {
  public:
    /// The case must outlive it.
    PartFinder(const Case& subject, const JointAnswer& answer);

    /// The samples and persons that are tied to these by a joint posterior of 1/1000 or more, theirs, and so on, the
    /// strongest first, as far as 12 samples and 40 persons; the families of the persons are whole.
    [[nodiscard]] PartOfCase around(const std::set<std::size_t>& samples, const std::set<std::size_t>& persons) const;

  private:
    struct Tie {
        double strength = 0.0;
        std::size_t sample = 0;
        std::optional<std::size_t> person{}; ///< none: to another sample
    };
    void add_family(PartOfCase& part, std::size_t person) const;
    [[nodiscard]] Tie strongest_out_of(const PartOfCase& part) const;

    std::vector<std::vector<std::pair<std::size_t, double>>> persons_; ///< by sample
    std::vector<std::vector<std::pair<std::size_t, double>>> samples_; ///< by person
    std::vector<std::vector<std::pair<std::size_t, double>>> beside_;  ///< by sample: other samples
    std::vector<std::vector<std::size_t>> families_;                   ///< by person: the missing of his family
};

/// For `identify_jointly` of that part as a case of its own (`part_of`).
[[nodiscard]] JointOptions options_of(const Case& subject, const PartOfCase& part, const JointOptions& joint);

} // namespace muster
