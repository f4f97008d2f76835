#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <cstdint>
#include <string>

namespace muster {

/// Which samples, and which page of them.
struct SamplePage {
    std::string holding{}; ///< in the sample's name
    std::string state{};   ///< "not requested", "requested", "typed" or "failed"; empty: all
    std::uint64_t offset = 0;
    std::uint64_t limit = 50;
};

/// Samples in the order of recording, and how far their typing is: typed (a reportable result is there), requested (a
/// test is asked for and not answered, or under way), failed (results, and none of them reportable), not requested.
/// Errors: usage (no such state), forbidden, those of the store.
[[nodiscard]] Result<Answer> list_samples(const Caller& caller, const SamplePage& page);

/// A sample (its key as written) with its requests, extractions and results, each result's profile, and the consensus
/// of the reportable ones locus by locus with who disagrees. Profiles are left out where the caller may not read them.
/// Errors: bad_input (no such sample), forbidden, those of the store.
[[nodiscard]] Result<Answer> show_typing(const Caller& caller, const std::string& written);

} // namespace muster
