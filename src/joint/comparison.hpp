#pragma once

#include "family_model.hpp"
#include "muster/identify/identify.hpp"
#include "muster/identify/units.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace muster {

/// What all chains over a case share: its loci as they are compared, and the tables of its missing persons, each made
/// when it is first asked for. The case must outlive it. Safe to ask from several threads.
class Comparison {
  public:
    Comparison(const Case& subject, bool mutation)
        : subject_(subject), units_(units_of(subject)), tables_(subject.input().missing.size()) {
        for (const Locus& locus : subject.input().loci) {
            loci_.push_back(mutation ? locus : locus.without_mutation());
        }
    }

    [[nodiscard]] const std::vector<Locus>& loci() const { return loci_; }
    [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
    /// Errors: those of `person_tables`.
    [[nodiscard]] Result<const PersonTables*> tables(std::size_t person) {
        const std::lock_guard lock(mutex_);
        if (!tables_[person]) {
            auto made = person_tables(subject_, loci_, units_, subject_.input().missing[person], Exclusions::left_out);
            if (!made) {
                return fail(made.error());
            }
            tables_[person] = std::make_unique<PersonTables>(*std::move(made));
        }
        return tables_[person].get();
    }

    /// The table of a family at a unit, which has one.
    [[nodiscard]] Result<const FamilyModel::GenotypeProbabilities*> table(std::size_t f, std::size_t unit,
                                                                          const FamilyModel& model) {
        std::unique_lock lock(mutex_);
        auto& known = families_[{f, unit}];
        if (known) {
            return known.get();
        }
        lock.unlock();
        auto made = model.genotype_table(unit); // twice, perhaps, by two chains
        if (!made) {
            return fail(made.error());
        }
        lock.lock();
        if (!known) {
            known = std::make_unique<FamilyModel::GenotypeProbabilities>(*std::move(made));
        }
        return known.get();
    }

  private:
    const Case& subject_;
    std::vector<Locus> loci_;
    std::vector<Unit> units_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<PersonTables>> tables_;
    std::map<std::pair<std::size_t, std::size_t>, std::unique_ptr<FamilyModel::GenotypeProbabilities>> families_;
};

/// A hash of what answers are remembered by: numbers, and lists of them (the mixing of Boost's hash_combine).
struct KeyHash {
    std::size_t operator()(std::size_t n) const { return std::hash<std::size_t>()(n); }
    template <class T> std::size_t operator()(const std::vector<T>& list) const {
        std::size_t seed = list.size();
        for (const T& one : list) {
            seed = mixed(seed, (*this)(one));
        }
        return seed;
    }
    template <class A, class B> std::size_t operator()(const std::pair<A, B>& both) const {
        return mixed((*this)(both.first), (*this)(both.second));
    }

  private:
    static std::size_t mixed(std::size_t seed, std::size_t more) {
        return seed ^ (more + 0x9e3779b97f4a7c15U + (seed << 12U) + (seed >> 4U));
    }
};

/// Answers that were computed before. Flat in memory: all are forgotten when there are too many.
template <class Key> class Remembered {
  public:
    [[nodiscard]] const double* find(const Key& key) const {
        const auto at = values_.find(key);
        return at == values_.end() ? nullptr : &at->second;
    }
    void keep(Key key, double value) {
        if (values_.size() >= most) {
            values_.clear();
        }
        values_.emplace(std::move(key), value);
    }

  private:
    static constexpr std::size_t most = std::size_t{1} << 18;
    std::unordered_map<Key, double, KeyHash> values_;
};

} // namespace muster
