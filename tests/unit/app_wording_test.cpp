#include "wording.hpp"

#include "muster/base/data_dir.hpp"
#include "muster/formats/csv.hpp"

#include <gtest/gtest.h>

using namespace muster;

namespace {

std::string korean(const std::string& english) {
    return (*Wording::in("ko"))(english);
}

TEST(Wording, IsAsItWasInEnglish) {
    EXPECT_EQ((*Wording::in("en"))("5 sent, 4 received"), "5 sent, 4 received");
}

TEST(Wording, OfALanguageThatIsNotSpokenIsRefused) {
    const auto none = Wording::in("fr");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, ErrorKind::usage);
    EXPECT_EQ(none.error().message, "language 'fr' is not spoken: en or ko is expected");
}

TEST(Wording, FillsInNamesAndNumbersAsTheyAre) {
    EXPECT_EQ(korean("5 sent, 4 received"), "보낸 것 5, 받은 것 4");
    EXPECT_EQ(korean("handed over by P1 while under way from P2 to P3 (transfer:L-9)"),
              "P2 → P3 이송 중에 P1에서 넘어옴(transfer:L-9)");
}

TEST(Wording, SaysPartsAndWhatFollowsANameOnTheirOwn) {
    EXPECT_EQ(korean("5 sent, 4 received; missing: case:W/1"), "보낸 것 5, 받은 것 4; 빠진 것: case:W/1");
    EXPECT_EQ(korean("case:W/1: 5 g expected, 4 g accounted for (tolerance 0.1 g)"),
              "case:W/1: 예상 5 g, 확인된 4 g(허용 오차 0.1 g)");
    EXPECT_EQ(korean("Wanted: the policy of muster: 1 technical review, 2 administrative reviews, by different people, "
                     "none the author"),
              "필요한 검토: muster의 방침: 기술 검토 1건, 행정 검토 2건, 서로 다른 사람이 하며 작성자는 제외");
}

TEST(Wording, LeavesWhatTheTableDoesNotHave) {
    EXPECT_EQ(korean("a sentence of nobody; and: more"), "a sentence of nobody; and: more");
}

TEST(Wording, HasEverySentenceOnceWithEverythingThatIsFilledIn) {
    const auto table = CsvTable::parse(*read_data_file("korean/sentences.csv"), "sentences.csv");
    ASSERT_TRUE(table) << table.error().message;
    for (const CsvRow& row : table->rows()) {
        std::string english = row.fields[0];
        for (char gap = '1'; gap <= '9'; ++gap) {
            const std::string here{'{', gap, '}'};
            const std::string again{'[', gap, ']'};
            if (const std::size_t at = english.find(here); at != std::string::npos) {
                english.erase(at + 2, 1);
                english.erase(at, 1);
            } else {
                EXPECT_EQ(row.fields[1].find(here), std::string::npos) << row.line;
                EXPECT_EQ(row.fields[1].find(again), std::string::npos) << row.line;
            }
        }
        EXPECT_TRUE(korean(english) != english || row.fields[0] == row.fields[1]) << row.line;
    }
}

} // namespace
