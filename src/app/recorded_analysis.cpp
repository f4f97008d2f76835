#include "recorded_analysis.hpp"

#include "remembered.hpp"

namespace muster {
namespace {

constexpr std::size_t most_candidates = 20; ///< of each sample

Result<NewestRun> read_newest(Register& reg) {
    const auto recorded = newest_recorded_analysis(reg);
    if (!recorded || recorded->name.empty()) {
        return recorded ? Result<NewestRun>(NewestRun{}) : fail(recorded.error());
    }
    auto result = read_recorded_result(recorded->result, recorded->name, most_candidates);
    if (!result) {
        return fail(ErrorKind::verification,
                    recorded->name + ": " + result.error().message + "; run muster ledger verify");
    }
    return NewestRun{recorded->name, recorded->time,
                     ledger::find_text(recorded->fields, "method").value_or("") + "; " +
                         ledger::find_text(recorded->fields, "settings").value_or(""),
                     *std::move(result)};
}

} // namespace

Result<RecordedAnalysis> newest_recorded_analysis(Register& reg) {
    return read_store<RecordedAnalysis>(reg, [&](store::Reader& reader, RecordedAnalysis& out) -> Result<void> {
        std::uint64_t newest = 0;
        reader.each_record_of("analysis", [&](store::RecordRow& row) {
            if (row.state == "current" && row.first_entry >= newest) {
                newest = row.first_entry;
                out.name = ref("analysis", row.key);
                out.fields = std::move(row.text);
            }
        });
        if (out.name.empty()) {
            return {};
        }
        const auto entry = reader.entry(newest);
        const auto view = entry ? ledger::view(entry->text) : std::nullopt;
        out.time = view ? std::string(view->time) : std::string();
        static_cast<void>(reader.each_blob_part(ledger::find_text(out.fields, "sha256").value_or(""),
                                                [&](std::string_view part) { out.result += part; }));
        return {};
    });
}

Result<std::shared_ptr<const NewestRun>> newest_run(Register& reg) {
    static Remembered<NewestRun> remembered;
    return remembered.get(
        reg, "newest", [](std::string_view kind) { return kind == "analysis" || kind == "erasure"; },
        [&] { return read_newest(reg); });
}

} // namespace muster
