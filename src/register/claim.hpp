#pragma once

#include "muster/register/tables.hpp"
#include "muster/register/values.hpp"

#include <limits>
#include <string>

namespace muster {

/// What a statement, or a figure of record, says, as numbers: everything that is compatible with its words.
struct Claim {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    std::string value;     ///< as it is written: "7700", "200 to 250"
    std::string qualifier; ///< empty: none
    std::string unit;
    Moment as_of{};
    bool dated = false;
};

[[nodiscard]] Claim claim_of(Tables& tables, Thing& statement);

/// "about 7700 persons"
[[nodiscard]] std::string words_of(const Claim& claim);

} // namespace muster
