#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// What the text of a field must be.
enum class FieldType {
    text,      ///< any text on one line or more
    time,      ///< a date, or a date with a time (values.hpp)
    count,     ///< a whole number, 0 or more
    mass,      ///< a mass in grams, as read from the scale
    decimal,   ///< a decimal number
    amount,    ///< a size or volume: a decimal number, 0 or more
    latitude,  ///< degrees, −90 to 90
    longitude, ///< degrees, −180 to 180
    word,      ///< a word of the vocabulary that `of` names
    bone,      ///< a bone of the vocabulary
    record,    ///< the key of a record; `of` names its kind, or the kinds it may be ("kind:key" is then kept)
    sha256,    ///< the name of a blob in the store
};

/// A field of a kind of record.
struct FieldSpec {
    std::string_view name;
    FieldType type = FieldType::text;
    std::string_view of{}; ///< vocabulary, or kinds separated by spaces
    bool required = false;
    bool list = false;     ///< several, written with ";" between them
    bool personal = false; ///< kept apart, encrypted under the subject's key
    std::string_view help{};
};

/// A kind of record: what an entry of the ledger can say. This table is the one place where the fields stand;
/// validation, import, templates, the command line and the tables follow it.
struct KindSpec {
    std::string_view name;
    std::string_view command; ///< how it is recorded: "custody transfer"
    std::string_view summary;
    /// The fields that make up the key, in order, and what joins them. None: the key is the entry's number, "#412".
    std::vector<std::string_view> key_fields{};
    std::string_view key_joint = ", ";
    std::vector<FieldSpec> fields{};
    /// The field that says whose the personal data are, where the recorder does not say it.
    std::string_view subject_field{};
    bool by_hand = true; ///< false: only a use case of its own makes it, and it is withdrawn, never corrected (but a
                         ///< user, whose roles change)

    [[nodiscard]] const FieldSpec* field(std::string_view field_name) const;
    [[nodiscard]] bool has_personal() const;
};

/// All kinds, in the order of the chain from the commitment to the burial.
[[nodiscard]] std::span<const KindSpec> kinds();
/// Null: there is no such kind.
[[nodiscard]] const KindSpec* find_kind(std::string_view name);

/// The kinds that a reference field may name.
[[nodiscard]] std::vector<std::string_view> kinds_of(const FieldSpec& field);

/// "specimen:CIL 2003-116, G-42, X-216A, 101": a record's name among all.
[[nodiscard]] std::string ref(std::string_view kind, std::string_view key);
[[nodiscard]] std::string_view kind_of(std::string_view ref);
[[nodiscard]] std::string_view key_of(std::string_view ref);
/// What a reference field's value names.
[[nodiscard]] std::string ref_of(const FieldSpec& field, std::string_view value);

} // namespace muster
