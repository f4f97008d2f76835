#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <ostream>
#include <string>

namespace muster {

/// Checks the whole register; with `head` (a file), also that it goes on from that older signed head. `Answer::failed`
/// is set, and the first line names the first bad entry, if a check fails; so it is if a store cannot be opened because
/// it was changed, and if `key_file` (empty: PATH.key beside the store of sqlite:PATH) is there and holds another key
/// than the ledger's. `progress`: entries done, and how many there are. Errors: bad_input (no store is there), those of
/// the store.
[[nodiscard]] Result<Answer> verify_ledger(const Caller& caller, const std::filesystem::path& head,
                                           const std::function<bool(std::uint64_t, std::uint64_t)>& progress,
                                           const std::filesystem::path& key_file = {});

/// The newest signed head; its text also goes to the file `out` unless that is empty.
[[nodiscard]] Result<Answer> ledger_head(const Caller& caller, const std::filesystem::path& out);

/// The proof file that an entry is in the ledger; to the file `out`, or as the answer's text.
[[nodiscard]] Result<Answer> prove_entry(const Caller& caller, std::uint64_t seq, const std::filesystem::path& out);

/// The proof file that the ledger goes on from an older signed head (a file). Error (verification): it does not.
[[nodiscard]] Result<Answer> prove_consistency(const Caller& caller, const std::filesystem::path& head,
                                               const std::filesystem::path& out);

/// Checks a proof file, or a signed head by itself, without any store. `key`: the ledger's public key, 64 hexadecimal
/// digits; empty: the file is only found to agree with itself. Errors: usage (no key), bad_input (the file is no proof
/// at all), verification (the proof does not hold).
[[nodiscard]] Result<Answer> check_proof_file(const std::filesystem::path& file, const std::string& key);

/// One entry. Error (bad_input): there is none.
[[nodiscard]] Result<Answer> show_entry(const Caller& caller, std::uint64_t seq);

/// The last entries, a line each, the newest last.
[[nodiscard]] Result<Answer> ledger_log(const Caller& caller, std::uint64_t last);

/// Every entry's canonical text, one a line. Gives their number. Error (verification): an entry was changed; it is
/// named, and nothing is given.
[[nodiscard]] Result<std::uint64_t> export_ledger(const Caller& caller, std::ostream& out);

/// The same into a new file, which is there only when it is whole.
[[nodiscard]] Result<Answer> write_export(const Caller& caller, const std::filesystem::path& out);

/// Builds all tables again from the ledger.
[[nodiscard]] Result<Answer> rebuild_tables(const Caller& caller);

} // namespace muster
