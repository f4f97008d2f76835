#include "muster/base/random.hpp"
#include "register_session.hpp"
#include "skeleton_count.hpp"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

using namespace muster;

namespace {

/// The hip bone of a side, or the cranium: what of it may be claimed. A zone is of one bone; zone 0 is all of it.
const std::map<std::string, std::vector<std::string>> parts_of_whole{{"Os coxae", {"Ilium", "Ischium"}},
                                                                     {"Cranium", {"Frontal", "Parietal"}}};
constexpr std::size_t zone_count = 3;

/// What one claims that is dealt to a side of a person: bone, side, zone.
using Claim = std::tuple<std::string, std::string, std::size_t>;
using Claims = std::set<Claim>;

void claim_bone(Claims& claims, const std::string& bone, const std::string& side) {
    for (std::size_t zone = 1; zone <= zone_count; ++zone) {
        claims.insert({bone, side, zone});
    }
}

Claims claims_of(const BonePart& part, const std::string& side) {
    Claims claims;
    for (const std::size_t zone : part.zones) {
        claims.insert({part.bone, side, zone});
    }
    if (part.complete) {
        claim_bone(claims, part.bone, side);
        if (const auto whole = parts_of_whole.find(part.bone); whole != parts_of_whole.end()) {
            for (const std::string& of_whole : whole->second) {
                const bool paired = part.bone == "Cranium" && of_whole == "Parietal";
                for (const std::string& each : paired ? std::vector<std::string>{"Left", "Right"} : std::vector{side}) {
                    claim_bone(claims, of_whole, each);
                }
            }
        }
    }
    return claims;
}

/// Can the specimens from `next` on be dealt to these persons, each of whom has claims already?
bool can_be_dealt(const std::vector<BonePart>& parts, std::size_t next, std::vector<Claims>& persons) {
    if (next == parts.size()) {
        return true;
    }
    const BonePart& part = parts[next];
    for (const char* side : {"Left", "Right", "Middle"}) {
        const bool possible = part.side == "Unsided" ? std::string_view(side) != "Middle" : part.side == side;
        const Claims claims = claims_of(part, side);
        for (Claims& person : persons) {
            const auto taken = [&](const Claim& one) { return person.contains(one); };
            if (possible && std::none_of(claims.begin(), claims.end(), taken)) {
                const Claims before = person;
                person.insert(claims.begin(), claims.end());
                if (can_be_dealt(parts, next + 1, persons)) {
                    return true;
                }
                person = before;
            }
        }
    }
    return false;
}

std::size_t least_persons(const std::vector<BonePart>& parts) {
    for (std::size_t count = parts.empty() ? 0 : 1;; ++count) {
        std::vector<Claims> persons(count);
        if (can_be_dealt(parts, 0, persons)) {
            return count;
        }
    }
}

struct Draw {
    Random random;
    bool whole_sides_told = false; ///< no whole of unknown side
    std::size_t most_zones = 0;    ///< that a fragment shows

    BonePart part() {
        static const std::vector<std::string> names{"Os coxae", "Ilium", "Ischium", "Cranium", "Frontal", "Parietal"};
        static const std::vector<std::string> sides{"Left", "Right", "Unsided"};
        BonePart one;
        one.bone = names[random.below(names.size())];
        const bool middle = one.bone == "Cranium" || one.bone == "Frontal";
        const bool told = whole_sides_told && one.bone == "Os coxae";
        one.side = middle ? "Middle" : sides[random.below(told ? 2 : 3)];
        one.complete = random.below(2) == 0;
        for (std::size_t i = 0; !one.complete && i < most_zones && random.below(4) != 0; ++i) {
            const std::size_t zone = 1 + random.below(zone_count);
            if (std::find(one.zones.begin(), one.zones.end(), zone) == one.zones.end()) {
                one.zones.push_back(zone);
            }
        }
        return one;
    }
    std::vector<BonePart> parts() {
        std::vector<BonePart> all;
        for (std::size_t left = 1 + random.below(7); left > 0; --left) {
            all.push_back(part());
        }
        return all;
    }
};

std::string described(const std::vector<BonePart>& parts) {
    std::string text;
    for (const BonePart& one : parts) {
        text.append(one.bone).append(" ").append(one.side).append(one.complete ? " complete" : "");
        for (const std::size_t zone : one.zones) {
            text.append(" ").append(std::to_string(zone));
        }
        text.append("; ");
    }
    return text;
}

TEST(SkeletonCountProperty, IsNeverAboveTheLeastNumberOfPersonsToWhomTheSpecimensCanBeDealt) {
    const Vocabulary vocabulary = *shipped_vocabulary();
    Draw draw{Random(1), false, 3};
    std::size_t equal = 0;
    constexpr std::size_t rounds = 3000;
    for (std::size_t round = 0; round < rounds; ++round) {
        const auto parts = draw.parts();
        const std::size_t least = least_persons(parts);
        const std::size_t counted = count_skeletons(parts, vocabulary).individuals;
        ASSERT_LE(counted, least) << described(parts);
        equal += counted == least ? 1 : 0;
    }
    EXPECT_GT(equal, rounds * 9 / 10) << "and it is seldom below";
}

TEST(SkeletonCountProperty, IsThatNumberWhereSidesOfWholesAreToldAndAFragmentShowsOneZoneAtMost) {
    const Vocabulary vocabulary = *shipped_vocabulary();
    Draw draw{Random(2), true, 1};
    for (std::size_t round = 0; round < 3000; ++round) {
        const auto parts = draw.parts();
        ASSERT_EQ(count_skeletons(parts, vocabulary).individuals, least_persons(parts)) << described(parts);
    }
}

} // namespace
