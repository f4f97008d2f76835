#include "muster/formats/familias.hpp"
#include "muster/formats/text_input.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Typings = std::map<std::string, std::map<std::string, LocusResult>>;

const fs::path folder = MUSTER_SHARED_DIR "/oracle/fam";

void compare_matrix(const Matrix& found, const json& expected, const std::string& where) {
    ASSERT_EQ(found.rows(), expected.size()) << where;
    for (std::size_t i = 0; i < found.rows(); ++i) {
        for (std::size_t j = 0; j < found.cols(); ++j) {
            ASSERT_NEAR(found(i, j), expected[i][j].get<double>(), 1e-9) << where << " " << i << " " << j;
        }
    }
}

void compare_loci(const FamiliasProject& project, const json& expected) {
    const auto loci = familias_loci(project);
    ASSERT_TRUE(loci) << loci.error().text();
    ASSERT_EQ(loci->size(), expected.size());
    for (std::size_t i = 0; i < loci->size(); ++i) {
        const Locus& locus = (*loci)[i];
        EXPECT_EQ(locus.name(), expected[i]["name"].get<std::string>());
        EXPECT_EQ(locus.alleles(), expected[i]["alleles"].get<std::vector<std::string>>());
        for (std::size_t a = 0; a < locus.allele_count(); ++a) {
            EXPECT_NEAR(locus.freqs(0)[a], expected[i]["freqs"][a].get<double>(), 1e-12);
        }
        const json& mutation = expected[i]["mutation"];
        if (mutation.contains("male_matrix")) {
            compare_matrix(locus.male(), mutation["male_matrix"], locus.name() + " male");
            compare_matrix(locus.female(), mutation["female_matrix"], locus.name() + " female");
        } else {
            EXPECT_FALSE(locus.mutates());
        }
    }
}

void compare_params(const FamiliasProject& project, const json& params) {
    EXPECT_EQ(project.version, params["version"].get<std::string>());
    EXPECT_EQ(project.dvi, params["dvi"].get<bool>());
    EXPECT_DOUBLE_EQ(project.theta, params["theta"].get<double>());
    EXPECT_EQ(project.database, params["dbName"].get<std::string>());
    // One number stands for a map of one marker.
    const auto of = [](const json& value, const std::string& key) {
        return value.is_object() ? value.at(key).get<double>() : value.get<double>();
    };
    for (const FamiliasLocus& locus : project.loci) {
        EXPECT_DOUBLE_EQ(locus.database_size, of(params["dbSize"], locus.spec.name));
        EXPECT_DOUBLE_EQ(locus.dropout, of(params["dropoutValue"], locus.spec.name));
        EXPECT_DOUBLE_EQ(locus.min_allele_frequency, of(params["maf"], locus.spec.name));
    }
    const json consider = params.value("dropoutConsider", json::object());
    for (const FamiliasPerson& person : project.persons) {
        if (consider.contains(person.name)) {
            EXPECT_EQ(person.consider_dropout, consider[person.name].get<bool>());
        }
    }
}

/// The oracle lists a pedigree's connected parts one by one; here they are put together again.
void collect(const json& node, std::map<std::string, json>& members, json& genotypes) {
    if (node["type"] == "list") {
        for (const json& item : node["items"]) {
            collect(item, members, genotypes);
        }
        return;
    }
    for (const json& member : node["members"]) {
        members[member["id"]] = member;
    }
    if (node["genotypes"].is_object()) {
        genotypes.update(node["genotypes"]);
    }
}

void compare_genotypes(const Typings& typings, const json& expected) {
    for (const auto& [person, loci] : expected.items()) {
        for (const auto& [marker, alleles] : loci.items()) {
            const auto want = alleles.get<std::vector<std::string>>();
            const auto found =
                typings.contains(person) ? typings.at(person).find(marker) : typings.begin()->second.end();
            const bool typed = typings.contains(person) && found != typings.at(person).end();
            if (!typed) {
                EXPECT_EQ(want, (std::vector<std::string>{"0", "0"})) << person << " " << marker;
                continue;
            }
            std::vector<std::string> seen = found->second.alleles;
            seen.resize(2, "0");
            EXPECT_EQ(seen, want) << person << " " << marker;
        }
    }
}

void compare_pedigree(const FamiliasPedigree& pedigree, const Typings& typings, const json& node) {
    std::map<std::string, json> members;
    json genotypes = json::object();
    collect(node, members, genotypes);
    EXPECT_EQ(pedigree.members.size(), members.size()) << pedigree.name;
    for (const PersonRecord& person : pedigree.members) {
        ASSERT_TRUE(members.contains(person.id)) << person.id;
        const json& expected = members[person.id];
        EXPECT_EQ(person.father.empty() ? "0" : person.father, expected["fid"].get<std::string>()) << person.id;
        EXPECT_EQ(person.mother.empty() ? "0" : person.mother, expected["mid"].get<std::string>()) << person.id;
        if (person.sex != Sex::unknown) {
            EXPECT_EQ(person.sex == Sex::male ? 1 : 2, expected["sex"].get<int>()) << person.id;
        }
    }
    EXPECT_TRUE(Pedigree::make(pedigree.members));
    compare_genotypes(typings, genotypes);
}

Typings typings_of(const std::vector<FamiliasPerson>& persons) {
    Typings typings;
    for (const FamiliasPerson& person : persons) {
        typings[person.name] = person.genotypes;
    }
    return typings;
}

void compare_family(const FamiliasFamily& family, const json& node) {
    const Typings typings = typings_of(family.persons);
    const bool named = node.contains("names") && node["names"].is_array() && !node["names"].empty() &&
                       node["names"][0].get<std::string>().rfind("_comp", 0) != 0;
    if (!named) {
        // A reference pedigree that says the same as the other one is left out there.
        compare_pedigree(family.pedigrees.back(), typings, node);
        return;
    }
    ASSERT_EQ(node["names"].size(), family.pedigrees.size());
    for (std::size_t i = 0; i < family.pedigrees.size(); ++i) {
        EXPECT_EQ(family.pedigrees[i].name, node["names"][i].get<std::string>());
        compare_pedigree(family.pedigrees[i], typings, node["items"][i]);
    }
}

void compare_dvi(const FamiliasProject& project, const json& content) {
    std::size_t at = 0;
    if (content["names"][0] == "Unidentified persons") {
        std::map<std::string, json> members;
        json genotypes = json::object();
        collect(content["items"][at++], members, genotypes);
        EXPECT_EQ(project.unidentified.size(), members.size());
        compare_genotypes(typings_of(project.unidentified), genotypes);
    }
    ASSERT_EQ(content["items"].size(), project.families.size() + at);
    for (const FamiliasFamily& family : project.families) {
        EXPECT_EQ(family.name, content["names"][at].get<std::string>());
        compare_family(family, content["items"][at++]);
    }
}

void compare_hypotheses(const FamiliasProject& project, const json& content) {
    const Typings typings = typings_of(project.persons);
    if (project.pedigrees.size() == 1) {
        compare_pedigree(project.pedigrees[0], typings, content);
        return;
    }
    ASSERT_EQ(content["names"].size(), project.pedigrees.size());
    for (std::size_t i = 0; i < project.pedigrees.size(); ++i) {
        EXPECT_EQ(project.pedigrees[i].name, content["names"][i].get<std::string>());
        compare_pedigree(project.pedigrees[i], typings, content["items"][i]);
    }
}

TEST(FamiliasOracle, FindsWhatAnotherReaderFindsInEachFile) {
    if (!fs::is_directory(folder)) {
        GTEST_SKIP() << "the folder ../shared/oracle/fam is not here; nothing to compare with";
    }
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() != ".fam") {
            continue;
        }
        SCOPED_TRACE(entry.path().filename().string());
        const auto answer = read_text(entry.path().string() + ".json");
        ASSERT_TRUE(answer) << answer.error().text();
        const json expected = json::parse(answer->text);
        const auto project = read_familias(entry.path());
        ASSERT_TRUE(project) << project.error().text();
        compare_params(*project, expected["params"]);
        compare_loci(*project, expected["loci"]);
        if (project->dvi) {
            compare_dvi(*project, expected["content"]);
        } else {
            compare_hypotheses(*project, expected["content"]);
        }
        ++files;
    }
    EXPECT_GT(files, 0U);
}

} // namespace
} // namespace muster
