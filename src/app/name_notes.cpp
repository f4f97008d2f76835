#include "name_notes.hpp"

#include "muster/base/nfc.hpp"
#include "record_names.hpp"
#include "register_session.hpp"

#include <map>
#include <set>

namespace muster {
namespace {

/// What a name means besides: the records of which it is the key, and those of which it is another name.
class Meanings {
  public:
    explicit Meanings(store::Reader& reader) : reader_(reader) {
        for (auto& [id, of] : other_names(reader)) {
            by_other_name_.emplace(std::move(id), std::move(of));
        }
    }

    /// `named`: the record that the name was given to.
    void tell(const std::string& name, const std::string& named, bool as_key, std::vector<std::string>& notes) {
        std::set<std::string> others;
        for (auto [at, end] = by_other_name_.equal_range(name); at != end; ++at) {
            others.insert(at->second);
        }
        for (const KindSpec& kind : as_key ? std::span<const KindSpec>() : kinds()) {
            if (reader_.record(std::string(kind.name), name)) {
                others.insert(ref(kind.name, name));
            }
        }
        for (const std::string& other : others) {
            // As it was written, the record may lack its kind.
            if (other != named && (as_key || key_of(other) != named)) {
                notes.push_back("'" + name + "' may mean " + named + " or " + other + " now; write kind:key");
            }
        }
    }

  private:
    store::Reader& reader_;
    std::multimap<std::string, std::string> by_other_name_{};
};

std::string written(const NewEntry& entry, std::string_view field) {
    for (const auto& [name, text] : entry.fields) {
        if (name == field) {
            return nfc(trimmed(text));
        }
    }
    return {};
}

} // namespace

Result<std::vector<std::string>> notes_about_names(Register& reg, const std::vector<NewEntry>& entries,
                                                   const std::vector<std::string>& refs) {
    return read_store<std::vector<std::string>>(
        reg, [&](store::Reader& reader, std::vector<std::string>& notes) -> Result<void> {
            Meanings meanings(reader);
            for (std::size_t i = 0; i < entries.size() && i < refs.size(); ++i) {
                const KindSpec* kind = find_kind(entries[i].kind);
                if (entries[i].action != ledger::Action::record || kind == nullptr) {
                    continue;
                }
                if (kind->name == "alias") {
                    meanings.tell(written(entries[i], "id"), written(entries[i], "of"), false, notes);
                } else if (!kind->key_fields.empty()) {
                    meanings.tell(std::string(key_of(refs[i])), refs[i], true, notes);
                }
            }
            return {};
        });
}

} // namespace muster
