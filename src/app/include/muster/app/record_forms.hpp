#pragma once

#include <string>
#include <vector>

namespace muster {

/// A field of a record as a person fills it in.
struct RecordField {
    std::string name;
    std::string help; ///< what belongs here: its meaning, its form, the words that it may hold
    bool required = false;
    std::vector<std::string> words{}; ///< that it may hold; empty: anything
};

/// What a person fills in to record something of one kind. Forms follow the table of kinds and the vocabulary.
struct RecordForm {
    std::string kind;    ///< "transfer"
    std::string command; ///< "custody transfer"; empty: not recorded by hand
    std::string summary;
    std::vector<RecordField> fields{};
    bool personal = false;  ///< has personal data, so that it may be said whose
    bool own_group = false; ///< its command is a single word
    bool has_items = false; ///< has a list of items, of which some can be left out
    bool by_hand = true;    ///< false: a command of its own records it
    bool has_key = false;   ///< what it records has a name, which may be taken already
};

/// All kinds that have a command, in the order of the chain from the commitment to the burial; without fields.
[[nodiscard]] std::vector<RecordForm> record_forms();

/// The forms whose command begins with this word, with their fields. The vocabulary's words stand in the help if the
/// vocabulary can be read.
[[nodiscard]] std::vector<RecordForm> record_forms_of(const std::string& group);

/// All forms that are filled in by hand, with fields and words, as JSON (schema/openapi.yaml). The same in every
/// register.
[[nodiscard]] std::string record_forms_json();

} // namespace muster
