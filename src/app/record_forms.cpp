#include "muster/app/record_forms.hpp"

#include "access.hpp"
#include "json_text.hpp"
#include "muster/register/kinds.hpp"
#include "photograph_file.hpp"
#include "record_help.hpp"
#include "register_session.hpp"

namespace muster {
namespace {

RecordForm form_of(const KindSpec& kind) {
    RecordForm form{std::string(kind.name), std::string(kind.command), std::string(kind.summary)};
    form.personal = kind.has_personal();
    form.own_group = kind.command.find(' ') == std::string_view::npos;
    const FieldSpec* items = kind.field("items");
    form.has_items = items != nullptr && items->list;
    form.by_hand = kind.by_hand;
    form.has_key = !kind.key_fields.empty();
    return form;
}

std::string joined(const std::vector<std::string>& words, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < words.size() && i < most; ++i) {
        text += (i == 0 ? "" : ", ") + words[i];
    }
    return words.size() > most ? text + ", …" : text;
}

} // namespace

std::string expected_form(const FieldSpec& field) {
    switch (field.type) {
    case FieldType::text:
    case FieldType::word:
    case FieldType::bone: return {};
    case FieldType::time: return "such as 2018-07-27 or 2018-07-27T14:30+09:00";
    case FieldType::count: return "a whole number";
    case FieldType::mass: return "in grams, as the scale shows it";
    case FieldType::decimal: return "a number";
    case FieldType::amount: return "a number, 0 or more";
    case FieldType::latitude: return "from -90 to 90";
    case FieldType::longitude: return "from -180 to 180";
    case FieldType::sha256: return "64 hexadecimal digits";
    case FieldType::record: break;
    }
    std::string names;
    const auto allowed = kinds_of(field);
    for (const std::string_view kind : allowed) {
        names += (names.empty() ? "" : ", ") + std::string(kind);
    }
    return allowed.size() > 6 ? "the key of any record, as kind:key" : "key of a recorded " + names;
}

std::vector<std::string> words_for(const FieldSpec& field, const Vocabulary& vocabulary) {
    return field.type == FieldType::word   ? vocabulary.words(field.of)
           : field.type == FieldType::bone ? vocabulary.bone_names()
                                           : std::vector<std::string>{};
}

std::vector<const FieldSpec*> written_fields(const KindSpec& kind) {
    std::vector<const FieldSpec*> fields;
    for (const FieldSpec& field : kind.fields) {
        if (!is_taken_from_file(kind, field.name)) {
            fields.push_back(&field);
        }
    }
    return fields;
}

namespace {

RecordForm filled_form_of(const KindSpec& kind, const Result<Vocabulary>& vocabulary) {
    RecordForm form = form_of(kind);
    for (const FieldSpec* field : written_fields(kind)) {
        std::string help(field->help);
        for (const std::string& more :
             {expected_form(*field), std::string(field->list ? "several with ; between them" : ""),
              std::string(field->personal ? "personal, can be erased" : "")}) {
            help += more.empty() ? "" : "; " + more;
        }
        form.fields.push_back({std::string(field->name), help, field->required,
                               vocabulary ? words_for(*field, *vocabulary) : std::vector<std::string>{}});
    }
    return form;
}

std::string_view name_of(FieldType type) {
    switch (type) {
    case FieldType::text: return "text";
    case FieldType::time: return "time";
    case FieldType::count: return "count";
    case FieldType::mass: return "mass";
    case FieldType::decimal: return "decimal";
    case FieldType::amount: return "amount";
    case FieldType::latitude: return "latitude";
    case FieldType::longitude: return "longitude";
    case FieldType::word: return "word";
    case FieldType::bone: return "bone";
    case FieldType::record: return "record";
    case FieldType::sha256: return "sha256";
    }
    return "";
}

std::string field_json(const FieldSpec& field, const Result<Vocabulary>& vocabulary) {
    std::vector<std::string> kinds;
    if (field.type == FieldType::record) {
        for (const std::string_view kind : kinds_of(field)) {
            kinds.emplace_back(kind);
        }
    }
    JsonObject json;
    json.text("name", field.name);
    json.text("help", field.help);
    json.text("type", name_of(field.type));
    json.raw("kinds", json_strings(kinds));
    json.raw("list", json_bool(field.list));
    json.raw("required", json_bool(field.required));
    json.raw("personal", json_bool(field.personal));
    json.raw("words", json_strings(vocabulary ? words_for(field, *vocabulary) : std::vector<std::string>{}));
    return json.done();
}

} // namespace

std::vector<RecordForm> record_forms() {
    std::vector<RecordForm> forms;
    for (const KindSpec& kind : kinds()) {
        if (!kind.command.empty()) {
            forms.push_back(form_of(kind));
        }
    }
    return forms;
}

std::vector<RecordForm> record_forms_of(const std::string& group) {
    constexpr std::size_t most_words = 20;
    std::vector<RecordForm> forms;
    Result<Vocabulary> vocabulary = fail(ErrorKind::bad_input, "not read");
    for (const KindSpec& kind : kinds()) {
        if (kind.command != group && !kind.command.starts_with(group + " ")) {
            continue;
        }
        if (forms.empty()) {
            vocabulary = shipped_vocabulary();
        }
        RecordForm form = filled_form_of(kind, vocabulary);
        for (RecordField& field : form.fields) {
            field.help += field.words.empty() ? "" : ": " + joined(field.words, most_words);
        }
        forms.push_back(std::move(form));
    }
    return forms;
}

std::string record_forms_json() {
    const auto vocabulary = shipped_vocabulary();
    std::vector<std::string> forms;
    for (const KindSpec& kind : kinds()) {
        if (kind.command.empty() || !kind.by_hand) {
            continue;
        }
        const RecordForm form = form_of(kind);
        std::vector<std::string> fields;
        for (const FieldSpec* field : written_fields(kind)) {
            fields.push_back(field_json(*field, vocabulary));
        }
        JsonObject json;
        json.text("kind", form.kind);
        json.text("command", form.command);
        json.text("summary", form.summary);
        json.text("action", name_of(recording(form.kind)));
        json.raw("personal", json_bool(form.personal));
        json.raw("has_items", json_bool(form.has_items));
        json.raw("has_key", json_bool(form.has_key));
        json.raw("fields", json_array(fields));
        forms.push_back(json.done());
    }
    return json_array(forms);
}

} // namespace muster
