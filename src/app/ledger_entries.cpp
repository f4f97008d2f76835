#include "json_text.hpp"
#include "muster/app/ledger_checks.hpp"
#include "muster/base/csv_text.hpp"
#include "output_file.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "sight.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <algorithm>

namespace muster {
namespace {

const char* action_word(ledger::Action action) {
    switch (action) {
    case ledger::Action::record: return "record";
    case ledger::Action::correct: return "correct";
    case ledger::Action::withdraw: return "withdraw";
    }
    return "";
}

/// Leaves of an entry what the caller may see of it; that it was seen is recorded.
Result<void> leave_what_is_seen(ReadSession& session, FullEntry& full) {
    if (session.access.open) {
        return {};
    }
    const ledger::Entry& entry = full.entry;
    const std::string name = ref(entry.kind, entry.key);
    Sight sight(session);
    const auto seen = sight.sees(entry);
    const auto personal = seen ? sight.is_personal(entry.kind, entry.body) : fail(seen.error());
    if (!personal) {
        return fail(personal.error());
    }
    if (!*seen) {
        auto why = sight.check(name);
        return why ? fail(ErrorKind::forbidden, "entry " + std::to_string(entry.seq) + " is about what " +
                                                    session.access.who + " may not see")
                   : why;
    }
    if (!may_read_personal(session.access, name)) {
        full.personal.reset();
    }
    if (full.personal && entry.kind == "reference") {
        if (auto willing = check_consent(session, name, entry.body); !willing) {
            return willing;
        }
    }
    return *personal || full.personal ? disclosed(session, {name}, "ledger show") : Result<void>();
}

/// The same of many entries.
Result<std::vector<ledger::Entry>> leave_what_is_seen(ReadSession& session, std::vector<store::EntryRow>& rows) {
    std::vector<ledger::Entry> entries;
    std::vector<store::EntryRow> left;
    std::vector<std::string> of;
    Sight sight(session);
    for (store::EntryRow& row : rows) {
        auto entry = ledger::decode(row.text);
        if (!entry) {
            return fail(ErrorKind::verification, "entry " + std::to_string(row.seq) + ": " + entry.error().message);
        }
        const auto seen = sight.sees(*entry);
        const auto personal = seen ? sight.is_personal(entry->kind, entry->body) : fail(seen.error());
        if (!personal) {
            return fail(personal.error());
        }
        if (*seen) {
            if (*personal) {
                of.push_back(ref(entry->kind, entry->key));
            }
            entries.push_back(*std::move(entry));
            left.push_back(std::move(row));
        }
    }
    rows = std::move(left);
    const auto viewed = disclosed(session, of, "ledger log");
    return viewed ? Result<std::vector<ledger::Entry>>(std::move(entries)) : fail(viewed.error());
}

/// All entries, a line each; how many.
Result<std::uint64_t> give_all(Register& reg, std::ostream& out) {
    auto count = reg.each_text([&](std::string_view text) {
        out << text << '\n';
        return out.good();
    });
    return !count || out.good() ? count : fail(ErrorKind::bad_input, "the export cannot be written any further");
}

} // namespace

Result<Answer> show_entry(const Caller& caller, std::uint64_t seq) {
    auto session = open_for_reading(caller, Action::read_ledger);
    auto full = session ? session->reg.entry(seq) : fail(session.error());
    auto seen = full ? leave_what_is_seen(*session, *full) : fail(full.error());
    if (!seen) {
        return fail(seen.error());
    }
    const ledger::Entry& e = full->entry;
    Answer answer;
    answer.text = std::string(e.simulated ? simulated_line : "") + "entry " + std::to_string(seq) + ": " +
                  action_word(e.action) + " " + e.kind + ":" + e.key + "\n  when       " + shown_time(e.time) +
                  " UTC\n  who        " + e.who + "\n";
    for (const auto& [label, text] :
         {std::pair{"authority", &e.authority}, std::pair{"source   ", &e.source}, std::pair{"why      ", &e.reason}}) {
        answer.text += text->empty() ? "" : "  " + std::string(label) + "  " + *text + "\n";
    }
    answer.text += e.corrects ? "  changes    entry " + std::to_string(*e.corrects) + "\n" : "";
    answer.text += "\n" + body_lines(e.body, find_kind(e.kind), "  ");
    if (full->personal) {
        answer.text +=
            "\nPersonal data of " + e.sealed->subject + "\n" + body_lines(*full->personal, find_kind(e.kind), "  ");
    } else if (full->erased) {
        answer.text += "\nPersonal data: erased\n";
    }
    JsonObject json;
    json.raw("entry", full->text);
    if (full->personal) {
        json.raw("personal", ledger::encode(*full->personal));
    }
    json.raw("erased", json_bool(full->erased));
    answer.json = json.done();
    return answer;
}

Result<Answer> ledger_log(const Caller& caller, std::uint64_t last) {
    auto session = open_for_reading(caller, Action::read_ledger);
    auto head = session ? session->reg.head() : fail(session.error());
    if (!head) {
        return fail(head.error());
    }
    const std::uint64_t size = head->head.size;
    auto rows = read_store<std::vector<store::EntryRow>>(
        session->reg, [&](store::Reader& reader, std::vector<store::EntryRow>& all) -> Result<void> {
            reader.each_entry(size > last ? size - last : 0, size, [&](store::EntryRow& row) {
                all.push_back(std::move(row));
                return true;
            });
            return {};
        });
    const std::size_t all = rows ? rows->size() : 0;
    const auto entries = rows ? leave_what_is_seen(*session, *rows) : fail(rows.error());
    if (!entries) {
        return fail(entries.error());
    }
    constexpr std::size_t widest = 60;
    TextTable table({"entry", "when (UTC)", "who", "what", "record", "why"}, widest);
    Answer answer;
    answer.csv =
        csv_line({"entry", "time", "who", "authority", "action", "kind", "key", "reason", "source", "simulated"});
    std::vector<std::string> texts;
    for (const ledger::Entry& e : *entries) {
        table.add({std::to_string(e.seq), shown_time(e.time), e.who,
                   std::string(e.simulated ? "SIMULATED " : "") + action_word(e.action), e.kind + ":" + e.key,
                   e.reason});
        answer.csv += csv_line({std::to_string(e.seq), e.time, e.who, e.authority, action_word(e.action), e.kind, e.key,
                                e.reason, e.source, e.simulated ? "yes" : "no"});
    }
    for (const store::EntryRow& row : *rows) {
        texts.push_back(row.text);
    }
    answer.text = table.empty() ? "" : table.text();
    if (entries->size() < all) {
        answer.text += counted(all - entries->size(), "entry") + " about what you may not see\n";
    }
    answer.json = json_array(texts);
    return answer;
}

/// Opens for an export, which is recorded: everything is seen.
Result<ReadSession> open_for_export(const Caller& caller) {
    auto session = open_for_reading(caller, Action::export_ledger);
    auto viewed = session ? disclosed(*session, {"*"}, "ledger export") : fail(session.error());
    return viewed ? std::move(session) : Result<ReadSession>(fail(viewed.error()));
}

Result<std::uint64_t> export_ledger(const Caller& caller, std::ostream& out) {
    auto session = open_for_export(caller);
    return session ? give_all(session->reg, out) : fail(session.error());
}

Result<Answer> write_export(const Caller& caller, const std::filesystem::path& out) {
    auto session = open_for_export(caller);
    if (!session) {
        return fail(session.error());
    }
    std::uint64_t count = 0;
    auto written = write_file(out, [&](std::ostream& stream) -> Result<void> {
        auto given = give_all(session->reg, stream);
        count = given.value_or(0);
        return given ? Result<void>() : fail(given.error());
    });
    if (!written) {
        return fail(written.error());
    }
    Answer answer;
    if (!is_standard_output(out)) {
        answer.text = mark(session->reg) + counted(static_cast<std::size_t>(count), "entry") + " written to " +
                      out.string() + "\n";
    }
    return answer;
}

Result<Answer> rebuild_tables(const Caller& caller) {
    auto session = open_for_reading(caller, Action::maintain);
    auto built = session ? session->reg.rebuild() : fail(session.error());
    auto head = built ? session->reg.head() : fail(built.error());
    if (!head) {
        return fail(head.error());
    }
    Answer answer;
    answer.text = mark(session->reg) + "all tables were built again from " + counted(head->head.size, "entry") + "\n";
    return answer;
}

} // namespace muster
