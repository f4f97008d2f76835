#pragma once

#include "muster/app/printed.hpp"
#include "muster/app/register_access.hpp"

#include <string>

namespace muster {

/// What is to be signed, and as what.
struct SignRequest {
    Recorder recorder;
    std::string kind; ///< "identification", "examination" or "figure"
    std::string key;
    std::string role{}; ///< in which role; empty: medical examiner, analyst, historian
    std::string on{};   ///< date; empty: today
};

/// Signs a decision and freezes it: the signature names the entries that it covers and their digest, the policy that
/// was met, and the program. An identification needs evidence, a competing hypothesis, and the reviews that the newest
/// policy asks for (otherwise one technical and one administrative review, by different people, none the author), made
/// after the last change; an examination its findings, and is signed by its analyst. What is missing is in
/// `Answer::problems`, all at once. Errors: bad_input (no such record), those of the store.
[[nodiscard]] Result<Answer> sign_decision(const SignRequest& request);

/// An identification with everything that was decided on: evidence for and against, competing hypotheses, reviews, what
/// is missing for a signature, or the signature and whether everything is as it was signed. Error (bad_input): there is
/// no such identification.
[[nodiscard]] Result<Answer> identification_packet(const Caller& caller, const std::string& key);

/// The same as a document: what is identified as whom, the evidence, the comparisons it rests on as they were recorded,
/// competing hypotheses, reviews, signature, who was told; with the newest signed head, and a QR code of it that
/// `muster ledger check` takes. In English ("en") or Korean ("ko"): names, free text, numbers and dates are the same in
/// both. Errors: as above, (usage) another language, those of the document.
[[nodiscard]] Result<Printed> print_packet(const Caller& caller, const std::string& key,
                                           const std::string& language = "en");

} // namespace muster
