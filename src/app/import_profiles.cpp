#include "import_problems.hpp"
#include "muster/app/import_records.hpp"
#include "muster/base/nfc.hpp"
#include "muster/formats/typing.hpp"
#include "muster/formats/xlsx.hpp"
#include "muster/register/values.hpp"
#include "profile_text.hpp"
#include "record_names.hpp"
#include "register_session.hpp"

#include <map>
#include <set>
#include <tuple>

namespace muster {
namespace {

/// Does the key end in what was written, at the joint of its parts ("…, 101, 01A" in "01A" and "101, 01A")?
bool ends_in(const std::string& key, const std::string& written) {
    const std::string end = ", " + written;
    return key == written || key.ends_with(end);
}

/// A result that is recorded: sample, extraction, replicate, kit, test.
using Typed = std::tuple<std::string, std::string, std::string, std::string, std::string>;

/// What is recorded of samples, extractions and results.
struct AlreadyThere {
    std::vector<std::string> samples;
    std::map<std::string, std::vector<std::string>> extractions; ///< by sample
    std::map<Typed, std::string> results;                        ///< the entry's name
};

Result<AlreadyThere> read_already_there(Register& reg) {
    return read_store<AlreadyThere>(reg, [](store::Reader& reader, AlreadyThere& all) -> Result<void> {
        const auto each = [&](const char* kind, const auto& take) {
            reader.each_record(kind, [&](store::RecordRow& row) {
                if (const auto body = ledger::decode_body(row.text); body && row.state == "current") {
                    take(row.key, *body);
                }
            });
        };
        each("sample", [&](const std::string& key, const ledger::Body&) { all.samples.push_back(key); });
        each("extraction", [&](const std::string& key, const ledger::Body& body) {
            all.extractions[text_of(body, "sample")].push_back(key);
        });
        each("result", [&](const std::string& key, const ledger::Body& body) {
            all.results[{text_of(body, "sample"), text_of(body, "extraction"), text_of(body, "replicate"),
                         text_of(body, "kit"), text_of(body, "test")}] = key;
        });
        return {};
    });
}

/// The one of these keys that is meant; or what is wrong.
tl::expected<std::string, std::string> key_meant(const std::vector<std::string>& keys, const std::string& written,
                                                 const std::string& what) {
    std::vector<std::string> found;
    const std::string normal = nfc(written);
    for (const std::string& key : keys) {
        if (key == written || key == normal) {
            return key;
        }
        if (ends_in(key, written) || ends_in(key, normal)) {
            found.push_back(key);
        }
    }
    if (found.size() == 1) {
        return found.front();
    }
    return tl::unexpected(what + ": '" + written + "' " +
                          (found.empty() ? "is not recorded; record it first, or correct the name"
                                         : "may be '" + found[0] + "' or '" + found[1] + "'; write the whole key"));
}

/// Turns replicates into results to record.
class Profiles {
  public:
    Profiles(const ProfileImport& request, const CsvTable& table, const AlreadyThere& there)
        : request_(request), table_(table), there_(there), extraction_(table.find({"extraction", "extract"})) {
        for (const CsvRow& row : table.rows()) {
            by_line_[row.line] = &row;
        }
    }

    void add(const TypingRow& row) {
        if (request_.references) {
            return add_reference(row);
        }
        const auto sample = key_meant(there_.samples, trimmed(row.sample), "sample");
        if (!sample) {
            return wrong(row, sample.error());
        }
        const auto extraction = extraction_of(row, *sample);
        if (!extraction) {
            return wrong(row, extraction.error());
        }
        const std::string test = row.test.empty() ? request_.test : row.test;
        const Typed typed{*sample, *extraction, row.replicate, row.kit, test};
        if (const auto at = there_.results.find(typed); at != there_.results.end()) {
            return wrong(row, "replicate " + row.replicate + " of " + (extraction->empty() ? *sample : *extraction) +
                                  " has a result of this test and kit already (result:" + at->second +
                                  "); correct that one, or withdraw it first");
        }
        if (!seen_.insert(typed).second) {
            return wrong(row, "replicate " + row.replicate + " of " + (extraction->empty() ? *sample : *extraction) +
                                  " stands in the file under two names");
        }
        push(row, "result",
             {{"sample", *sample},
              {"extraction", *extraction},
              {"test", test},
              {"replicate", row.replicate},
              {"kit", row.kit},
              {"on", on()},
              {"outcome", request_.outcome.empty() ? "Reportable" : request_.outcome},
              {"profile", profile_text(row.loci)}});
    }

    std::vector<NewEntry> entries{};
    std::vector<Error> problems{};

  private:
    /// A relative's: the person must be recorded, which is checked with all other fields.
    void add_reference(const TypingRow& row) {
        const std::string test = row.test.empty() ? request_.test : row.test;
        push(row, "reference",
             {{"person", trimmed(row.sample)},
              {"slots", test == "mtDNA"   ? "maternal line"
                        : test == "Y-STR" ? "paternal line"
                                          : "nuclear"},
              {"on", on()},
              {"kit", row.kit},
              {"profile", profile_text(row.loci)}});
    }
    [[nodiscard]] std::string on() const { return request_.on.empty() ? utc_now().substr(0, 10) : request_.on; }
    void push(const TypingRow& row, const char* kind, WrittenFields fields) {
        NewEntry entry;
        entry.kind = kind;
        entry.fields = std::move(fields);
        entry.reason = request_.recorder.reason;
        entry.source = request_.file.filename().string() + ":" + std::to_string(row.line);
        entry.file = table_.source();
        entry.line = row.line;
        entries.push_back(std::move(entry));
    }
    void wrong(const TypingRow& row, std::string what) {
        problems.push_back({ErrorKind::bad_input, std::move(what), table_.source(), row.line});
    }

    /// The extraction's key; empty: the sample has none, and the table names none.
    [[nodiscard]] tl::expected<std::string, std::string> extraction_of(const TypingRow& row,
                                                                       const std::string& sample) const {
        static const std::vector<std::string> none;
        const auto at = there_.extractions.find(sample);
        const std::vector<std::string>& keys = at == there_.extractions.end() ? none : at->second;
        const auto line = by_line_.find(row.line);
        const bool named = line != by_line_.end() && !CsvTable::field(*line->second, extraction_).empty();
        if (named) {
            return key_meant(keys, row.extraction, "extraction of " + sample);
        }
        if (keys.size() > 1) {
            return tl::unexpected("sample " + sample + " has " + std::to_string(keys.size()) +
                                  " extractions; name the one that was typed in a column \"extraction\"");
        }
        return keys.empty() ? std::string() : keys.front();
    }

    const ProfileImport& request_;
    const CsvTable& table_;
    const AlreadyThere& there_;
    std::optional<std::size_t> extraction_;
    std::map<std::size_t, const CsvRow*> by_line_{};
    std::set<Typed> seen_{};
};

Result<Answer> import_table(WriteSession& session, const ProfileImport& request, const CsvTable& table) {
    const Typing typing = read_typing(table);
    const auto there = read_already_there(session.reg);
    if (!there) {
        return fail(there.error());
    }
    ProfileImport spelled = request;
    // As the vocabulary writes it, so that it can be compared with what is recorded.
    spelled.test = session.vocabulary.word("dna_test", trimmed(request.test)).value_or(request.test);
    Profiles profiles(spelled, table, *there);
    for (TypingRow row : typing.rows) {
        row.test = session.vocabulary.word("dna_test", row.test).value_or(row.test);
        profiles.add(row);
    }
    std::vector<Error> problems = table.bad_rows();
    problems.insert(problems.end(), typing.problems.begin(), typing.problems.end());
    problems.insert(problems.end(), profiles.problems.begin(), profiles.problems.end());
    if (profiles.entries.empty() && problems.empty()) {
        return fail(Error{ErrorKind::bad_input, "has a header, but no typing", table.source()});
    }
    const bool trial = request.recorder.trial || !problems.empty();
    Result<Answer> answer = profiles.entries.empty()
                                ? Answer{}
                                : record_all(session, profiles.entries,
                                             request.references ? "reference record" : "result record", {}, trial);
    return with_problems(std::move(answer), std::move(problems));
}

} // namespace

Result<Answer> import_profiles(const ProfileImport& request) {
    auto session = open_for_writing(request.recorder, recording(request.references ? "reference" : "result"));
    if (!session) {
        return fail(session.error());
    }
    const auto table = read_table(request.file, {}, BadRows::set_aside);
    if (!table) {
        return fail(table.error());
    }
    return with_problem_file(import_table(*session, request, *table), request.errors);
}

} // namespace muster
