#include "remembered.hpp"

namespace muster {

Result<std::uint64_t> size_of(Register& reg) {
    return read_store<std::uint64_t>(reg, [](store::Reader& reader, std::uint64_t& size) -> Result<void> {
        const auto head = reader.newest_head();
        size = head ? head->size : 0;
        return {};
    });
}

Result<std::optional<std::uint64_t>> unchanged_since(Register& reg, std::uint64_t size, const Matters& matters) {
    constexpr std::uint64_t most = 2000; // entries to look at
    return read_store<std::optional<std::uint64_t>>(
        reg, [&](store::Reader& reader, std::optional<std::uint64_t>& same) -> Result<void> {
            const auto head = reader.newest_head();
            const std::uint64_t now = head ? head->size : 0;
            bool changed = now < size || now > size + most; // fewer: a store that was restored
            reader.each_entry(size, changed ? size : now, [&](store::EntryRow& row) {
                const auto entry = ledger::view(row.text);
                changed = !entry || matters(entry->kind);
                return !changed;
            });
            if (!changed) {
                same = now;
            }
            return {};
        });
}

} // namespace muster
