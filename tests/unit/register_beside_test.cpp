#include "../../src/register/beside.hpp"

#include <gtest/gtest.h>
#include <new>
#include <vector>

namespace muster {
namespace {

TEST(WorkBeside, GivesWhatCameOfIt) {
    Beside good([] { return Result<void>(); });
    EXPECT_TRUE(good.wait());
    Beside bad([]() -> Result<void> { return fail(ErrorKind::unavailable, "the disk failed"); });
    ASSERT_FALSE(bad.wait());
    EXPECT_EQ(bad.wait().error().message, "the disk failed");
}

TEST(WorkBeside, ThatThrowsDoesSoWhereItIsWaitedFor) {
    Beside work([]() -> Result<void> { throw std::bad_alloc(); });
    EXPECT_THROW((void)work.wait(), std::bad_alloc);
    const Beside nobody_waits([]() -> Result<void> { throw std::bad_alloc(); });
}

TEST(WorkInTurn, IsDoneForEveryItemInOrder) {
    std::vector<int> done;
    BesideInTurn<int> work([&](int item) { done.push_back(item); });
    std::vector<int> all;
    for (int i = 0; i < 1000; ++i) {
        all.push_back(i);
        work.add(i);
    }
    work.finish();
    EXPECT_EQ(done, all);
}

TEST(WorkInTurn, ThatThrowsDoesSoAtTheEndAndHoldsNobodyUp) {
    BesideInTurn<int> work([](int item) {
        if (item == 3) {
            throw std::bad_alloc();
        }
    });
    for (int i = 0; i < 1000; ++i) {
        work.add(i);
    }
    EXPECT_THROW(work.finish(), std::bad_alloc);
    BesideInTurn<int> nobody_waits([](int) { throw std::bad_alloc(); });
    nobody_waits.add(1);
}

} // namespace
} // namespace muster
