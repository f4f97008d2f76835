#include "muster/register/register.hpp"

#include "appender.hpp"
#include "muster/base/nfc.hpp"
#include "muster/register/projection.hpp"
#include "node_rows.hpp"

#include <fstream>
#include <map>

namespace muster {
namespace {

constexpr const char* ledger_format = "1";

/// Is the file in the store, and what its hash says?
bool has_whole_blob(store::Writer& writer, const std::string& sha256) {
    ledger::Sha256 hash;
    return writer.each_blob_part(sha256, [&](std::string_view part) { hash.update(part); }) &&
           ledger::hex(hash.finish()) == sha256;
}

/// Reads a file into the store, part by part, unless it is there; one that is damaged there is replaced. Errors:
/// bad_input (cannot be read, or is not what its hash says).
Result<void> add_blob(store::Writer& writer, const NewBlob& blob) {
    constexpr std::size_t part_size = std::size_t{1} << 20;
    if (writer.has_blob(blob.sha256)) {
        if (has_whole_blob(writer, blob.sha256)) {
            return {};
        }
        writer.remove_blob(blob.sha256);
    }
    if (blob.file.empty()) {
        for (std::size_t at = 0; at < blob.bytes.size(); at += part_size) {
            writer.add_blob_part(blob.sha256, at / part_size, std::string_view(blob.bytes).substr(at, part_size));
        }
        return {};
    }
    std::ifstream file(blob.file, std::ios::binary);
    ledger::Sha256 hash;
    std::string part(part_size, '\0');
    for (std::uint64_t n = 0; file; ++n) {
        file.read(part.data(), static_cast<std::streamsize>(part_size));
        const std::string_view bytes(part.data(), static_cast<std::size_t>(file.gcount()));
        if (!bytes.empty()) {
            hash.update(bytes);
            writer.add_blob_part(blob.sha256, n, bytes);
        }
    }
    if (!file.eof() || ledger::hex(hash.finish()) != blob.sha256) {
        return fail(Error{ErrorKind::bad_input, "cannot be read, or changed while it was read", blob.file.string()});
    }
    return {};
}

/// What the tables cannot know: that a photograph's file is in the store.
void check_blob(store::Reader& reader, const CheckedEntry& checked, std::vector<std::string>& problems) {
    const std::string sha256 = text_of(checked.body, "sha256");
    if (!sha256.empty() && ledger::hash_from_hex(sha256) && !reader.has_blob(sha256)) {
        problems.push_back("sha256: there is no file " + sha256 +
                           " in the store; add it with muster photograph add FILE");
    }
}

/// The entries of one call that first gave a name.
using FirstGiven = std::map<std::string, const NewEntry*>;

/// Was the name of a new record given before, in the register or in the same table?
void check_name(const NewEntry& entry, const std::string& ref, Tables& tables, FirstGiven& given,
                std::vector<std::string>& problems) {
    if (entry.action != ledger::Action::record || ref.empty()) {
        return;
    }
    const auto [first, is_new] = given.emplace(ref, &entry);
    const Thing* known = nullptr;
    for (const std::string& spelling : spellings_of(ref)) {
        known = is_new && known == nullptr ? tables.record(spelling) : known;
    }
    if (entry.again || (is_new && known == nullptr)) {
        return;
    }
    const std::string key = "'" + std::string(key_of(ref)) + "' ";
    const std::size_t line = first->second->line;
    problems.push_back(known != nullptr
                           ? key + "is recorded already (entry " + std::to_string(known->first_entry) +
                                 "); correct it (muster correct), or say --again if the name really was used twice"
                           : key + "stands " + (line == 0 ? "among them" : "in line " + std::to_string(line)) +
                                 " already; take one of the two out, or say --again if the name really was used "
                                 "twice");
}

Result<void> check_all(const std::vector<NewEntry>& entries, const Vocabulary& vocabulary, store::Writer& writer,
                       Appender& appender, Recorded& recorded) {
    FirstGiven given;
    for (const NewEntry& entry : entries) {
        std::vector<std::string> problems;
        CheckedEntry checked = check(entry, vocabulary, appender.tables(), problems);
        check_name(entry, checked.ref, appender.tables(), given, problems);
        check_blob(writer, checked, problems);
        for (std::string& problem : problems) {
            recorded.problems.push_back({ErrorKind::bad_input, std::move(problem), entry.file, entry.line});
        }
        if (!problems.empty()) {
            continue;
        }
        if (auto added = appender.add(entry, std::move(checked), recorded); !added) {
            return fail(added.error().in(entry.file, entry.line));
        }
    }
    return {};
}

} // namespace

Result<Register> Register::create(const std::string& url, const std::filesystem::path& key_file,
                                  const std::string& title, const Author& author) {
    const ledger::SigningKey key = ledger::SigningKey::generate();
    if (auto written = key.write(key_file); !written) {
        return fail(written.error());
    }
    const auto give_up = [&](Error error) {
        std::error_code ignored;
        std::filesystem::remove(key_file, ignored);
        return fail(std::move(error));
    };
    auto store = store::Store::create(url);
    if (!store) {
        return give_up(store.error());
    }
    Register made(*std::move(store), url);
    const std::string name = ledger::hex(ledger::random_bytes(8));
    const std::string public_key = ledger::hex(std::string(key.public_key().begin(), key.public_key().end()));
    auto begun = made.store_.write([&](store::Writer& writer) -> Result<void> {
        Appender appender(writer, name, author, utc_now);
        NewEntry first;
        first.kind = "ledger";
        CheckedEntry checked{ref("ledger", name),
                             {{"name", name}, {"key", public_key}, {"format", std::string(ledger_format)}},
                             {},
                             {},
                             0};
        if (!title.empty()) {
            checked.body["title"] = title;
        }
        Recorded recorded;
        if (auto added = appender.add(first, std::move(checked), recorded); !added) {
            return added;
        }
        appender.finish(key, recorded);
        writer.set_projection_version(projection_version);
        return {};
    });
    if (!begun) {
        return give_up(begun.error());
    }
    made.name_ = name;
    made.simulated_ = author.simulated;
    made.key_ = key.public_key();
    return made;
}

Result<Register> Register::open(const std::string& url) {
    auto store = store::Store::open(url);
    if (!store) {
        return fail(store.error());
    }
    Register opened(*std::move(store), url);
    if (auto loaded = opened.load(); !loaded) {
        return fail(loaded.error());
    }
    return opened;
}

Result<void> Register::load() {
    std::uint64_t version = 0;
    auto read = store_.read([&](store::Reader& reader) -> Result<void> {
        version = reader.projection_version();
        const auto row = reader.entry(0);
        if (!row) {
            return fail(ErrorKind::verification, store_.name() + ": entry 0, which names the ledger, is missing");
        }
        const auto first = ledger::decode(row->text);
        const auto key = first ? ledger::hash_from_hex(text_of(first->body, "key")) : std::nullopt;
        if (!first || first->kind != "ledger" || !key) {
            return fail(ErrorKind::verification, store_.name() + ": entry 0, which names the ledger, is damaged");
        }
        if (text_of(first->body, "format") != ledger_format) {
            return fail(ErrorKind::refused, store_.name() + ": the ledger has format " +
                                                text_of(first->body, "format") + "; this muster reads format " +
                                                ledger_format);
        }
        name_ = text_of(first->body, "name");
        key_ = *key;
        simulated_ = first->simulated;
        return {};
    });
    if (read && version > projection_version) {
        return fail(ErrorKind::refused, store_.name() + ": its tables were built by a newer muster; use that one");
    }
    return read && version < projection_version ? rebuild() : read;
}

Author Register::as_here(const Author& author) const {
    Author here = author;
    here.simulated = author.simulated || simulated_;
    return here;
}

Result<Recorded> Register::record(const std::vector<NewEntry>& entries, const Author& author,
                                  const ledger::SigningKey& key, const Vocabulary& vocabulary,
                                  const std::vector<NewBlob>& blobs, bool trial) {
    if (key.public_key() != key_) {
        return fail(ErrorKind::refused, "the signing key is not that of the ledger " + name_ + "; give its key file");
    }
    Recorded recorded;
    bool undone = false;
    const Author recorder = as_here(author);
    auto written = store_.write([&](store::Writer& writer) -> Result<void> {
        recorded = {};
        Appender appender(writer, name_, recorder, clock_);
        if (auto begun = appender.begin(key_); !begun) {
            return begun;
        }
        for (const NewBlob& blob : blobs) {
            if (auto added = add_blob(writer, blob); !added) {
                return added;
            }
        }
        if (auto checked = check_all(entries, vocabulary, writer, appender, recorded); !checked) {
            return checked;
        }
        undone = trial || !recorded.problems.empty();
        if (undone) {
            recorded.findings = appender.tables().changed_findings();
            return fail(ErrorKind::refused, "nothing is to be written"); // rolls back
        }
        appender.finish(key, recorded);
        return {};
    });
    if (!written && !undone) {
        return fail(written.error());
    }
    return recorded;
}

Result<Recorded> Register::erase(const std::string& subject, const std::string& reason, const Author& author,
                                 const ledger::SigningKey& key) {
    if (key.public_key() != key_) {
        return fail(ErrorKind::refused, "the signing key is not that of the ledger " + name_ + "; give its key file");
    }
    if (reason.empty()) {
        return fail(ErrorKind::bad_input, "the reason is missing; say why the data of " + subject + " are erased");
    }
    Recorded recorded;
    const Author recorder = as_here(author);
    auto written = store_.write([&](store::Writer& writer) -> Result<void> {
        recorded = {};
        std::string name;
        for (const std::string& spelling : spellings_of(subject)) {
            name = name.empty() && writer.subject_key(spelling) ? spelling : name;
        }
        if (name.empty()) {
            return fail(ErrorKind::refused, "there are no personal data of " + subject +
                                                " (any more); traces on the disk, if any, were cleaned away");
        }
        Appender appender(writer, name_, recorder, clock_);
        if (auto begun = appender.begin(key_); !begun) {
            return begun;
        }
        NewEntry entry;
        entry.kind = "erasure";
        entry.reason = reason;
        if (auto added = appender.add(entry, {{}, {{"subject", name}}, {}, {}, 0}, recorded); !added) {
            return added;
        }
        appender.finish(key, recorded);
        writer.erase_subject(name);
        return {};
    });
    // Also where the data had gone before: an earlier cleaning may have been cut short.
    auto scrubbed = store_.scrub();
    if (!written) {
        return fail(written.error());
    }
    if (!scrubbed) {
        return fail(Error{scrubbed.error().kind, "the data of " + subject +
                                                     " are erased, but traces may be on the disk: " +
                                                     scrubbed.error().message + "; run the same command again"});
    }
    return recorded;
}

} // namespace muster
