#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace muster::ledger {

/// Tells whether two sets of rows are the same, whatever the order in which their rows come: the sum modulo 2^128 of a
/// keyed hash of each row (the multiset hash MSet-Add-Hash of Clarke et al., ASIACRYPT 2003, with SipHash-2-4 of 128
/// bits by libsodium). Both sets are hashed under one key, drawn at random for that comparison: whoever could change
/// the rows did not know it. Two different sets agree with probability 2^-128.
class SetHash {
  public:
    using Key = std::array<unsigned char, 16>;
    [[nodiscard]] static Key random_key();

    explicit SetHash(const Key& key) : key_(key) {}

    /// A row of texts; where one ends and the next begins counts.
    void add(std::initializer_list<std::string_view> row);
    /// Takes a row out that was added.
    void remove(std::initializer_list<std::string_view> row);
    /// Precondition: both have the same key.
    friend bool operator==(const SetHash& a, const SetHash& b) {
        return a.rows_ == b.rows_ && a.low_ == b.low_ && a.high_ == b.high_;
    }

  private:
    std::pair<std::uint64_t, std::uint64_t> hash_of(std::initializer_list<std::string_view> row);

    Key key_;
    std::uint64_t rows_ = 0;
    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
    std::string buffer_{};
};

} // namespace muster::ledger
