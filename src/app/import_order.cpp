#include "import_order.hpp"

#include "muster/base/nfc.hpp"
#include "record_names.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster {
namespace {

std::string* written(NewEntry& entry, std::string_view field) {
    const auto at =
        std::find_if(entry.fields.begin(), entry.fields.end(), [&](const auto& one) { return one.first == field; });
    return at == entry.fields.end() || at->second.empty() ? nullptr : &at->second;
}

/// Visits rows so that each comes after those that it refers to.
class Order {
  public:
    Order(std::vector<NewEntry>& entries, const KindSpec& kind) : entries_(entries), placed_(entries.size(), false) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (const std::string* key = written(entries[i], kind.key_fields.front())) {
                rows_.emplace(nfc(trimmed(*key)), i);
            }
        }
        for (const FieldSpec& field : kind.fields) {
            if (field.type == FieldType::record && field.of == kind.name && !field.list) {
                fields_.push_back(field.name);
            }
        }
    }

    std::vector<NewEntry> ordered() {
        drop_first_of_twins();
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            place(i);
        }
        return std::move(result_);
    }

  private:
    /// The row that a field of this row refers to; none: of another table, or nothing.
    const std::size_t* referred(std::size_t row, std::string_view field) {
        const std::string* key = written(entries_[row], field);
        const auto at = key == nullptr ? rows_.end() : rows_.find(nfc(trimmed(*key)));
        return at == rows_.end() ? nullptr : &at->second;
    }
    void drop_first_of_twins() {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const std::size_t* twin = referred(i, "twin");
            const std::size_t* back = twin == nullptr ? nullptr : referred(*twin, "twin");
            if (back != nullptr && *back == i && i < *twin) {
                written(entries_[i], "twin")->clear();
            }
        }
    }
    /// Without recursion: a line of descent may be as long as the table.
    void place(std::size_t row) {
        std::vector<std::size_t> path{row};
        while (!path.empty()) {
            const std::size_t top = path.back();
            const std::size_t* next = nullptr;
            for (const std::string_view field : fields_) {
                const std::size_t* other = placed_[top] ? nullptr : referred(top, field);
                const bool open =
                    other != nullptr && !placed_[*other] && std::find(path.begin(), path.end(), *other) == path.end();
                next = open ? other : next;
            }
            if (next != nullptr) {
                path.push_back(*next);
                continue;
            }
            if (!placed_[top]) {
                placed_[top] = true;
                result_.push_back(std::move(entries_[top]));
            }
            path.pop_back();
        }
    }

    std::vector<NewEntry>& entries_;
    std::vector<bool> placed_;
    std::unordered_map<std::string, std::size_t> rows_{};
    std::vector<std::string_view> fields_{};
    std::vector<NewEntry> result_{};
};

} // namespace

std::vector<NewEntry> referred_first(std::vector<NewEntry> entries, const KindSpec& kind) {
    const bool refers = std::any_of(kind.fields.begin(), kind.fields.end(), [&](const FieldSpec& field) {
        return field.type == FieldType::record && field.of == kind.name;
    });
    return refers && kind.key_fields.size() == 1 ? Order(entries, kind).ordered() : std::move(entries);
}

} // namespace muster
