#pragma once

#include "muster/base/result.hpp"
#include "muster/genetics/locus.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace muster {

/// One person as a file gives them. Empty or "0" parents: founder.
struct PersonRecord {
    std::string id;
    std::string father;
    std::string mother;
    Sex sex = Sex::unknown;
    double founder_inbreeding = 0.0; ///< probability that a founder's two alleles are identical by descent
    std::size_t population = 0;      ///< index of the population that a founder's alleles come from
};

/// A member of a checked pedigree; parents are indices, or `no_parent` for founders.
struct Member {
    static constexpr std::size_t no_parent = static_cast<std::size_t>(-1);
    std::string id;
    std::size_t father = no_parent;
    std::size_t mother = no_parent;
    Sex sex = Sex::unknown;
    double founder_inbreeding = 0.0;
    std::size_t population = 0;

    [[nodiscard]] bool is_founder() const { return father == no_parent; }
};

/// A family graph of any size and with any loops. Members keep the order in which they were given.
class Pedigree {
  public:
    /// Checks and builds. Errors (bad_input), each naming the members: a duplicate id, an unknown
    /// parent, only one parent given, a father who is female or a mother who is male, someone who is
    /// his own ancestor, an inbreeding coefficient outside [0,1] or of a non-founder.
    /// A parent of unknown sex takes the sex of the role.
    [[nodiscard]] static Result<Pedigree> make(const std::vector<PersonRecord>& persons);

    [[nodiscard]] std::size_t size() const { return members_.size(); }
    [[nodiscard]] const Member& member(std::size_t i) const { return members_[i]; }
    [[nodiscard]] const std::vector<Member>& members() const { return members_; }
    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;
    [[nodiscard]] const std::vector<std::size_t>& children(std::size_t i) const { return children_[i]; }
    /// Every member's index, parents before children.
    [[nodiscard]] const std::vector<std::size_t>& parents_first() const { return order_; }
    /// Connected components (families), each a list of member indices in ascending order.
    [[nodiscard]] std::vector<std::vector<std::size_t>> components() const;
    /// The component of one member, ascending.
    [[nodiscard]] std::vector<std::size_t> family_of(std::size_t member) const;
    /// The pedigree of these members alone (ascending indices). Precondition: a member's parents are
    /// both in or both out; those out make the member a founder.
    [[nodiscard]] Pedigree subset(const std::vector<std::size_t>& keep) const;

  private:
    std::vector<Member> members_;
    std::vector<std::vector<std::size_t>> children_;
    std::vector<std::size_t> order_;
    std::unordered_map<std::string, std::size_t> index_;
    void index_members();
};

} // namespace muster
