#include "skeleton_count.hpp"

#include <algorithm>
#include <map>

namespace muster {
namespace {

/// Side and position. An unsided one, or one without the position that its bone has, stands for several of a skeleton.
struct Place {
    std::string side;
    std::string position;
    friend auto operator<=>(const Place&, const Place&) = default;

    [[nodiscard]] bool holds(const Place& other) const {
        return (side == "Unsided" || side == other.side) && (position.empty() || position == other.position);
    }
};

/// What the specimens of a place cannot share.
struct Claims {
    std::size_t specimens = 0;
    std::size_t complete = 0; ///< each claims the bone as a whole
    std::size_t wholes = 0;   ///< of `complete`, those that are a bone of which this one is a part
    std::map<std::size_t, std::size_t> zones{};

    void add(const BonePart& part) {
        ++specimens;
        complete += part.complete ? 1 : 0;
        for (const std::size_t zone : part.zones) {
            zones[zone] += part.complete ? 0 : 1;
        }
    }
    void add(const Claims& other) {
        complete += other.complete;
        for (const auto& [zone, count] : other.zones) {
            zones[zone] += count;
        }
    }
    /// Bones that these specimens come of at least; fragments without zones may come of any.
    [[nodiscard]] std::size_t bones() const {
        std::size_t most = 0;
        for (const auto& [zone, count] : zones) {
            most = std::max(most, count);
        }
        return complete + most;
    }
};
using Places = std::map<Place, Claims>;

bool is_sided(const std::string& side) {
    return side == "Left" || side == "Right";
}

/// How many bones of one skeleton a place stands for.
std::size_t bones_of_one(const Bone& bone, const Place& place) {
    const auto sides = static_cast<std::size_t>(std::count_if(bone.sides.begin(), bone.sides.end(), is_sided));
    return (place.side == "Unsided" ? std::max<std::size_t>(sides, 1) : 1) *
           (place.position.empty() ? std::max<std::size_t>(bone.positions.size(), 1) : 1);
}

std::size_t individuals(std::size_t bones, std::size_t of_one) {
    return std::max<std::size_t>((bones + of_one - 1) / of_one, 1);
}

/// Individuals that all specimens within a place need: those of open sides or positions fill what is free.
std::size_t together(const Bone& bone, const Places& places, const Place& whole) {
    Claims all;
    std::size_t apart = 0;
    for (const auto& [place, claims] : places) {
        if (whole.holds(place)) {
            all.add(claims);
            apart += bones_of_one(bone, place) == 1 ? claims.bones() : claims.complete;
        }
    }
    return individuals(std::max(apart, all.bones()), bones_of_one(bone, whole));
}

/// A complete whole is a complete one of each part that it cannot lack.
void add_wholes(Places& places, const Bone& part, const Places& wholes) {
    const std::vector<std::string> none{""};
    for (const auto& [of, claims] : wholes) {
        for (const std::string& side : part.sides) {
            const bool here = side == of.side || (of.side == "Middle" && is_sided(side));
            for (const std::string& position : part.positions.empty() ? none : part.positions) {
                if (here && claims.complete > 0) {
                    places[{side, position}].complete += claims.complete;
                    places[{side, position}].wholes += claims.complete;
                }
            }
        }
    }
}

std::string name_of(const Bone& bone, const Place& place, bool with_unsided) {
    const bool said = is_sided(place.side) || (with_unsided && place.side == "Unsided");
    return bone.name + (said ? ", " + place.side : "") + (place.position.empty() ? "" : " " + place.position);
}

class Count {
  public:
    void add(const Bone& bone, const Places& places) {
        const bool known =
            bone.group != "unidentified" && bone.name != "Sesamoid"; // as many as one likes of one person
        for (const auto& [place, claims] : places) {
            if (claims.specimens > 0) {
                const std::size_t least = known ? individuals(claims.bones(), bones_of_one(bone, place)) : 1;
                out_.elements.push_back({bone.name, place.side, place.position, claims.specimens, least});
                shows(least, name_of(bone, place, true) + (claims.wholes > 0 ? ", beside " + bone.part_of : ""));
            }
        }
        Places wider = places;
        wider.try_emplace(
            Place{std::any_of(bone.sides.begin(), bone.sides.end(), is_sided) ? "Unsided" : "Middle", ""});
        for (const auto& [place, claims] : wider) {
            if (known && together(bone, places, place) > out_.individuals) {
                shows(together(bone, places, place), name_of(bone, place, false) + ", all together");
            }
        }
    }
    [[nodiscard]] SkeletonCount done() && { return std::move(out_); }

  private:
    void shows(std::size_t individuals, std::string by) {
        if (individuals > out_.individuals) {
            out_.individuals = individuals;
            out_.shown_by.clear();
        }
        if (individuals == out_.individuals) {
            out_.shown_by.push_back(std::move(by));
        }
    }

    SkeletonCount out_{};
};

} // namespace

SkeletonCount count_skeletons(const std::vector<BonePart>& parts, const Vocabulary& vocabulary) {
    std::map<std::string, Places> by_bone;
    for (const BonePart& part : parts) {
        by_bone[part.bone][{part.side, part.position}].add(part);
    }
    Count count;
    for (const std::string& name : vocabulary.bone_names()) {
        const auto found = by_bone.find(name);
        if (found == by_bone.end()) {
            continue;
        }
        const Bone& bone = *vocabulary.bone(name);
        Places places = found->second;
        if (const auto whole = by_bone.find(bone.part_of); bone.firm && whole != by_bone.end()) {
            add_wholes(places, bone, whole->second);
        }
        count.add(bone, places);
    }
    return std::move(count).done();
}

} // namespace muster
