#include "table_check.hpp"

#include "muster/register/kinds.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <set>

namespace muster {
namespace {

const char* state_of(const Thing& thing) {
    return thing.withdrawn ? "withdrawn" : "current";
}

using Row = std::initializer_list<std::string_view>;

void count_in(ledger::SetHash& hash, Row row, bool add) {
    if (add) {
        hash.add(row);
    } else {
        hash.remove(row);
    }
}

std::string name_of(const store::LinkRow& row) {
    return "table link: " + row.source + " -> " + row.target + " (" + row.role + ")";
}

std::string name_of(const store::FindingRow& row) {
    return "table finding: " + row.rule + " of " + row.subject + " (entry " + std::to_string(row.opened_by) + ")";
}

/// Compares row by row.
class Comparison {
  public:
    Comparison(const Tables& tables, store::Reader& reader, std::size_t most)
        : tables_(tables), reader_(reader), most_(most) {}

    std::vector<std::string> found() {
        records();
        links();
        findings();
        return std::move(found_);
    }

  private:
    void tell(std::string what) {
        if (found_.size() < most_) {
            found_.push_back(std::move(what));
        }
    }
    void records() {
        std::set<std::string> there;
        reader_.each_record({}, [&](store::RecordRow& row) {
            const std::string name = ref(row.kind, row.key);
            const Thing* thing = tables_.all().find(name);
            if (thing == nullptr || !thing->recorded || kind_of(name) != row.kind) {
                tell("table record: " + name + " does not follow from the ledger");
                return;
            }
            there.insert(name);
            if (row.text != thing->text || row.first_entry != thing->first_entry ||
                row.last_entry != thing->last_entry || row.state != state_of(*thing)) {
                tell("table record: " + name + " is not what entry " + std::to_string(thing->last_entry) + " says");
            }
        });
        tables_.all().for_each([&](const Thing& thing) {
            const std::string name(thing.ref);
            if (thing.recorded && !there.contains(name)) {
                tell("table record: " + name + " (entry " + std::to_string(thing.last_entry) + ") is missing");
            }
        });
    }

    void links() {
        std::set<store::LinkRow> expected;
        tables_.all().for_each([&](const Thing& thing) {
            for (const Mention& mention : Tables::mentions_in(thing)) {
                expected.insert({std::string(thing.ref), std::string(mention.role), std::string(mention.by->ref)});
            }
        });
        reader_.each_link([&](store::LinkRow& row) {
            if (expected.erase(row) == 0) {
                tell(name_of(row) + " does not follow from the ledger");
            }
        });
        for (const store::LinkRow& row : expected) {
            tell(name_of(row) + " is missing");
        }
    }

    void findings() {
        std::set<std::string> there;
        reader_.each_finding([&](store::FindingRow& row) {
            const Thing* about = tables_.all().find(row.subject);
            const auto& rows = about == nullptr ? none_ : Tables::findings_in(*about);
            const auto at = std::find_if(rows.begin(), rows.end(), [&](const store::FindingRow& one) {
                return one.rule == row.rule && one.opened_by == row.opened_by;
            });
            if (at == rows.end()) {
                tell(name_of(row) + " does not follow from the ledger");
                return;
            }
            there.insert(name_of(row));
            if (!(*at == row)) {
                tell(name_of(row) + " is not what follows from the ledger");
            }
        });
        tables_.all().for_each([&](const Thing& thing) {
            for (const store::FindingRow& row : Tables::findings_in(thing)) {
                if (!there.contains(name_of(row))) {
                    tell(name_of(row) + " is missing");
                }
            }
        });
    }

    const Tables& tables_;
    store::Reader& reader_;
    std::size_t most_;
    std::vector<std::string> found_{};
    const std::vector<store::FindingRow> none_{};
};

} // namespace

void TableHashes::count(const Thing& thing, bool add) {
    count_in(records,
             {thing.kind, key_of(thing.ref), std::to_string(thing.first_entry), std::to_string(thing.last_entry),
              state_of(thing), thing.text},
             add);
}

void TableHashes::count(const Thing& of, const Mention& mention, bool add) {
    count_in(links, {of.ref, mention.role, mention.by->ref}, add);
}

void TableHashes::count(const store::FindingRow& row, bool add) {
    count_in(findings,
             {row.subject, row.rule, std::to_string(row.opened_by), row.since, row.state, std::to_string(row.closed_by),
              row.detail},
             add);
}

TableHashes hashes_of(store::Reader& reader, const ledger::SetHash::Key& key) {
    TableHashes hashes(key);
    reader.each_record({}, [&](store::RecordRow& row) {
        hashes.records.add(
            {row.kind, row.key, std::to_string(row.first_entry), std::to_string(row.last_entry), row.state, row.text});
    });
    reader.each_link([&](store::LinkRow& row) { hashes.links.add({row.target, row.role, row.source}); });
    reader.each_finding([&](store::FindingRow& row) { hashes.count(row); });
    return hashes;
}

std::vector<std::string> differences(const Tables& tables, store::Reader& reader, std::size_t most) {
    return Comparison(tables, reader, most).found();
}

} // namespace muster
