#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// Makes a new register with an example in it: `name` is wonsan-2018 (examples/wonsan-2018 says what is in it): what
/// was reported of the turnover of 2018, and behind it a laboratory, a roster and families that are simulated and
/// marked so. `small`: with a smaller roster and fewer bones. Errors: usage (no such example), those of
/// `start_register`, and bad_input (a file of the example is damaged).
[[nodiscard]] Result<Answer> make_example(const Recorder& recorder, const std::string& name, bool small);

} // namespace muster
