#include "decision_state.hpp"
#include "json_text.hpp"
#include "muster/app/register_queries.hpp"
#include "muster/base/csv_text.hpp"
#include "record_rows.hpp"
#include "record_view.hpp"
#include "register_session.hpp"
#include "remembered.hpp"
#include "sight.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

namespace muster {
namespace {

struct Listed {
    store::RecordRow row;
    ledger::Body body;
    std::string recorded; ///< when
    bool simulated = false;
    std::string decision{}; ///< how far it is; empty: it is none
};

/// Takes what stands in the records' texts, and when they were recorded.
Result<void> read_rows(store::Reader& reader, std::vector<Listed>& rows) {
    for (Listed& one : rows) {
        auto body = ledger::decode_body(one.row.text);
        const auto entry = reader.entry(one.row.first_entry);
        const auto recorded = entry ? ledger::view(entry->text) : std::nullopt;
        if (!body || !recorded) {
            return fail(ErrorKind::verification, ref(one.row.kind, one.row.key) +
                                                     ": the record or its entry is damaged; run muster ledger verify");
        }
        one.body = *std::move(body);
        one.recorded = recorded->time;
        one.simulated = recorded->simulated;
    }
    return {};
}

Result<std::vector<Listed>> read_page(Register& reg, const store::PageOf& asked) {
    return read_store<std::vector<Listed>>(reg, [&](store::Reader& reader, std::vector<Listed>& list) {
        for (store::RecordRow& row : reader.page(asked)) {
            list.push_back({std::move(row), {}, {}, false, {}});
        }
        return read_rows(reader, list);
    });
}

/// Those that name a record, or wait for something, in the order in which they were recorded.
Result<std::vector<Listed>> read_chosen(ReadSession& session, const std::string& kind, const ListPage& asked) {
    return read_store<std::vector<Listed>>(
        session.reg, [&](store::Reader& reader, std::vector<Listed>& list) -> Result<void> {
            const auto take = [&](store::RecordRow row) {
                if (asked.all || row.state == "current") {
                    list.push_back({std::move(row), {}, {}, false, {}});
                }
            };
            if (asked.naming.empty()) {
                const auto waits = waiting_decisions(reader, session.access, kind, asked.waits);
                if (!waits) {
                    return fail(waits.error());
                }
                reader.each_record(kind, [&](store::RecordRow& row) {
                    if ((*waits)(row)) {
                        take(std::move(row));
                    }
                });
            } else {
                std::set<std::string> keys;
                for (const store::LinkRow& link : reader.links_to(asked.naming)) {
                    if (kind_of(link.source) == kind) {
                        keys.emplace(key_of(link.source));
                    }
                }
                for (const std::string& key : keys) {
                    if (auto row = reader.record(kind, key)) {
                        take(*std::move(row));
                    }
                }
            }
            std::sort(list.begin(), list.end(), [](const Listed& a, const Listed& b) {
                return std::pair(a.row.first_entry, a.row.key) < std::pair(b.row.first_entry, b.row.key);
            });
            return read_rows(reader, list);
        });
}

/// How far the decisions are.
Result<void> add_states(Register& reg, std::vector<Listed>& list) {
    return reg.store().read([&](store::Reader& reader) -> Result<void> {
        for (Listed& one : list) {
            one.decision = decision_state_json(reader, ref(one.row.kind, one.row.key));
        }
        return {};
    });
}

/// All of them.
Result<std::vector<Listed>> read_list(Register& reg, const KindSpec& kind, bool all) {
    return read_page(reg, {std::string(kind.name), {}, all, 0, std::numeric_limits<std::int64_t>::max()});
}

/// How many records there are on all pages. Counting reads all of them, so that the number is remembered.
Result<std::uint64_t> count_of(Register& reg, const store::PageOf& asked) {
    const auto count = [&] {
        return read_store<std::uint64_t>(reg, [&](store::Reader& reader, std::uint64_t& all) -> Result<void> {
            all = reader.count(asked);
            return {};
        });
    };
    if (!asked.holding.empty()) {
        return count();
    }
    static Remembered<std::uint64_t> remembered;
    const auto matters = [&](std::string_view kind) { return kind == asked.kind; };
    const auto known = remembered.get(reg, asked.kind + (asked.withdrawn ? " and withdrawn" : ""), matters, count);
    return known ? Result<std::uint64_t>(**known) : fail(known.error());
}

std::string row_json(const Listed& one) {
    JsonObject json;
    json.text("key", one.row.key);
    json.text("state", one.row.state);
    json.raw("simulated", json_bool(one.simulated));
    json.text("recorded", one.recorded);
    json.raw("entry", std::to_string(one.row.first_entry));
    json.raw("fields", one.row.text);
    if (!one.decision.empty()) {
        json.raw("decision", one.decision);
    }
    return json.done();
}

/// Fields of which something is to be seen, but for those that the key repeats.
std::vector<const FieldSpec*> shown_fields(const KindSpec& kind, const std::vector<Listed>& list) {
    std::vector<const FieldSpec*> fields;
    for (const FieldSpec& field : kind.fields) {
        const bool in_key =
            std::find(kind.key_fields.begin(), kind.key_fields.end(), field.name) != kind.key_fields.end();
        const bool there =
            std::any_of(list.begin(), list.end(), [&](const Listed& one) { return one.body.contains(field.name); });
        if (!in_key && there) {
            fields.push_back(&field);
        }
    }
    return fields;
}

std::string field_text(const Listed& one, const FieldSpec& field, std::size_t most) {
    const auto at = one.body.find(field.name);
    return at == one.body.end() ? std::string() : shown(at->second, most);
}

std::string table_of(const KindSpec& kind, const std::vector<Listed>& list) {
    constexpr std::size_t widest = 36;
    const bool withdrawn =
        std::any_of(list.begin(), list.end(), [](const Listed& one) { return one.row.state != "current"; });
    const auto fields = shown_fields(kind, list);
    std::vector<std::string> header{std::string(kind.name), "", "state"};
    for (const FieldSpec* field : fields) {
        header.emplace_back(field->name);
    }
    header.emplace_back("recorded (UTC)");
    TextTable table(header, widest);
    for (const Listed& one : list) {
        std::vector<std::string> cells{one.row.key, one.simulated ? "SIMULATED" : "", withdrawn ? one.row.state : ""};
        for (const FieldSpec* field : fields) {
            cells.push_back(field_text(one, *field, 2));
        }
        cells.push_back(shown_time(one.recorded));
        table.add(std::move(cells));
    }
    return table.text();
}

/// Takes out what the caller may not see. That the others were seen is recorded, of persons and their families.
Result<void> leave_what_is_seen(ReadSession& session, std::string_view kind, std::vector<Listed>& list) {
    if (session.access.open) {
        return {};
    }
    Sight sight(session);
    std::vector<Listed> left;
    std::vector<std::string> of;
    for (Listed& one : list) {
        const auto seen = sight.sees(kind, ref(kind, one.row.key), one.body);
        const auto personal = seen ? sight.is_personal(kind, one.body) : fail(seen.error());
        if (!personal) {
            return fail(personal.error());
        }
        if (*seen && *personal) {
            of.push_back(ref(kind, "*"));
        }
        if (*seen) {
            left.push_back(std::move(one));
        }
    }
    list = std::move(left);
    return disclosed(session, of, "list");
}

/// Is every record of the kind the caller's to see, so that the store can count and cut the list?
bool sees_all(const Access& access, const KindSpec& kind) {
    return access.open || (access.projects.empty() && about_field(kind.name).empty());
}

} // namespace

Result<std::vector<std::string>> record_rows(ReadSession& session, const std::string& kind,
                                             const std::vector<std::string>& keys) {
    auto list = read_store<std::vector<Listed>>(
        session.reg, [&](store::Reader& reader, std::vector<Listed>& rows) -> Result<void> {
            for (const std::string& key : keys) {
                if (auto row = reader.record(kind, key); row && row->state == "current") {
                    rows.push_back({*std::move(row), {}, {}, false, {}});
                }
            }
            return read_rows(reader, rows);
        });
    auto shown = list ? leave_what_is_seen(session, kind, *list) : fail(list.error());
    if (!shown) {
        return fail(shown.error());
    }
    std::vector<std::string> rows;
    for (const Listed& one : *list) {
        rows.push_back(row_json(one));
    }
    return rows;
}

Result<Answer> page_records(const Caller& caller, const ListPage& page) {
    auto kind = kind_named(page.kind);
    auto session = kind ? open_for_reading(caller, reading((*kind)->name)) : fail(kind.error());
    if (!session) {
        return fail(session.error());
    }
    store::PageOf asked{std::string((*kind)->name), page.holding, page.all, page.offset, page.limit};
    const bool chosen = !page.naming.empty() || !page.waits.empty();
    const bool whole = !chosen && sees_all(session->access, **kind);
    if (!whole) {
        asked.offset = 0;
        asked.limit = std::numeric_limits<std::int64_t>::max();
    }
    auto list = chosen ? read_chosen(*session, asked.kind, page) : read_page(session->reg, asked);
    auto shown = list ? leave_what_is_seen(*session, (*kind)->name, *list) : fail(list.error());
    const auto total = !shown  ? fail(shown.error())
                       : whole ? count_of(session->reg, asked)
                               : Result<std::uint64_t>(list->size());
    if (!total) {
        return fail(total.error());
    }
    if (!whole) {
        const auto first = std::min<std::uint64_t>(page.offset, *total);
        const auto last = std::min<std::uint64_t>(first + page.limit, *total);
        *list = {std::make_move_iterator(list->begin() + static_cast<std::ptrdiff_t>(first)),
                 std::make_move_iterator(list->begin() + static_cast<std::ptrdiff_t>(last))};
    }
    if (auto added = is_signed_kind(asked.kind) ? add_states(session->reg, *list) : Result<void>(); !added) {
        return fail(added.error());
    }
    std::vector<std::string> rows;
    for (const Listed& one : *list) {
        rows.push_back(row_json(one));
    }
    Answer answer;
    answer.json = "{\"total\":" + std::to_string(*total) + ",\"rows\":" + json_array(rows) + "}";
    return answer;
}

Result<Answer> list_records(const Caller& caller, const std::string& kind_name, bool all) {
    auto kind = kind_named(kind_name);
    auto session = kind ? open_for_reading(caller, reading((*kind)->name)) : fail(kind.error());
    auto list = session ? read_list(session->reg, **kind, all) : fail(session.error());
    auto shown = list ? leave_what_is_seen(*session, (*kind)->name, *list) : fail(list.error());
    if (!shown) {
        return fail(shown.error());
    }
    Answer answer;
    std::vector<std::string> header{"key"};
    for (const FieldSpec& field : (*kind)->fields) {
        if (!field.personal && field.name != "key") {
            header.emplace_back(field.name);
        }
    }
    std::vector<std::string> csv_header = header;
    csv_header.insert(csv_header.end(), {"state", "simulated", "recorded", "entry"});
    answer.csv = csv_line(csv_header);
    std::vector<std::string> objects;
    for (const Listed& one : *list) {
        std::vector<std::string> cells{one.row.key};
        for (std::size_t c = 1; c < header.size(); ++c) {
            cells.push_back(field_text(one, *(*kind)->field(header[c]), 0));
        }
        cells.insert(cells.end(),
                     {one.row.state, one.simulated ? "yes" : "no", one.recorded, std::to_string(one.row.first_entry)});
        answer.csv += csv_line(cells);
        objects.push_back(row_json(one));
    }
    answer.json = json_array(objects);
    if (session->access.open && (*kind)->name == "user") {
        answer.text =
            "no user is recorded: anybody who has the store may do everything\nThe first user (muster user add "
            "NAME --roles administrator) closes the register to all others.\n";
        return answer;
    }
    answer.text = list->empty() ? mark(session->reg) + "no " + std::string((*kind)->name) + " is recorded\n"
                                : table_of(**kind, *list);
    return answer;
}

} // namespace muster
