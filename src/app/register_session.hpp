#pragma once

#include "access.hpp"
#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"
#include "muster/register/register.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// The vocabulary that ships (data/vocabulary). Errors (bad_input): a file is missing or damaged.
[[nodiscard]] Result<Vocabulary> shipped_vocabulary();

/// The key file that a caller means. Error (usage): none is given, and the store is not a SQLite file.
[[nodiscard]] Result<std::filesystem::path> key_file_of(const Caller& caller);

/// A register, and what the one who asks may do in it.
struct ReadSession {
    std::shared_ptr<Register> held; ///< goes back to where it was kept, if the caller keeps it open
    Register& reg;
    Access access;
    Caller caller;
};

/// Everything that is needed to record.
struct WriteSession : ReadSession {
    ledger::SigningKey key;
    Author author;
    Vocabulary vocabulary;
};

/// The only ways into a register: each names what is to be done there. Errors: forbidden (the caller is not known, the
/// password is wrong, no role allows it), those of the store.
[[nodiscard]] Result<ReadSession> open_for_reading(const Caller& caller, Action action);
/// For what needs no role: to find out who somebody is, and the figures that anybody may know. Errors: those of the
/// store.
[[nodiscard]] Result<std::shared_ptr<Register>> open_for_anybody(const Caller& caller);
/// For reading, with the signing key. What is recorded (`record_all`) is checked again, entry by entry.
[[nodiscard]] Result<WriteSession> open_for_writing(const Recorder& recorder, Action action);

/// Records the entries, as far as they are permitted (permission.hpp), and says what was recorded, which findings that
/// opened or closed, and the new head. `what`: the entries in a word or two if they are many ("specimen records").
[[nodiscard]] Result<Answer> record_all(WriteSession& session, std::vector<NewEntry> entries, const std::string& what,
                                        const std::vector<NewBlob>& blobs, bool trial);

/// The same, of what was permitted by another rule than that of its kind (`permit`).
[[nodiscard]] Result<Answer> record_permitted(WriteSession& session, const std::vector<NewEntry>& entries,
                                              const std::string& what, const std::vector<NewBlob>& blobs, bool trial);

/// The same about what is recorded already. `notes`: what else the recorder is to be told. Findings that
/// the caller may not see are left out.
[[nodiscard]] Result<Answer> recorded_answer(WriteSession& session, const Recorded& recorded, const std::string& done,
                                             bool trial, const std::vector<std::string>& notes = {});

/// What stands before an answer from a register of which nothing is of the real world; otherwise nothing.
[[nodiscard]] std::string mark(const Register& reg);

/// A kind by its name or its command. Error (usage): names those that there are.
[[nodiscard]] Result<const KindSpec*> kind_named(std::string_view name);

/// The same, of a kind that is filled in by hand. Error (usage): it has a command of its own.
[[nodiscard]] Result<const KindSpec*> kind_by_hand(std::string_view name);

/// "413 entries, root 3f2a9c1d…"
[[nodiscard]] std::string head_line(const ledger::SignedHead& head);

/// "1 record", "55 records".
[[nodiscard]] std::string counted(std::size_t n, const std::string& one);

/// What the store holds in one snapshot.
template <class Value, class Work> [[nodiscard]] Result<Value> read_store(Register& reg, const Work& work) {
    Value value{};
    auto read = reg.store().read([&](store::Reader& reader) -> Result<void> {
        value = Value{};
        return work(reader, value);
    });
    if (!read) {
        return fail(read.error());
    }
    return value;
}

} // namespace muster
