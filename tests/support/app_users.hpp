#pragma once

#include "app_register.hpp"
#include "muster/app/decisions.hpp"
#include "muster/app/users.hpp"

#include <array>
#include <utility>
#include <vector>

namespace muster::testing {

inline const std::vector<std::string> all_roles{"custodian", "anthropologist",      "odontologist",     "DNA analyst",
                                                "historian", "family case manager", "medical examiner", "reviewer",
                                                "auditor",   "administrator"};
inline constexpr const char* right_password = "a password of this test";

/// A register that holds something of every kind, first without users. Whatever tells of the missing, their families
/// and candidates has the word SECRET in it, in its key or text.
class WithUsers : public WithRegister {
  protected:
    void SetUp() override {
        WithRegister::SetUp();
        recorder_.reason = "of this test";
        remains();
        people();
        decisions();
    }

    /// A user whose name is told; the first must be an administrator.
    void add(const std::string& name, const std::string& roles, const std::string& projects = {}) {
        auto answer =
            add_user({recorder_, name, roles, projects, name + " in full", "", right_password, PasswordWork::least});
        ASSERT_TRUE(answer) << answer.error().text();
        ASSERT_TRUE(answer->problems.empty()) << answer->problems.front().text();
        if (recorder_.who == "tester") {
            recorder_.who = name;
            recorder_.password = right_password;
        }
    }
    /// Somebody who asks or records, with the right password.
    [[nodiscard]] Recorder as(const std::string& name) const {
        Recorder recorder = recorder_;
        recorder.who = name;
        recorder.password = right_password;
        return recorder;
    }
    void examine(const std::string& key, const std::string& analyst) {
        record("examination", {{"key", key},
                               {"of", "individual:A-I-01"},
                               {"type", "Odontology"},
                               {"analyst", analyst},
                               {"on", "2018-09-01"},
                               {"findings", "all teeth there"}});
    }

  private:
    void remains() {
        record("specimen", {{"accession", "A"},
                            {"designator", "101"},
                            {"human", "Human"},
                            {"bone", "Femur"},
                            {"side", "Left"},
                            {"completeness", "Complete"},
                            {"case", "W/01"}});
        record("sample", {{"specimen", "A, 101"}, {"label", "01A"}, {"material", "bone"}, {"on", "2018-08-02"}});
        record("result", {{"sample", "A, 101, 01A"},
                          {"test", "autosomal STR"},
                          {"on", "2018-08-06"},
                          {"outcome", "Reportable"},
                          {"profile", R"({"TH01":{"alleles":["6","9.3"],"status":"typed"}})"}});
        record("individual", {{"accession", "A"}, {"number", "01"}});
        record("assignment", {{"specimen", "A, 101"}, {"individual", "A-I-01"}, {"on", "2018-08-03"}});
        record("source", {{"key", "S"}, {"title", "a report"}, {"type", "Report"}});
        record("topic", {{"key", "T"}, {"unit", "persons"}});
        record("figure", {{"topic", "T"}, {"value", "55"}, {"basis", "counted"}});
    }
    void people() {
        record("person", {{"key", "SECRET-1"}, {"role", "Missing"}, {"sex", "Male"}, {"name", "SECRET Kim"}});
        record("person", {{"key", "SECRET-2"}, {"role", "Relative"}, {"sex", "Female"}, {"name", "SECRET Lee"}});
        record("status", {{"person", "SECRET-1"}, {"on", "2018-01-01"}, {"status", "Unaccounted for"}});
        record("family", {{"key", "SECRET-F"}, {"missing", "SECRET-1"}});
        record("reference", {{"person", "SECRET-2"},
                             {"slots", "nuclear"},
                             {"on", "2018-01-02"},
                             {"profile", R"({"TH01":{"alleles":["6","7"],"status":"typed"}})"}});
        consent("Given", "2018-01-02");
        record("contact", {{"family", "SECRET-F"},
                           {"person", "SECRET-2"},
                           {"on", "2018-01-03"},
                           {"by", "case manager"},
                           {"summary", "SECRET words"}});
        record("publication", {{"missing", "SECRET-1"}, {"on", "2018-10-01"}, {"where", "SECRET paper"}});
        record("notification",
               {{"missing", "SECRET-1"}, {"person", "SECRET-2"}, {"on", "2018-10-02"}, {"by", "case manager"}});
        record("alias", {{"of", "person:SECRET-1"}, {"system", "army"}, {"id", "SECRET alias"}});
        record("finding", {{"about", "person:SECRET-1"}, {"text", "SECRET doubt"}});
        photograph("SECRET.png", "person:SECRET-1");
        photograph("femur.png", "specimen:A, 101");
    }
    void photograph(const std::string& name, const std::string& of) {
        RecordRequest request{recorder_, "photograph", {{"of", of}, {"caption", name}}};
        request.file = write(name, std::string("\x89PNG\r\n\x1a\n") + name);
        const auto answer = record_one(request);
        ASSERT_TRUE(answer && answer->problems.empty());
    }
    void decisions() {
        record("policy", {{"technical", "1"}, {"administrative", "0"}, {"different", "Yes"}, {"text", "SECRET"}});
        record("identification", {{"key", "SECRET-ID"},
                                  {"individual", "A-I-01"},
                                  {"person", "SECRET-1"},
                                  {"on", "2018-09-02"},
                                  {"author", "tester"}});
        record("evidence", {{"identification", "SECRET-ID"},
                            {"type", "nuclear DNA"},
                            {"direction", "Supports"},
                            {"text", "SECRET evidence"}});
        record("hypothesis", {{"identification", "SECRET-ID"}, {"text", "SECRET other"}, {"answer", "unlikely"}});
        record("review", {{"identification", "SECRET-ID"},
                          {"type", "Technical"},
                          {"outcome", "Accepted"},
                          {"on", "2018-09-03"},
                          {"by", "SECRET reviewer"}});
        record("release", {{"individual", "A-I-01"}, {"on", "2018-11-01"}, {"to", "SECRET family"}});
    }

  protected:
    void consent(const std::string& given, const std::string& on) {
        record("consent", {{"person", "SECRET-2"}, {"given", given}, {"scope", "identification"}, {"on", on}});
    }
};

} // namespace muster::testing
