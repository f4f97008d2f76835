#include "muster/pedigree/layout.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace muster;

std::string label(std::size_t i) {
    std::string name("P");
    name += std::to_string(i);
    return name;
}

PersonRecord person(std::size_t i, Sex sex, std::string father = {}, std::string mother = {}) {
    PersonRecord r;
    r.id = label(i);
    r.sex = sex;
    r.father = std::move(father);
    r.mother = std::move(mother);
    return r;
}

/// Anybody may have children with anybody earlier of the other sex: cousins, uncles, parents, many
/// partners, several components.
rc::Gen<std::vector<PersonRecord>> pedigrees(std::size_t most) {
    return rc::gen::exec([most] {
        const auto n = *rc::gen::inRange<std::size_t>(1, most + 1);
        const auto founders_in_ten = *rc::gen::inRange(2, 8);
        std::vector<PersonRecord> records;
        std::vector<std::string> men;
        std::vector<std::string> women;
        for (std::size_t i = 0; i < n; ++i) {
            const Sex sex = *rc::gen::arbitrary<bool>() ? Sex::male : Sex::female;
            PersonRecord r = person(i, sex);
            if (!men.empty() && !women.empty() && *rc::gen::inRange(0, 10) >= founders_in_ten) {
                r.father = men[*rc::gen::inRange<std::size_t>(0, men.size())];
                r.mother = women[*rc::gen::inRange<std::size_t>(0, women.size())];
            }
            (sex == Sex::male ? men : women).push_back(r.id);
            records.push_back(r);
        }
        return records;
    });
}

Pedigree built(const std::vector<PersonRecord>& records) {
    auto made = Pedigree::make(records);
    RC_ASSERT(made.has_value());
    return *made;
}

bool inside(const LayoutPoint& p, const LayoutPoint& centre) {
    return std::abs(p.x - centre.x) < 0.5 - 1e-6 && std::abs(p.y - centre.y) < 0.5 - 1e-6;
}

bool on_edge(const LayoutPoint& p, const LayoutPoint& centre) {
    const double dx = std::abs(p.x - centre.x);
    const double dy = std::abs(p.y - centre.y);
    return dx < 0.5 + 1e-6 && dy < 0.5 + 1e-6 && !inside(p, centre);
}

bool cuts(const LayoutPoint& from, const LayoutPoint& to, const LayoutPoint& centre) {
    for (int k = 0; k <= 400; ++k) {
        const double t = k / 400.0;
        if (inside({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)}, centre)) {
            return true;
        }
    }
    return false;
}

struct Segment {
    LayoutPoint from;
    LayoutPoint to;
    std::size_t relation;
};

std::vector<Segment> segments(const PedigreeLayout& layout) {
    std::vector<Segment> out;
    const auto add = [&](const LayoutPath& path, std::size_t relation) {
        for (std::size_t i = 1; i < path.size(); ++i) {
            out.push_back({path[i - 1], path[i], relation});
        }
    };
    for (std::size_t k = 0; k < layout.couples.size(); ++k) {
        add(layout.couples[k].path, k);
        for (const LayoutPath& path : layout.descents[k].paths) {
            add(path, k);
        }
    }
    return out;
}

} // namespace

RC_GTEST_PROP(PedigreeLayout, KeepsEverySymbolApartAndInsideTheDrawing, ()) {
    const Pedigree pedigree = built(*pedigrees(60));
    const PedigreeLayout layout = layout_pedigree(pedigree);
    RC_ASSERT(layout.members.size() == pedigree.size());
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        const LayoutPoint& a = layout.members[i].centre;
        RC_ASSERT(layout.members[i].member == i);
        RC_ASSERT(a.x >= 0.5 && a.y >= 0.5 && a.x <= layout.width - 0.5 && a.y <= layout.height - 0.5);
        for (std::size_t j = 0; j < i; ++j) {
            const LayoutPoint& b = layout.members[j].centre;
            RC_ASSERT(std::abs(a.x - b.x) > 1.99 || std::abs(a.y - b.y) > 1.99);
        }
    }
}

RC_GTEST_PROP(PedigreeLayout, SetsChildrenBelowTheirParents, ()) {
    const Pedigree pedigree = built(*pedigrees(60));
    const PedigreeLayout layout = layout_pedigree(pedigree);
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        const Member& m = pedigree.member(i);
        if (!m.is_founder()) {
            RC_ASSERT(layout.members[i].centre.y > layout.members[m.father].centre.y + 1.5);
            RC_ASSERT(layout.members[i].centre.y > layout.members[m.mother].centre.y + 1.5);
        }
    }
}

RC_GTEST_PROP(PedigreeLayout, DrawsEveryRelationExactlyOnce, ()) {
    const Pedigree pedigree = built(*pedigrees(60));
    const PedigreeLayout layout = layout_pedigree(pedigree);
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> couples;
    std::set<std::size_t> children;
    RC_ASSERT(layout.descents.size() == layout.couples.size());
    for (std::size_t k = 0; k < layout.couples.size(); ++k) {
        const PlacedCouple& c = layout.couples[k];
        RC_ASSERT((couples.emplace(std::pair{c.father, c.mother}, k).second));
        RC_ASSERT(c.path.size() >= 2);
        const LayoutPoint& father = layout.members[c.father].centre;
        const LayoutPoint& mother = layout.members[c.mother].centre;
        const LayoutPoint& first = c.path.front();
        const LayoutPoint& last = c.path.back();
        RC_ASSERT((on_edge(first, father) && on_edge(last, mother)) ||
                  (on_edge(first, mother) && on_edge(last, father)));
        RC_ASSERT(layout.descents[k].couple == k);
        for (const std::size_t child : layout.descents[k].children) {
            RC_ASSERT(children.insert(child).second);
            RC_ASSERT(pedigree.member(child).father == c.father && pedigree.member(child).mother == c.mother);
            const LayoutPoint top{layout.members[child].centre.x, layout.members[child].centre.y - 0.5};
            const auto& paths = layout.descents[k].paths;
            RC_ASSERT(std::count_if(paths.begin(), paths.end(), [&](const LayoutPath& p) {
                          return std::abs(p.back().x - top.x) < 1e-6 && std::abs(p.back().y - top.y) < 1e-6;
                      }) == 1);
        }
    }
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        RC_ASSERT(pedigree.member(i).is_founder() != (children.count(i) == 1));
    }
}

RC_GTEST_PROP(PedigreeLayout, RunsNoLineThroughASymbol, ()) {
    const Pedigree pedigree = built(*pedigrees(40));
    const PedigreeLayout layout = layout_pedigree(pedigree);
    for (const Segment& s : segments(layout)) {
        RC_ASSERT(std::abs(s.from.x - s.to.x) < 1e-6 || std::abs(s.from.y - s.to.y) < 1e-6);
        for (const PlacedMember& m : layout.members) {
            RC_ASSERT(!cuts(s.from, s.to, m.centre));
        }
    }
}

RC_GTEST_PROP(PedigreeLayout, NeverLaysLinesOfTwoFamiliesOnEachOther, ()) {
    const Pedigree pedigree = built(*pedigrees(40));
    const PedigreeLayout layout = layout_pedigree(pedigree);
    const std::vector<Segment> all = segments(layout);
    // The lines of one person's several partners may leave the symbol together.
    const auto share_a_partner = [&](std::size_t x, std::size_t y) {
        const PlacedCouple& p = layout.couples[x];
        const PlacedCouple& q = layout.couples[y];
        return p.father == q.father || p.mother == q.mother;
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Segment& a = all[i];
            const Segment& b = all[j];
            if (share_a_partner(a.relation, b.relation)) {
                continue;
            }
            const auto shared = [](double a1, double a2, double b1, double b2) {
                return std::min(std::max(a1, a2), std::max(b1, b2)) - std::max(std::min(a1, a2), std::min(b1, b2));
            };
            const double x = shared(a.from.x, a.to.x, b.from.x, b.to.x);
            const double y = shared(a.from.y, a.to.y, b.from.y, b.to.y);
            RC_ASSERT((x < 0.5 || y < -1e-6) && (y < 0.5 || x < -1e-6));
        }
    }
}

RC_GTEST_PROP(PedigreeLayout, IsTheSameEveryTime, ()) {
    const Pedigree pedigree = built(*pedigrees(30));
    const PedigreeLayout a = layout_pedigree(pedigree);
    const PedigreeLayout b = layout_pedigree(pedigree);
    for (std::size_t i = 0; i < pedigree.size(); ++i) {
        RC_ASSERT(a.members[i].centre == b.members[i].centre);
    }
    for (std::size_t k = 0; k < a.couples.size(); ++k) {
        RC_ASSERT(a.couples[k].path == b.couples[k].path);
        RC_ASSERT(a.descents[k].paths == b.descents[k].paths);
    }
}

TEST(PedigreeLayout, SetsPartnersSideBySideAndSibsInOneRow) {
    const auto pedigree =
        Pedigree::make({person(0, Sex::male), person(1, Sex::female), person(2, Sex::male, "P0", "P1"),
                        person(3, Sex::female, "P0", "P1"), person(4, Sex::male), person(5, Sex::female, "P4", "P3")});
    ASSERT_TRUE(pedigree);
    const PedigreeLayout layout = layout_pedigree(*pedigree);
    EXPECT_EQ(layout.members[0].generation, 0U);
    EXPECT_EQ(layout.members[4].generation, 1U);
    EXPECT_EQ(layout.members[5].generation, 2U);
    EXPECT_NEAR(std::abs(layout.members[3].centre.x - layout.members[4].centre.x), 2.3, 1e-9);
    EXPECT_EQ(layout.members[2].centre.y, layout.members[4].centre.y);
    EXPECT_FALSE(layout.couples[0].consanguineous);
}

TEST(PedigreeLayout, MarksMarriedCousinsAsConsanguineousAndDrawsThemOnce) {
    const auto pedigree = Pedigree::make(
        {person(0, Sex::male), person(1, Sex::female), person(2, Sex::male, "P0", "P1"),
         person(3, Sex::female, "P0", "P1"), person(4, Sex::female), person(5, Sex::male),
         person(6, Sex::male, "P2", "P4"), person(7, Sex::female, "P5", "P3"), person(8, Sex::male, "P6", "P7")});
    ASSERT_TRUE(pedigree);
    const PedigreeLayout layout = layout_pedigree(*pedigree);
    ASSERT_EQ(layout.couples.size(), 4U);
    EXPECT_TRUE(layout.couples[3].consanguineous);
    EXPECT_NEAR(std::abs(layout.members[6].centre.x - layout.members[7].centre.x), 2.3, 1e-9);
    EXPECT_FALSE(layout.couples[0].consanguineous);
}

TEST(PedigreeLayout, DrawsAFatherWithHisDaughtersChild) {
    const auto pedigree = Pedigree::make({person(0, Sex::male), person(1, Sex::female),
                                          person(2, Sex::female, "P0", "P1"), person(3, Sex::male, "P0", "P2")});
    ASSERT_TRUE(pedigree);
    const PedigreeLayout layout = layout_pedigree(*pedigree);
    EXPECT_EQ(layout.members[3].generation, 2U);
    ASSERT_EQ(layout.couples.size(), 2U);
    EXPECT_TRUE(layout.couples[1].consanguineous);
}

TEST(PedigreeLayout, SetsUnconnectedFamiliesBesideAndThenBelowEachOther) {
    std::vector<PersonRecord> records;
    for (std::size_t i = 0; i < 40; ++i) {
        records.push_back(person(i, Sex::male));
    }
    const auto pedigree = Pedigree::make(records);
    ASSERT_TRUE(pedigree);
    const PedigreeLayout layout = layout_pedigree(*pedigree);
    EXPECT_LE(layout.width, 34.0);
    EXPECT_GT(layout.members[39].centre.y, layout.members[0].centre.y + 1.0);
    EXPECT_EQ(layout.members[1].centre.y, layout.members[0].centre.y);
}

TEST(PedigreeLayout, OfNobodyIsEmpty) {
    const auto pedigree = Pedigree::make({});
    ASSERT_TRUE(pedigree);
    EXPECT_TRUE(layout_pedigree(*pedigree).members.empty());
}

TEST(PedigreeLayout, OfALargeFamilyIsQuick) {
    std::vector<PersonRecord> records{person(0, Sex::male), person(1, Sex::female)};
    for (std::size_t i = 2; i < 600; i += 2) {
        // Everyone marries in; each couple has a child two generations of numbers further on.
        const std::size_t father = (i / 6) * 2;
        records.push_back(person(i, Sex::male, label(father), label(father + 1)));
        records.push_back(person(i + 1, Sex::female));
    }
    const auto pedigree = Pedigree::make(records);
    ASSERT_TRUE(pedigree);
    const PedigreeLayout layout = layout_pedigree(*pedigree);
    EXPECT_EQ(layout.members.size(), 600U);
}
