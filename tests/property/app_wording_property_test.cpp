#include "folded.hpp"
#include "register_history.hpp"
#include "wording.hpp"

#include <algorithm>
#include <map>

using namespace muster;
using namespace muster::testing;

namespace {

bool has_hangul(const std::string& text) { // U+AC00 to U+D7A3 begin with these bytes in UTF-8
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xEA && byte <= 0xED;
    });
}

std::string digits_of(const std::string& text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    std::sort(digits.begin(), digits.end()); // their order is that of the language
    return digits;
}

TEST(Wording, SaysEveryFindingOfRandomHistoriesInKoreanWithTheSameNumbers) {
    const Wording say = *Wording::in("ko");
    std::map<std::string, std::size_t> seen;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        History history(seed);
        Folded folded;
        for (std::size_t i = 0; i < 1000; ++i) {
            folded.take(history.next(folded.next()));
        }
        for (const auto& [subject, rule] : folded.open()) {
            const std::string detail = folded.detail(subject, rule);
            if (rule != "noted") { // in the words of whoever noted it
                const std::string korean = say(detail);
                EXPECT_TRUE(has_hangul(korean)) << rule << ": " << detail;
                EXPECT_EQ(digits_of(korean), digits_of(detail)) << detail << "\n" << korean;
                ++seen[rule];
            }
        }
    }
    EXPECT_GE(seen.size(), 15U) << "the histories break most rules";
}

} // namespace
