#include "muster/formats/familias.hpp"

#include "muster/formats/text_input.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

const std::string data = MUSTER_SOURCE_DIR "/tests/data/formats/";

std::string text_of(const std::string& name) {
    const auto input = read_text(data + name);
    EXPECT_TRUE(input) << input.error().text();
    return input ? input->text : std::string{};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

FamiliasProject kinship() {
    auto project = read_familias(data + "kinship.fam");
    EXPECT_TRUE(project) << project.error().text();
    return project.value_or(FamiliasProject{});
}

const PersonRecord& member(const FamiliasPedigree& pedigree, const std::string& id) {
    for (const PersonRecord& person : pedigree.members) {
        if (person.id == id) {
            return person;
        }
    }
    ADD_FAILURE() << "no member " << id;
    return pedigree.members.front();
}

TEST(FamiliasReader, ReadsParametersAndPersons) {
    const FamiliasProject project = kinship();
    EXPECT_EQ(project.version, "3.2.9");
    EXPECT_FALSE(project.dvi);
    EXPECT_DOUBLE_EQ(project.theta, 0.02);
    EXPECT_EQ(project.database, "Invented table");
    ASSERT_EQ(project.persons.size(), 3U);
    EXPECT_EQ(project.persons[0].sex, Sex::female);
    EXPECT_FALSE(project.persons[0].consider_dropout);
    EXPECT_TRUE(project.persons[1].consider_dropout);
    ASSERT_EQ(project.loci.size(), 5U);
    EXPECT_DOUBLE_EQ(project.loci[0].database_size, 500.0);
    EXPECT_DOUBLE_EQ(project.loci[0].dropout, 0.05);
    EXPECT_DOUBLE_EQ(project.loci[0].min_allele_frequency, 0.001);
}

TEST(FamiliasReader, PlacesTypingsByNumber) {
    const FamiliasProject project = kinship();
    const auto& child = project.persons[1].genotypes;
    EXPECT_EQ(child.at("E1").alleles, (std::vector<std::string>{"11", "12"}));
    EXPECT_EQ(child.at("P1").alleles, (std::vector<std::string>{"9.3", "10"}));
    EXPECT_EQ(child.at("X1").alleles, (std::vector<std::string>{"6", "6"}));
    EXPECT_FALSE(child.contains("S1"));
}

TEST(FamiliasReader, ReadsFemaleBeforeMaleMutationParameters) {
    const FamiliasProject project = kinship();
    const LocusSpec& equal = project.loci[0].spec;
    EXPECT_EQ(equal.female.model, MutationModel::equal);
    EXPECT_DOUBLE_EQ(equal.female.rate, 0.001);
    EXPECT_DOUBLE_EQ(equal.male.rate, 0.003);
    const LocusSpec& proportional = project.loci[1].spec;
    EXPECT_EQ(proportional.male.model, MutationModel::proportional);
    EXPECT_DOUBLE_EQ(proportional.female.rate, 0.002); // written with a decimal comma
    const LocusSpec& stepwise = project.loci[2].spec;
    EXPECT_EQ(stepwise.female.model, MutationModel::stepwise);
    EXPECT_EQ(stepwise.female.transform, StationaryTransform::none);
    EXPECT_EQ(stepwise.male.transform, StationaryTransform::preserving_matrix);
    EXPECT_DOUBLE_EQ(stepwise.female.range, 0.5);
    EXPECT_DOUBLE_EQ(stepwise.male.range, 0.25);
    EXPECT_DOUBLE_EQ(project.loci[3].spec.female.rate2, 1e-6);
    EXPECT_DOUBLE_EQ(project.loci[3].spec.male.rate2, 1e-5);
}

TEST(FamiliasReader, KeepsASilentAlleleAndFallsBackForAllelesWithoutRepeats) {
    const FamiliasProject project = kinship();
    EXPECT_EQ(project.loci[3].spec.silent, "silent");
    EXPECT_EQ(project.loci[3].spec.alleles.back(), "silent");
    EXPECT_DOUBLE_EQ(project.loci[3].spec.freqs[0].back(), 0.1);
    EXPECT_EQ(project.loci[4].spec.male.model, MutationModel::equal);
    EXPECT_DOUBLE_EQ(project.loci[4].spec.male.rate, 0.002);
    ASSERT_EQ(project.notes.size(), 1U);
    EXPECT_NE(project.notes[0].find("'Rest allele'"), std::string::npos);
    EXPECT_TRUE(familias_loci(project));
}

TEST(FamiliasReader, BuildsEachPedigreeFromKnownAndOwnRelations) {
    const FamiliasProject project = kinship();
    ASSERT_EQ(project.pedigrees.size(), 2U);
    EXPECT_EQ(project.pedigrees[0].name, "Father");
    EXPECT_EQ(member(project.pedigrees[0], "Child").father, "Man");
    EXPECT_EQ(member(project.pedigrees[0], "Child").mother, "Mother");
    EXPECT_EQ(project.pedigrees[0].members.size(), 4U);
    const FamiliasPedigree& grandfather = project.pedigrees[1];
    EXPECT_EQ(member(grandfather, "Child").father, "extra_2");
    EXPECT_EQ(member(grandfather, "extra_2").father, "Man");
    EXPECT_EQ(member(grandfather, "extra_2").mother, "extra_1");
    for (const FamiliasPedigree& pedigree : project.pedigrees) {
        EXPECT_TRUE(Pedigree::make(pedigree.members));
    }
}

TEST(FamiliasReader, AddsTheParentThatIsNotGivenFathersFirst) {
    const auto project = parse_familias(
        replaced(text_of("dvi.fam"), "nRelations= 0", "nRelations= 1\nParent= Wife\nChild= Kid"), "d.fam");
    ASSERT_TRUE(project) << project.error().text();
    const FamiliasPedigree& pedigree = project->families[1].pedigrees[0];
    EXPECT_EQ(member(pedigree, "Kid").father, "added_1");
    EXPECT_EQ(member(pedigree, "added_1").sex, Sex::male);
}

TEST(FamiliasReader, ReadsTheDviSection) {
    const auto project = read_familias(data + "dvi.fam");
    ASSERT_TRUE(project) << project.error().text();
    EXPECT_TRUE(project->dvi);
    ASSERT_EQ(project->unidentified.size(), 2U);
    EXPECT_EQ(project->unidentified[0].name, "V1");
    EXPECT_EQ(project->unidentified[1].sex, Sex::female);
    EXPECT_EQ(project->unidentified[0].genotypes.at("L2").alleles, (std::vector<std::string>{"10", "11"}));
    ASSERT_EQ(project->families.size(), 3U);
    EXPECT_EQ(project->families[1].name, "East");
    ASSERT_EQ(project->families[1].pedigrees.size(), 4U);
    const FamiliasPedigree& two = project->families[1].pedigrees[2];
    EXPECT_EQ(member(two, "Missing person").sex, Sex::male); // the other parent is the wife
    EXPECT_EQ(member(two, "Missing female 1").mother, "Wife");
    EXPECT_EQ(project->families[2].pedigrees[0].undecided, std::vector<std::string>{"Missing person"});
}

TEST(FamiliasReader, NamesTheLineOfATruncatedFile) {
    const std::string text = text_of("kinship.fam");
    const std::string cut = text.substr(0, text.find("\"9.3\""));
    const auto project = parse_familias(cut, "k.fam");
    ASSERT_FALSE(project);
    EXPECT_EQ(project.error().line, split_lines(cut).size());
    EXPECT_NE(project.error().message.find("cut off"), std::string::npos);
    EXPECT_NE(project.error().message.find("'P1'"), std::string::npos);
}

TEST(FamiliasReader, RefusesEveryTruncationOfTheDviSectionOrReadsItWhole) {
    const std::string text = text_of("dvi.fam");
    const auto lines = split_lines(text);
    const std::size_t prior = text.find("[Prior]");
    for (const std::string_view line : lines) {
        const auto end = static_cast<std::size_t>(line.data() - text.data());
        if (end < prior) {
            EXPECT_FALSE(parse_familias(std::string_view(text).substr(0, end), "d.fam")) << line;
        }
    }
}

struct Refusal {
    const char* file;
    const char* what;
    const char* by;
    const char* message;
};

TEST(FamiliasReader, RefusesWhatItCannotRead) {
    const Refusal refusals[] = {
        {"kinship.fam", "Output from Familias", "Output", "not a Familias 3 project"},
        {"kinship.fam", "3.2.9\r\n\"\"", "2.0\r\n\"\"", "version 3 is expected"},
        {"kinship.fam", "\"Known relations\"", "\"Relations\"", "\"Known relations\" is expected"},
        {"kinship.fam", "#FALSE# (#Databases: 1", "#TRUE# (#Databases: 1", "computed results"},
        {"kinship.fam", "#Databases: 1", "#Databases: 2", "2 frequency databases"},
        {"kinship.fam", "0.25", "lots", "found 'lots' where the frequency of allele '10'"},
        {"kinship.fam", "0.25", "1.25", "expected a number from 0 to 1"},
        {"kinship.fam", "\"P1\"", "\"E1\"", "marker 'E1' is there twice"},
        {"kinship.fam", "\"E1\"\r\n0.001\r\n0.003\r\n0", "\"E1\"\r\n0.001\r\n0.003\r\n7", "4 (extended stepwise)"},
        {"kinship.fam", "0\r\n1\r\n0\r\n1\r\n1\r\n1", "0\r\n9\r\n0\r\n1\r\n1\r\n1", "allele number at 'E1'"},
        {"kinship.fam", "0\r\n1\r\n0\r\n1\r\n1\r\n1", "0\r\n1\r\n9\r\n1\r\n1\r\n1", "marker number 9"},
        {"kinship.fam", "1\r\n2\r\n1\r\n1\r\n\"Grand", "1\r\n2\r\n9\r\n1\r\n\"Grand", "who is not there"},
        {"kinship.fam", "1\r\n2\r\n1\r\n1\r\n\"Grand", "1\r\n0 Direct\r\n1\r\n1\r\n\"Grand", "are the same"},
        {"kinship.fam", "\"Father\"\r\n0\r\n0\r\n1\r\n2\r\n1", "\"Father\"\r\n0\r\n0\r\n1\r\n3\r\n1",
         "has two mothers"},
        {"dvi.fam", "nPersons= 2", "nPersons= 3", "announces nPersons= 3, but there are 2"},
        {"dvi.fam", "SystemName= L1", "SystemName= L9", "marker 'L9', which the database does not have"},
        {"dvi.fam", "Allele2= 2", "Allele3= 2", "not followed by Allele1= and Allele2="},
        {"dvi.fam", "[[Reference Families]]", "[[Families]]", "no part \"Reference Families\""},
        {"dvi.fam", "[[[[Pedigrees]]]]", "[[[[Peds]]]]", "no section \"Pedigrees\""},
        {"dvi.fam", "Name= Dad", "Name= Aunt", "two persons are named 'Aunt'"},
    };
    for (const Refusal& refusal : refusals) {
        const auto project = parse_familias(replaced(text_of(refusal.file), refusal.what, refusal.by), refusal.file);
        ASSERT_FALSE(project) << refusal.message;
        EXPECT_NE(project.error().message.find(refusal.message), std::string::npos) << project.error().text();
        EXPECT_EQ(project.error().file, refusal.file);
        EXPECT_GT(project.error().line, 0U) << project.error().text();
    }
}

TEST(FamiliasCase, MakesOneFamilyOfEachTemplateWithIdsOfItsOwn) {
    const auto made = read_case(data + "dvi.fam", {});
    ASSERT_TRUE(made) << made.error().text();
    const CaseInput& input = made->input();
    EXPECT_EQ(input.name, "dvi");
    EXPECT_EQ(input.remains.size(), 2U);
    std::vector<std::string> missing;
    for (const MissingPerson& person : input.missing) {
        missing.push_back(person.person);
    }
    EXPECT_EQ(missing,
              (std::vector<std::string>{"North/Missing person", "East/Two/Missing female 1", "East/Two/Missing person",
                                        "East/Sibling/Missing person", "West/Missing person"}));
    EXPECT_TRUE(input.references.contains("East/Two/Kid"));
    EXPECT_TRUE(input.references.contains("East/Sibling/Kid"));
    EXPECT_FALSE(input.references.contains("North/Aunt")); // related to nobody
    EXPECT_EQ(input.family_of.at("East/Two/Kid"), "East/Two");
}

TEST(FamiliasCase, TakesTheSexOfAMissingPersonFromTheOneWhoIsListed) {
    const auto made = read_case(data + "dvi.fam", {});
    ASSERT_TRUE(made) << made.error().text();
    const Pedigree& pedigree = made->pedigree();
    const Member& father = pedigree.member(*pedigree.find("West/Missing person"));
    EXPECT_EQ(father.sex, Sex::male);
    EXPECT_EQ(pedigree.member(*pedigree.find("West/Son")).father, *pedigree.find("West/Missing person"));
    EXPECT_TRUE(made->input().missing.front().sex_unknown); // North: a child of whom nothing more is said
}

TEST(FamiliasCase, SwitchesMutationOffAndTakesTheta) {
    CaseOptions options;
    options.mutation = "none";
    options.theta = 0.03;
    const auto made = read_case(data + "dvi.fam", options);
    ASSERT_TRUE(made) << made.error().text();
    EXPECT_FALSE(made->input().loci[1].mutates());
    EXPECT_DOUBLE_EQ(made->input().theta, 0.03);
    options.mutation = "step";
    const auto refused = read_case(data + "dvi.fam", options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::usage);
}

TEST(FamiliasCase, SendsAKinshipProjectToTheLikelihoodCommand) {
    const auto made = read_case(data + "kinship.fam", {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::bad_input);
    EXPECT_NE(made.error().message.find("muster likelihood"), std::string::npos);
}

TEST(FamiliasCase, NamesAnAlleleThatTheDatabaseDoesNotHave) {
    const TextInput input{"d.fam", replaced(text_of("dvi.fam"), "Allele2= 2", "Allele2= 77"), {}};
    const auto made = parse_familias_case(input, {});
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().text().find("allele '77' at 'L1'"), std::string::npos) << made.error().text();
    CaseOptions options;
    options.rare_allele_frequency = 0.001;
    const auto allowed = parse_familias_case(input, options);
    ASSERT_TRUE(allowed) << allowed.error().text();
    EXPECT_TRUE(allowed->input().loci[0].find("77"));
}

} // namespace
} // namespace muster
