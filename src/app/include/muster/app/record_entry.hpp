#pragma once

#include "muster/app/answer.hpp"
#include "muster/app/register_access.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace muster {

/// Fields as they were written: name and text.
using FieldTexts = std::vector<std::pair<std::string, std::string>>;

/// Something new to record.
struct RecordRequest {
    Recorder recorder;
    std::string kind;
    FieldTexts fields; ///< an empty text: not given
    /// Items to leave out of the field `items`, with ";" between them.
    std::string except{};
    std::string subject{};        ///< whose personal data they are; empty: as the kind says
    std::filesystem::path file{}; ///< photographs: the file, which goes into the store
    std::string file_name{};      ///< as it is recorded; empty: that of `file`
    bool again = false;           ///< a key that is recorded already was really used twice; otherwise a problem
};

/// Records one thing. In lists of items "case:Wonsan 2018/*" stands for all records whose name begins so; "all", in a
/// confirmation, for all items of its custody leg. A photograph's hash, size, media type and name are taken from its
/// file (JPEG, PNG, TIFF, HEIC or PDF by its first bytes, at most 200 MB). What is wrong with the fields stands in
/// `Answer::problems`. Errors: usage (no such kind), refused (key), those of the store.
[[nodiscard]] Result<Answer> record_one(const RecordRequest& request);

/// Which record, and what changes of it.
struct ChangeRequest {
    Recorder recorder; ///< its `reason` says why
    std::string kind;  ///< empty: `key` is a full name, "specimen:…", or the key of one record alone
    std::string key;
    std::vector<std::string> set{}; ///< corrections: "field=value"; an empty value takes the field away
};

/// Corrects fields of a record by an entry that names the one it corrects. Errors: usage ("field=value" is not there),
/// bad_input (no such record), those of `record_one`.
[[nodiscard]] Result<Answer> correct_record(const ChangeRequest& request);
/// Withdraws a record that should not have been made; its name stays used. The same errors.
[[nodiscard]] Result<Answer> withdraw_record(const ChangeRequest& request);

/// Takes back that a record was withdrawn: it counts again, as it was. The same errors.
[[nodiscard]] Result<Answer> reinstate_record(const ChangeRequest& request);

/// Erases the personal data of a subject for good: key and ciphertext go, an entry says so. Errors: refused (there are
/// none), bad_input (no reason), those of the store.
[[nodiscard]] Result<Answer> erase_subject(const Recorder& recorder, const std::string& subject);

/// Writes a photograph's file, checked against its hash. `photograph`: its SHA-256, or the key of its record ("#12").
/// Errors: bad_input (no such photograph, `out` cannot be written), verification (the bytes are not those of the hash).
[[nodiscard]] Result<Answer> export_photograph(const Caller& caller, const std::string& photograph,
                                               const std::filesystem::path& out);

struct PhotographFile {
    std::string media_type; ///< "image/jpeg", by the first bytes
    std::string bytes;
};

/// The same, not into a file. The same errors.
[[nodiscard]] Result<PhotographFile> read_photograph(const Caller& caller, const std::string& photograph);

} // namespace muster
