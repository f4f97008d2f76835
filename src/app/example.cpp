#include "muster/app/example.hpp"

#include "example_laboratory.hpp"
#include "muster/app/decisions.hpp"
#include "muster/app/import_records.hpp"
#include "muster/app/register_files.hpp"
#include "muster/base/data_dir.hpp"
#include "muster/formats/csv.hpp"
#include "muster/formats/text_input.hpp"
#include "register_records.hpp"
#include "register_session.hpp"

#include <set>

namespace muster {
namespace {

namespace fs = std::filesystem;

/// The folder of an example beside the data folder.
Result<fs::path> example_folder(const std::string& name) {
    const auto data = data_dir();
    if (!data) {
        return fail(data.error());
    }
    const fs::path folder = (*data / ".." / "examples" / name).lexically_normal();
    if (name != "wonsan-2018" || !fs::is_directory(folder)) {
        return fail(ErrorKind::usage, "there is no example '" + name + "' in " + folder.parent_path().string() +
                                          "; the one that ships is wonsan-2018");
    }
    return folder;
}

/// What a step of the example gives; its problems are an error here: the example's files are ours.
Result<void> done(const Result<Answer>& answer) {
    if (!answer) {
        return fail(answer.error());
    }
    return answer->problems.empty() ? Result<void>() : fail(answer->problems.front());
}

/// Records what was reported: the tables that load.csv names, in its order.
Result<void> load_tables(const Recorder& recorder, const fs::path& folder) {
    const std::string file = (folder / "load.csv").string();
    const auto input = read_text(file);
    const auto table = input ? CsvTable::parse(input->text, file) : fail(input.error());
    const auto kind = table ? table->require({"kind"}) : fail(table.error());
    const auto name = kind ? table->require({"file"}) : fail(kind.error());
    if (!name) {
        return fail(name.error());
    }
    for (const CsvRow& row : table->rows()) {
        if (auto imported = done(import_records({recorder, row.fields[*kind], folder / row.fields[*name]}));
            !imported) {
            return imported;
        }
    }
    return {};
}

Result<void> record(const Recorder& recorder, const std::vector<NewEntry>& entries) {
    auto session = open_for_writing(recorder, Action::look_up);
    return session ? done(record_all(*session, entries, "entries", {}, false)) : fail(session.error());
}

/// A few identifications that were decided, so that somebody is accounted for: the first samples whose person the
/// simulation knows, each of another person.
class Decisions {
  public:
    Decisions(const Recorder& recorder, const SimulatedLaboratory& laboratory, std::string accession)
        : recorder_(recorder), laboratory_(laboratory), accession_(std::move(accession)) {}

    Result<void> record_some(std::size_t most) {
        std::set<std::string> persons;
        for (std::size_t i = 0; i < laboratory_.truth.size() && persons.size() < most; ++i) {
            if (persons.insert(laboratory_.truth[i]).second) {
                if (auto decided = decide(i, persons.size()); !decided) {
                    return decided;
                }
            }
        }
        return {};
    }

  private:
    static NewEntry entry(const char* kind, WrittenFields fields) {
        NewEntry made;
        made.kind = kind;
        made.fields = std::move(fields);
        return made;
    }

    Result<void> decide(std::size_t i, std::size_t n) {
        const std::string number = "0" + std::to_string(n);
        const std::string specimen = accession_ + ", SIM, " + std::to_string(101 + i);
        const std::string individual = accession_ + "-I-" + number;
        const std::string person = laboratory_.truth[i];
        const std::string id = "SIM-ID-" + number;
        const std::string family = person.substr(0, person.find("-missing"));
        std::vector<NewEntry> entries{
            entry("individual", {{"accession", accession_}, {"number", number}, {"on", "2018-11-01"}}),
            entry(
                "assignment",
                {{"specimen", specimen}, {"individual", individual}, {"on", "2018-11-01"}, {"reasons", "nuclear DNA"}}),
            entry("identification", {{"key", id},
                                     {"individual", individual},
                                     {"person", person},
                                     {"on", "2018-11-05"},
                                     {"author", "simulated analyst"},
                                     {"summary", "simulated: the simulation knows who this is"}}),
            entry("evidence", {{"identification", id},
                               {"type", "nuclear DNA"},
                               {"direction", "Supports"},
                               {"rests_on", "sample:" + specimen + ", 01A"},
                               {"text", "simulated: drawn as this person's profile"}}),
            entry("hypothesis", {{"identification", id},
                                 {"text", "somebody who is on no roster"},
                                 {"answer", "simulated: the simulation drew this person"}}),
            review(id, "Technical", "simulated reviewer A"),
            review(id, "Administrative", "simulated reviewer B")};
        if (auto recorded = record(recorder_, entries); !recorded) {
            return recorded;
        }
        SignRequest request{recorder_, "identification", id, "medical examiner", "2018-11-12"};
        request.recorder.who = "simulated examiner";
        if (auto is_signed = done(sign_decision(request)); !is_signed) {
            return is_signed;
        }
        return record(recorder_, {entry("notification", {{"missing", person},
                                                         {"person", next_of_kin(family)},
                                                         {"on", "2018-11-14"},
                                                         {"by", "simulated case manager"},
                                                         {"how", "in person"},
                                                         {"identification", id}}),
                                  entry("publication",
                                        {{"missing", person}, {"on", "2018-11-20"}, {"where", "simulated release"}})});
    }
    static NewEntry review(const std::string& id, const char* type, const char* by) {
        return entry(
            "review",
            {{"identification", id}, {"type", type}, {"outcome", "Accepted"}, {"on", "2018-11-08"}, {"by", by}});
    }
    [[nodiscard]] std::string next_of_kin(const std::string& family) const {
        for (const NewEntry& one : laboratory_.roster) {
            if (one.kind == "family" && one.fields[0].second == family) {
                return one.fields[2].second;
            }
        }
        return {};
    }

    const Recorder& recorder_;
    const SimulatedLaboratory& laboratory_;
    std::string accession_;
};

Result<void> add_laboratory(Recorder recorder, bool small) {
    LaboratoryPlan plan;
    plan.accession = "WONSAN-2018";
    for (std::size_t n = 1; n <= 55; ++n) {
        plan.cases.push_back(plan.accession + (n < 10 ? "/0" : "/") + std::to_string(n));
    }
    plan.missing = small ? 400 : 7'700;
    plan.individuals = small ? 30 : 250;
    plan.samples = small ? 45 : 600;
    plan.seed = 20180727;
    const auto laboratory = simulate_laboratory(plan);
    if (!laboratory) {
        return fail(laboratory.error());
    }
    recorder.simulated = true;
    for (const auto* entries : {&laboratory->roster, &laboratory->specimens}) {
        if (auto recorded = record(recorder, *entries); !recorded) {
            return recorded;
        }
    }
    return Decisions(recorder, *laboratory, plan.accession).record_some(3);
}

} // namespace

Result<Answer> make_example(const Recorder& recorder, const std::string& name, bool small) {
    const auto folder = example_folder(name);
    if (!folder) {
        return fail(folder.error());
    }
    auto started = start_register(recorder, "The turnover of Wonsan, 2018: an example");
    if (!started || !started->problems.empty()) {
        return started;
    }
    if (auto loaded = load_tables(recorder, *folder); !loaded) {
        return fail(loaded.error());
    }
    if (auto added = add_laboratory(recorder, small); !added) {
        return fail(added.error());
    }
    auto session = open_for_reading(recorder, Action::check_ledger);
    const auto head = session ? session->reg.head() : fail(session.error());
    if (!head) {
        return fail(head.error());
    }
    Answer answer;
    answer.text = "the example " + name + " is in " + recorder.store + ": " + head_line(*head) +
                  "\n  what was reported of the turnover stands there as it was reported;\n"
                  "  laboratory, roster and families are SIMULATED, and marked so\n";
    answer.json = ledger::encode(*head);
    return answer;
}

} // namespace muster
