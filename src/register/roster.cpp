#include "muster/register/roster.hpp"

#include "muster/ledger/entry.hpp"
#include "muster/register/kinds.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster {
namespace {

/// Something that gives a person a status.
struct Event {
    std::size_t person = 0;
    Moment on;
    std::uint64_t recorded = 0;
    std::string status;
    std::vector<std::uint64_t> entries;
    std::string individual;
    bool simulated = false;
};

/// An identification that is not signed yet.
struct Case {
    std::size_t person;
    std::uint64_t entry;
    std::string individual;
    bool simulated;
};

class Reading {
  public:
    Reading(Past& past, const std::optional<Moment>& on) : past_(past), on_(on) {}

    Result<std::vector<Missing>> read() {
        auto done = persons();
        done = done ? statuses() : done;
        done = done ? identifications() : done;
        done = done ? signatures() : done;
        if (!done) {
            return fail(done.error());
        }
        std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
            return std::pair(a.person, a.recorded) < std::pair(b.person, b.recorded);
        });
        for (auto first = events_.begin(); first != events_.end();) {
            const auto end =
                std::find_if(first, events_.end(), [&](const Event& event) { return event.person != first->person; });
            decide(persons_[first->person], {std::make_move_iterator(first), std::make_move_iterator(end)});
            first = end;
        }
        return std::move(persons_);
    }

  private:
    /// The records of a kind that count and did not happen after the date in question.
    template <class Take> Result<void> each(const std::string& kind, std::string_view date, const Take& take) {
        const Simulated simulated(past_.reader(), kind);
        return past_.each_record(kind, [&](store::RecordRow& row) {
            if (row.state == "current" && happened_by(on_, ledger::find_raw(row.text, date))) {
                take(row, simulated.has(row.first_entry));
            }
        });
    }
    static std::string field(const store::RecordRow& row, std::string_view name) {
        return ledger::find_text(row.text, name).value_or(std::string{});
    }
    static Moment date(const store::RecordRow& row) {
        return moment(ledger::find_raw(row.text, "on")).value_or(Moment{});
    }

    Result<void> persons() {
        return each("person", "lost_on", [&](store::RecordRow& row, bool simulated) {
            if (ledger::find_raw(row.text, "role") == "Missing") {
                by_key_.emplace(row.key, persons_.size());
                Missing& one = persons_.emplace_back();
                one.key = std::move(row.key);
                one.text = std::move(row.text);
                one.entry = row.last_entry;
                one.simulated = simulated;
            }
        });
    }
    Result<void> statuses() {
        return each("status", "on", [&](const store::RecordRow& row, bool simulated) {
            if (const auto person = by_key_.find(field(row, "person")); person != by_key_.end()) {
                events_.push_back({person->second,
                                   date(row),
                                   row.first_entry,
                                   field(row, "status"),
                                   {row.last_entry},
                                   {},
                                   simulated});
            }
        });
    }
    Result<void> identifications() {
        return each("identification", "on", [&](const store::RecordRow& row, bool simulated) {
            if (const auto person = by_key_.find(field(row, "person")); person != by_key_.end()) {
                cases_.emplace(ref("identification", row.key),
                               Case{person->second, row.last_entry, field(row, "individual"), simulated});
            }
        });
    }
    Result<void> signatures() {
        return each("signature", "on", [&](const store::RecordRow& row, bool simulated) {
            if (const auto found = cases_.find(field(row, "of")); found != cases_.end()) {
                const Case& signed_case = found->second;
                events_.push_back({signed_case.person,
                                   date(row),
                                   row.first_entry,
                                   std::string(remains_identified),
                                   {signed_case.entry, row.last_entry},
                                   signed_case.individual,
                                   simulated || signed_case.simulated});
            }
        });
    }

    /// `events`: in the order of their entries.
    static void decide(Missing& person, std::vector<Event> events) {
        order_by_moment(events, [](const Event& event) { return event.on; });
        Event& newest = events.back();
        person.status = std::move(newest.status);
        person.decided_by = std::move(newest.entries);
        person.simulated = person.simulated || newest.simulated;
        const auto first =
            std::find_if(events.begin(), events.end(), [](const Event& event) { return !event.individual.empty(); });
        if (person.status == remains_identified && first != events.end()) {
            person.individual = std::move(first->individual);
        }
    }

    Past& past_;
    const std::optional<Moment>& on_;
    std::vector<Missing> persons_{};
    std::unordered_map<std::string, std::size_t> by_key_{};
    std::unordered_map<std::string, Case> cases_{};
    std::vector<Event> events_{};
};

} // namespace

bool is_accounted_for(std::string_view status) {
    return status.substr(0, status.find(':')) == "Accounted for";
}

void add_person(Figure& figure, const Missing& person, bool decided) {
    ++figure.count;
    figure.entries.push_back(person.entry);
    if (decided) {
        figure.entries.insert(figure.entries.end(), person.decided_by.begin(), person.decided_by.end());
    }
}

void sort_entries(Figure& figure) {
    std::sort(figure.entries.begin(), figure.entries.end());
    figure.entries.erase(std::unique(figure.entries.begin(), figure.entries.end()), figure.entries.end());
}

bool happened_by(const std::optional<Moment>& on, std::string_view date) {
    const auto when = on ? moment(date) : std::nullopt;
    return !when || when->not_after(*on);
}

Simulated::Simulated(store::Reader& reader, const std::string& kind) {
    constexpr const char* mark = R"("simulated":"yes")"; // in canonical text, nothing but the member reads so
    const auto first = reader.entry(0);
    all_ = first && first->text.find(mark) != std::string::npos;
    if (!all_) {
        entries_ = reader.first_entries_holding(kind, mark);
    }
}

bool Simulated::has(std::uint64_t first_entry) const {
    return all_ || std::binary_search(entries_.begin(), entries_.end(), first_entry);
}

Result<std::vector<Missing>> read_roster(Past& past, const std::optional<Moment>& on) {
    return Reading(past, on).read();
}

} // namespace muster
