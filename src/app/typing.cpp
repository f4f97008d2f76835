#include "muster/app/typing.hpp"

#include "json_text.hpp"
#include "muster/formats/profile_json.hpp"
#include "muster/genetics/profile.hpp"
#include "record_names.hpp"
#include "register_records.hpp"
#include "sight.hpp"
#include "text_table.hpp"
#include "views.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace muster {
namespace {

constexpr std::array<std::string_view, 4> states{"not requested", "requested", "typed", "failed"};

/// A sample, and what was asked and answered about it.
struct Sample {
    CurrentRecord record;
    std::vector<CurrentRecord> requests{};
    std::vector<CurrentRecord> extractions{};
    std::vector<CurrentRecord> results{};

    /// Answered: a result names it, or is of the same test.
    [[nodiscard]] bool is_answered(const CurrentRecord& request) const {
        return std::any_of(results.begin(), results.end(), [&](const CurrentRecord& result) {
            const std::string names = text_of(result.body, "request");
            const bool done = text_of(result.body, "outcome") != "Pending";
            return done && (names.empty() ? text_of(result.body, "test") == text_of(request.body, "test")
                                          : names == request.key);
        });
    }
    [[nodiscard]] std::size_t open_requests() const {
        return static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(),
                                                      [&](const CurrentRecord& one) { return !is_answered(one); }));
    }
    [[nodiscard]] std::size_t with_outcome(std::string_view outcome) const {
        return static_cast<std::size_t>(std::count_if(results.begin(), results.end(), [&](const CurrentRecord& one) {
            return text_of(one.body, "outcome") == outcome;
        }));
    }
    [[nodiscard]] std::string_view state() const {
        if (with_outcome("Reportable") > 0) {
            return "typed";
        }
        if (open_requests() > 0 || with_outcome("Pending") > 0) {
            return "requested";
        }
        return results.size() > with_outcome("Cancelled") ? "failed" : "not requested";
    }
};

std::string row_json(const Sample& sample) {
    JsonObject json;
    json.text("key", sample.record.key);
    json.text("specimen", text_of(sample.record.body, "specimen"));
    json.text("material", text_of(sample.record.body, "material"));
    json.text("on", text_of(sample.record.body, "on"));
    json.text("state", sample.state());
    json.raw("open_requests", std::to_string(sample.open_requests()));
    json.raw("results", std::to_string(sample.results.size()));
    json.raw("reportable", std::to_string(sample.with_outcome("Reportable")));
    json.raw("simulated", json_bool(sample.record.simulated));
    return json.done();
}

/// The samples that the caller may see, in the order of recording. Those that are simulated are not told.
Result<std::vector<Sample>> all_samples(ReadSession& session) {
    std::vector<Sample> samples;
    std::map<std::string, std::size_t> at;
    auto records = current_records(session.reg, "sample", false);
    if (!records) {
        return fail(records.error());
    }
    std::sort(records->begin(), records->end(),
              [](const CurrentRecord& a, const CurrentRecord& b) { return a.first_entry < b.first_entry; });
    Sight sight(session);
    for (CurrentRecord& one : *records) {
        const auto seen = sight.sees("sample", ref("sample", one.key), one.body);
        if (!seen) {
            return fail(seen.error());
        }
        if (*seen) {
            at.emplace(one.key, samples.size());
            samples.push_back({std::move(one)});
        }
    }
    for (const auto& [kind, list] : {std::pair("request", &Sample::requests), std::pair("result", &Sample::results)}) {
        auto of_kind = current_records(session.reg, kind, false);
        if (!of_kind) {
            return fail(of_kind.error());
        }
        for (CurrentRecord& one : *of_kind) {
            if (const auto found = at.find(text_of(one.body, "sample")); found != at.end()) {
                (samples[found->second].*list).push_back(std::move(one));
            }
        }
    }
    return samples;
}

/// Tells which of a few samples are simulated.
Result<void> tell_simulated(ReadSession& session, std::vector<Sample*>& samples) {
    std::vector<std::string> keys;
    for (const Sample* one : samples) {
        keys.push_back(one->record.key);
    }
    auto told = current_records(session.reg, "sample", keys);
    if (!told) {
        return fail(told.error());
    }
    for (std::size_t i = 0; i < samples.size() && i < told->size(); ++i) {
        samples[i]->record.simulated = (*told)[i].simulated;
    }
    return {};
}

// One sample in full.

std::string fields_json(const CurrentRecord& one) {
    return ledger::encode(one.body);
}

/// The records of one kind that name the sample, oldest first.
Result<std::vector<CurrentRecord>> naming(Register& reg, const std::string& sample, const std::string& kind) {
    std::set<std::string> keys;
    auto read = reg.store().read([&](store::Reader& reader) -> Result<void> {
        keys = keys_naming(reader, sample, kind, "sample");
        return {};
    });
    auto records = read ? current_records(reg, kind, {keys.begin(), keys.end()}) : fail(read.error());
    if (records) {
        std::sort(records->begin(), records->end(),
                  [](const CurrentRecord& a, const CurrentRecord& b) { return a.first_entry < b.first_entry; });
    }
    return records;
}

using Loci = std::map<std::string, LocusResult>;

std::string loci_json(const Loci& loci) {
    JsonObject json;
    for (const auto& [marker, result] : loci) {
        json.raw(marker, json_strings(result.alleles));
    }
    return json.done();
}

/// What the replicates show at a locus, and what is held of it.
std::string consensus_json(const std::map<std::string, Loci>& by_result) {
    SampleProfile profile;
    for (const auto& [key, loci] : by_result) {
        profile.extractions.push_back({key, {{key, {}, loci}}});
    }
    std::vector<std::string> rows;
    for (const auto& [marker, held] : consensus(profile)) {
        JsonObject row;
        JsonObject seen;
        std::optional<std::vector<std::string>> first;
        bool agrees = true;
        for (const auto& [key, loci] : by_result) {
            const auto at = loci.find(marker);
            if (at == loci.end() || at->second.status == LocusStatus::not_tested) {
                continue;
            }
            seen.raw(key, json_strings(at->second.alleles));
            agrees = agrees && (!first || *first == at->second.alleles);
            first = first ? first : std::optional(at->second.alleles);
        }
        row.text("locus", marker);
        row.raw("alleles", json_strings(held.alleles));
        row.raw("agrees", json_bool(agrees));
        row.raw("seen", seen.done());
        rows.push_back(row.done());
    }
    return json_array(rows);
}

/// The profiles of results that the caller may read, by the results' keys.
Result<std::map<std::string, Loci>> profiles_of(ReadSession& session, const std::vector<CurrentRecord>& results) {
    std::map<std::string, Loci> out;
    if (!session.access.may(Action::read_results)) {
        return out;
    }
    for (const CurrentRecord& one : results) {
        const auto record = session.reg.find(ref("result", one.key));
        if (!record) {
            return fail(record.error());
        }
        const bool there = *record && (*record)->personal;
        const std::string text = there ? text_of(*(*record)->personal, "profile") : std::string();
        if (text.empty()) {
            continue;
        }
        auto loci = read_profile_json(text);
        if (!loci) {
            return fail(ErrorKind::bad_input, ref("result", one.key) + ": profile: " + loci.error().message);
        }
        out.emplace(one.key, *std::move(loci));
    }
    return out;
}

std::string typing_json(const Sample& sample, const std::map<std::string, Loci>& profiles) {
    JsonObject json;
    json.raw("sample", row_json(sample));
    json.text("state", sample.state());
    json.raw("simulated", json_bool(sample.record.simulated));
    std::vector<std::string> requests;
    for (const CurrentRecord& one : sample.requests) {
        JsonObject request;
        request.text("key", one.key);
        request.raw("answered", json_bool(sample.is_answered(one)));
        request.raw("fields", fields_json(one));
        requests.push_back(request.done());
    }
    json.raw("requests", json_array(requests));
    std::vector<std::string> extractions;
    for (const CurrentRecord& one : sample.extractions) {
        JsonObject extraction;
        extraction.text("key", one.key);
        extraction.raw("fields", fields_json(one));
        extractions.push_back(extraction.done());
    }
    json.raw("extractions", json_array(extractions));
    std::vector<std::string> results;
    std::map<std::string, Loci> reportable;
    for (const CurrentRecord& one : sample.results) {
        JsonObject result;
        result.text("key", one.key);
        result.raw("fields", fields_json(one));
        const auto profile = profiles.find(one.key);
        result.raw("loci", profile == profiles.end() ? "null" : loci_json(profile->second));
        results.push_back(result.done());
        if (profile != profiles.end() && text_of(one.body, "outcome") == "Reportable") {
            reportable.insert(*profile);
        }
    }
    json.raw("results", json_array(results));
    json.raw("consensus", consensus_json(reportable));
    return json.done();
}

std::string typing_text(const Sample& sample, const std::map<std::string, Loci>& profiles) {
    std::string text = "Sample " + sample.record.key + ": " + std::string(sample.state()) + "\n" +
                       counted(sample.requests.size(), "request") + ", " + std::to_string(sample.open_requests()) +
                       " open; " + counted(sample.extractions.size(), "extraction") + "; " +
                       counted(sample.results.size(), "result") + "\n\n";
    TextTable results({"result", "test", "outcome", "on", "loci"}, 40);
    for (const CurrentRecord& one : sample.results) {
        const auto profile = profiles.find(one.key);
        results.add({one.key, text_of(one.body, "test"), text_of(one.body, "outcome"), text_of(one.body, "on"),
                     profile == profiles.end() ? "" : std::to_string(profile->second.size())});
    }
    return text + results.text();
}

} // namespace

Result<Answer> list_samples(const Caller& caller, const SamplePage& page) {
    if (!page.state.empty() && std::find(states.begin(), states.end(), page.state) == states.end()) {
        return fail(ErrorKind::usage,
                    "state: not requested, requested, typed or failed is expected, found '" + page.state + "'");
    }
    auto session = open_for_reading(caller, Action::read_physical);
    auto samples = session ? all_samples(*session) : fail(session.error());
    if (!samples) {
        return fail(samples.error());
    }
    std::map<std::string_view, std::size_t> counts;
    std::vector<Sample*> shown;
    std::uint64_t total = 0;
    for (Sample& one : *samples) {
        const std::string_view state = one.state();
        ++counts[state];
        const bool fits = (page.state.empty() || state == page.state) &&
                          (page.holding.empty() || one.record.key.find(page.holding) != std::string::npos);
        if (fits && total++ >= page.offset && shown.size() < page.limit) {
            shown.push_back(&one);
        }
    }
    if (auto told = tell_simulated(*session, shown); !told) {
        return fail(told.error());
    }
    JsonObject by_state;
    for (const std::string_view state : states) {
        by_state.raw(state, std::to_string(counts[state]));
    }
    Answer answer;
    TextTable table({"sample", "", "state", "material", "open requests", "results", "reportable"}, 44);
    std::vector<std::string> rows;
    for (const Sample* one : shown) {
        rows.push_back(row_json(*one));
        table.add({one->record.key, one->record.simulated ? "SIMULATED" : "", std::string(one->state()),
                   text_of(one->record.body, "material"), std::to_string(one->open_requests()),
                   std::to_string(one->results.size()), std::to_string(one->with_outcome("Reportable"))});
    }
    answer.json = R"({"total":)" + std::to_string(total) + R"(,"states":)" + by_state.done() + R"(,"rows":)" +
                  json_array(rows) + "}";
    answer.text = mark(session->reg) + counted(total, "sample") + "\n" + table.text();
    return answer;
}

Result<Answer> show_typing(const Caller& caller, const std::string& written) {
    auto session = open_for_reading(caller, Action::read_physical);
    const auto name = session ? find_name(*session, "sample", written) : fail(session.error());
    const auto seen = name ? Sight(*session).check(*name) : fail(name.error());
    auto records = seen ? current_records(session->reg, "sample", {std::string(key_of(*name))}) : fail(seen.error());
    if (!records) {
        return fail(records.error());
    }
    if (records->empty()) {
        return fail(ErrorKind::bad_input, *name + " was withdrawn; muster show says why");
    }
    Sample sample{std::move(records->front())};
    for (const auto& [kind, list] : {std::pair("request", &Sample::requests), std::pair("result", &Sample::results),
                                     std::pair("extraction", &Sample::extractions)}) {
        auto found = naming(session->reg, *name, kind);
        if (!found) {
            return fail(found.error());
        }
        sample.*list = *std::move(found);
    }
    const auto profiles = profiles_of(*session, sample.results);
    if (!profiles) {
        return fail(profiles.error());
    }
    std::vector<std::string> of;
    for (const auto& [key, loci] : *profiles) {
        of.push_back(ref("result", key));
    }
    if (auto viewed = disclosed(*session, of, "typing"); !viewed) {
        return fail(viewed.error());
    }
    Answer answer;
    answer.json = typing_json(sample, *profiles);
    answer.text = mark(session->reg) + typing_text(sample, *profiles);
    return answer;
}

} // namespace muster
