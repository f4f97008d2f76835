#include "muster/ledger/set_hash.hpp"

#include <gtest/gtest.h>

using muster::ledger::SetHash;

TEST(SetHash, IsTheSameInAnyOrderAndTellsEveryOtherSet) {
    const auto key = SetHash::random_key();
    const auto of = [&](const std::vector<std::vector<std::string>>& rows) {
        SetHash hash(key);
        for (const auto& row : rows) {
            hash.add({row[0], row[1]});
        }
        return hash;
    };
    EXPECT_EQ(of({{"a", "b"}, {"c", "d"}, {"", ""}}), of({{"", ""}, {"c", "d"}, {"a", "b"}}));
    EXPECT_NE(of({{"a", "b"}}), of({{"ab", ""}})); // where a text ends counts
    EXPECT_NE(of({{"a", "b"}}), of({{"a", "c"}}));
    EXPECT_NE(of({{"a", "b"}}), of({{"a", "b"}, {"a", "b"}}));
    EXPECT_NE(of({}), of({{"", ""}}));

    auto hash = of({{"a", "b"}, {"c", "d"}, {"e", "f"}}); // what is taken out was never there
    hash.remove({"c", "d"});
    EXPECT_EQ(hash, of({{"e", "f"}, {"a", "b"}}));
    hash.remove({"a", "b"});
    hash.remove({"e", "f"});
    EXPECT_EQ(hash, of({}));
}
