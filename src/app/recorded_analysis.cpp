#include "recorded_analysis.hpp"

namespace muster {

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

} // namespace muster
