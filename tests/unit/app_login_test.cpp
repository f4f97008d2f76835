#include "app_users.hpp"
#include "muster/app/account.hpp"
#include "muster/app/family_view.hpp"
#include "muster/app/login.hpp"

using namespace muster;
using namespace muster::testing;
using nlohmann::json;

namespace {

class Logins : public WithUsers {
  protected:
    [[nodiscard]] Result<LoginReply> enter(const std::string& name,
                                           const std::string& password = right_password) const {
        return log_in({recorder_, name, password});
    }
    /// Who was let in asks, without a password.
    [[nodiscard]] Recorder with(const std::shared_ptr<const Login>& login, const std::string& name) const {
        Recorder recorder = recorder_;
        recorder.who = name;
        recorder.password.clear();
        recorder.login = login;
        return recorder;
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, Logins, ::testing::ValuesIn(backends()), database_name);

TEST_P(Logins, NobodyLogsInToARegisterWithoutUsers) {
    EXPECT_EQ(enter("tester").error().kind, ErrorKind::forbidden);
    const auto session = describe_session(recorder_, std::nullopt);
    ASSERT_TRUE(session) << session.error().text();
    EXPECT_TRUE(json::parse(session->json)["open"]);
}

TEST_P(Logins, WhoProvedItNeedsNoPasswordAndMayDoWhatTheRolesSay) {
    add("boss", "administrator");
    add("ann", "custodian");
    EXPECT_EQ(enter("ann", "another password").error().message, enter("nobody").error().message);
    const auto login = enter("ann");
    ASSERT_TRUE(login) << login.error().text();
    EXPECT_TRUE(list_records(with(login->login, "ann"), "case", false));
    EXPECT_EQ(list_records(with(login->login, "ann"), "person", false).error().kind, ErrorKind::forbidden);
    EXPECT_EQ(list_records(with(login->login, "boss"), "user", false).error().kind, ErrorKind::forbidden)
        << "one's login is nobody else's";
    const json session = json::parse(describe_session(with(login->login, "ann"), "token")->json);
    EXPECT_EQ(session["user"], "ann");
    EXPECT_EQ(session["csrf"], "token");
    EXPECT_EQ(session["roles"], json({"custodian"}));
    EXPECT_FALSE(session["open"]);
}

TEST_P(Logins, EndWithThePasswordAndWithTheUser) {
    add("boss", "administrator");
    add("ann", "custodian");
    const auto login = enter("ann");
    ASSERT_TRUE(set_password({as("boss"), "ann", "yet another password", PasswordWork::least}));
    EXPECT_EQ(list_records(with(login->login, "ann"), "case", false).error().kind, ErrorKind::forbidden);
    EXPECT_TRUE(list_records(with(*renewed(recorder_, *login->login), "ann"), "case", false));
    const auto again = enter("ann", "yet another password");
    ASSERT_TRUE(withdraw_user(as("boss"), "ann"));
    EXPECT_EQ(list_records(with(again->login, "ann"), "case", false).error().kind, ErrorKind::forbidden);
}

TEST_P(Logins, KnowAPageThatWasSeen) {
    add("boss", "administrator");
    add("ann", "historian");
    const auto login = enter("ann");
    const auto views = [&] { return json::parse(list_records(as("boss"), "view", false)->json).size(); };
    for (const std::size_t expected : {1U, 1U}) {
        ASSERT_TRUE(page_records(with(login->login, "ann"), {"person"}));
        EXPECT_EQ(views(), expected);
    }
    ASSERT_TRUE(list_records(as("ann"), "person", false)); // without a login: again
    EXPECT_EQ(views(), 2U);
}

TEST_P(Logins, PagesAreTheListCutInPieces) {
    const json list = json::parse(list_records(recorder_, "person", false)->json);
    json pages = json::array();
    for (std::uint64_t offset = 0; offset < list.size(); offset += 2) {
        const json page = json::parse(page_records(recorder_, {"person", "", false, offset, 2})->json);
        EXPECT_EQ(page["total"], list.size());
        pages.insert(pages.end(), page["rows"].begin(), page["rows"].end());
    }
    EXPECT_EQ(pages, list);
    const json found = json::parse(page_records(recorder_, {"person", "secret-1"})->json);
    EXPECT_GE(found["total"], 1);
    EXPECT_LT(found["total"], list.size());
    EXPECT_EQ(json::parse(page_records(recorder_, {"person", "%"})->json)["total"], 0);
}

TEST_P(Logins, ProjectsAreHeededByPages) {
    add("boss", "administrator");
    add("ann", "custodian", "accession:A");
    const json list = json::parse(list_records(as("ann"), "specimen", false)->json);
    const json page = json::parse(page_records(as("ann"), {"specimen"})->json);
    EXPECT_EQ(page["total"], list.size());
    EXPECT_EQ(page["rows"], list);
}

TEST_P(Logins, AFamilyIsShownWithWhoeverBelongsToIt) {
    const json families = json::parse(list_records(recorder_, "family", false)->json);
    ASSERT_FALSE(families.empty());
    const json shown = json::parse(show_family(recorder_, families[0]["key"])->json);
    EXPECT_EQ(shown["family"], families[0]);
    EXPECT_FALSE(shown["persons"].empty());
    EXPECT_EQ(show_family(recorder_, "none").error().kind, ErrorKind::bad_input);
}

} // namespace
