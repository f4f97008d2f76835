#include "register_session.hpp"

#include "authentication.hpp"
#include "finding_ids.hpp"
#include "json_text.hpp"
#include "muster/base/data_dir.hpp"
#include "muster/formats/csv.hpp"
#include "muster/register/kinds.hpp"
#include "muster/register/values.hpp"
#include "name_notes.hpp"
#include "permission.hpp"
#include "sight.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>

namespace muster {
namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) {
            words.emplace_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return words;
}

Result<CsvTable> vocabulary_table(const std::string& name) {
    const std::string file = "vocabulary/" + name;
    auto text = read_data_file(file);
    return text ? CsvTable::parse(*text, "data/" + file) : Result<CsvTable>(fail(text.error()));
}

Result<std::vector<Bone>> shipped_bones() {
    auto table = vocabulary_table("bones.csv");
    if (!table) {
        return fail(table.error());
    }
    std::vector<std::size_t> at;
    for (const char* name : {"bone", "group", "sides", "positions", "zones", "adult", "part_of", "firm", "meaning"}) {
        auto column = table->require({name});
        if (!column) {
            return fail(column.error());
        }
        at.push_back(*column);
    }
    std::vector<Bone> bones;
    for (const CsvRow& row : table->rows()) {
        Bone bone{row.fields[at[0]],
                  row.fields[at[1]],
                  words_of(row.fields[at[2]]),
                  words_of(row.fields[at[3]]),
                  {},
                  row.fields[at[5]] == "yes",
                  row.fields[at[6]],
                  row.fields[at[7]] == "yes",
                  row.fields[at[8]]};
        if (const std::string& zones = row.fields[at[4]]; !zones.empty()) {
            std::size_t count = 0;
            const auto [end, error] = std::from_chars(zones.data(), zones.data() + zones.size(), count);
            if (error != std::errc{} || end != zones.data() + zones.size()) {
                return fail(table->error(row, "zones: '" + zones + "' is not a number"));
            }
            bone.zones = count;
        }
        bones.push_back(std::move(bone));
    }
    return bones;
}

/// "opened", "cleared", "resolved", "resolved and gone": what became of a finding, and what it says.
std::string finding_line(const store::FindingRow& row, const std::string& id, const std::string& now) {
    const std::string name = id.empty() ? std::string() : id + " ";
    if (row.state != "open") {
        return "finding " + row.state + ": " + name + row.rule + ", " + row.subject + "\n";
    }
    if (!has_begun(row, now)) {
        return "to watch: " + name + row.rule + " from " + row.since + " on, " + row.subject + ": " + row.detail + "\n";
    }
    return "finding opened: " + name + row.rule + ", " + row.subject + ": " + row.detail + "\n";
}

} // namespace

Result<Vocabulary> shipped_vocabulary() {
    auto table = vocabulary_table("words.csv");
    if (!table) {
        return fail(table.error());
    }
    auto vocabulary = table->require({"vocabulary"});
    auto word = table->require({"word"});
    if (!vocabulary || !word) {
        return fail(vocabulary ? word.error() : vocabulary.error());
    }
    std::map<std::string, std::vector<std::string>, std::less<>> words;
    for (const CsvRow& row : table->rows()) {
        words[row.fields[*vocabulary]].push_back(row.fields[*word]);
    }
    auto bones = shipped_bones();
    if (!bones) {
        return fail(bones.error());
    }
    return Vocabulary(std::move(words), *std::move(bones));
}

Result<std::filesystem::path> key_file_of(const Caller& caller) {
    constexpr std::string_view sqlite = "sqlite:";
    if (!caller.key_file.empty()) {
        return caller.key_file;
    }
    if (!caller.store.starts_with(sqlite)) {
        return fail(ErrorKind::usage,
                    "the file of the ledger's signing key is needed: give --key FILE, or set MUSTER_KEY");
    }
    return std::filesystem::path(caller.store.substr(sqlite.size()) + ".key");
}

namespace {

/// Registers that are open and not in use. To open one takes longer than most answers do.
class KeptOpen {
  public:
    std::unique_ptr<Register> take(const std::string& url) {
        const std::lock_guard lock(mutex_);
        auto& idle = idle_[url];
        if (idle.empty()) {
            return nullptr;
        }
        auto one = std::move(idle.back());
        idle.pop_back();
        return one;
    }
    void give_back(const std::string& url, std::unique_ptr<Register> one) {
        constexpr std::size_t most = 16;
        const std::lock_guard lock(mutex_);
        if (auto& idle = idle_[url]; idle.size() < most) {
            idle.push_back(std::move(one));
        }
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::vector<std::unique_ptr<Register>>> idle_;
};

Result<std::shared_ptr<Register>> held_register(const Caller& caller) {
    static KeptOpen kept;
    if (!caller.keeps_open) {
        auto reg = Register::open(caller.store);
        return reg ? Result<std::shared_ptr<Register>>(std::make_shared<Register>(*std::move(reg))) : fail(reg.error());
    }
    auto one = kept.take(caller.store);
    if (!one) {
        auto reg = Register::open(caller.store);
        if (!reg) {
            return fail(reg.error());
        }
        one = std::make_unique<Register>(*std::move(reg));
    }
    return std::shared_ptr<Register>(
        one.release(), [url = caller.store](Register* back) { kept.give_back(url, std::unique_ptr<Register>(back)); });
}

} // namespace

Result<ReadSession> open_for_reading(const Caller& caller, Action action) {
    auto reg = held_register(caller);
    auto access = reg ? access_of(**reg, caller) : fail(reg.error());
    auto allowed = access ? access->check(action) : fail(access.error());
    if (!allowed) {
        return fail(allowed.error());
    }
    Register& open = **reg;
    return ReadSession{*std::move(reg), open, *std::move(access), caller};
}

Result<std::shared_ptr<Register>> open_for_anybody(const Caller& caller) {
    return held_register(caller);
}

Result<WriteSession> open_for_writing(const Recorder& recorder, Action action) {
    auto key_file = key_file_of(recorder);
    if (!key_file) {
        return fail(key_file.error());
    }
    auto session = open_for_reading(recorder, action);
    if (!session) {
        return fail(session.error());
    }
    auto key = ledger::SigningKey::read(*key_file);
    if (!key) {
        return fail(key.error());
    }
    auto vocabulary = shipped_vocabulary();
    if (!vocabulary) {
        return fail(vocabulary.error());
    }
    const bool simulated = recorder.simulated || session->reg.simulated();
    return WriteSession{
        *std::move(session), *std::move(key), {recorder.who, recorder.authority, simulated}, *std::move(vocabulary)};
}

std::string mark(const Register& reg) {
    return reg.simulated() ? "SIMULATED: " : "";
}

Result<Answer> recorded_answer(WriteSession& session, const Recorded& recorded, const std::string& done, bool trial,
                               const std::vector<std::string>& notes) {
    const auto seen = Sight(session).seen(recorded.findings);
    if (!seen) {
        return fail(seen.error());
    }
    Answer answer;
    answer.text = done + "\n";
    const std::string now = utc_now();
    // The numbers of a trial's entries are not theirs for good, so its findings have no ids.
    const auto ids = trial ? FindingIds() : finding_ids(session.reg, recorded.findings);
    std::vector<std::string> findings;
    for (const store::FindingRow& row : *seen) {
        const std::string id = ids.of(row);
        answer.text += finding_line(row, id, now);
        findings.push_back(finding_json(row, id, session.author.simulated));
    }
    constexpr std::size_t most_notes = 20;
    for (std::size_t i = 0; i < std::min(notes.size(), most_notes); ++i) {
        answer.text += "note: " + notes[i] + "\n";
    }
    answer.text += notes.size() > most_notes ? "and " + counted(notes.size() - most_notes, "more note") + "\n" : "";
    std::vector<std::string> entries;
    for (const std::uint64_t entry : recorded.entries) {
        entries.push_back(std::to_string(entry));
    }
    JsonObject json;
    json.raw("entries", json_array(entries));
    json.raw("refs", json_strings(recorded.refs));
    json.raw("findings", json_array(findings));
    json.raw("notes", json_strings(notes));
    json.raw("simulated", json_bool(session.author.simulated));
    if (recorded.head) {
        answer.text += "ledger: " + head_line(*recorded.head) + "\n";
        json.raw("head", ledger::encode(*recorded.head));
    }
    json.raw("trial", trial ? "true" : "false");
    answer.json = json.done();
    return answer;
}

Result<Answer> record_all(WriteSession& session, std::vector<NewEntry> entries, const std::string& what,
                          const std::vector<NewBlob>& blobs, bool trial) {
    Answer wrong;
    if (auto permitted = permit(session, entries, wrong.problems); !permitted) {
        return fail(permitted.error());
    }
    return wrong.problems.empty() ? record_permitted(session, entries, what, blobs, trial) : wrong;
}

Result<Answer> record_permitted(WriteSession& session, const std::vector<NewEntry>& entries, const std::string& what,
                                const std::vector<NewBlob>& blobs, bool trial) {
    auto recorded = session.reg.record(entries, session.author, session.key, session.vocabulary, blobs, trial);
    if (!recorded) {
        return fail(recorded.error());
    }
    if (!recorded->problems.empty()) {
        Answer answer;
        answer.problems = std::move(recorded->problems);
        return answer;
    }
    const ledger::Action action = entries.front().action;
    const std::string verb = entries.front().reinstate            ? "reinstated "
                             : action == ledger::Action::correct  ? "corrected "
                             : action == ledger::Action::withdraw ? "withdrew "
                                                                  : "recorded ";
    std::string done = session.author.simulated ? "SIMULATED: " : "";
    if (trial) {
        done += "trial run, nothing was recorded; it would have ";
    }
    done += verb;
    if (entries.size() == 1) {
        done += recorded->refs.front();
        done += trial ? "" : ", entry " + std::to_string(recorded->entries.front());
    } else {
        done += counted(entries.size(), what);
        done += trial ? ""
                      : ", entries " + std::to_string(recorded->entries.front()) + " to " +
                            std::to_string(recorded->entries.back());
    }
    // It is recorded: that notes could not be made is no reason to say otherwise.
    auto notes = notes_about_names(session.reg, entries, recorded->refs).value_or(std::vector<std::string>{});
    std::erase_if(notes, [&](const std::string& note) { return session.access.names_hidden(note); });
    return recorded_answer(session, *recorded, done, trial, notes);
}

Result<const KindSpec*> kind_named(std::string_view name) {
    std::string all;
    std::vector<std::string> names;
    for (const KindSpec& kind : kinds()) {
        if (kind.name == name || (!kind.command.empty() && kind.command == name)) {
            return &kind;
        }
        names.emplace_back(kind.name);
        all += (all.empty() ? "" : ", ") + std::string(kind.name);
    }
    const std::string near = nearest(names, name);
    return fail(ErrorKind::usage, "there is no kind of record '" + std::string(name) +
                                      (near.empty() ? "'; there are: " + all : "'; did you mean " + near + "?"));
}

Result<const KindSpec*> kind_by_hand(std::string_view name) {
    auto kind = kind_named(name);
    if (kind && !(*kind)->by_hand) {
        return fail(ErrorKind::usage, "a " + std::string((*kind)->name) + " is not filled in by hand" +
                                          ((*kind)->command.empty() ? "; muster records it itself"
                                                                    : "; see muster " + std::string((*kind)->command)));
    }
    return kind;
}

std::string head_line(const ledger::SignedHead& head) {
    constexpr std::size_t shown = 16;
    return counted(static_cast<std::size_t>(head.head.size), "entry") + ", root " +
           ledger::hex(head.head.root).substr(0, shown) + "…";
}

std::string counted(std::size_t n, const std::string& one) {
    const bool y = one.ends_with('y');
    return std::to_string(n) + " " + (n == 1 ? one : y ? one.substr(0, one.size() - 1) + "ies" : one + "s");
}

} // namespace muster
