#pragma once

#include "muster/identify/case.hpp"
#include "muster/register/register.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// How the register's profiles are read for a comparison.
struct RegisterCaseOptions {
    std::string population{}; ///< of whoever's record does not say one; empty: the persons' records must say it
    bool mutation = true;     ///< stepwise, rates 0.002 (fathers) and 0.0005 (mothers), as `muster simulate`
    double theta = 0.0;
    bool remains = true; ///< false: the families alone, for profiles that are not recorded
    /// Missing persons whose family gave nothing yet, too.
    bool without_references = false;
};

/// What a comparison starts from, and what it was made of.
struct RegisterCase {
    Case subject;
    std::string data;     ///< reference data with their SHA-256
    std::string settings; ///< populations and mutation, in words
};

/// The whole register as a case: the profiles of every sample with a reportable result; the family graph; the profiles
/// of those references whose donor agreed to the comparison; every missing person. Frequencies are those that ship
/// (NIST 1036), at every marker of which somebody has a profile. References without consent, and missing persons
/// without any reference in their family, are left out with a note. Errors: usage (a population that the table does
/// not have, or none), bad_input (nothing to compare), those of `Case::make` and of the store.
[[nodiscard]] Result<RegisterCase> case_of_register(Register& reg, const RegisterCaseOptions& options);

/// Do the families of such a case follow from records of this kind?
[[nodiscard]] bool families_follow_from(std::string_view kind);

} // namespace muster
