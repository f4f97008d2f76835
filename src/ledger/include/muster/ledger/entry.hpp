#pragma once

#include "muster/base/result.hpp"
#include "muster/ledger/hash.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::ledger {

/// What a field of an entry holds: one text, or a list of texts. Numbers are written as the laboratory wrote them
/// ("12.50" grams), so that no digit is invented or lost.
using Value = std::variant<std::string, std::vector<std::string>>;

/// The fields of an entry, by name.
using Body = std::map<std::string, Value, std::less<>>;

enum class Action {
    record,   ///< something new is recorded
    correct,  ///< the fields of an earlier entry are replaced; names it and says why
    withdraw, ///< an earlier entry should not have been made; names it and says why
};

/// Personal data stand apart, encrypted; the entry holds a salted commitment to them (see seal.hpp).
struct Commitment {
    std::string subject; ///< whose data: an identifier that says nothing itself
    Hash hash{};

    friend bool operator==(const Commitment&, const Commitment&) = default;
};

/// One entry of the ledger: who, when, what, why, on whose authority.
struct Entry {
    std::uint64_t seq = 0; ///< its place: 0, 1, 2, …
    std::string time;      ///< when it was recorded, UTC: "2018-07-27T00:15:02.123Z"
    std::string who;       ///< who recorded it
    std::string authority; ///< on whose authority; may be empty
    Action action = Action::record;
    std::string kind; ///< what is recorded: "turnover", "specimen", …
    std::string key;  ///< its name among those of its kind: "CIL 2003-116, G-42, X-216A, 101"
    Body body{};
    std::string reason;                      ///< why; never empty for `correct` and `withdraw`
    std::string source;                      ///< where the data come from: "cases.csv:12"; may be empty
    bool simulated = false;                  ///< not the real world
    std::optional<std::uint64_t> corrects{}; ///< the entry that a correction or withdrawal names
    std::optional<Commitment> sealed{};

    friend bool operator==(const Entry&, const Entry&) = default;
};

/// The canonical text of an entry, of which the ledger's hashes are made: JSON by RFC 8785, in which every value is a
/// string, an array of strings or an object of these (docs/ledger-format.md). Members that are empty are left out.
[[nodiscard]] std::string encode(const Entry& entry);

/// Reads what `encode` wrote. Error (verification): text that is no entry, or is not in its canonical form, byte for
/// byte.
[[nodiscard]] Result<Entry> decode(std::string_view text);

/// The same for a body alone: `{"bone":"Femur","side":"Left"}`.
[[nodiscard]] std::string encode(const Body& body);
[[nodiscard]] Result<Body> decode_body(std::string_view text);

/// What an entry's text says of its place, its record and its fields, without decoding these. Valid as long as the
/// text.
struct EntryView {
    std::uint64_t seq = 0;
    Action action = Action::record;
    bool simulated = false;
    std::string_view time{};
    std::string_view kind{};
    std::string_view key{};
    std::string_view body{}; ///< canonical
    std::optional<std::uint64_t> corrects{};
    std::optional<Commitment> sealed{};
    std::shared_ptr<const Entry> decoded{}; ///< where `time`, `kind` and `key` are, if one of them has escapes
};

/// Nothing: not an entry. Precondition for a true answer: the text is canonical (`decode` tells).
[[nodiscard]] std::optional<EntryView> view(std::string_view text);

/// One text of a canonical body, found without decoding the others; nothing if the field is not there or is a list.
/// Precondition: `body` is canonical, as `encode` writes it (in which a quotation mark within a text is always
/// escaped).
[[nodiscard]] std::optional<std::string> find_text(std::string_view body, std::string_view field);
/// The same text as it stands there, between its quotation marks: an escape, which no date, mass or word of a
/// vocabulary has, is left as it is. Empty also if the field is not there.
[[nodiscard]] std::string_view find_raw(std::string_view body, std::string_view field);
/// The same for a list; empty if the field is not there or is a text.
[[nodiscard]] std::vector<std::string> find_list(std::string_view body, std::string_view field);

/// A JSON string with its quotation marks, escaped as RFC 8785 wants it.
[[nodiscard]] std::string json_string(std::string_view text);

/// Is this valid UTF-8 (RFC 3629)? Only such text can be recorded.
[[nodiscard]] bool is_utf8(std::string_view text);

} // namespace muster::ledger
