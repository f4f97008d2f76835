#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster {

/// A moment that is known only so well: some second from `first` to `last` (both included), counted from 1970-01-01
/// UTC.
struct Moment {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool day = false; ///< told as a day, month or year, which begins and ends at another second in every zone

    /// The same on the whole earth: a day lasts from its beginning at UTC+14 to its end at UTC-12.
    [[nodiscard]] std::int64_t earliest() const { return first - (day ? 14 * 3600 : 0); }
    [[nodiscard]] std::int64_t latest() const { return last + (day ? 12 * 3600 : 0); }

    /// Certainly before: no reading of the two makes this one as late as the other. Two days are compared as the
    /// calendar has them; a day and a time, wherever on earth the day may have been.
    [[nodiscard]] bool before(const Moment& other) const {
        return day && other.day ? last < other.first : latest() < other.earliest();
    }
    /// Certainly not after: whenever it was within what is known of it, the other one lasts at least until then.
    [[nodiscard]] bool not_after(const Moment& other) const {
        return day && other.day ? last <= other.last : latest() <= other.latest();
    }
};

/// Puts items, which come in the order of their entries, into the order of their moments, as far as it is certain: one
/// moves before another only if it certainly was before it.
template <class Item, class MomentOf> void order_by_moment(std::vector<Item>& items, const MomentOf& moment_of) {
    if (items.size() < 2) {
        return;
    }
    // No sort by comparison: "certainly before" is no order in which everything can be compared.
    std::vector<std::pair<Moment, Item>> ordered;
    for (Item& item : items) {
        const Moment when = moment_of(item);
        auto at = ordered.end();
        while (at != ordered.begin() && when.before((at - 1)->first)) {
            --at;
        }
        ordered.emplace(at, when, std::move(item));
    }
    std::transform(ordered.begin(), ordered.end(), items.begin(), [](auto& one) { return std::move(one.second); });
}

/// ISO 8601: "2018", "2018-07", "2018-07-27", "2018-07-27T14:30[:15[.250]]" with "Z" or "+09:00". A time without a zone
/// may be that of any place on earth. Nothing: another text, or no such day.
[[nodiscard]] std::optional<Moment> moment(std::string_view text);

/// The clock's time now, as entries carry it: "2018-07-27T00:15:02.123Z".
[[nodiscard]] std::string utc_now();

/// A second as UTC text, "2018-07-27T00:15:02Z".
[[nodiscard]] std::string utc_text(std::int64_t second);

/// Grams as written ("12.50") in micrograms, exactly. Nothing: not a decimal number of at most six places, negative, or
/// beyond a million kilograms.
[[nodiscard]] std::optional<std::int64_t> micrograms(std::string_view grams);
/// Micrograms as grams without needless zeros: "12.5".
[[nodiscard]] std::string grams(std::int64_t micrograms);

} // namespace muster
