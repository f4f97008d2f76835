#include "skeleton_count.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace muster {
namespace {

/// How many of these parts of one element and place cannot be of one individual.
std::size_t at_least(const std::vector<const BonePart*>& parts) {
    std::map<std::size_t, std::size_t> by_zone;
    std::size_t complete = 0;
    for (const BonePart* part : parts) {
        complete += part->complete ? 1 : 0;
        for (const std::size_t zone : part->zones) {
            by_zone[zone] += part->complete ? 0 : 1;
        }
    }
    std::size_t most = 0;
    for (const auto& [zone, count] : by_zone) {
        most = std::max(most, count);
    }
    return std::max<std::size_t>(complete + most, parts.empty() ? 0 : 1);
}

std::size_t divided_up(std::size_t count, std::size_t by) {
    return (count + by - 1) / std::max<std::size_t>(by, 1);
}

std::string name_of(const std::string& bone, const std::string& side, const std::string& position) {
    return bone + (side.empty() || side == "Middle" ? "" : ", " + side) + (position.empty() ? "" : " " + position);
}

/// The parts of one bone by side and position.
using Places = std::map<std::pair<std::string, std::string>, std::vector<const BonePart*>>;

/// Individuals that all parts of a bone need together: those of which side or position is open fill what is free.
std::size_t together(const Bone& bone, const Places& places) {
    const std::size_t positions = std::max<std::size_t>(bone.positions.size(), 1);
    const auto is_sided = [](const std::string& side) { return side == "Left" || side == "Right"; };
    const auto sided = static_cast<std::size_t>(std::count_if(bone.sides.begin(), bone.sides.end(), is_sided));
    std::size_t needed = 0; // specimens that cannot be joined to another of their place
    for (const auto& [place, parts] : places) {
        needed += at_least(parts);
    }
    return divided_up(needed, positions * std::max<std::size_t>(sided, 1));
}

} // namespace

SkeletonCount count_skeletons(const std::vector<BonePart>& parts, const Vocabulary& vocabulary) {
    std::map<std::string, Places> by_bone;
    for (const BonePart& part : parts) {
        by_bone[part.bone][{part.side, part.position}].push_back(&part);
    }
    SkeletonCount out;
    const auto shows = [&](std::size_t individuals, std::string by) {
        if (individuals > out.individuals) {
            out.individuals = individuals;
            out.shown_by.clear();
        }
        if (individuals == out.individuals && individuals > 0) {
            out.shown_by.push_back(std::move(by));
        }
    };
    for (const std::string& name : vocabulary.bone_names()) {
        const auto found = by_bone.find(name);
        if (found == by_bone.end()) {
            continue;
        }
        const Bone& bone = *vocabulary.bone(name);
        const bool known =
            bone.group != "unidentified" && bone.name != "Sesamoid"; // as many as one likes of one person
        for (const auto& [place, of_place] : found->second) {
            const auto& [side, position] = place;
            const bool open_side = side == "Unsided";
            const bool open_position = !bone.positions.empty() && position.empty();
            ElementCount element{name, side, position, of_place.size(), at_least(of_place)};
            if (!known) {
                element.at_least = 1;
            } else if (open_side || open_position) {
                element.at_least =
                    divided_up(element.at_least, (open_side ? 2 : 1) * (open_position ? bone.positions.size() : 1));
            }
            shows(element.at_least, name_of(name, side, position));
            out.elements.push_back(std::move(element));
        }
        if (known && together(bone, found->second) > out.individuals) {
            shows(together(bone, found->second), name + ", all sides together");
        }
    }
    return out;
}

} // namespace muster
