#include "record_names.hpp"

#include "muster/base/nfc.hpp"
#include "register_session.hpp"
#include "sight.hpp"

#include <algorithm>
#include <functional>

namespace muster {
namespace {

/// The current records whose name begins so, as the field would hold them: the full name where several kinds are
/// possible.
Result<std::vector<std::string>> matching(Register& reg, const FieldSpec& field, std::string_view beginning) {
    const auto allowed = kinds_of(field);
    std::vector<std::string> found;
    for (const std::string_view kind : allowed) {
        const std::string prefix = ref(kind, "");
        const std::string_view key = beginning.starts_with(prefix) ? beginning.substr(prefix.size()) : beginning;
        auto keys = current_keys(reg, kind);
        if (!keys) {
            return fail(keys.error());
        }
        for (const std::string& one : *keys) {
            if (one.starts_with(key) || one.starts_with(nfc(key))) {
                found.push_back(allowed.size() > 1 ? ref(kind, one) : one);
            }
        }
    }
    return found;
}

std::string* written_field(NewEntry& entry, std::string_view name) {
    const auto at =
        std::find_if(entry.fields.begin(), entry.fields.end(), [&](const auto& f) { return f.first == name; });
    return at == entry.fields.end() ? nullptr : &at->second;
}

bool names(const std::string& item, const std::string& written) {
    const std::string normal = nfc(written);
    return item == written || key_of(item) == written || item == normal || key_of(item) == normal;
}

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) {
        text += (text.empty() ? "" : ";") + item;
    }
    return text;
}

/// The items of the leg that a confirmation names.
Result<std::vector<std::string>> items_of_leg(Register& reg, NewEntry& entry) {
    const std::string* leg = written_field(entry, "transfer");
    for (const std::string& key : spellings_of(leg == nullptr ? std::string() : trimmed(*leg))) {
        auto found = reg.find(ref("transfer", key));
        if (!found) {
            return fail(found.error());
        }
        if (*found) {
            return list_of((*found)->body, "items");
        }
    }
    return std::vector<std::string>{};
}

/// Is a kind one that the caller may read?
using Readable = std::function<bool(std::string_view)>;

/// Adds the records that have this key. True: it is the full name of one.
bool add_named(store::Reader& reader, std::string_view kind, const std::string& name, const Readable& readable,
               std::vector<std::string>& refs) {
    const std::string own_kind(kind_of(name));
    if ((kind.empty() || own_kind == kind) && find_kind(own_kind) != nullptr && readable(own_kind) &&
        reader.record(own_kind, std::string(key_of(name)))) {
        refs.push_back(name);
        return true;
    }
    for (const KindSpec& each : kinds()) {
        if ((kind.empty() || each.name == kind) && readable(each.name) && reader.record(std::string(each.name), name)) {
            refs.push_back(ref(each.name, name));
        }
    }
    return false;
}

/// The records that have this as another name.
std::vector<std::string> aliased(store::Reader& reader, const std::string& name) {
    std::vector<std::string> refs;
    for (const auto& [id, of] : other_names(reader)) {
        if (id == nfc(name)) {
            refs.push_back(of);
        }
    }
    return refs;
}

} // namespace

std::vector<std::pair<std::string, std::string>> other_names(store::Reader& reader) {
    std::vector<std::pair<std::string, std::string>> names;
    reader.each_record("alias", [&](store::RecordRow& row) {
        if (row.state == "current") {
            names.emplace_back(nfc(ledger::find_text(row.text, "id").value_or("")),
                               ledger::find_text(row.text, "of").value_or(""));
        }
    });
    return names;
}

std::string trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos ? std::string()
                                          : std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        if (std::string item = trimmed(text.substr(at, end - at)); !item.empty()) {
            items.push_back(std::move(item));
        }
        at = end + 1;
    }
    return items;
}

Result<std::vector<std::string>> current_keys(Register& reg, std::string_view kind) {
    return read_store<std::vector<std::string>>(
        reg, [&](store::Reader& reader, std::vector<std::string>& keys) -> Result<void> {
            reader.each_record(std::string(kind), [&](store::RecordRow& row) {
                if (row.state == "current") {
                    keys.push_back(std::move(row.key));
                }
            });
            return {};
        });
}

Result<std::string> find_name(ReadSession& session, std::string_view kind, const std::string& written) {
    const std::string name = trimmed(written);
    // What may not be read is not told to be there or not.
    for (const std::string_view of : {kind, kind_of(name)}) {
        const bool own = of == "user" && (name == session.access.who || key_of(name) == session.access.who);
        auto allowed = find_kind(of) == nullptr || own ? Result<void>() : session.access.check(reading(of));
        if (!allowed) {
            return fail(allowed.error());
        }
    }
    auto found = read_store<std::vector<std::string>>(
        session.reg, [&](store::Reader& reader, std::vector<std::string>& refs) -> Result<void> {
            const Readable readable = [&](std::string_view of) {
                return session.access.may(reading(of)) || of == "user";
            };
            for (const std::string& spelling : spellings_of(name)) {
                if (refs.empty() && add_named(reader, kind, spelling, readable, refs)) {
                    return {}; // by its full name, which only one record has
                }
            }
            for (const std::string& of : aliased(reader, name)) {
                if ((kind.empty() || kind_of(of) == kind) && readable(kind_of(of)) &&
                    std::find(refs.begin(), refs.end(), of) == refs.end()) {
                    refs.push_back(of);
                }
            }
            return {};
        });
    if (!found) {
        return fail(found.error());
    }
    if (found->empty()) {
        return fail(ErrorKind::bad_input, "there is no " + (kind.empty() ? std::string("record") : std::string(kind)) +
                                              " '" + name + "'; muster list KIND shows what is recorded");
    }
    if (found->size() > 1) {
        std::string all;
        for (const std::string& one : *found) {
            all += (all.empty() ? "" : ", ") + one + (key_of(one) == name ? "" : " (by another name of it)");
        }
        return fail(ErrorKind::bad_input, "'" + name + "' may be any of " + all + "; write which");
    }
    if (auto seen = Sight(session).check(found->front()); !seen) {
        return fail(seen.error());
    }
    return found->front();
}

Result<void> expand_patterns(Register& reg, NewEntry& entry, const std::string& except, std::vector<Error>& problems) {
    const KindSpec* kind = find_kind(entry.kind);
    const auto wrong = [&](const std::string& what) {
        problems.push_back({ErrorKind::bad_input, what, entry.file, entry.line});
    };
    for (auto& [name, text] : entry.fields) {
        const FieldSpec* field = kind == nullptr ? nullptr : kind->field(name);
        if (field == nullptr || !field->list || field->type != FieldType::record) {
            continue;
        }
        std::vector<std::string> items;
        for (const std::string& written : split_list(text)) {
            Result<std::vector<std::string>> more = std::vector<std::string>{written};
            if (entry.kind == "confirmation" && name == "items" && written == "all") {
                more = items_of_leg(reg, entry);
            } else if (written.ends_with('*')) {
                more = matching(reg, *field, std::string_view(written).substr(0, written.size() - 1));
                if (more && more->empty()) {
                    wrong(name + ": nothing is recorded that begins with '" + written.substr(0, written.size() - 1) +
                          "'");
                }
            }
            if (!more) {
                return fail(more.error());
            }
            items.insert(items.end(), more->begin(), more->end());
        }
        if (name == "items") {
            for (const std::string& left_out : split_list(except)) {
                if (std::erase_if(items, [&](const std::string& item) { return names(item, left_out); }) == 0) {
                    wrong("except: '" + left_out + "' is not among the items");
                }
            }
        }
        text = joined(items);
    }
    return {};
}

} // namespace muster
