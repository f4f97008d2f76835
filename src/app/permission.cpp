#include "permission.hpp"

#include "known_users.hpp"
#include "muster/base/nfc.hpp"
#include "record_names.hpp"
#include "register_records.hpp"
#include "sight.hpp"

#include <algorithm>

namespace muster {
namespace {

std::string* written(NewEntry& entry, std::string_view field) {
    const auto at =
        std::find_if(entry.fields.begin(), entry.fields.end(), [&](const auto& one) { return one.first == field; });
    return at == entry.fields.end() || trimmed(at->second).empty() ? nullptr : &at->second;
}

/// Checks entries one after another.
class Permission {
  public:
    Permission(WriteSession& session, std::vector<Error>& problems)
        : session_(session), access_(session.access), sight_(session), problems_(problems) {}

    Result<void> check(NewEntry& entry) {
        for (const auto step :
             {&Permission::check_target, &Permission::check_action, &Permission::check_about, &Permission::check_names,
              &Permission::check_inventory, &Permission::check_own_examination, &Permission::check_projects}) {
            if (auto done = (this->*step)(entry); !done) {
                return done;
            }
        }
        return {};
    }

  private:
    /// The record that is changed.
    Result<void> check_target(NewEntry& entry) {
        return entry.action == ledger::Action::record ? Result<void>() : sight_.check(ref(entry.kind, entry.key));
    }

    Result<void> check_action(NewEntry& entry) {
        if (entry.kind != "signature") {
            return access_.check(recording(entry.kind));
        }
        std::string of;
        if (entry.action == ledger::Action::record) {
            const std::string* field = written(entry, "of");
            of = field == nullptr ? std::string() : trimmed(*field);
        } else {
            const auto record = session_.reg.find(ref(entry.kind, entry.key));
            if (!record) {
                return fail(record.error());
            }
            of = *record ? text_of((*record)->body, "of") : std::string();
        }
        return access_.check(signing(kind_of(of)));
    }

    /// What a photograph, alias or finding is about must be seen by whoever records it. A name without its kind stands
    /// for what the caller may read: that there is something else of that name must not show.
    Result<void> check_about(NewEntry& entry) {
        std::string* about = written(entry, about_field(entry.kind));
        const KindSpec* kind = find_kind(entry.kind);
        const FieldSpec* field = about == nullptr || kind == nullptr ? nullptr : kind->field(about_field(entry.kind));
        if (field == nullptr) {
            return {};
        }
        std::string name = trimmed(*about);
        const bool whole = find_kind(kind_of(name)) != nullptr; // a kind that may not be read is refused below
        if (field->type == FieldType::record && (!whole || access_.may(reading(kind_of(name))))) {
            auto found = full_name(*field, name, true);
            if (!found) {
                return fail(found.error());
            }
            if (found->empty()) {
                problems_.push_back(
                    {ErrorKind::bad_input,
                     std::string(field->name) + ": '" + name +
                         "' is not recorded, as far as you may see; record it first, or correct the key",
                     entry.file, entry.line});
                return {};
            }
            name = *std::move(found);
            *about = name;
        }
        return sight_.check(name);
    }

    /// Those who are named as users are users, and nobody reviews in another's name.
    Result<void> check_names(NewEntry& entry) {
        for (const auto& [kind, field] : {std::pair("examination", "analyst"), std::pair("identification", "author")}) {
            const std::string* name = entry.kind == kind ? written(entry, field) : nullptr;
            const auto user = name == nullptr ? Result<std::optional<User>>(std::nullopt)
                                              : user_named(session_.reg, nfc(trimmed(*name)));
            if (!user) {
                return fail(user.error());
            }
            if (name != nullptr && !*user) {
                problems_.push_back({ErrorKind::bad_input,
                                     std::string(field) + ": '" + trimmed(*name) + "' is no user of this register",
                                     entry.file, entry.line});
            }
        }
        const bool own = entry.kind == "review" || entry.kind == "inventory";
        const std::string* reviewer = own ? written(entry, "by") : nullptr;
        return reviewer == nullptr || nfc(trimmed(*reviewer)) == access_.who
                   ? Result<void>()
                   : fail(ErrorKind::forbidden, "by: the " + entry.kind + " is recorded by whoever made it: expected " +
                                                    access_.who + ", found '" + trimmed(*reviewer) + "'");
    }

    /// Nobody reviews an inventory that they completed.
    Result<void> check_inventory(NewEntry& entry) {
        const std::string* state = entry.kind == "inventory" ? written(entry, "state") : nullptr;
        const std::string* of = state == nullptr ? nullptr : written(entry, "of");
        if (of == nullptr || session_.vocabulary.word("inventory_state", trimmed(*state)) != "Reviewed") {
            return {};
        }
        const auto whole = full_name(*find_kind("inventory")->field("of"), trimmed(*of), false);
        const auto by = whole ? completed_by(*whole) : fail(whole.error());
        if (!by) {
            return fail(by.error());
        }
        return *by != access_.who ? Result<void>()
                                  : fail(ErrorKind::refused, *whole + ": " + access_.who +
                                                                 " completed this inventory; somebody else reviews it");
    }

    /// Who completed an inventory last; empty: nobody.
    Result<std::string> completed_by(const std::string& whole) {
        return read_store<std::string>(session_.reg, [&](store::Reader& reader, std::string& by) -> Result<void> {
            std::uint64_t newest = 0;
            for (const std::string& key : keys_naming(reader, whole, "inventory", "of")) {
                const auto row = reader.record("inventory", key);
                if (row && row->state == "current" && row->first_entry > newest &&
                    ledger::find_raw(row->text, "state") == "Complete") {
                    newest = row->first_entry;
                    by = ledger::find_text(row->text, "by").value_or("");
                }
            }
            return {};
        });
    }

    /// Nobody ends being blind but by signing.
    Result<void> check_own_examination(NewEntry& entry) {
        const std::string name = ref(entry.kind, entry.key);
        const auto& own = access_.unsigned_;
        const bool ends = entry.action == ledger::Action::withdraw ||
                          (entry.action == ledger::Action::correct && written(entry, "analyst") != nullptr);
        return !ends || std::find(own.begin(), own.end(), name) == own.end()
                   ? Result<void>()
                   : fail(ErrorKind::forbidden, name + " is an open examination of " + access_.who +
                                                    ": sign it; only somebody else may withdraw it or give it to "
                                                    "another analyst");
    }

    Result<void> check_projects(NewEntry& entry) {
        if (access_.projects.empty()) {
            return {};
        }
        const KindSpec* kind = find_kind(entry.kind);
        ledger::Body body;
        std::string key;
        for (const FieldSpec& field : kind == nullptr ? std::vector<FieldSpec>{} : kind->fields) {
            const std::string* text = written(entry, field.name);
            if (text == nullptr) {
                continue;
            }
            if (field.type == FieldType::record) {
                auto names = references(field, *text);
                if (!names) {
                    return fail(names.error());
                }
                body[std::string(field.name)] = *std::move(names);
            } else if (field.name == about_field(entry.kind)) {
                body[std::string(field.name)] = trimmed(*text);
            }
            key = field.name == "key" ? nfc(trimmed(*text)) : key;
        }
        const std::string& named = entry.action == ledger::Action::record ? key : entry.key;
        return sight_.check_new(entry.kind, ref(entry.kind, named), body);
    }

    /// As the fields of a record hold them.
    Result<std::vector<std::string>> references(const FieldSpec& field, const std::string& text) {
        std::vector<std::string> names = field.list ? split_list(text) : std::vector<std::string>{trimmed(text)};
        for (std::string& name : names) {
            auto full = full_name(field, name, false);
            if (!full) {
                return fail(full.error());
            }
            if (!full->empty()) {
                name = kinds_of(field).size() > 1 ? *full : std::string(key_of(*full));
            }
        }
        return names;
    }

    /// "kind:key" of what was written without (or with) a kind; empty: it is not recorded, or, `seen`, not seen.
    Result<std::string> full_name(const FieldSpec& field, const std::string& name, bool seen) {
        const auto kinds = kinds_of(field);
        return read_store<std::string>(session_.reg, [&](store::Reader& reader, std::string& found) -> Result<void> {
            const auto is_there = [&](std::string_view kind, std::string_view key) {
                return (!seen || access_.may(reading(kind))) && reader.record(std::string(kind), std::string(key));
            };
            for (const std::string& spelling : spellings_of(name)) {
                for (const std::string_view kind : kinds) {
                    if (found.empty() && kinds.size() > 1 && kind_of(spelling) == kind &&
                        is_there(kind, key_of(spelling))) {
                        found = spelling;
                    }
                }
                for (const std::string_view kind : kinds) {
                    if (found.empty() && is_there(kind, spelling)) {
                        found = ref(kind, spelling);
                    }
                }
            }
            return {};
        });
    }

    WriteSession& session_;
    const Access& access_;
    Sight sight_;
    std::vector<Error>& problems_;
};

} // namespace

Result<void> permit(WriteSession& session, std::vector<NewEntry>& entries, std::vector<Error>& problems) {
    if (session.access.open) {
        return {};
    }
    Permission permission(session, problems);
    for (NewEntry& entry : entries) {
        if (auto checked = permission.check(entry); !checked) {
            return fail(checked.error().in(entry.file, entry.line));
        }
    }
    return {};
}

} // namespace muster
